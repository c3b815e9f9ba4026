export { algorithms, hashes } from "./algorithms.js";
export { signatureDiagnostics } from "./diagnostics.js";
export { insertSignature } from "./insert-signature.js";
export { isEncryptedKey, readPrivateKey } from "./private-key.js";
export { type MadeSignature, type SignOptions, signPlaybook } from "./sign-playbook.js";
export { SignedTexts } from "./signed-text.js";
export { SigningError } from "./signing-error.js";
export { readTrustStore, type TrustFile, type TrustStore } from "./trust-store.js";
export {
  isAccepted,
  levelsOf,
  type SignatureReport,
  type VerifiedKey,
  type VerifiedSignature,
} from "./verified-signature.js";
export { type VerifyOptions, verifySignatures } from "./verify-signatures.js";
