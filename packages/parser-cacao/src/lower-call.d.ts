import type { Instance, Lowering } from "./lowering.js";
/** Another playbook, known here by id and version only; whoever has it links it. A playbook that calls itself is here already. */
export declare function lowerCall(lowering: Lowering, instance: Instance): void;
