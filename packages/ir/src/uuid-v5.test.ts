import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { uuidV5 } from "./uuid-v5.js";

const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

function byPlatform(name: string): string {
  const digest = createHash("sha1")
    .update(Buffer.from(dns.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  digest[6] = ((digest[6] as number) & 0x0f) | 0x50;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  return digest.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

describe("UUIDs of names", () => {
  it("of the example in RFC 9562, appendix A.4", () => {
    expect(uuidV5(dns, "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  });

  it("of names of every length, in every script", () => {
    for (let length = 0; length < 140; length++)
      expect(uuidV5(dns, "ab".repeat(length))).toBe(byPlatform("ab".repeat(length)));
    expect(uuidV5(dns, "é€😀")).toBe(byPlatform("é€😀"));
  });
});
