/** Failures that are known and argued: by set and case, each with its reason. The list may only shrink. */

/** By set, then by the id of the case, the reason; `*` stands for a whole set that can't be run yet. */
export type KnownFailures = { readonly [set: string]: { readonly [id: string]: string } };

export const WHOLE_SET = "*";

/** Why a case is known to fail; null when it isn't. */
export function reasonFor(known: KnownFailures, set: string, id: string): string | null {
  const entries = Object.hasOwn(known, set) ? (known[set] ?? {}) : {};
  for (const key of [id, WHOLE_SET]) if (Object.hasOwn(entries, key)) return entries[key] ?? null;
  return null;
}
