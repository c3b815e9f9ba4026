/** What is known of a signature once it was looked at. */
import type { Diagnostic } from "@rb/ir";

/** The key that a signature names. */
export interface VerifiedKey {
  /** SHA-256 of its DER (SubjectPublicKeyInfo), in base64url. */
  readonly thumbprint: string;
  /** Such as `RSA with 2048 bits`. */
  readonly type: string;
  /** The member that names it: `public_key`, `public_cert_chain`, `cert_url` or `thumbprint`. */
  readonly from: string;
  /** Whose certificate it came with. */
  readonly subject: string | null;
}

/** One signature of a playbook. Texts that it lacks are null. */
export interface VerifiedSignature {
  /** Where it stands in the playbook (RFC 6901). */
  readonly pointer: string;
  /** Every signature covers the whole playbook; a countersignature covers those that it stands in as well, with their values. */
  readonly covers: "playbook" | "playbook and signatures around it";
  readonly id: string | null;
  readonly signee: string | null;
  readonly createdBy: string | null;
  readonly created: string | null;
  readonly modified: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly algorithm: string | null;
  readonly hashAlgorithm: string | null;
  /** Null: it names none that can be used. */
  readonly key: VerifiedKey | null;
  /** It fits the playbook and its key: nothing changed since that key signed. By itself this says nothing about whose key that is. */
  readonly valid: boolean;
  /** The file of the trust store that has its key, its certificate, or the authority that vouches for it; null: none does. */
  readonly trustedBy: string | null;
  /** Neither revoked, nor too early, nor too late, nor replaced by a later version that is there as well. */
  readonly isInForce: boolean;
  /** What it says of the playbook that it is for is so. */
  readonly isForPlaybook: boolean;
  /** What is wrong with it, and what is odd. */
  readonly diagnostics: readonly Diagnostic[];
  readonly countersignature: VerifiedSignature | null;
}

/** What `verifySignatures` found. */
export interface SignatureReport {
  /** Those of the playbook, in its order; countersignatures are inside of what they sign. */
  readonly signatures: readonly VerifiedSignature[];
  /** The playbook itself was revoked by its author. */
  readonly isRevoked: boolean;
  /** What is wrong with the playbook as a whole: that it isn't signed, for one. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A signature and the countersignatures in it, the outermost first. */
export function levelsOf(signature: VerifiedSignature): readonly VerifiedSignature[] {
  const levels: VerifiedSignature[] = [];
  for (let one: VerifiedSignature | null = signature; one !== null; one = one.countersignature) levels.push(one);
  return levels;
}

/** Whether a signature counts: it is valid, in force and for this playbook; and its key is trusted, where that is asked for. */
export function isAccepted(signature: VerifiedSignature, { trusted }: { readonly trusted: boolean }): boolean {
  const { valid, isInForce, isForPlaybook, trustedBy } = signature;
  return valid && isInForce && isForPlaybook && (!trusted || trustedBy !== null);
}
