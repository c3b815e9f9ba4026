/** A signed playbook that was published with its canonical form, its hash and its key. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Json } from "@rb/ir";
import type { ConformanceCase, ConformanceSet, Difference } from "../conformance-set.js";
import { filesBelow, readJson } from "../corpora.js";

/** What signs and verifies playbooks. */
export interface Signatures {
  /** The canonical text over which the playbook's signature of that number is computed. */
  readonly signedText: (playbook: Json, signature: number) => string;
  readonly verify: (playbook: Json, signature: number, publicKeyPem: string) => boolean;
}

interface Vector {
  readonly public_key_pem: string;
  readonly signed_playbook_one_signature: Playbook;
  readonly signed_playbook_two_signatures: Playbook;
  readonly canonical: string;
  readonly hash_hex: string;
}

type Playbook = { readonly signatures: readonly Json[] } & { readonly [name: string]: Json };

/** The set, checked by `signatures`. */
export function cacaoSignatures(signatures: Signatures): ConformanceSet {
  return {
    name: "cacao-signatures",
    load(corpora) {
      const folder = join(corpora, "cacao");
      const files = filesBelow(folder, ".json")?.filter((file) => /^signature-[^/\\]*$/.test(file)) ?? [];
      return files.length === 0 ? null : files.map((file) => caseOf(folder, file, signatures));
    },
  };
}

function caseOf(folder: string, file: string, signatures: Signatures): ConformanceCase {
  return {
    id: file,
    async check() {
      return differencesOf(readJson<Vector>(folder, file) as Vector, signatures);
    },
  };
}

function differencesOf(vector: Vector, { signedText, verify }: Signatures): readonly Difference[] {
  const { signed_playbook_one_signature: one, signed_playbook_two_signatures: two, public_key_pem: key } = vector;
  const canonical = signedText(one, 0);
  const isSigned = (playbook: Playbook) => playbook.signatures.some((_, index) => verify(playbook, index, key));
  const facts: readonly (readonly [what: string, expected: Json, actual: Json])[] = [
    ["canonical form", vector.canonical, canonical],
    ["hash", vector.hash_hex, createHash("sha256").update(canonical).digest("hex")],
    ["one signature", true, isSigned(one)],
    ["two signatures", true, isSigned(two)],
    ["changed afterwards", false, isSigned({ ...one, name: "Something else" })],
  ];
  return facts.flatMap(([what, expected, actual]) => (expected === actual ? [] : [{ what, expected, actual }]));
}
