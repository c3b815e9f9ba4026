/**
 * Whether a chain of certificates leads to one that is trusted (RFC 5280, 6, without policies and name constraints: a certificate
 * that asks for the latter is refused). The chain comes with the signature, the signer's first. Nothing is fetched here, so nobody is
 * asked whether a certificate was revoked.
 */
import { type Certificate, nameText, signingPurposes } from "./certificate.js";
import { weaknessOf } from "./public-key.js";
import type { Report } from "./report.js";
import { certificateThumbprint, type TrustedCertificate, type TrustStore } from "./trust-store.js";

/** The signer's certificate, and those that follow it. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** Which certificate it is, for people. */
interface Numbered {
  readonly number: number;
  readonly of: number;
}

/** The entry of the trust store that the chain leads to as of a time; null after reporting why it leads to none. */
export function trustedEndOf(
  chain: Chain,
  store: TrustStore,
  nowMs: number,
  report: Report,
): TrustedCertificate | null {
  const [leaf] = chain;
  const numbered = (index: number): Numbered => ({ number: index + 1, of: Math.max(chain.length, index + 1) });
  if (!isUsable(leaf, nowMs, numbered(0), report) || !maySign(leaf, numbered(0), report)) return null;
  for (const [index, certificate] of chain.entries()) {
    const pinned = store.certificates.get(certificateThumbprint(certificate));
    if (pinned !== undefined) return pinned;
    if (!certificate.isSignedWell) {
      report("certificate-weak", { ...numbered(index), why: "its own signature uses an old algorithm" });
      return null;
    }
    const anchor = anchorOf(certificate, store, nowMs);
    const issuer = anchor?.certificate ?? chain[index + 1];
    if (issuer === undefined) break;
    const at = numbered(index + 1);
    if (!isUsable(issuer, nowMs, at, report) || !mayIssue(issuer, index, at, report)) return null;
    if (anchor !== undefined) return anchor;
    if (!isIssuedBy(certificate, issuer)) {
      report("certificate-issuer", numbered(index));
      return null;
    }
  }
  report("no-anchor", { issuer: nameText(chain.at(-1)?.issuer ?? "") });
  return null;
}

/** The trusted certificate of the issuer; of several, as when one was renewed with its key, one that is valid now. */
function anchorOf(certificate: Certificate, store: TrustStore, nowMs: number): TrustedCertificate | undefined {
  const issuers = store.bySubject.get(certificate.issuer)?.filter((one) => isIssuedBy(certificate, one.certificate));
  const isNow = ({ certificate: { notBeforeMs, notAfterMs } }: TrustedCertificate): boolean =>
    nowMs >= notBeforeMs && nowMs <= notAfterMs;
  return issuers?.find(isNow) ?? issuers?.[0];
}

function isIssuedBy(certificate: Certificate, by: Certificate): boolean {
  return certificate.issuer === by.subject && certificate.x509.verify(by.x509.publicKey);
}

function isUsable(certificate: Certificate, nowMs: number, at: Numbered, report: Report): boolean {
  const { notBeforeMs, notAfterMs, x509, hasUnknownExtension } = certificate;
  const why = weaknessOf(x509.publicKey);
  if (nowMs < notBeforeMs) report("certificate-not-yet-valid", { ...at, from: new Date(notBeforeMs).toISOString() });
  else if (nowMs > notAfterMs) report("certificate-expired", { ...at, until: new Date(notAfterMs).toISOString() });
  else if (hasUnknownExtension) report("certificate-extension", at);
  else if (why !== null) report("certificate-weak", { ...at, why });
  else return true;
  return false;
}

function maySign({ usage, purposes }: Certificate, at: Numbered, report: Report): boolean {
  const isMeantTo = purposes === null || purposes.some((purpose) => signingPurposes.has(purpose));
  if (usage?.digitalSignature !== false && isMeantTo) return true;
  report("certificate-usage", { ...at, what: "signing documents" });
  return false;
}

/** `below`: how many certificates of authorities are between it and the signer's. */
function mayIssue({ x509, usage, pathLength }: Certificate, below: number, at: Numbered, report: Report): boolean {
  if (usage?.keyCertSign === false) report("certificate-usage", { ...at, what: "issuing others" });
  else if (!x509.ca) report("certificate-not-ca", at);
  else if (pathLength !== null && below > pathLength) report("certificate-path-length", at);
  else return true;
  return false;
}
