import type { BundleScene } from "./scene.js";
/** Calls that lead back to their own graph are fine as long as some way through it avoids them. */
export declare function checkRecursion({ graphs, add }: BundleScene): void;
