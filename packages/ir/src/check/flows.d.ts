import { type GraphScene } from "./scene.js";
/** Flows that hang in the air, and then the flows of each node together. */
export declare function checkFlows(scene: GraphScene): void;
