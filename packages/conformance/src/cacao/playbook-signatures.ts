/** What verifies signatures of playbooks, as the set asks for it. */
import { isJsonObject, type Json } from "@rb/ir";
import { readTrustStore, SignedTexts, verifySignatures } from "@rb/signatures";
import type { Signatures } from "./signatures.js";

export const playbookSignatures: Signatures = {
  signedText(playbook, index) {
    const signature =
      isJsonObject(playbook) && Array.isArray(playbook.signatures) ? (playbook.signatures[index] as Json) : null;
    if (!isJsonObject(playbook) || !isJsonObject(signature)) throw new TypeError("There is no such signature.");
    return new SignedTexts(playbook).of([signature]);
  },
  verify(playbook, index, publicKeyPem) {
    const { store: trust } = readTrustStore([{ name: "key", text: publicKeyPem }]);
    // Whether it still is in force is of no matter: the key is what is asked about.
    const { signatures } = verifySignatures(playbook, { nowMs: 0, trust });
    return signatures[index]?.valid === true && signatures[index].trustedBy !== null;
  },
};
