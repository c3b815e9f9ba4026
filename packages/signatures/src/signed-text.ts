/**
 * The text that a signature is computed over (CACAO 2.0, signature and the signing example; ITU-T X.590, 7.1 and 7.2): the canonical
 * form (RFC 8785) of the playbook with this signature alone, and that without its `value`. A countersignature stands in the signature
 * that it signs: that one stays, with its `value`, and so the countersignature covers it and the playbook.
 */
import { createHash } from "node:crypto";
import { canonicalize, type JsonObject } from "@rb/ir";

/** A signature and what it stands in: the first is one of the playbook's, each other is the `signature` of the one before. */
export type Levels = readonly [JsonObject, ...JsonObject[]];

/** The signature as it was when its value was computed, inside of those that it countersigns. */
export function signedObject(levels: Levels, left: (signature: JsonObject) => JsonObject = bare): JsonObject {
  const [innermost, ...around] = levels.toReversed() as [JsonObject, ...JsonObject[]];
  return around.reduce((inner, outer) => ({ ...outer, signature: inner }), left(innermost));
}

/** Without its value, and without the countersignature, which came later. */
function bare({ value: _, signature: __, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** Makes the signed texts of one playbook. What they have in common is made once: playbooks are long, and signatures may be many. */
export class SignedTexts {
  readonly #before: string;
  readonly #after: string;

  /** Throws `CanonicalError` where the playbook has no canonical form. */
  constructor(playbook: JsonObject) {
    const part = (belongs: (name: string) => boolean): string =>
      canonicalize(Object.fromEntries(Object.entries(playbook).filter(([name]) => belongs(name)))).slice(1, -1);
    const before = part((name) => name < "signatures");
    const after = part((name) => name > "signatures");
    this.#before = before === "" ? "{" : `{${before},`;
    this.#after = after === "" ? "}" : `,${after}}`;
  }

  /** Throws `CanonicalError` where a signature has no canonical form. */
  of(levels: Levels): string {
    return this.with([signedObject(levels)]);
  }

  /** The canonical form of the playbook with these signatures. */
  with(signatures: readonly JsonObject[]): string {
    return `${this.#before}"signatures":${canonicalize(signatures)}${this.#after}`;
  }
}

/** What is signed: the hash of the text in lower-case hexadecimal digits, as ASCII. `hash` is a name of `node:crypto`. */
export function signedBytes(text: string, hash: string): Buffer {
  return Buffer.from(createHash(hash).update(text).digest("hex"), "ascii");
}
