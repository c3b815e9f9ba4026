/**
 * Why a signature doesn't verify, where other tools' habits explain it: each is tried, alone and with the others, and what makes the
 * signature verify is named. Such a signature doesn't count; its author learns what to mend.
 */
import { createHash, type KeyObject } from "node:crypto";
import type { JsonObject } from "@rb/ir";
import { type Algorithm, type Variant, verifyBytes } from "./algorithms.js";
import type { Reason } from "./diagnostics.js";
import { fromBase64, fromBase64Url, fromHex } from "./encodings.js";
import { type Levels, type SignedTexts, signedObject } from "./signed-text.js";

/** What is looked for; names that others give to algorithms are read before. */
type Habit = Exclude<Extract<Reason, `near-${string}`>, `near-${string}-name`>;
type Reading<T> = readonly [value: T, habits: readonly Habit[]];

/** A signature that doesn't verify as it should. */
export interface Attempt {
  readonly playbook: JsonObject;
  /** Where the outermost of `levels` stands in the playbook's list. */
  readonly index: number;
  readonly levels: Levels;
  readonly value: string;
  readonly algorithm: Algorithm;
  /** A name of `node:crypto`. */
  readonly hash: string;
  readonly key: KeyObject;
}

/** The habits that explain the signature, fewest first; null when none do. Throws `CanonicalError`. */
export function nearMissesOf(attempt: Attempt, texts: SignedTexts): readonly Habit[] | null {
  const { algorithm, key, value, hash } = attempt;
  const variants: readonly Reading<Variant | undefined>[] = [[undefined, []], ...variantsOf(algorithm)];
  for (const [text, textHabits] of textsOf(attempt, texts)) {
    for (const [data, dataHabits] of dataOf(text, hash)) {
      for (const [signature, valueHabits] of valuesOf(value)) {
        for (const [variant, variantHabits] of variants) {
          if (verifyBytes(algorithm, key, data, signature, variant))
            return [...textHabits, ...dataHabits, ...valueHabits, ...variantHabits];
        }
      }
    }
  }
  return null;
}

function variantsOf({ curve, pss }: Algorithm): readonly Reading<Variant>[] {
  if (curve !== undefined) return [["der", ["near-der"]]];
  return pss ? [["any-salt", ["near-salt"]]] : [];
}

/** The bytes that a value may stand for. Hexadecimal digits are base64url as well, so they are read as both. */
function valuesOf(value: string): readonly Reading<Buffer>[] {
  const readings: readonly (readonly [bytes: Buffer | null, habits: readonly Habit[]])[] = [
    [fromBase64Url(value), []],
    [fromHex(value), ["near-hex-value"]],
    [fromBase64(value.replace(/-/g, "+").replace(/_/g, "/")), ["near-base64-value"]],
  ];
  return readings.flatMap(([bytes, habits]) => (bytes === null ? [] : [[bytes, habits] as const]));
}

/** What may have been given to the algorithm for a text. */
function dataOf(text: string, hash: string): readonly Reading<Buffer>[] {
  const digest = createHash(hash).update(text).digest();
  return [
    [Buffer.from(digest.toString("hex")), []],
    [Buffer.from(digest.toString("hex").toUpperCase()), ["near-upper-case"]],
    [digest, ["near-digest"]],
    [Buffer.from(text), ["near-canonical-text"]],
  ];
}

/** The texts that may have been signed. */
function* textsOf({ playbook, index, levels }: Attempt, texts: SignedTexts): Generator<Reading<string>> {
  yield [texts.of(levels), []];
  const withEmpty = signedObject(levels, ({ signature: _, ...rest }) => ({ ...rest, value: "" }));
  yield [texts.with([withEmpty]), ["near-empty-value"]];
  const own = signedObject(levels);
  if (levels.at(-1)?.signature !== undefined) {
    const withLater = signedObject(levels, ({ value: _, ...rest }) => rest);
    yield [texts.with([withLater]), ["near-countersignature"]];
  }
  const others = playbook.signatures as readonly JsonObject[];
  if (others.length > 1) {
    yield [texts.with(others.with(index, own)), ["near-other-signatures"]];
    // As it was when the ones behind it hadn't been added.
    yield [texts.with([...others.slice(0, index), own]), ["near-other-signatures"]];
  }
  yield [JSON.stringify({ ...playbook, signatures: [own] }), ["near-member-order"]];
}
