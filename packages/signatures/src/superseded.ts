/** Versions of one signature: all with the same id are, and the latest `modified` counts (CACAO 2.0, signature: id, modified). */
import { type Origin, parseDateTime } from "@rb/ir";
import { reportOf } from "./diagnostics.js";
import { levelsOf, type VerifiedSignature } from "./verified-signature.js";

/** The same signatures; those that a later version replaces are no longer in force. Only the same key can replace what it signed. */
export function withoutSuperseded(
  signatures: readonly VerifiedSignature[],
  originOf: (pointer: string) => Origin,
): readonly VerifiedSignature[] {
  const latest = new Map<string, { readonly modified: string; readonly ms: number }>();
  for (const one of signatures.flatMap(levelsOf)) {
    const ms = modifiedMs(one);
    if (one.valid && one.modified !== null && ms > (latest.get(nameOf(one))?.ms ?? Number.NEGATIVE_INFINITY))
      latest.set(nameOf(one), { modified: one.modified, ms });
  }
  const marked = (one: VerifiedSignature): VerifiedSignature => {
    const newest = latest.get(nameOf(one));
    const countersignature = one.countersignature === null ? null : marked(one.countersignature);
    if (newest === undefined || !(modifiedMs(one) < newest.ms)) return { ...one, countersignature };
    const replaced = reportOf("superseded", originOf(one.pointer), { modified: newest.modified });
    return { ...one, countersignature, isInForce: false, diagnostics: [...one.diagnostics, replaced] };
  };
  return signatures.map(marked);
}

/** No two ids or keys make the same name: a thumbprint has no space in it. */
function nameOf({ id, key }: VerifiedSignature): string {
  return `${key?.thumbprint ?? ""} ${id ?? ""}`;
}

function modifiedMs({ modified }: VerifiedSignature): number {
  return modified === null ? Number.NaN : (parseDateTime(modified) ?? Number.NaN);
}
