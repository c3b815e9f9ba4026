import type { Origin } from "../origin.js";
import type { GraphScene } from "./scene.js";
/** Loops, retries, compensation, calls, and numbers that have a least sensible value. */
export declare function checkActivities(scene: GraphScene): void;
export declare function atLeast({ add }: GraphScene, origin: Origin, what: string, value: number | undefined, least: number, whole?: boolean): void;
