/** What `X509Certificate` doesn't tell of a certificate (RFC 5280, 4.1 and 4.2), read from its DER. */
import { X509Certificate } from "node:crypto";
import { type Der, readDer, readDerItems } from "./der.js";

/** A certificate, and what a path of certificates asks of it. */
export interface Certificate {
  readonly x509: X509Certificate;
  /** Whose it is, and who issued it, as `node:crypto` writes names: a part on each line. Empty for a name without parts. */
  readonly subject: string;
  readonly issuer: string;
  /** As epoch milliseconds. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** The algorithm of its own signature uses a hash of the SHA-2 family, or has a hash of its own that is as good. */
  readonly isSignedWell: boolean;
  /** `pathLenConstraint`: how many certificates of authorities may come below; null: no bound. */
  readonly pathLength: number | null;
  /** `keyUsage`; null: no bound. */
  readonly usage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | null;
  /** Object identifiers of `extKeyUsage`; null: no bound. */
  readonly purposes: readonly string[] | null;
  /** It has an extension that isn't understood here and must not be overlooked: a critical one, or name constraints. */
  readonly hasUnknownExtension: boolean;
}

const SEQUENCE = 0x30;
const EXTENSIONS = 0xa3;
const [BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID] = [0x01, 0x02, 0x03, 0x04, 0x06];

/** Object identifiers, as the hexadecimal digits of their DER. */
const extensions = { basicConstraints: "551d13", keyUsage: "551d0f", extKeyUsage: "551d25" };
/** Those that need no processing to be fulfilled: alternative names, and policies, as none is asked for. */
const harmless: ReadonlySet<string> = new Set(["551d11", "551d12", "551d20"]);
/** Always critical (RFC 5280, 4.2.1.10); who forgot to say so meant it all the same. */
const nameConstraints = "551d1e";
const rsaPss = "2a864886f70d01010a";
const goodSignatures: ReadonlySet<string> = new Set([
  ...["0b", "0c", "0d"].map((last) => `2a864886f70d0101${last}`), // sha256, 384, 512WithRSAEncryption
  ...["02", "03", "04"].map((last) => `2a8648ce3d0403${last}`), // ecdsa-with-SHA256, 384, 512
  "2b6570", // Ed25519
  "2b6571", // Ed448
]);
const goodHashes: ReadonlySet<string> = new Set(["01", "02", "03"].map((last) => `6086480165030402${last}`));

/** Purposes of which one has to be there, where a certificate names any: a site's certificate must not sign playbooks. */
export const signingPurposes: ReadonlySet<string> = new Set([
  "2b06010505070303", // codeSigning
  "2b06010505070304", // emailProtection
  "2b06010505070324", // documentSigning
  "551d2500", // anyExtendedKeyUsage
]);

/** Reads the DER of a certificate; null when it is none. */
export function readCertificate(der: Uint8Array): Certificate | null {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(der);
    // Keys of types that OpenSSL doesn't know are refused only when they are asked for.
    if (x509.publicKey.type !== "public") return null;
  } catch {
    return null;
  }
  // OpenSSL takes no notice of what follows the certificate.
  if (!x509.raw.equals(der)) return null;
  const [tbs, signatureAlgorithm] = itemsOf(readDer(der)) ?? [];
  const found = extensionsOf(tbs);
  const [notBeforeMs, notAfterMs] = [Date.parse(x509.validFrom), Date.parse(x509.validTo)];
  if (found === null || signatureAlgorithm === undefined || Number.isNaN(notBeforeMs + notAfterMs)) return null;
  const value = (name: string): Der | undefined => found.find(({ id }) => id === name)?.value;
  const known = new Set([...Object.values(extensions), ...harmless]);
  // For a name without parts there is no text at all, whatever the types say.
  const [subject = "", issuer = ""]: (string | undefined)[] = [x509.subject, x509.issuer];
  return {
    x509,
    subject,
    issuer,
    notBeforeMs,
    notAfterMs,
    isSignedWell: isSignedWell(signatureAlgorithm),
    pathLength: pathLengthOf(value(extensions.basicConstraints)),
    usage: usageOf(value(extensions.keyUsage)),
    purposes: itemsOf(value(extensions.extKeyUsage))?.map(({ content }) => hex(content)) ?? null,
    hasUnknownExtension: found.some(({ id, isCritical }) => id === nameConstraints || (isCritical && !known.has(id))),
  };
}

interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: Der;
}

/** Null when they can't be read, or one is there twice, which RFC 5280 forbids. */
function extensionsOf(tbs: Der | undefined): readonly Extension[] | null {
  const wrapper = itemsOf(tbs)?.find(({ tag }) => tag === EXTENSIONS);
  if (tbs === undefined || wrapper === undefined) return itemsOf(tbs) === null ? null : [];
  const found: Extension[] = [];
  for (const item of itemsOf(readDer(wrapper.content)) ?? []) {
    const parts = itemsOf(item) ?? [];
    const id = parts.find(({ tag }) => tag === OID);
    const value = readDer(parts.find(({ tag }) => tag === OCTET_STRING)?.content ?? new Uint8Array());
    if (id === undefined || value === null || found.some((other) => other.id === hex(id.content))) return null;
    const isCritical = parts.some(({ tag, content }) => tag === BOOLEAN && content[0] !== 0);
    found.push({ id: hex(id.content), isCritical, value });
  }
  return found;
}

function isSignedWell(algorithm: Der): boolean {
  const [id, parameters] = itemsOf(algorithm) ?? [];
  if (id === undefined) return false;
  if (hex(id.content) !== rsaPss) return goodSignatures.has(hex(id.content));
  // The hash is the first of the parameters, and SHA-1 where it is absent (RFC 4055, 3.1).
  const hash = itemsOf(parameters)?.find(({ tag }) => tag === 0xa0);
  const hashId = itemsOf(readDer(hash?.content ?? new Uint8Array()))?.[0];
  return hashId !== undefined && goodHashes.has(hex(hashId.content));
}

function pathLengthOf(basicConstraints: Der | undefined): number | null {
  const length = itemsOf(basicConstraints)?.find(({ tag }) => tag === INTEGER);
  return length === undefined ? null : Number.parseInt(hex(length.content).slice(0, 8), 16);
}

/** A bit string: how many bits of the last byte are unused, then the bits, the first one highest. */
function usageOf(keyUsage: Der | undefined): Certificate["usage"] {
  if (keyUsage === undefined) return null;
  const bits = keyUsage.tag === BIT_STRING ? (keyUsage.content[1] ?? 0) : 0;
  return { digitalSignature: (bits & 0x80) !== 0, keyCertSign: (bits & 0x04) !== 0 };
}

/** What is in a sequence, or in one of its kind; null when it is none. */
function itemsOf(value: Der | null | undefined): readonly Der[] | null {
  return value?.tag === SEQUENCE ? readDerItems(value.content) : null;
}

/** A name on one line, for people. */
export function nameText(name: string): string {
  return name.replace(/\n/g, ", ");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
