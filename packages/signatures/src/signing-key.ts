/** Whose key a signature says that it is: exactly one of four members names it (CACAO 2.0, signature). */
import type { KeyObject } from "node:crypto";
import type { Json, JsonObject } from "@rb/ir";
import { type Certificate, readCertificate } from "./certificate.js";
import type { Chain } from "./certificate-path.js";
import { fromBase64, fromBase64Url } from "./encodings.js";
import { readPublicKey } from "./public-key.js";
import type { Report } from "./report.js";
import { pemBlocks, type TrustStore } from "./trust-store.js";

/** More certificates are no chain of anybody. */
const MAX_CHAIN = 10;

/** The members that may name the key. */
export const keyMembers = ["public_key", "public_cert_chain", "cert_url", "thumbprint"] as const;
type KeyMember = (typeof keyMembers)[number];

/** The key of a signature. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly from: KeyMember;
  /** Null: the key came without a certificate. */
  readonly chain: Chain | null;
}

/** Where keys come from that aren't in the document. */
export interface KeySources {
  readonly trust: TrustStore | null;
  readonly certificatesAt: (url: string) => string | null;
}

/** The key, or null after saying why there is none. */
export function signingKeyOf(signature: JsonObject, sources: KeySources, report: Report): SigningKey | null {
  const present = keyMembers.filter((name) => Object.hasOwn(signature, name));
  const [from] = present;
  if (from === undefined) report("no-key", {});
  else if (present.length > 1) report("several-keys", { names: present.map((name) => `'${name}'`).join(" and ") });
  else return readers[from](signature[from] ?? null, sources, (reason, args) => report(reason, args, from));
  return null;
}

type Reader = (value: Json, sources: KeySources, report: Report) => SigningKey | null;

const readers: { readonly [M in KeyMember]: Reader } = {
  public_key(value, _, report) {
    const read =
      typeof value === "string" ? readPublicKey(value) : { problem: "bad-key" as const, why: "it is no text" };
    if ("key" in read) {
      if (read.hasLines) report("key-lines", {});
      return { key: read.key, from: "public_key", chain: null };
    }
    if (read.problem === "private-key") report("private-key", {});
    else report("bad-key", { why: read.why });
    return null;
  },
  public_cert_chain(value, _, report) {
    return keyOfChain(Array.isArray(value) ? value : [], "public_cert_chain", report);
  },
  cert_url(value, { certificatesAt }, report) {
    const url = typeof value === "string" ? value : "";
    const pem = certificatesAt(url);
    if (pem === null) report("certificate-not-fetched", { url });
    if (pem === null) return null;
    const blocks = pemBlocks(pem).filter(({ label }) => label === "CERTIFICATE");
    return keyOfChain(
      blocks.map(({ body }) => body),
      "cert_url",
      report,
    );
  },
  thumbprint(value, { trust }, report) {
    const text = typeof value === "string" ? value : "";
    if (fromBase64Url(text)?.length !== 32) {
      report("bad-thumbprint", {});
      return null;
    }
    const certificate = trust?.certificates.get(text)?.certificate;
    const key = certificate?.x509.publicKey ?? trust?.keys.get(text)?.key;
    if (key === undefined) report("unknown-thumbprint", {});
    return key === undefined
      ? null
      : { key, from: "thumbprint", chain: certificate === undefined ? null : [certificate] };
  },
};

function keyOfChain(texts: readonly Json[], from: KeyMember, report: Report): SigningKey | null {
  if (texts.length > MAX_CHAIN) {
    report("too-many-certificates", { limit: MAX_CHAIN });
    return null;
  }
  const chain: Certificate[] = [];
  for (const [index, text] of texts.entries()) {
    const der = typeof text === "string" ? fromBase64(text) : null;
    const certificate = der === null ? null : readCertificate(der);
    if (certificate === null) {
      const why = der === null ? "it is not base64" : "it is no X.509 certificate";
      report("bad-certificate", { number: index + 1, of: texts.length, why });
      return null;
    }
    chain.push(certificate);
  }
  const [leaf, ...others] = chain;
  if (leaf === undefined) report("bad-certificate", { number: 1, of: 1, why: "there is none" });
  return leaf === undefined ? null : { key: leaf.x509.publicKey, from, chain: [leaf, ...others] };
}
