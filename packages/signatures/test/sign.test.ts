import { describe, expect, it } from "vitest";
import { isEncryptedKey, readPrivateKey, readTrustStore, SigningError } from "../src/index.js";
import { keys, nowMs, playbook, publicPem, signed } from "./playbook.js";

describe("signing refuses", () => {
  it.each([
    ["what is no playbook", { ...playbook, type: "bundle" }, {}, "playbook"],
    ["no version", { ...playbook, modified: 7 }, {}, "modified"],
    ["signatures that are no list", { ...playbook, signatures: {} }, {}, "no list"],
    ["half a character", { ...playbook, name: "\udc00" }, {}, "canonical"],
    ["an algorithm for another key", playbook, { algorithm: "ES256" }, "can't be used"],
    ["an unknown algorithm", playbook, { algorithm: "none" }, "no algorithm"],
    ["an unknown hash", playbook, { hashAlgorithm: "sha-1" }, "no hash"],
    ["an end before the beginning", playbook, { validFromMs: nowMs, validUntilMs: nowMs }, "after"],
    ["a public key", playbook, { privateKey: keys.rsa.publicKey }, "private key"],
  ])("%s", (_, document, options, message) => {
    expect(() => signed(document, keys.rsa, options)).toThrow(SigningError);
    expect(() => signed(document, keys.rsa, options)).toThrow(message);
  });
});

describe("private keys", () => {
  const plain = keys.p256.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  const options = { format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "correct horse" } as const;
  const encrypted = keys.p256.privateKey.export(options) as string;

  it("are read, decrypted if need be", () => {
    expect(readPrivateKey(plain).equals(keys.p256.privateKey)).toBe(true);
    expect(readPrivateKey(encrypted, "correct horse").equals(keys.p256.privateKey)).toBe(true);
    expect([plain, encrypted].map(isEncryptedKey)).toEqual([false, true]);
  });

  it.each([
    ["without a passphrase", encrypted, undefined, "no passphrase"],
    ["with a wrong one", encrypted, "wrong", "can't be decrypted"],
    ["that are public", publicPem(keys.p256), undefined, "no private key"],
    ["of OpenSSH", plain.replaceAll("PRIVATE", "OPENSSH PRIVATE"), undefined, "openssl genpkey"],
    ["that are damaged", plain.replace(/\n.{20}/, "\nAAAA"), undefined, "can't be read"],
  ])("are refused %s, and nothing of them is in the message", (_, pem, passphrase, message) => {
    expect(() => readPrivateKey(pem, passphrase)).toThrow(message);
    expect(() => readPrivateKey(pem, passphrase)).toThrow(SigningError);
  });
});

it("a trust store says what it can't use", () => {
  const secret = keys.p256.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  const { store, problems } = readTrustStore([
    { name: "a.pem", text: `some words\n${publicPem(keys.p256)}\n${publicPem(keys.rsa)}` },
    { name: "b.txt", text: "nothing" },
    { name: "c.pem", text: secret },
    { name: "d.pem", text: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" },
  ]);
  expect(store.keys.size).toBe(2);
  expect(problems).toEqual([
    "'b.txt' has no PEM block, such as -----BEGIN PUBLIC KEY-----.",
    "'c.pem' has a PRIVATE KEY that can't be used.",
    "'d.pem' has a CERTIFICATE that can't be used.",
  ]);
});
