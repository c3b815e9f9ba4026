/** Signs by the published steps, with `node:crypto` and nothing of this package: what it makes has to verify, and the other way round. */
import { constants, createHash, type KeyObject, sign, verify } from "node:crypto";
import type { Json, JsonObject } from "@rb/ir";

/** RFC 8785, for values whose numbers and texts ECMAScript writes as the scheme wants them. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = value as JsonObject;
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(members[name] as Json)}`).join(",")}}`;
}

/** How a tool may differ from the steps. */
export interface Manner {
  readonly textOf?: (document: JsonObject) => string;
  readonly dataOf?: (text: string) => Buffer;
  readonly encode?: (signature: Buffer) => string;
  readonly ecdsa?: "der" | "ieee-p1363";
  /** What stands beside the new signature, before it, while it is signed. */
  readonly beside?: readonly JsonObject[];
  /** What is in the signature only while it is signed. */
  readonly meanwhile?: JsonObject;
}

export const hexOf = (text: string): Buffer => Buffer.from(createHash("sha256").update(text).digest("hex"), "ascii");

/** The value of a signature that stands alone in the playbook. */
export function valueByHand(playbook: JsonObject, unsigned: JsonObject, key: KeyObject, manner: Manner = {}): string {
  const { textOf = canonical, dataOf = hexOf, encode = (bytes) => bytes.toString("base64url"), ecdsa } = manner;
  const { signatures: _, ...rest } = playbook;
  const text = textOf({ ...rest, signatures: [...(manner.beside ?? []), { ...unsigned, ...manner.meanwhile }] });
  const input = { key, dsaEncoding: ecdsa ?? ("ieee-p1363" as const) };
  return encode(sign(key.asymmetricKeyType?.startsWith("ed") ? null : "sha256", dataOf(text), input));
}

/** The playbook with one signature, made by hand. */
export function signedByHand(playbook: JsonObject, unsigned: JsonObject, key: KeyObject, manner?: Manner): JsonObject {
  return { ...playbook, signatures: [{ ...unsigned, value: valueByHand(playbook, unsigned, key, manner) }] };
}

/** Whether the signature of that number verifies, by the published steps. */
export function verifiesByHand(playbook: JsonObject, index: number, key: KeyObject): boolean {
  const { value, signature: _, ...unsigned } = (playbook.signatures as readonly JsonObject[])[index] as JsonObject;
  const hash = createHash(String(unsigned.hash_algorithm).replace("sha-", "sha"));
  const text = hash.update(canonical({ ...playbook, signatures: [unsigned] })).digest("hex");
  const algorithm = String(unsigned.algorithm);
  const digest = algorithm.startsWith("Ed") ? null : `sha${algorithm.slice(2)}`;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(algorithm.slice(2)) / 8 };
  const input = { key, dsaEncoding: "ieee-p1363" as const, ...(algorithm.startsWith("PS") ? pss : {}) };
  return verify(digest, Buffer.from(text, "ascii"), input, Buffer.from(String(value), "base64url"));
}

/** The members of a signature but its key and value. */
export function metadata(algorithm: string): JsonObject {
  return {
    type: "jss",
    id: "jss--6b4a0c39-4f7a-4a0f-8c6b-0f2f6b1d7e21",
    created: "2026-02-20T10:00:00.000Z",
    modified: "2026-02-20T10:00:00.000Z",
    signee: "ACME",
    related_to: "playbook--0d6f0e0b-8b0c-4b9e-9a53-6f1f2f6a7c11",
    related_version: "2026-02-02T08:00:00.000Z",
    hash_algorithm: "sha-256",
    algorithm,
  };
}
