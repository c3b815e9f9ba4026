/** What is signed here verifies by the published steps, and what is signed by them verifies here. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { SignedTexts } from "../src/index.js";
import { canonical, metadata, signedByHand, verifiesByHand } from "./by-hand.js";
import { codes, keys, playbook, publicPem, signed, trusting, verified } from "./playbook.js";

const spki = (pair: (typeof keys)["rsa"]): string =>
  pair.publicKey.export({ format: "der", type: "spki" }).toString("base64");

describe("made here", () => {
  it.each([
    ["RS256", keys.rsa],
    ["RS512", keys.rsa],
    ["PS256", keys.rsa],
    ["PS384", keys.rsa],
    ["ES256", keys.p256],
    ["ES384", keys.p384],
    ["ES512", keys.p521],
    ["Ed25519", keys.ed25519],
  ] as const)("%s", (algorithm, pair) => {
    const document = signed(signed(playbook, keys.otherRsa), pair, { algorithm, hashAlgorithm: "sha-512" });
    expect(verifiesByHand(document, 1, pair.publicKey)).toBe(true);
    expect(verifiesByHand(document, 0, keys.otherRsa.publicKey)).toBe(true);
    expect(verifiesByHand({ ...document, name: "x" }, 1, pair.publicKey)).toBe(false);
  });
});

describe("made by hand", () => {
  it.each([
    ["RS256", keys.rsa],
    ["ES256", keys.p256],
    ["Ed25519", keys.ed25519],
  ] as const)("%s", (algorithm, pair) => {
    const report = verified(
      signedByHand(playbook, { ...metadata(algorithm), public_key: spki(pair) }, pair.privateKey),
    );
    expect(report.signatures[0]?.valid).toBe(true);
    expect(codes(report)).toEqual([]);
  });

  it("with a key without padding", () => {
    const unsigned = { ...metadata("Ed25519"), public_key: spki(keys.ed25519).replace(/=+$/, "") };
    expect(unsigned.public_key).not.toBe(spki(keys.ed25519));
    const report = verified(signedByHand(playbook, unsigned, keys.ed25519.privateKey));
    expect(report.signatures[0]?.valid).toBe(true);
  });

  it("with a key between the lines of a PEM file, which is told", () => {
    const unsigned = { ...metadata("ES256"), public_key: publicPem(keys.p256) };
    const report = verified(signedByHand(playbook, unsigned, keys.p256.privateKey));
    expect(report.signatures[0]?.valid).toBe(true);
    expect(codes(report)).toEqual(["key-lines"]);
  });

  it("with a key that is named by its thumbprint alone", () => {
    const trust = trusting(publicPem(keys.p256));
    const [thumbprint] = trust.keys.keys();
    const document = signedByHand(
      playbook,
      { ...metadata("ES256"), thumbprint: thumbprint as string },
      keys.p256.privateKey,
    );
    expect(verified(document, { trust }).signatures[0]).toMatchObject({ valid: true, trustedBy: "0.pem" });
    expect(codes(verified(document))).toEqual(["unknown-thumbprint"]);
  });

  it("in a later version, which replaces the earlier one if the same key made it", () => {
    const version = (modified: string, pair: (typeof keys)["rsa"]) => {
      const unsigned = { ...metadata("RS256"), modified, public_key: spki(pair) };
      return signedByHand(playbook, unsigned, pair.privateKey).signatures as readonly [];
    };
    const early = version("2026-02-20T10:00:00.000Z", keys.rsa);
    const states = (...all: readonly (readonly [])[]): unknown =>
      verified({ ...playbook, signatures: all.flat() }).signatures.map(({ isInForce }) => isInForce);
    expect(states(early, version("2026-02-21T10:00:00.000Z", keys.rsa))).toEqual([false, true]);
    expect(states(version("2026-02-21T10:00:00.000Z", keys.rsa), early)).toEqual([true, false]);
    expect(states(early, version("2026-02-21T10:00:00.000Z", keys.otherRsa))).toEqual([true, true]);
  });
});

const published = fileURLToPath(new URL("../../../../shared/corpora/cacao/signature-rsa-vector.json", import.meta.url));

test.runIf(existsSync(published))("the specification's own example", () => {
  const vector = JSON.parse(readFileSync(published, "utf8"));
  const { signed_playbook_one_signature: one, signed_playbook_two_signatures: two } = vector;
  expect(new SignedTexts(one).of([one.signatures[0]])).toBe(vector.canonical);
  expect(canonical(JSON.parse(vector.canonical))).toBe(vector.canonical);
  const options = { trust: trusting(vector.public_key_pem), nowMs: Date.parse("2023-03-01T00:00:00Z") };
  expect(verified(one, options).signatures).toMatchObject([{ valid: true, trustedBy: "0.pem", isInForce: true }]);
  expect(verified(two, options).signatures).toMatchObject([{ valid: false }, { valid: true, trustedBy: "0.pem" }]);
  expect(codes(verified(one))).toEqual(["expired"]);
});
