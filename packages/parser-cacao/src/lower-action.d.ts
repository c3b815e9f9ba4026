import type { Instance, Lowering } from "./lowering.js";
/** One command is one action; several are a scope in which they run one after the other (CACAO 2.0, action step: commands). */
export declare function lowerAction(lowering: Lowering, instance: Instance): void;
