import { type GraphScene } from "./scene.js";
/** Ids and names that have to differ: of nodes, flows, handlers and variables. */
export declare function checkIds({ graph, index, add }: GraphScene): void;
