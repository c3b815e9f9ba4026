/**
 * The algorithms that a signature may name: those of JWA (RFC 7518, 3.1) and RFC 8037, without the symmetric ones. Each is pinned to a
 * type of key, so that no document can have a key used otherwise than it was made for.
 */
import {
  constants,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  type VerifyKeyObjectInput,
  verify,
} from "node:crypto";

/** How a signature is computed, and with which keys. */
export interface Algorithm {
  readonly name: string;
  /** Types of keys as `node:crypto` calls them. */
  readonly keyTypes: readonly string[];
  /** Of elliptic curves with ECDSA: the one curve. */
  readonly curve?: string;
  /** Null: the algorithm has its own. */
  readonly hash: string | null;
  readonly pss?: true;
}

const sizes = ["256", "384", "512"] as const;
const curves = { "256": "prime256v1", "384": "secp384r1", "512": "secp521r1" } as const;

const all: readonly Algorithm[] = [
  ...sizes.map((size) => ({ name: `RS${size}`, keyTypes: ["rsa"], hash: `sha${size}` })),
  ...sizes.map((size) => ({ name: `PS${size}`, keyTypes: ["rsa", "rsa-pss"], hash: `sha${size}`, pss: true as const })),
  ...sizes.map((size) => ({ name: `ES${size}`, keyTypes: ["ec"], curve: curves[size], hash: `sha${size}` })),
  { name: "Ed25519", keyTypes: ["ed25519"], hash: null },
  { name: "Ed448", keyTypes: ["ed448"], hash: null },
  { name: "EdDSA", keyTypes: ["ed25519", "ed448"], hash: null },
];

/** By the name in `algorithm`. */
export const algorithms: ReadonlyMap<string, Algorithm> = new Map(all.map((algorithm) => [algorithm.name, algorithm]));

/** What `hash_algorithm` may be (IANA's names), and what `node:crypto` calls it. */
export const hashes: ReadonlyMap<string, string> = new Map(
  sizes.flatMap((size) => [[`sha-${size}`, `sha${size}`] as const, [`sha3-${size}`, `sha3-${size}`] as const]),
);

/** Algorithms of the specification's vocabulary that nothing here can compute. */
export function isStateful(name: string): boolean {
  return /^(XMSS|LMS)[-_]/.test(name);
}

/** Names for the same things in other tools, brought to letters and digits. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...all.map(({ name }) => [plain(name), name] as const),
  ...sizes.flatMap((size) => [
    [`rsasha${size}`, `RS${size}`] as const,
    [`sha${size}rsa`, `RS${size}`] as const,
    [`sha${size}withrsa`, `RS${size}`] as const,
    [`sha${size}withrsaencryption`, `RS${size}`] as const,
    [`rsapsssha${size}`, `PS${size}`] as const,
    [`ecdsasha${size}`, `ES${size}`] as const,
    [`ecdsawithsha${size}`, `ES${size}`] as const,
    [`sha${size}withecdsa`, `ES${size}`] as const,
  ]),
]);

function plain(name: string): string {
  return name.replace(/[-_ ]/g, "").toLowerCase();
}

/** The algorithm that another tool means by a name. */
export function meantAlgorithm(name: string): Algorithm | undefined {
  return algorithms.get(otherNames.get(plain(name)) ?? "");
}

/** The hash that another tool means by a name. */
export function meantHash(name: string): string | undefined {
  return [...hashes.keys()].find((hash) => plain(hash) === plain(name));
}

/** The algorithm for a key when nobody names one; undefined for keys that none fits. */
export function defaultAlgorithm(key: KeyObject): Algorithm | undefined {
  return all.find((algorithm) => fits(algorithm, key));
}

/** Whether the algorithm is one for this key. */
export function fits({ keyTypes, curve }: Algorithm, key: KeyObject): boolean {
  if (!keyTypes.includes(key.asymmetricKeyType ?? "")) return false;
  return curve === undefined || key.asymmetricKeyDetails?.namedCurve === curve;
}

/** What JWA doesn't want, and others make: ECDSA written in DER, RSA-PSS with a salt that isn't as long as the hash. */
export type Variant = "der" | "any-salt";

/** Whether `signature` is one over `data`, or a variant of one; the key has to fit. */
export function verifyBytes(
  algorithm: Algorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  variant?: Variant,
): boolean {
  try {
    return verify(algorithm.hash, data, inputOf(algorithm, key, variant), signature);
  } catch {
    // Bytes that OpenSSL can't even take for a signature of this kind.
    return false;
  }
}

/** A signature over `data`; the key has to fit, and to be private. */
export function signBytes(algorithm: Algorithm, key: KeyObject, data: Uint8Array): Buffer {
  return sign(algorithm.hash, data, inputOf(algorithm, key));
}

function inputOf(
  { pss, curve }: Algorithm,
  key: KeyObject,
  variant?: Variant,
): SignKeyObjectInput & VerifyKeyObjectInput {
  if (curve !== undefined) return { key, dsaEncoding: variant === "der" ? "der" : "ieee-p1363" };
  // The salt is as long as the hash (RFC 7518, 3.5).
  const saltLength = variant === "any-salt" ? constants.RSA_PSS_SALTLEN_AUTO : constants.RSA_PSS_SALTLEN_DIGEST;
  if (pss) return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return key.asymmetricKeyType === "rsa" ? { key, padding: constants.RSA_PKCS1_PADDING } : { key };
}
