/**
 * Everything that can be said about a playbook's signatures. An error is why a signature doesn't count; codes that begin with `near-`
 * name what the author, or the tool, did otherwise than the specification asks: the signature verifies when it is read so, and doesn't
 * count all the same.
 */
import { type Diagnostic, type DiagnosticRule, type DiagnosticSet, defineDiagnostics, type Origin } from "@rb/ir";

type None = Readonly<Record<never, never>>;
interface Named {
  readonly name: string;
}
interface Certificate {
  /** Which one: the first is number 1. */
  readonly number: number;
  readonly of: number;
}

/** What each code is told. */
export interface Arguments {
  readonly "not-a-playbook": None;
  readonly "not-canonical": { why: string };
  readonly unsigned: None;
  readonly "bad-signatures": None;
  readonly "too-many": { count: number; limit: number };
  readonly "too-deep": { limit: number };
  readonly "wrong-type": { isOld: boolean };
  readonly "missing-member": Named;
  readonly "missing-value": None;
  readonly "bad-value": None;
  readonly "unknown-algorithm": Named;
  readonly "unsupported-algorithm": Named;
  readonly "no-algorithm": Named;
  readonly "symmetric-algorithm": Named;
  readonly "unknown-hash": Named;
  readonly "weak-hash": Named;
  readonly "no-key": None;
  readonly "several-keys": { names: string };
  readonly "bad-key": { why: string };
  readonly "private-key": None;
  readonly "key-lines": None;
  readonly "weak-key": { why: string };
  readonly "key-mismatch": { algorithm: string; key: string };
  readonly "certificate-not-fetched": { url: string };
  readonly "bad-certificate": Certificate & { why: string };
  readonly "too-many-certificates": { limit: number };
  readonly "bad-thumbprint": None;
  readonly "unknown-thumbprint": None;
  readonly "does-not-verify": None;
  readonly "near-hex-value": None;
  readonly "near-base64-value": None;
  readonly "near-algorithm-name": { name: string; meant: string };
  readonly "near-hash-name": { name: string; meant: string };
  readonly "near-der": None;
  readonly "near-salt": None;
  readonly "near-canonical-text": None;
  readonly "near-digest": None;
  readonly "near-upper-case": None;
  readonly "near-other-signatures": None;
  readonly "near-empty-value": None;
  readonly "near-countersignature": None;
  readonly "near-member-order": None;
  readonly revoked: None;
  readonly "playbook-revoked": None;
  readonly superseded: { modified: string };
  readonly "not-yet-valid": { from: string };
  readonly expired: { until: string };
  readonly "bad-time": Named & { value: string };
  readonly "time-order": None;
  readonly "other-playbook": { id: string };
  readonly "other-version": { modified: string };
  readonly untrusted: { thumbprint: string };
  readonly "no-anchor": { issuer: string };
  readonly "certificate-expired": Certificate & { until: string };
  readonly "certificate-not-yet-valid": Certificate & { from: string };
  readonly "certificate-issuer": Certificate;
  readonly "certificate-not-ca": Certificate;
  readonly "certificate-path-length": Certificate;
  readonly "certificate-usage": Certificate & { what: string };
  readonly "certificate-weak": Certificate & { why: string };
  readonly "certificate-extension": Certificate;
  readonly "countersigned-invalid": None;
  readonly "bad-countersignature": None;
}

/** The reasons that this package gives. */
export type Reason = keyof Arguments;
type Rules = { readonly [R in Reason]: DiagnosticRule<Arguments[R]> };

const signature = "CACAO 2.0, signature";
const error = { severity: "error", spec: signature } as const;
const which = ({ number, of }: Certificate): string =>
  of === 1 ? "The certificate" : `Certificate ${number} of ${of}`;
const near = (message: string, asked: string): DiagnosticRule<unknown> => ({
  ...error,
  message: () => `The signature verifies if ${message}; CACAO 2.0 asks for ${asked}.`,
  help: () => "Sign it again with a tool that follows the specification, such as rb sign.",
});

const rules: Rules = {
  "not-a-playbook": { ...error, message: () => "This is no playbook, but another JSON value." },
  "not-canonical": { ...error, spec: "RFC 8785", message: (a) => `What is signed has no canonical form: ${a.why}` },
  unsigned: {
    ...error,
    message: () => "The playbook is not signed.",
    help: () => "Ask for a signed copy, or sign it with rb sign.",
  },
  "bad-signatures": { ...error, message: () => "'signatures' has to be a list of signatures, each an object." },
  "too-many": { ...error, message: (a) => `There are ${a.count} signatures; more than ${a.limit} are not checked.` },
  "too-deep": { ...error, message: (a) => `Countersignatures are nested more than ${a.limit} levels deep.` },
  "wrong-type": {
    ...error,
    message: (a) =>
      `The type of a signature has to be 'jss'${a.isOld ? "; this is one of CACAO 1.x, which signs otherwise" : ""}.`,
  },
  "missing-member": { ...error, severity: "warning", message: (a) => `The signature lacks '${a.name}'.` },
  "missing-value": { ...error, message: () => "The signature has no 'value', so nothing is signed by it." },
  "bad-value": { ...error, message: () => "'value' is not base64url, so it is no signature." },
  "unknown-algorithm": {
    ...error,
    message: (a) => `'${cut(a.name)}' is no algorithm for signatures that is known here.`,
    help: () => "Known are RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, Ed448 and EdDSA.",
  },
  "unsupported-algorithm": {
    ...error,
    message: (a) =>
      `'${cut(a.name)}' can't be computed here: signatures that are stateful and hash-based aren't supported.`,
  },
  "no-algorithm": { ...error, message: (a) => `'${cut(a.name)}' protects nothing, so it is no signature.` },
  "symmetric-algorithm": {
    ...error,
    message: (a) =>
      `'${cut(a.name)}' needs a secret that whoever verifies could sign with as well; such signatures are refused.`,
  },
  "unknown-hash": {
    ...error,
    message: (a) => `'${cut(a.name)}' is no hash that is known here.`,
    help: () => "Known are sha-256, sha-384, sha-512, sha3-256, sha3-384 and sha3-512.",
  },
  "weak-hash": { ...error, message: (a) => `'${cut(a.name)}' is too weak for signatures.` },
  "no-key": {
    ...error,
    message: () => "Nothing says whose key it is.",
    help: () => "One of 'public_key', 'public_cert_chain', 'cert_url' and 'thumbprint' has to be there.",
  },
  "several-keys": {
    ...error,
    message: (a) => `The signature has ${a.names} at once, so it has no one key.`,
    help: () => "Only one of them may be there.",
  },
  "bad-key": {
    ...error,
    message: (a) => `'public_key' can't be used: ${a.why}.`,
    help: () =>
      "Write the key's DER (SubjectPublicKeyInfo) in base64, that is its PEM without the first and last line.",
  },
  "private-key": {
    ...error,
    message: () => "'public_key' is a private key. Everybody who has this playbook can sign with it.",
    help: () => "Take the key out of use at once, and sign with a new one.",
  },
  "key-lines": {
    severity: "info",
    spec: signature,
    message: () => "'public_key' has the lines that begin and end a PEM file; only what is between them belongs here.",
  },
  "weak-key": { ...error, message: (a) => `The key is not fit for signatures: ${a.why}.` },
  "key-mismatch": {
    ...error,
    spec: "RFC 7518, 3.1",
    message: (a) => `'${a.algorithm}' can't be used with this key, which is ${a.key}.`,
  },
  "certificate-not-fetched": {
    ...error,
    message: (a) => `The key is at '${cut(a.url)}', and nothing is fetched from a network here.`,
    help: () => "Ask for a copy that has the key or its certificates in it.",
  },
  "bad-certificate": { ...error, message: (a) => `${which(a)} can't be used: ${a.why}.` },
  "too-many-certificates": { ...error, message: (a) => `There are more than ${a.limit} certificates.` },
  "bad-thumbprint": {
    ...error,
    spec: "RFC 7517, 4.9",
    message: () => "'thumbprint' is no SHA-256 thumbprint in base64url (43 characters).",
  },
  "unknown-thumbprint": {
    ...error,
    message: () =>
      "The signature names its key by a thumbprint only, and the trust store has no such key or certificate.",
    help: () => "Get the signer's certificate, and give it with --trust.",
  },
  "does-not-verify": {
    ...error,
    message: () => "The signature does not fit: the playbook or the signature was changed, or another key signed it.",
  },
  "near-hex-value": near("its value is read as hexadecimal digits", "base64url"),
  "near-base64-value": near("its value is read as base64 with padding", "base64url without padding"),
  "near-algorithm-name": {
    ...error,
    message: (a) =>
      `The signature verifies if '${cut(a.name)}' is read as '${a.meant}'; CACAO 2.0 asks for a name of its vocabulary.`,
    help: () => "Sign it again with a tool that follows the specification, such as rb sign.",
  },
  "near-hash-name": {
    ...error,
    message: (a) =>
      `The signature verifies if '${cut(a.name)}' is read as '${a.meant}'; CACAO 2.0 asks for IANA's name.`,
    help: () => "Sign it again with a tool that follows the specification, such as rb sign.",
  },
  "near-der": near("its value is read as DER", "two numbers of equal length one after the other (RFC 7518, 3.4)"),
  "near-salt": near("its salt may have any length", "a salt as long as the hash (RFC 7518, 3.5)"),
  "near-canonical-text": near("the canonical text itself was signed", "a signature over the text's hash"),
  "near-digest": near("the bytes of the hash were signed", "a signature over the hash in hexadecimal digits"),
  "near-upper-case": near("the hash was written in upper case", "lower-case hexadecimal digits"),
  "near-other-signatures": near(
    "other signatures stayed in place while it was signed",
    "a playbook with this signature alone",
  ),
  "near-empty-value": near("an empty 'value' was there while it was signed", "a signature without 'value'"),
  "near-countersignature": near("its countersignature was there while it was signed", "one that came later"),
  "near-member-order": near(
    "members stay in the order in which they are written",
    "the canonical form (RFC 8785), in which they are sorted",
  ),
  revoked: { ...error, message: () => "The signer has revoked this signature." },
  "playbook-revoked": { ...error, spec: "CACAO 2.0, playbook", message: () => "The playbook's author has revoked it." },
  superseded: { ...error, message: (a) => `A later version of this signature is there, of ${a.modified}.` },
  "not-yet-valid": { ...error, message: (a) => `The signature is valid only from ${a.from} on.` },
  expired: { ...error, message: (a) => `The signature was valid until ${a.until}.` },
  "bad-time": {
    ...error,
    message: (a) => `'${a.name}' is no timestamp: '${cut(a.value)}'.`,
    help: () => "Write it in UTC as 2024-05-31T09:00:00.000Z.",
  },
  "time-order": { ...error, message: () => "'valid_until' has to be after 'valid_from'." },
  "other-playbook": { ...error, message: (a) => `The signature says that it is for '${cut(a.id)}'.` },
  "other-version": {
    ...error,
    message: (a) => `The signature says that it is for the version of ${cut(a.modified)}, which isn't this one.`,
  },
  untrusted: {
    ...error,
    message: (a) => `The trust store doesn't have the key that signed: SHA-256 ${a.thumbprint}.`,
    help: () => "If you know that the key is the signer's, give it with --trust.",
  },
  "no-anchor": {
    ...error,
    spec: "RFC 5280, 6",
    message: (a) =>
      `The chain of certificates ends before it comes to one of the trust store: '${cut(a.issuer)}' is not there.`,
  },
  "certificate-expired": {
    ...error,
    spec: "RFC 5280, 6.1.3",
    message: (a) => `${which(a)} was valid until ${a.until}.`,
  },
  "certificate-not-yet-valid": {
    ...error,
    spec: "RFC 5280, 6.1.3",
    message: (a) => `${which(a)} is valid only from ${a.from} on.`,
  },
  "certificate-issuer": {
    ...error,
    spec: "RFC 5280, 6.1.3",
    message: (a) => `${which(a)} was not issued by the one that follows it.`,
  },
  "certificate-not-ca": {
    ...error,
    spec: "RFC 5280, 4.2.1.9",
    message: (a) => `${which(a)} issues another one and is not that of a certification authority.`,
  },
  "certificate-path-length": {
    ...error,
    spec: "RFC 5280, 4.2.1.9",
    message: (a) => `${which(a)} allows fewer certificates below it.`,
  },
  "certificate-usage": {
    ...error,
    spec: "RFC 5280, 4.2.1.3 and 4.2.1.12",
    message: (a) => `${which(a)} is not one for ${a.what}.`,
  },
  "certificate-weak": { ...error, message: (a) => `${which(a)} is not fit for this: ${a.why}.` },
  "certificate-extension": {
    ...error,
    spec: "RFC 5280, 4.2",
    message: (a) => `${which(a)} has an extension that is critical, or binds it to names, and is not understood here.`,
  },
  "countersigned-invalid": {
    ...error,
    message: () => "The signature that this one countersigns is not valid.",
  },
  "bad-countersignature": { ...error, message: () => "'signature' has to be a signature, which is an object." },
};

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}

/** What is said about signatures; the codes are in `docs/signatures.md`. */
export const signatureDiagnostics: DiagnosticSet<Rules> = defineDiagnostics<Rules>("signatures", rules);

/** The same for a reason that is only known to be one: its arguments belong to it, which the compiler can't follow. */
export function reportOf<R extends Reason>(reason: R, origin: Origin, args: Arguments[R]): Diagnostic {
  return signatureDiagnostics.report(reason, origin, args as never);
}
