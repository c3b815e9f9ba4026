import type { GraphScene } from "./scene.js";
/** What can be reached from where: entries, nodes, joins, jumps, and how deep scopes stand in each other. */
export declare function checkReachability(scene: GraphScene): void;
