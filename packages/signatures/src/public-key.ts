/** Public keys as signatures carry them, and whether they are any good. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readDer } from "./der.js";
import { fromBase64 } from "./encodings.js";

/** RSA: fewer bits are broken, more only keep the machine busy. */
const RSA_BITS = { least: 2048, most: 8192 };
/** What an exponent is below: larger ones make every signature take long, and no tool makes them. */
const MAX_EXPONENT = 2n ** 33n;

/** A key, or why there is none. */
export type ReadKey =
  | { readonly key: KeyObject; readonly hasLines: boolean }
  | { readonly problem: "private-key" }
  | { readonly problem: "bad-key"; readonly why: string };

/** Reads `public_key`: DER (SubjectPublicKeyInfo) in base64; the lines around it in PEM files are recognised. */
export function readPublicKey(text: string): ReadKey {
  const pem = /^\s*-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----\s*$/.exec(text);
  const label = pem?.[1] ?? "PUBLIC KEY";
  if (label.endsWith("PRIVATE KEY")) return { problem: "private-key" };
  if (label !== "PUBLIC KEY") return { problem: "bad-key", why: `it is a ${label}` };
  const der = fromBase64(pem?.[2] ?? text);
  if (der === null) return { problem: "bad-key", why: "it is not base64" };
  const key = readSpki(der);
  if (key !== null) return { key, hasLines: pem !== null };
  if (isPrivateKey(der)) return { problem: "private-key" };
  return { problem: "bad-key", why: "it is no public key of a type that is known here" };
}

/** A key from its DER; null for anything else. */
export function readSpki(der: Buffer): KeyObject | null {
  try {
    // OpenSSL takes no notice of what follows the key.
    return readDer(der) === null ? null : createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return null;
  }
}

function isPrivateKey(der: Buffer): boolean {
  return (["pkcs8", "pkcs1", "sec1"] as const).some((type) => {
    try {
      return createPrivateKey({ key: der, format: "der", type }).type === "private";
    } catch {
      return false;
    }
  });
}

/** The key's DER (SubjectPublicKeyInfo). */
export function derOf(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" });
}

/** SHA-256 of the key's DER, in base64url: what a key is known by. */
export function thumbprintOf(key: KeyObject): string {
  return createHash("sha256").update(derOf(key)).digest("base64url");
}

/** What the key is, for people: `RSA with 2048 bits`. */
export function describeKey(key: KeyObject): string {
  const { asymmetricKeyType = "unknown", asymmetricKeyDetails: details } = key;
  if (details?.modulusLength !== undefined)
    return `${asymmetricKeyType.toUpperCase()} with ${details.modulusLength} bits`;
  return details?.namedCurve === undefined ? asymmetricKeyType : `EC on ${details.namedCurve}`;
}

/** Why a key must not be relied on; null when nothing speaks against it. */
export function weaknessOf(key: KeyObject): string | null {
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (modulusLength === undefined) return null;
  if (modulusLength < RSA_BITS.least) return `RSA needs ${RSA_BITS.least} bits at least, and it has ${modulusLength}`;
  if (modulusLength > RSA_BITS.most) return `it has ${modulusLength} bits, more than ${RSA_BITS.most}`;
  const exponent = publicExponent ?? 0n;
  const isUsual = exponent >= 3n && exponent < MAX_EXPONENT && exponent % 2n === 1n;
  return isUsual ? null : "its public exponent is none that is used";
}
