/** Values as people read them beside a run: small ones whole, large ones by their beginning, size and hash, secrets never. */
import type { Json, Slot } from "@rb/ir";
import { sha256Of } from "../disk/sealed.js";

/** Characters of JSON up to which a value is shown whole, and how many of a larger one are shown. */
const whole = 256;
const beginning = 128;

/** A value, or what stands for it. */
export type Preview =
  | { readonly preview: Json }
  /** `preview` is how its JSON begins; `size` is that of its JSON, in bytes of UTF-8, and `sha256` its hash. */
  | { readonly sha256: string; readonly size: number; readonly preview: string }
  | { readonly secret: string }
  | { readonly unknown: string }
  | { readonly pointer: Json };

/** Previews by name. */
export interface Previews {
  readonly [name: string]: Preview;
}

export function previewOf(slot: Slot): Preview {
  if ("secret" in slot) return { secret: slot.secret };
  if ("unknown" in slot) return { unknown: slot.unknown };
  if ("pointer" in slot) return { pointer: { ...slot.pointer } };
  const text = JSON.stringify(slot.json);
  if (text.length <= whole) return { preview: slot.json };
  // Half a character at the cut is none.
  const preview = text.slice(0, beginning).replace(/[\ud800-\udbff]$/, "");
  return { sha256: sha256Of(text), size: Buffer.byteLength(text), preview };
}

/** Own members whatever the names are: one may be called `__proto__`. */
export function previewsOf(slots: Iterable<readonly [name: string, slot: Slot]>): Previews {
  return Object.fromEntries([...slots].map(([name, slot]) => [name, previewOf(slot)]));
}
