/** Private keys to sign with. They are read, used, and never written anywhere. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { SigningError } from "./signing-error.js";

/** Whether a PEM text has to be decrypted before its key can be used. */
export function isEncryptedKey(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(pem);
}

/** The private key of a PEM text. Throws `SigningError`, whose message has nothing of the key in it. */
export function readPrivateKey(pem: string, passphrase?: string): KeyObject {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new SigningError("This is no private key in PEM.");
  if (/-----BEGIN OPENSSH PRIVATE KEY-----/.test(pem))
    throw new SigningError(
      "This key is in the form of OpenSSH. One in PEM is made by openssl genpkey -algorithm ed25519.",
    );
  if (isEncryptedKey(pem) && passphrase === undefined)
    throw new SigningError("The private key is encrypted, and there is no passphrase for it.");
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    throw new SigningError(
      isEncryptedKey(pem)
        ? "The private key can't be decrypted with this passphrase."
        : "The private key can't be read: it is damaged, or of a type that is not known here.",
    );
  }
}
