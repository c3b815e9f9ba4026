/**
 * Structural checks: whether a bundle can be run at all, whatever format it came from. Pure, and linear in nodes and flows.
 * Expressions are not compiled here; the languages that they are in are the host's.
 */
import type { Diagnostic } from "../diagnostics.js";
import type { Bundle } from "../graph.js";
import { type DocumentLimits } from "../parse.js";
/** Everything that is wrong with the structure of a bundle. A bundle with an error among it must not be run. */
export declare function check(bundle: Bundle, limits?: Partial<DocumentLimits>): Diagnostic[];
