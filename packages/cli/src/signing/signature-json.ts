/** What is known of signatures, for programs; as documented in docs/signatures.md. */
import { isAccepted, type VerifiedSignature } from "@rb/signatures";
import { diagnosticJson } from "../diagnostic-json.js";
import type { VerifiedFile } from "./verify-playbooks.js";

export function signedFileJson({ file, isVerified, isTrustAsked, report }: VerifiedFile): object {
  return {
    file,
    verified: isVerified,
    revoked: report.isRevoked,
    signatures: report.signatures.map((one) => signatureJson(one, isTrustAsked)),
    diagnostics: report.diagnostics.map(diagnosticJson),
  };
}

function signatureJson(signature: VerifiedSignature, isTrustAsked: boolean): object {
  const { key, countersignature } = signature;
  return {
    pointer: signature.pointer,
    covers: signature.covers,
    verified: isAccepted(signature, { trusted: isTrustAsked }),
    valid: signature.valid,
    trusted: isTrustAsked ? signature.trustedBy !== null : null,
    trusted_by: signature.trustedBy,
    in_force: signature.isInForce,
    for_playbook: signature.isForPlaybook,
    id: signature.id,
    signee: signature.signee,
    created_by: signature.createdBy,
    created: signature.created,
    modified: signature.modified,
    valid_from: signature.validFrom,
    valid_until: signature.validUntil,
    algorithm: signature.algorithm,
    hash_algorithm: signature.hashAlgorithm,
    key: key === null ? null : { sha256: key.thumbprint, type: key.type, from: key.from, subject: key.subject },
    diagnostics: signature.diagnostics.map(diagnosticJson),
    countersignature: countersignature === null ? null : signatureJson(countersignature, isTrustAsked),
  };
}
