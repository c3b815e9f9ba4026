import type { Guard, Throw } from "../graph.js";
import type { Origin } from "../origin.js";
import type { GraphScene } from "./scene.js";
/** Triggers where they can be waited for, and well formed. */
export declare function checkEvents(scene: GraphScene): void;
/** A guard anywhere but on a flow: no token has arrived that it could ask about. */
export declare function checkGuardWithoutTokens(add: GraphScene["add"], guard: Guard | undefined, origin: Origin): void;
/** The throws that a node may make, wherever they stand. */
export declare function throwsOf(node: GraphScene["graph"]["nodes"][number]): readonly Throw[];
