/** What other tools make: named, and never valid. */
import { constants, createHash, sign } from "node:crypto";
import type { JsonObject } from "@rb/ir";
import { expect, it } from "vitest";
import { canonical, hexOf, type Manner, metadata, signedByHand, valueByHand } from "./by-hand.js";
import { codes, keys, playbook, signed, verified } from "./playbook.js";

const spki = (pair: (typeof keys)["rsa"]): string =>
  pair.publicKey.export({ format: "der", type: "spki" }).toString("base64");
const own = { ...metadata("RS256"), public_key: spki(keys.rsa) };
const other = (signed(playbook, keys.otherRsa).signatures as readonly JsonObject[])[0] as JsonObject;

const upper = (text: string): Buffer => Buffer.from(hexOf(text).toString().toUpperCase());
const manners: readonly (readonly [habits: readonly string[], manner: Manner, change?: JsonObject])[] = [
  [["near-hex-value"], { encode: (bytes) => bytes.toString("hex") }],
  [["near-base64-value"], { encode: (bytes) => bytes.toString("base64") }],
  [["near-base64-value"], { encode: (bytes) => `${bytes.toString("base64url")}==` }],
  [["near-canonical-text"], { dataOf: (text) => Buffer.from(text) }],
  [["near-digest"], { dataOf: (text) => createHash("sha256").update(text).digest() }],
  [["near-upper-case"], { dataOf: upper }],
  [["near-empty-value"], { meanwhile: { value: "" } }],
  [["near-member-order"], { textOf: (document) => JSON.stringify(document) }],
  [["near-algorithm-name"], {}, { algorithm: "RSA-SHA256" }],
  [["near-hash-name"], {}, { hash_algorithm: "sha256" }],
  [
    ["near-hex-value", "near-algorithm-name", "near-hash-name"],
    { encode: (bytes) => bytes.toString("hex") },
    { algorithm: "RSA-SHA256", hash_algorithm: "SHA256" },
  ],
  [
    ["near-member-order", "near-canonical-text", "near-base64-value"],
    {
      textOf: (document) => JSON.stringify(document),
      dataOf: (text) => Buffer.from(text),
      encode: (bytes) => bytes.toString("base64"),
    },
  ],
];

it.each(manners.map(([habits, manner, change = {}]) => ({ habits, manner, change })))(
  "$habits",
  ({ habits, manner, change }) => {
    const report = verified(signedByHand(playbook, { ...own, ...change }, keys.rsa.privateKey, manner));
    expect(codes(report)).toEqual(habits);
    expect(report.signatures[0]?.valid).toBe(false);
    for (const { message } of report.signatures[0]?.diagnostics ?? [])
      expect(message).toMatch(/verifies if .*; CACAO 2\.0 asks for /);
  },
);

it("ECDSA in DER", () => {
  const unsigned = { ...metadata("ES256"), public_key: spki(keys.p256) };
  expect(codes(verified(signedByHand(playbook, unsigned, keys.p256.privateKey, { ecdsa: "der" })))).toEqual([
    "near-der",
  ]);
});

it("RSA-PSS with a salt as long as can be", () => {
  const unsigned = { ...metadata("PS256"), public_key: spki(keys.rsa) };
  const text = canonical({ ...playbook, signatures: [unsigned] });
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_MAX_SIGN;
  const value = sign("sha256", hexOf(text), { key: keys.rsa.privateKey, padding, saltLength }).toString("base64url");
  expect(codes(verified({ ...playbook, signatures: [{ ...unsigned, value }] }))).toEqual(["near-salt"]);
});

it.each([
  ["others before it", [other], (value: JsonObject) => [other, value], 1],
  ["others behind it", [], (value: JsonObject) => [value, other], 0],
] as const)("other signatures in place: %s", (_, before, list, index) => {
  const behind = index === 0 ? [other] : [];
  const textOf = (document: JsonObject): string =>
    canonical({ ...document, signatures: [...(document.signatures as readonly JsonObject[]), ...behind] });
  const value = valueByHand(playbook, own, keys.rsa.privateKey, { beside: before, textOf });
  const report = verified({ ...playbook, signatures: list({ ...own, value }) });
  expect(report.signatures[index]?.diagnostics.map(({ code }) => code)).toEqual(["signatures/near-other-signatures"]);
  expect(report.signatures[index]?.valid).toBe(false);
});

it("signed together with what countersigns it", () => {
  const textOf = (document: JsonObject): string => canonical(document);
  const value = valueByHand(playbook, { ...own, signature: other }, keys.rsa.privateKey, { textOf });
  const report = verified({ ...playbook, signatures: [{ ...own, signature: other, value }] });
  expect(codes(report)).toEqual(["near-countersignature"]);
  expect(report.signatures[0]?.valid).toBe(false);
});

it("gives up on a value that means nothing", () => {
  expect(codes(verified({ ...playbook, signatures: [{ ...own, value: "§" }] }))).toEqual(["bad-value"]);
  expect(codes(verified({ ...playbook, signatures: [{ ...own, value: "" }] }))).toEqual(["missing-value"]);
});
