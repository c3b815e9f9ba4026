/** One signature, and the countersignatures in it. */
import { type Diagnostic, isJsonObject, type JsonObject, type Origin } from "@rb/ir";
import {
  type Algorithm,
  algorithms,
  fits,
  hashes,
  isStateful,
  meantAlgorithm,
  meantHash,
  verifyBytes,
} from "./algorithms.js";
import { nameText } from "./certificate.js";
import { type Chain, trustedEndOf } from "./certificate-path.js";
import { reportOf } from "./diagnostics.js";
import { fromBase64Url } from "./encodings.js";
import { nearMissesOf } from "./near-misses.js";
import { describeKey, thumbprintOf, weaknessOf } from "./public-key.js";
import type { Report } from "./report.js";
import { type Levels, type SignedTexts, signedBytes } from "./signed-text.js";
import { type KeySources, type SigningKey, signingKeyOf } from "./signing-key.js";
import { checkMembers, isForPlaybook, isInForce } from "./validity.js";
import type { VerifiedSignature } from "./verified-signature.js";

/** What all signatures of a playbook are checked with. */
export interface Checking extends KeySources {
  readonly playbook: JsonObject;
  readonly texts: SignedTexts;
  readonly nowMs: number;
  readonly originOf: (pointer: string) => Origin;
  /** What finding out why signatures don't verify may still cost, in characters that are hashed. */
  readonly diagnosed: { left: number };
}

/** Where a signature stands, and what of the ones around it is known. */
interface Standing {
  readonly index: number;
  readonly levels: Levels;
  readonly isAroundValid: boolean;
}

/** Checks the signature at `index` of the playbook's list. Throws `CanonicalError`. */
export function checkSignature(checking: Checking, index: number, signature: JsonObject): VerifiedSignature {
  return checkLevel(checking, { index, levels: [signature], isAroundValid: true });
}

function checkLevel(checking: Checking, standing: Standing): VerifiedSignature {
  const { index, levels, isAroundValid } = standing;
  const signature = levels.at(-1) as JsonObject;
  const pointer = `/signatures/${index}${"/signature".repeat(levels.length - 1)}`;
  const diagnostics: Diagnostic[] = [];
  const report: Report = (reason, args, member) => {
    const at = member !== undefined && Object.hasOwn(signature, member) ? `${pointer}/${member}` : pointer;
    diagnostics.push(reportOf(reason, checking.originOf(at), args));
  };
  const isSignature = checkMembers(signature, report);
  if (signature.signature !== undefined && !isJsonObject(signature.signature))
    report("bad-countersignature", {}, "signature");
  const signingKey = signingKeyOf(signature, checking, report);
  const fitting = signingKey !== null && isFitting(signingKey, signature, checking, standing, report);
  if (fitting && !isAroundValid) report("countersigned-invalid", {});
  const valid = isSignature && fitting && isAroundValid;
  return {
    pointer,
    covers: levels.length === 1 ? "playbook" : "playbook and signatures around it",
    ...factsOf(signature),
    key: signingKey === null ? null : keyFacts(signingKey),
    valid,
    trustedBy: valid ? trustedBy(signingKey, checking, report) : null,
    isInForce: isInForce(signature, checking.nowMs, report),
    isForPlaybook: isForPlaybook(signature, checking.playbook, report),
    diagnostics,
    countersignature: isJsonObject(signature.signature)
      ? checkLevel(checking, { index, levels: [...levels, signature.signature], isAroundValid: valid })
      : null,
  };
}

function factsOf(signature: JsonObject) {
  const text = (name: string): string | null => {
    const value = signature[name];
    return typeof value === "string" ? value : null;
  };
  return {
    id: text("id"),
    signee: text("signee"),
    createdBy: text("created_by"),
    created: text("created"),
    modified: text("modified"),
    validFrom: text("valid_from"),
    validUntil: text("valid_until"),
    algorithm: text("algorithm"),
    hashAlgorithm: text("hash_algorithm"),
  };
}

function keyFacts({ key, from, chain }: SigningKey): VerifiedSignature["key"] {
  const subject = chain === null ? null : nameText(chain[0].subject);
  return { thumbprint: thumbprintOf(key), type: describeKey(key), from, subject };
}

/** What an attempt costs besides, for the signatures that are computed. */
const ATTEMPT_COST = 1024 * 1024;

/** A name of the document, and what is meant by it. */
interface Named<T> {
  readonly name: string;
  /** What has to be written for it. */
  readonly proper: string;
  readonly means: T;
}

/** Whether the signature is one by this key over the playbook. */
function isFitting(
  { key }: SigningKey,
  signature: JsonObject,
  { playbook, texts, diagnosed }: Checking,
  { index, levels }: Standing,
  report: Report,
): boolean {
  const algorithm = algorithmOf(signature, report);
  const hash = hashOf(signature, report);
  const { value } = signature;
  if (typeof value !== "string" || value === "") report("missing-value", {}, "value");
  const weakness = weaknessOf(key);
  if (weakness !== null) report("weak-key", { why: weakness });
  if (algorithm === null || hash === null || typeof value !== "string" || value === "" || weakness !== null)
    return false;
  if (!fits(algorithm.means, key)) {
    report("key-mismatch", { algorithm: algorithm.proper, key: describeKey(key) }, "algorithm");
    return false;
  }
  const text = texts.of(levels);
  const bytes = fromBase64Url(value);
  const isProper = algorithm.name === algorithm.proper && hash.name === hash.proper;
  if (bytes !== null && isProper && verifyBytes(algorithm.means, key, signedBytes(text, hash.means), bytes))
    return true;

  diagnosed.left -= text.length + ATTEMPT_COST;
  const attempt = { playbook, index, levels, value, algorithm: algorithm.means, hash: hash.means, key };
  const habits = diagnosed.left < 0 ? null : nearMissesOf(attempt, texts);
  for (const habit of habits ?? []) report(habit, {}, "value");
  if (habits === null)
    report(bytes === null && !/^[\w+/=\s-]+$/.test(value) ? "bad-value" : "does-not-verify", {}, "value");
  else reportNames(algorithm, hash, report);
  return false;
}

/** The names under which the signature would verify. */
function reportNames(algorithm: Named<Algorithm>, hash: Named<string>, report: Report): void {
  if (algorithm.name !== algorithm.proper)
    report("near-algorithm-name", { name: algorithm.name, meant: algorithm.proper }, "algorithm");
  if (hash.name !== hash.proper) report("near-hash-name", { name: hash.name, meant: hash.proper }, "hash_algorithm");
}

function algorithmOf({ algorithm: name }: JsonObject, report: Report): Named<Algorithm> | null {
  if (typeof name !== "string") {
    report("missing-member", { name: "algorithm" });
    return null;
  }
  const means = algorithms.get(name) ?? meantAlgorithm(name);
  if (means !== undefined) return { name, proper: means.name, means };
  if (/^none$/i.test(name)) report("no-algorithm", { name }, "algorithm");
  else if (/^(HS\d+$|HMAC)/i.test(name)) report("symmetric-algorithm", { name }, "algorithm");
  else if (isStateful(name)) report("unsupported-algorithm", { name }, "algorithm");
  else report("unknown-algorithm", { name }, "algorithm");
  return null;
}

function hashOf({ hash_algorithm: name }: JsonObject, report: Report): Named<string> | null {
  if (typeof name !== "string") {
    report("missing-member", { name: "hash_algorithm" });
    return null;
  }
  const proper = hashes.has(name) ? name : meantHash(name);
  const means = hashes.get(proper ?? "");
  if (proper !== undefined && means !== undefined) return { name, proper, means };
  if (/^(md\d|sha-?_?1$|sha-?_?224$)/i.test(name)) report("weak-hash", { name }, "hash_algorithm");
  else report("unknown-hash", { name }, "hash_algorithm");
  return null;
}

/** The entry of the trust store that speaks for the key: the key itself, or what its certificates lead to. */
function trustedBy({ key, chain }: SigningKey, { trust, nowMs }: Checking, report: Report): string | null {
  if (trust === null) return null;
  const own = trust.keys.get(thumbprintOf(key));
  if (own !== undefined) return own.from;
  const known = trust.byKey.get(thumbprintOf(key)) ?? [];
  const chains = chain === null ? known.map(({ certificate }): Chain => [certificate]) : [chain];
  let complaints: (() => void)[] = [() => report("untrusted", { thumbprint: thumbprintOf(key) })];
  for (const path of chains) {
    complaints = [];
    const hold: Report = (...complaint) => complaints.push(() => report(...complaint));
    const end = trustedEndOf(path, trust, nowMs, hold);
    if (end !== null) return end.from;
  }
  for (const complain of complaints) complain();
  return null;
}
