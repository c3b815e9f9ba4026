import type { Instance, Lowering } from "./lowering.js";
export declare function lowerStep(lowering: Lowering, instance: Instance): void;
