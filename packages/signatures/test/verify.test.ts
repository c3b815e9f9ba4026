import { generateKeyPairSync } from "node:crypto";
import type { JsonObject } from "@rb/ir";
import { describe, expect, it, test } from "vitest";
import { isAccepted } from "../src/index.js";
import { codes, keys, nowMs, playbook, publicPem, signed, trusting, verified, withSignature } from "./playbook.js";

describe("every algorithm", () => {
  it.each([
    ["RS256", keys.rsa],
    ["RS384", keys.rsa],
    ["RS512", keys.rsa],
    ["PS256", keys.rsa],
    ["PS384", keys.rsa],
    ["PS512", keys.rsa],
    ["ES256", keys.p256],
    ["ES384", keys.p384],
    ["ES512", keys.p521],
    ["Ed25519", keys.ed25519],
    ["Ed448", keys.ed448],
    ["EdDSA", keys.ed25519],
    ["EdDSA", keys.ed448],
  ] as const)("%s", (algorithm, pair) => {
    const [one] = verified(signed(playbook, pair, { algorithm })).signatures;
    expect(one).toMatchObject({ valid: true, algorithm, trustedBy: null, isInForce: true, isForPlaybook: true });
    expect(one?.diagnostics).toEqual([]);
  });

  it.each(["sha-256", "sha-384", "sha-512", "sha3-256", "sha3-512"])("with %s", (hashAlgorithm) => {
    expect(verified(signed(playbook, keys.p256, { hashAlgorithm })).signatures[0]?.valid).toBe(true);
  });

  it.each([
    [keys.rsa, "RS256"],
    [generateKeyPairSync("rsa-pss", { modulusLength: 2048 }), "PS256"],
    [keys.p256, "ES256"],
    [keys.p384, "ES384"],
    [keys.p521, "ES512"],
    [keys.ed25519, "Ed25519"],
    [keys.ed448, "Ed448"],
  ] as const)("is found for a key when nobody names one", (pair, algorithm) => {
    expect(verified(signed(playbook, pair)).signatures[0]).toMatchObject({ valid: true, algorithm });
  });
});

describe("an algorithm is pinned to the key", () => {
  const rs256 = signed(playbook, keys.rsa);
  it.each([
    ["PS256", "does-not-verify"],
    ["RS512", "does-not-verify"],
    ["ES256", "key-mismatch"],
    ["Ed25519", "key-mismatch"],
    ["HS256", "symmetric-algorithm"],
    ["hmac-sha256", "symmetric-algorithm"],
    ["none", "no-algorithm"],
    ["None", "no-algorithm"],
    ["", "unknown-algorithm"],
    ["RS1", "unknown-algorithm"],
    ["XMSS-SHA2_10_256", "unsupported-algorithm"],
    ["LMS_SHA256_M32_H5", "unsupported-algorithm"],
  ])("%s with a key and value for RS256: %s", (algorithm, code) => {
    const report = verified(withSignature(rs256, { algorithm }));
    expect(report.signatures[0]?.valid).toBe(false);
    expect(codes(report)).toEqual([code]);
  });

  it("refuses a curve that isn't the algorithm's", () => {
    const report = verified(withSignature(signed(playbook, keys.p384), { algorithm: "ES256" }));
    expect(codes(report)).toEqual(["key-mismatch"]);
  });

  it.each([
    ["sha-1", "weak-hash"],
    ["SHA1", "weak-hash"],
    ["md5", "weak-hash"],
    ["sha-224", "weak-hash"],
    ["blake2", "unknown-hash"],
    ["sha-512", "does-not-verify"],
  ])("hash %s: %s", (hash_algorithm, code) => {
    expect(codes(verified(withSignature(rs256, { hash_algorithm })))).toEqual([code]);
  });

  it("refuses RSA with less than 2048 bits", () => {
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const spki = weak.publicKey.export({ format: "der", type: "spki" }).toString("base64");
    expect(codes(verified(withSignature(rs256, { public_key: spki })))).toEqual(["weak-key"]);
    expect(() => signed(playbook, weak)).toThrow("2048");
  });
});

describe("keys", () => {
  const document = signed(playbook, keys.ed25519);
  const spki = keys.ed25519.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const privateDer = keys.ed25519.privateKey.export({ format: "der", type: "pkcs8" });
  const privatePem = keys.ed25519.privateKey.export({ format: "pem", type: "pkcs8" }) as string;

  it.each([
    ["none", { public_key: undefined }, "no-key"],
    ["two", { thumbprint: "x" }, "several-keys"],
    [
      "another one",
      { public_key: keys.p256.publicKey.export({ format: "der", type: "spki" }).toString("base64") },
      "key-mismatch",
    ],
    ["no text", { public_key: 7 }, "bad-key"],
    ["no base64", { public_key: "some public key" }, "bad-key"],
    ["no key", { public_key: "AAAA" }, "bad-key"],
    ["more than a key", { public_key: `${spki}AAAA`.replace(/=+/, "") }, "bad-key"],
    ["a private key", { public_key: privateDer.toString("base64") }, "private-key"],
    ["a private key in PEM", { public_key: privatePem }, "private-key"],
    ["a link", { public_key: undefined, cert_url: "https://example.com/chain.pem" }, "certificate-not-fetched"],
    ["an unknown thumbprint", { public_key: undefined, thumbprint: "A".repeat(43) }, "unknown-thumbprint"],
    ["a bad thumbprint", { public_key: undefined, thumbprint: "ab:cd" }, "bad-thumbprint"],
    ["no chain", { public_key: undefined, public_cert_chain: [] }, "bad-certificate"],
    ["a chain of nothing", { public_key: undefined, public_cert_chain: ["AAAA"] }, "bad-certificate"],
    ["a long chain", { public_key: undefined, public_cert_chain: Array(11).fill("AAAA") }, "too-many-certificates"],
  ] as const)("%s: not valid", (_, change, code) => {
    const report = verified(withSignature(document, change as unknown as JsonObject));
    expect(report.signatures[0]?.valid).toBe(false);
    expect(codes(report)).toContain(code);
  });
});

describe("trust", () => {
  const document = signed(playbook, keys.rsa);

  test("nothing is said about it when nobody is to be trusted", () => {
    const [one] = verified(document).signatures;
    expect(one).toMatchObject({ valid: true, trustedBy: null });
    expect(one && isAccepted(one, { trusted: false })).toBe(true);
    expect(one && isAccepted(one, { trusted: true })).toBe(false);
  });

  test("a key of the store is", () => {
    const trust = trusting(publicPem(keys.p256), publicPem(keys.rsa));
    expect(verified(document, { trust }).signatures[0]).toMatchObject({ valid: true, trustedBy: "1.pem" });
  });

  test("any other isn't", () => {
    const report = verified(document, { trust: trusting(publicPem(keys.otherRsa)) });
    expect(report.signatures[0]).toMatchObject({ valid: true, trustedBy: null });
    expect(codes(report)).toEqual(["untrusted"]);
  });

  test("a trusted key makes nothing valid that it didn't sign", () => {
    const forged = { ...document, name: "Wipe every host" };
    const trust = trusting(publicPem(keys.rsa));
    expect(verified(forged, { trust }).signatures[0]).toMatchObject({ valid: false, trustedBy: null });
  });
});

describe("what a signature says of itself", () => {
  const hour = 3_600_000;
  it.each([
    ["in force", { validFromMs: nowMs - hour, validUntilMs: nowMs + hour }, true, []],
    ["too early", { validFromMs: nowMs + hour }, false, ["not-yet-valid"]],
    ["too late", { validUntilMs: nowMs }, false, ["expired"]],
  ] as const)("%s", (_, times, isInForce, expected) => {
    const report = verified(signed(playbook, keys.p256, times));
    expect(report.signatures[0]).toMatchObject({ valid: true, isInForce });
    expect(codes(report)).toEqual(expected);
  });

  it.each([
    [{ revoked: true }, "revoked"],
    [{ revoked: "no" }, "revoked"],
    [{ valid_until: "soon" }, "bad-time"],
    [{ valid_from: 7 }, "bad-time"],
    [{ valid_from: "2026-02-01T00:00:00.000Z", valid_until: "2026-01-01T00:00:00.000Z" }, "time-order"],
  ])("%j: not in force", (change, code) => {
    const report = verified(withSignature(signed(playbook, keys.p256), change));
    expect(report.signatures[0]?.isInForce).toBe(false);
    expect(codes(report)).toContain(code);
  });

  it.each([
    [{ related_to: "playbook--00000000-0000-4000-8000-000000000000" }, "other-playbook"],
    [{ related_version: "2026-02-01T08:00:00.000Z" }, "other-version"],
    [{ related_version: 1 }, "other-version"],
  ])("%j: for something else", (change, code) => {
    const report = verified(withSignature(signed(playbook, keys.p256), change));
    expect(report.signatures[0]?.isForPlaybook).toBe(false);
    expect(codes(report)).toContain(code);
  });

  it("is none of CACAO 1.x", () => {
    const [one] = verified(withSignature(signed(playbook, keys.p256), { type: "signature" })).signatures;
    expect(one?.diagnostics[0]?.message).toContain("CACAO 1.x, which signs otherwise");
  });

  it("has a type", () => {
    expect(codes(verified(withSignature(signed(playbook, keys.p256), { type: "jws" })))).toContain("wrong-type");
  });

  it("lacks nothing that the specification asks for", () => {
    const bare = { type: "jss", hash_algorithm: "sha-256" } as const;
    expect(codes(verified({ ...playbook, signatures: [bare] }))).toEqual([
      ...Array(6).fill("missing-member"),
      "no-key",
    ]);
  });
});

describe("a playbook as a whole", () => {
  it.each([
    ["not signed", playbook, "unsigned"],
    ["an empty list", { ...playbook, signatures: [] }, "unsigned"],
    ["no list", { ...playbook, signatures: {} }, "bad-signatures"],
    ["a list of texts", { ...playbook, signatures: ["x"] }, "bad-signatures"],
    ["too many", { ...playbook, signatures: Array(65).fill({}) }, "too-many"],
    ["too many with countersignatures", { ...playbook, signatures: Array(33).fill({ signature: {} }) }, "too-many"],
    ["no playbook", { ...playbook, type: "bundle" }, "not-a-playbook"],
    ["no object", [playbook], "not-a-playbook"],
    ["half a character", { ...signed(playbook, keys.p256), name: "\ud800" }, "not-canonical"],
  ])("%s", (_, document, code) => {
    const report = verified(document);
    expect(report.signatures).toEqual([]);
    expect(codes(report)).toEqual([code]);
  });

  it("may be revoked", () => {
    const report = verified(signed({ ...playbook, revoked: true }, keys.p256));
    expect(report).toMatchObject({ isRevoked: true, signatures: [{ valid: true }] });
    expect(report.diagnostics.map(({ code }) => code)).toEqual(["signatures/playbook-revoked"]);
  });

  it("may have several signatures, each on its own", () => {
    const twice = signed(signed(playbook, keys.rsa), keys.ed25519);
    expect(verified(twice).signatures.map(({ valid }) => valid)).toEqual([true, true]);
    const broken = withSignature(twice, { signee: "Somebody else" });
    expect(verified(broken).signatures.map(({ valid }) => valid)).toEqual([false, true]);
  });
});
