/** Whom one trusts: public keys, certificates of signers, and those of authorities, from PEM files. */
import { createHash, type KeyObject } from "node:crypto";
import { type Certificate, readCertificate } from "./certificate.js";
import { fromBase64 } from "./encodings.js";
import { readPublicKey, thumbprintOf } from "./public-key.js";

/** More is nobody's choice. */
const MAX_ENTRIES = 10_000;

/** A public key that is trusted. */
export interface TrustedKey {
  /** The file that it comes from. */
  readonly from: string;
  readonly key: KeyObject;
}

/** A certificate that is trusted. */
export interface TrustedCertificate {
  readonly from: string;
  readonly certificate: Certificate;
}

/** Keys and certificates that are trusted; made by `readTrustStore`. */
export interface TrustStore {
  /** By the SHA-256 of the key's DER, in base64url. */
  readonly keys: ReadonlyMap<string, TrustedKey>;
  /** By the SHA-256 of the certificate's DER, in base64url. */
  readonly certificates: ReadonlyMap<string, TrustedCertificate>;
  /** The certificates again, by whom they are of. */
  readonly bySubject: ReadonlyMap<string, readonly TrustedCertificate[]>;
  /** And by the SHA-256 of the DER of the key in it, in base64url: renewed certificates often have the key of those before. */
  readonly byKey: ReadonlyMap<string, readonly TrustedCertificate[]>;
}

/** A file with PEM blocks, and what it is called. */
export interface TrustFile {
  readonly name: string;
  readonly text: string;
}

/** The store, and what of the files could not be used, in sentences. A file without any PEM block is such a thing. */
export function readTrustStore(files: readonly TrustFile[]): {
  readonly store: TrustStore;
  readonly problems: readonly string[];
} {
  const keys = new Map<string, TrustedKey>();
  const certificates = new Map<string, TrustedCertificate>();
  const problems: string[] = [];
  for (const { name, text } of files) {
    const blocks = pemBlocks(text);
    if (blocks.length === 0) problems.push(`'${name}' has no PEM block, such as -----BEGIN PUBLIC KEY-----.`);
    for (const { label, body } of blocks) {
      const read = keys.size + certificates.size >= MAX_ENTRIES ? null : readBlock(label, body);
      if (read === null) problems.push(`'${name}' has a ${label} that can't be used.`);
      else if ("key" in read) keys.set(thumbprintOf(read.key), { from: name, key: read.key });
      else certificates.set(certificateThumbprint(read.certificate), { from: name, ...read });
    }
  }
  const all = [...certificates.values()];
  const byKey = grouped(all, ({ certificate }) => thumbprintOf(certificate.x509.publicKey));
  const bySubject = grouped(all, ({ certificate }) => certificate.subject);
  return { store: { keys, certificates, bySubject, byKey }, problems };
}

function grouped(
  certificates: readonly TrustedCertificate[],
  keyOf: (one: TrustedCertificate) => string,
): ReadonlyMap<string, readonly TrustedCertificate[]> {
  const groups = new Map<string, TrustedCertificate[]>();
  for (const one of certificates) {
    const others = groups.get(keyOf(one));
    if (others === undefined) groups.set(keyOf(one), [one]);
    else others.push(one);
  }
  return groups;
}

/** SHA-256 of a certificate's DER, in base64url: `x5t#S256` of RFC 7517, 4.9. */
export function certificateThumbprint({ x509 }: Certificate): string {
  return createHash("sha256").update(x509.raw).digest("base64url");
}

/** The blocks of a PEM file (RFC 7468), without the lines around them. */
export function pemBlocks(text: string): readonly { readonly label: string; readonly body: string }[] {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----/g);
  return [...found].map(([, label = "", body = ""]) => ({ label, body }));
}

type Block = { readonly certificate: Certificate } | { readonly key: KeyObject };

function readBlock(label: string, body: string): Block | null {
  if (label === "PUBLIC KEY") {
    const read = readPublicKey(body);
    return "key" in read ? read : null;
  }
  if (label !== "CERTIFICATE") return null;
  const der = fromBase64(body);
  const certificate = der === null ? null : readCertificate(der);
  return certificate === null ? null : { certificate };
}
