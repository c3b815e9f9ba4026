/** A playbook, keys of every kind, and what the tests ask of signatures. */
import { generateKeyPairSync } from "node:crypto";
import type { Json, JsonObject } from "@rb/ir";
import {
  insertSignature,
  readTrustStore,
  type SignatureReport,
  type SignOptions,
  signPlaybook,
  type TrustStore,
  type VerifyOptions,
  verifySignatures,
} from "../src/index.js";
import type { Pair } from "./certificates.js";
import { pem } from "./certificates.js";

export const nowMs: number = Date.parse("2026-03-01T12:00:00.000Z");

export const playbook = {
  type: "playbook",
  spec_version: "cacao-2.0",
  id: "playbook--0d6f0e0b-8b0c-4b9e-9a53-6f1f2f6a7c11",
  name: "Isolate a host – „schnell“ 🚧",
  created_by: "identity--3d0a7d5e-0f0e-4a44-8a5c-0d6c6f9b2b11",
  created: "2026-02-01T08:00:00.000Z",
  modified: "2026-02-02T08:00:00.000Z",
  priority: 3,
  labels: ["a", "b"],
  workflow_start: "start--8f0a2ad2-15e5-4a43-8cf5-0c1ab3a6b7a1",
  workflow: {
    "start--8f0a2ad2-15e5-4a43-8cf5-0c1ab3a6b7a1": {
      type: "start",
      on_completion: "end--1a5bd5f6-2a2b-4a8a-9a30-7d33f3a2ab02",
    },
    "end--1a5bd5f6-2a2b-4a8a-9a30-7d33f3a2ab02": { type: "end" },
  },
} as const satisfies JsonObject;

const rsa = (): Pair => generateKeyPairSync("rsa", { modulusLength: 2048 });
export const keys = {
  rsa: rsa(),
  otherRsa: rsa(),
  p256: generateKeyPairSync("ec", { namedCurve: "P-256" }) as Pair,
  p384: generateKeyPairSync("ec", { namedCurve: "P-384" }) as Pair,
  p521: generateKeyPairSync("ec", { namedCurve: "P-521" }) as Pair,
  ed25519: generateKeyPairSync("ed25519") as Pair,
  ed448: generateKeyPairSync("ed448") as Pair,
} as const;

/** The document with a signature in it, as text and read again: what `insertSignature` makes is what is verified. */
export function signed(document: JsonObject, pair: Pair, options: Partial<SignOptions> = {}): JsonObject {
  const made = signPlaybook(document, { privateKey: pair.privateKey, signee: "ACME", nowMs, ...options });
  return JSON.parse(insertSignature(JSON.stringify(document, null, 2), made)) as JsonObject;
}

export function verified(document: Json, options: Partial<VerifyOptions> = {}): SignatureReport {
  return verifySignatures(document, { nowMs, ...options });
}

/** The codes of a report's first signature, or of the whole, without the package's name. */
export function codes(report: SignatureReport): readonly string[] {
  const { diagnostics } = report.signatures[0] ?? report;
  return diagnostics.map(({ code }) => code.replace("signatures/", ""));
}

export function trusting(...texts: readonly string[]): TrustStore {
  const { store, problems } = readTrustStore(texts.map((text, at) => ({ name: `${at}.pem`, text })));
  if (problems.length > 0) throw new Error(problems.join(" "));
  return store;
}

export function publicPem({ publicKey }: Pair): string {
  return pem("PUBLIC KEY", publicKey.export({ format: "der", type: "spki" }));
}

/** The playbook with its first signature changed. */
export function withSignature(document: JsonObject, change: JsonObject): JsonObject {
  const [first, ...others] = document.signatures as readonly JsonObject[];
  const changed = Object.entries({ ...first, ...change }).filter(([, value]) => value !== undefined);
  return { ...document, signatures: [Object.fromEntries(changed), ...others] };
}
