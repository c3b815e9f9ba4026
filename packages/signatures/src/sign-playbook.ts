/** Makes signatures, by the steps that the specification's example shows. */
import { createPublicKey, type KeyObject, randomUUID } from "node:crypto";
import { CanonicalError, isJsonObject, type Json, type JsonObject } from "@rb/ir";
import { type Algorithm, algorithms, defaultAlgorithm, fits, hashes, signBytes } from "./algorithms.js";
import { readCertificate } from "./certificate.js";
import { fromBase64 } from "./encodings.js";
import { derOf, describeKey, weaknessOf } from "./public-key.js";
import { type Levels, SignedTexts, signedBytes } from "./signed-text.js";
import { SigningError } from "./signing-error.js";
import { pemBlocks } from "./trust-store.js";

/** What a signature is to say. Times are epoch milliseconds. */
export interface SignOptions {
  readonly privateKey: KeyObject;
  /** Who signs, in words. */
  readonly signee: string;
  readonly nowMs: number;
  /** The id of a STIX identity. */
  readonly createdBy?: string;
  readonly validFromMs?: number;
  readonly validUntilMs?: number;
  /** Certificates in PEM, the signer's first. Default: the public key alone is written into the signature. */
  readonly certificates?: string;
  /** A name of the specification's vocabulary. Default: RS256, PS256, ES256, ES384, ES512, Ed25519 or Ed448, as the key asks for. */
  readonly algorithm?: string;
  /** IANA's name. Default: `sha-256`. */
  readonly hashAlgorithm?: string;
  /** The number in the playbook's list of the signature that is countersigned. Default: none, and the playbook alone is signed. */
  readonly countersigned?: number;
}

/** A signature, and where it belongs in the playbook. */
export interface MadeSignature {
  readonly signature: JsonObject;
  /** The list that it is the next item of, or the member that it is. */
  readonly path: readonly (string | number)[];
}

/** Signs a playbook. Nothing is changed: `insertSignature` puts it into the text. Throws `SigningError`. */
export function signPlaybook(playbook: Json, options: SignOptions): MadeSignature {
  const { privateKey } = options;
  if (!isJsonObject(playbook) || playbook.type !== "playbook" || typeof playbook.id !== "string")
    throw new SigningError("Only a playbook with an 'id' can be signed.");
  if (typeof playbook.modified !== "string")
    throw new SigningError("The playbook has no 'modified', so a signature can't say which version it is for.");
  if (playbook.signatures !== undefined && !Array.isArray(playbook.signatures))
    throw new SigningError("The playbook's 'signatures' are no list, so nothing can be added to them.");
  if (privateKey.type !== "private") throw new SigningError("Signing needs a private key.");
  const publicKey = createPublicKey(privateKey);
  const weakness = weaknessOf(publicKey);
  if (weakness !== null) throw new SigningError(`The key is not fit for signatures: ${weakness}.`);
  const algorithm = algorithmFor(publicKey, options.algorithm);
  const around = countersignedLevels(playbook, options.countersigned);
  const unsigned: JsonObject = {
    type: "jss",
    id: `jss--${randomUUID()}`,
    ...(options.createdBy === undefined ? {} : { created_by: options.createdBy }),
    created: timeText(options.nowMs),
    modified: timeText(options.nowMs),
    signee: options.signee,
    ...timesOf(options),
    related_to: playbook.id,
    related_version: playbook.modified,
    hash_algorithm: options.hashAlgorithm ?? "sha-256",
    algorithm: algorithm.name,
    ...keyMember(publicKey, options.certificates),
  };
  const value = signedValue(playbook, [...around, unsigned] as unknown as Levels, algorithm, options);
  const outermost = around.length === 0 ? [] : [options.countersigned as number];
  return {
    signature: { ...unsigned, value },
    path: ["signatures", ...outermost, ...around.map(() => "signature")],
  };
}

function signedValue(
  playbook: JsonObject,
  levels: Levels,
  algorithm: Algorithm,
  { hashAlgorithm, privateKey }: SignOptions,
): string {
  const hash = hashes.get(hashAlgorithm ?? "sha-256");
  if (hash === undefined)
    throw new SigningError(`'${hashAlgorithm}' is no hash that is known: ${[...hashes.keys()].join(", ")}.`);
  try {
    const text = new SignedTexts(playbook).of(levels);
    return signBytes(algorithm, privateKey, signedBytes(text, hash)).toString("base64url");
  } catch (error) {
    if (error instanceof CanonicalError) throw new SigningError(`The playbook can't be signed: ${error.message}`);
    throw error;
  }
}

function algorithmFor(key: KeyObject, name: string | undefined): Algorithm {
  const algorithm = name === undefined ? defaultAlgorithm(key) : algorithms.get(name);
  if (algorithm === undefined)
    throw new SigningError(
      name === undefined
        ? `There is no algorithm for this key, which is ${describeKey(key)}.`
        : `'${name}' is no algorithm that is known: ${[...algorithms.keys()].join(", ")}.`,
    );
  if (!fits(algorithm, key))
    throw new SigningError(`'${name}' can't be used with this key, which is ${describeKey(key)}.`);
  return algorithm;
}

/** The signature that is countersigned, and the countersignatures that it has: the new one signs them all. */
function countersignedLevels(playbook: JsonObject, index: number | undefined): readonly JsonObject[] {
  if (index === undefined) return [];
  const { signatures } = playbook;
  let one: Json | undefined = Array.isArray(signatures) ? (signatures[index] as Json) : undefined;
  if (!isJsonObject(one))
    throw new SigningError(`The playbook has no signature number ${index + 1} to be countersigned.`);
  const levels: JsonObject[] = [];
  for (; isJsonObject(one); one = one.signature) levels.push(one);
  if (one !== undefined)
    throw new SigningError("The countersignature that is there is none, so nothing can be put in its place.");
  return levels;
}

function timesOf({ validFromMs, validUntilMs }: SignOptions): JsonObject {
  if (validFromMs !== undefined && validUntilMs !== undefined && validUntilMs <= validFromMs)
    throw new SigningError("A signature has to be valid until a time after the one from which it is.");
  return {
    ...(validFromMs === undefined ? {} : { valid_from: timeText(validFromMs) }),
    ...(validUntilMs === undefined ? {} : { valid_until: timeText(validUntilMs) }),
  };
}

function keyMember(key: KeyObject, pem: string | undefined): JsonObject {
  if (pem === undefined) return { public_key: derOf(key).toString("base64") };
  const chain = pemBlocks(pem)
    .filter(({ label }) => label === "CERTIFICATE")
    .map(({ body }) => fromBase64(body));
  const leaf = chain[0] == null ? null : readCertificate(chain[0]);
  if (leaf === null) throw new SigningError("There is no certificate in PEM.");
  if (!derOf(leaf.x509.publicKey).equals(derOf(key)))
    throw new SigningError("The first certificate is not that of the key.");
  return { public_cert_chain: chain.map((der) => der?.toString("base64") ?? "") };
}

function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
