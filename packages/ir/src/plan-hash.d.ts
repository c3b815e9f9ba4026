import type { Bundle } from "./graph.js";
import type { Slot } from "./slot.js";
/**
 * SHA-256, as `sha256:<hex>`, over the canonical form of the bundle with the values that its external variables get.
 * Origins, descriptions and `meta.author` are left out; a member that says its default is the same as an absent one; names
 * stay, because people approve what they read. The bundle has been checked; one that is no I-JSON throws `CanonicalError`.
 */
export declare function planHash(bundle: Bundle, inputs?: {
    readonly [name: string]: Slot;
}): string;
