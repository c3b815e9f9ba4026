import type { Pointer } from "./graph.js";
import type { Json } from "./json.js";

/**
 * What a variable holds. That a value is unknown, secret or stored elsewhere is a kind of slot, never something hidden inside JSON,
 * so that no document can forge it and no expression can miss it.
 */
export type Slot =
  | { readonly json: Json }
  /** Not known in this run (a dry one), and why. */
  | { readonly unknown: string }
  /** A reference such as `secret://vault/key`; no expression can read what is behind it. */
  | { readonly secret: string }
  | { readonly pointer: Pointer };

/** Not known in this run. */
export function isUnknown(slot: Slot): slot is { readonly unknown: string } {
  return "unknown" in slot;
}
