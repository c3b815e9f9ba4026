import { type BundleScene } from "./scene.js";
/** What concerns the bundle as a whole: its version, which graph is run, equal ids, limits, routes between graphs. */
export declare function checkBundle(scene: BundleScene): void;
