/**
 * Verifies the signatures of a playbook. Three things are told apart: whether a signature fits the playbook (`valid`), which only says
 * that nothing changed since its key signed; whether the key is one that the caller trusts (`trustedBy`); and whether the signature is
 * meant for this playbook and this time (`isForPlaybook`, `isInForce`). What counts has all of them: `isAccepted`.
 */
import { CanonicalError, type Diagnostic, isJsonObject, type Json, type JsonObject, type Origin } from "@rb/ir";
import { type Checking, checkSignature } from "./check-signature.js";
import { type Arguments, type Reason, reportOf } from "./diagnostics.js";
import { SignedTexts } from "./signed-text.js";
import { withoutSuperseded } from "./superseded.js";
import type { TrustStore } from "./trust-store.js";
import { isTrue } from "./validity.js";
import type { SignatureReport } from "./verified-signature.js";

/** How many signatures of a playbook are looked at, countersignatures included: each is hashed with all of the playbook. */
const MAX_SIGNATURES = 64;
/** How deep countersignatures may be nested. */
const MAX_LEVELS = 8;
/** What finding out why signatures don't verify may cost, in characters that are hashed; then they just don't. */
const MAX_DIAGNOSED = 32 * 1024 * 1024;

/** What `verifySignatures` has to be told. */
export interface VerifyOptions {
  /** The time as of which signatures and certificates have to be valid, in epoch milliseconds. */
  readonly nowMs: number;
  /** Whom to trust. Default: nobody, so that nothing is said about trust. */
  readonly trust?: TrustStore;
  /** The PEM text of the certificates at a `cert_url`, which the caller got there; null: none. Default: none. Nothing is fetched here. */
  readonly certificatesAt?: (url: string) => string | null;
  /** The place of a JSON Pointer (RFC 6901) in the document. Default: the pointer alone. */
  readonly originOf?: (pointer: string) => Origin;
}

/**
 * Verifies every signature of a playbook. Never throws over what the playbook says. The playbook has to come from a reader that refuses
 * duplicate members: `JSON.parse` drops all but the last.
 */
export function verifySignatures(playbook: Json, options: VerifyOptions): SignatureReport {
  const { nowMs, trust = null, certificatesAt = () => null, originOf = pointerAlone } = options;
  const nothing = <R extends Reason>(reason: R, pointer: string, args: Arguments[R]): SignatureReport => ({
    signatures: [],
    isRevoked: isJsonObject(playbook) && isTrue(playbook.revoked),
    diagnostics: [reportOf(reason, originOf(pointer), args)],
  });
  if (!isJsonObject(playbook) || playbook.type !== "playbook") return nothing("not-a-playbook", "", {});
  const { signatures } = playbook;
  if (signatures === undefined || (Array.isArray(signatures) && signatures.length === 0))
    return nothing("unsigned", "", {});
  if (!isListOfObjects(signatures)) return nothing("bad-signatures", "/signatures", {});
  const depths = signatures.map(depthOf);
  const count = depths.reduce((sum, depth) => sum + depth, 0);
  if (depths.some((depth) => depth > MAX_LEVELS)) return nothing("too-deep", "/signatures", { limit: MAX_LEVELS });
  if (count > MAX_SIGNATURES) return nothing("too-many", "/signatures", { count, limit: MAX_SIGNATURES });
  try {
    const texts = new SignedTexts(playbook);
    const diagnosed = { left: MAX_DIAGNOSED };
    const checking: Checking = { playbook, texts, nowMs, trust, certificatesAt, originOf, diagnosed };
    const verified = signatures.map((signature, index) => checkSignature(checking, index, signature));
    const isRevoked = isTrue(playbook.revoked);
    const diagnostics: Diagnostic[] = isRevoked ? [reportOf("playbook-revoked", originOf("/revoked"), {})] : [];
    return { signatures: withoutSuperseded(verified, originOf), isRevoked, diagnostics };
  } catch (error) {
    if (!(error instanceof CanonicalError)) throw error;
    return nothing("not-canonical", error.pointer, { why: error.message });
  }
}

function isListOfObjects(value: Json): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isJsonObject);
}

/** How many levels a signature has, itself included; counting stops where they are too many. */
function depthOf(signature: JsonObject): number {
  let depth = 0;
  for (let one: Json | undefined = signature; isJsonObject(one) && depth <= MAX_LEVELS; one = one.signature) depth++;
  return depth;
}

function pointerAlone(pointer: string): Origin {
  return { kind: "source", uri: "", pointer, start: { line: 1, column: 1 } };
}
