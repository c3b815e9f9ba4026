import type { Instance, Lowering } from "./lowering.js";
export declare function lowerStart(lowering: Lowering, instance: Instance): void;
