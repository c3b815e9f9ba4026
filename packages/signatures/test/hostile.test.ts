/** Whatever a document says, the answer is a report in good time. */
import { createPublicKey } from "node:crypto";
import type { Json, JsonObject } from "@rb/ir";
import { expect, it, test } from "vitest";
import { levelsOf } from "../src/index.js";
import { metadata, signedByHand } from "./by-hand.js";
import { certificate, ecPair, pem } from "./certificates.js";
import { keys, playbook, signed, trusting, verified } from "./playbook.js";

const good = signed(playbook, keys.rsa);
const [signature] = good.signatures as readonly [JsonObject];
const odd: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "\0",
  "\ud800",
  "__proto__",
  "x".repeat(100_000),
  [],
  [[]],
  {},
  { a: {} },
];

/** Every member of a signature, with every odd value. */
const cases = Object.keys({
  ...signature,
  public_cert_chain: 0,
  cert_url: 0,
  thumbprint: 0,
  signature: 0,
  revoked: 0,
  valid_from: 0,
  valid_until: 0,
}).flatMap((name) => odd.map((value) => [name, value] as const));

test(`${cases.length} odd members of a signature`, () => {
  for (const [name, value] of cases) {
    const report = verified({ ...good, signatures: [{ ...signature, [name]: value }] });
    const all = [
      ...report.diagnostics,
      ...report.signatures.flatMap(levelsOf).flatMap(({ diagnostics }) => diagnostics),
    ];
    expect(all.length, `${name}: ${JSON.stringify(value).slice(0, 20)}`).toBeGreaterThan(0);
    for (const { code, message } of all) {
      expect(code).toMatch(/^signatures\/[a-z-]+$/);
      expect(message.length).toBeLessThan(1000);
    }
    // The nested signature came later, so it is not covered.
    if (name !== "signature" || report.signatures.length === 0)
      expect(report.signatures.some(({ valid }) => valid)).toBe(false);
  }
});

it.each(odd.map((value) => [JSON.stringify(value).slice(0, 20), value] as const))(
  "%s instead of a playbook, or of its signatures",
  (_, value) => {
    expect(verified(value).diagnostics.length).toBe(1);
    expect(verified({ ...good, signatures: value }).diagnostics.length).toBe(1);
  },
);

test("bytes of a chain, one after the other", () => {
  const der = keys.rsa.publicKey.export({ format: "der", type: "spki" });
  for (let at = 0; at < 64; at++) {
    const broken = Buffer.from(der);
    broken[at] = (broken[at] as number) ^ 0xff;
    for (const public_key of [broken, broken.subarray(0, at + 1)].map((bytes) => bytes.toString("base64"))) {
      const report = verified({ ...good, signatures: [{ ...signature, public_key }] });
      expect(report.signatures[0]?.valid).toBe(false);
    }
  }
});

test("certificates with any byte changed, or cut off", () => {
  const [rootKey, key] = [ecPair(), ecPair()];
  const issuer = { subject: "Root", key: rootKey, isCa: true, usage: 0x04 };
  const root = certificate(issuer);
  const trust = trusting(pem("CERTIFICATE", root));
  const leaf = certificate({ subject: "A", key, issuer, isCa: false, usage: 0x80, purposes: ["1.3.6.1.5.5.7.3.3"] });
  const check = (...chain: readonly Buffer[]) => {
    const unsigned = { ...metadata("ES256"), public_cert_chain: chain.map((der) => der.toString("base64")) };
    return verified(signedByHand(playbook, unsigned, key.privateKey), { trust }).signatures[0];
  };
  expect(check(leaf)?.trustedBy).toBe("0.pem");
  for (let at = 0; at < leaf.length; at++) {
    for (const bits of [0xff, 0x01, 0x20, 0x80]) {
      const broken = Buffer.from(leaf);
      broken[at] = (broken[at] as number) ^ bits;
      expect(check(broken)?.trustedBy, `${at}: ${bits}`).toBe(null);
    }
    expect(check(leaf.subarray(0, at))?.valid).toBe(false);
  }
});

test("names of certificates may be empty", () => {
  const key = ecPair();
  const nameless = certificate({ subject: null, key, isCa: true });
  const unsigned = { ...metadata("ES256"), public_cert_chain: [nameless.toString("base64")] };
  const document = signedByHand(playbook, unsigned, key.privateKey);
  const trust = trusting(pem("CERTIFICATE", certificate({ subject: null, key: ecPair(), isCa: true })));
  expect(verified(document, { trust }).signatures[0]).toMatchObject({
    valid: true,
    trustedBy: null,
    key: { subject: "" },
  });
});

test("an exponent that takes long is none", () => {
  const jwk = keys.rsa.publicKey.export({ format: "jwk" }) as { n: string };
  const slow = createPublicKey({ key: { kty: "RSA", n: jwk.n, e: jwk.n }, format: "jwk" });
  const public_key = slow.export({ format: "der", type: "spki" }).toString("base64");
  const [one] = verified({ ...good, signatures: [{ ...signature, public_key }] }).signatures;
  expect(one?.diagnostics.map(({ code }) => code)).toEqual(["signatures/weak-key"]);
});

test("many signatures over a large playbook take no longer than a few seconds", () => {
  const large = { ...playbook, description: "x".repeat(3_000_000) };
  let nested: JsonObject = { ...signature };
  for (let level = 0; level < 7; level++) nested = { ...signature, signature: nested };
  const began = performance.now();
  const report = verified({ ...large, signatures: Array(8).fill(nested) });
  expect(report.signatures).toHaveLength(8);
  expect(performance.now() - began).toBeLessThan(10_000);
});
