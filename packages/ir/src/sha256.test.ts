import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256, sha256Hex } from "./sha256.js";

/** The vectors that NIST publishes with FIPS 180-4. */
test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  [
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
])("%.20s", (message, digest) => {
  expect(sha256Hex(message)).toBe(digest);
  expect(sha256Hex(new TextEncoder().encode(message))).toBe(digest);
  expect(sha256(message)).toBe(`sha256:${digest}`);
});

const reference = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

test("every length around the ends of blocks and chunks", () => {
  for (const base of [0, 64, 128, 4096, 8192]) {
    for (let length = Math.max(0, base - 10); length < base + 10; length++) {
      const text = "x".repeat(length);
      expect(sha256Hex(text)).toBe(reference(text));
      expect(sha256Hex(Buffer.from(text))).toBe(reference(text));
    }
  }
});

test("characters of two to four bytes across the end of a chunk, and lone surrogates", () => {
  for (const character of ["é", "€", "\u{1f600}", "\ud83d", "\ude00", "\ude00\ud83d"]) {
    for (let before = 4090; before < 4098; before++) {
      const text = "x".repeat(before) + character.repeat(3);
      expect(sha256Hex(text)).toBe(reference(text));
    }
  }
});

test("agrees with another implementation", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
      expect(sha256Hex(text)).toBe(reference(text));
      expect(sha256Hex(bytes)).toBe(reference(bytes));
    }),
  );
});
