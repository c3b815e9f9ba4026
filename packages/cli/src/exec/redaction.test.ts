import type { Json } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { redactionOf } from "./redaction.js";

const redacted = (text: string, ...rules: readonly (readonly [pattern: string, replace: string])[]): string =>
  redactionOf({ redact: rules.map(([pattern, replace]) => ({ pattern, replace })) }).redact(text);

describe("what is replaced", () => {
  test.each([
    ["all matches", "a1 b22", [["[0-9]+", "#"]], "a# b#"],
    [
      "in order, each in what the one before has left",
      "key",
      [
        ["key", "token"],
        ["token", "-"],
      ],
      "-",
    ],
    ["groups", "user=bob pw=x", [["(\\w+)=\\w+", "$1=… (${1})"]], "user=… (user) pw=… (pw)"],
    ["a group that isn't there, or found nothing, is empty", "ab", [["a(x)?", "[$1$7]"]], "[]b"],
    ["other dollars are themselves", "a", [["a", "$ $$1 $x ${y}"]], "$ $1 $x ${y}"],
    ["flags", "PASSWORD: x", [["(?i)password\\s*[:=]\\s*\\S+", "password: <redacted>"]], "password: <redacted>"],
    ["empty matches", "ab", [["x*", "-"]], "-a-b-"],
    ["nothing, without rules", "a", [], "a"],
  ] as const)("%s", (_, text, rules, expected) => {
    expect(redacted(text, ...rules)).toBe(expected);
  });
});

describe("words", () => {
  const words = (given: readonly Json[], ...rules: readonly (readonly [pattern: string, replace: string])[]) =>
    redactionOf({ redact: rules.map(([pattern, replace]) => ({ pattern, replace })) }).redactWords(given);
  const password = ["--password \\S+", "--password ***"] as const;

  test("are redacted each by itself", () => {
    expect(words(["a1", 12, null, "b"], ["\\d+", "#"])).toEqual(["a#", "#", null, "b"]);
  });

  test("are redacted where a pattern reaches over them", () => {
    expect(words(["x", "--password", "hunter3", "y", "--password", "z"], password)).toEqual([
      "x",
      "--password",
      "***",
      "y",
      "--password",
      "***",
    ]);
  });

  test("that what stands for them can't be told apart from are hidden whole", () => {
    expect(words(["x", "a b --password", "c d", "y"], password)).toEqual(["x", "<redacted>", "<redacted>", "y"]);
    expect(words(["x", "-p", "q", "y"], ["-p \\S+", "-"])).toEqual(["x", "<redacted>", "<redacted>", "y"]);
  });

  test("in which one match follows another", () => {
    expect(words(["k", "1", "2", "3"], ["[a-z0-9] [a-z0-9]", "#"])).toEqual(Array(4).fill("<redacted>"));
    expect(words(["k1", "2k", "3"], ["1 2|k 3", "# #"])).toEqual(["k#", "<redacted>", "<redacted>"]);
  });

  test("and what isn't known stays so", () => {
    expect(words([null, "--password", null, "x"], password)).toEqual([null, "--password", null, "x"]);
  });

  test("are withheld where looking takes too long", () => {
    expect(words(["x".repeat(50_000), "y"], ["x.*z|x", "-"])).toEqual(["<redacted>", "<redacted>"]);
  });
});

describe("a hostile pattern", () => {
  test("takes time in proportion to the text", () => {
    expect(redacted("a".repeat(100_000), ["(a+)+$", "-"])).toBe("-");
  });

  test("that would have to look at all of the text for each match withholds the text", () => {
    expect(redacted("a".repeat(50_000), ["a.*b|a", "-"])).toMatch(/^<withheld/);
  });

  test("takes no more in many texts than in one", () => {
    const { redact } = redactionOf({ redact: [{ pattern: `${"a{100}".repeat(20)}|a.*b|a`, replace: "-" }] });
    const texts = Array.from({ length: 1000 }, () => redact("a".repeat(100)));
    expect([texts[0], texts.at(-1)]).toEqual(["-".repeat(100), expect.stringMatching(/^<withheld/)]);
  });

  test("that would write far more than there is withholds the text", () => {
    const letters = "a".repeat(100_000);
    expect(redacted(letters, ["a", "b".repeat(100_000)])).toMatch(/^<withheld/);
    expect(redacted(letters, ["(?s)(.+)", "$1".repeat(500)])).toMatch(/^<withheld/);
    expect(redacted(letters, ...Array.from({ length: 50 }, () => ["a", "aa"] as const))).toMatch(/^<withheld/);
    expect(redacted(letters, ["a", "<redacted>"])).toBe("<redacted>".repeat(100_000));
  });

  test("beside too many others withholds the text", () => {
    const many = Array.from({ length: 2000 }, (_, n) => [`(b{1,30}){1,20}${n}`, "-"] as const);
    expect(redacted("a", ...many)).toMatch(/^<withheld/);
  });

  test("that can't be used withholds the text", () => {
    expect(redacted("secret", ["(", "-"])).toMatch(/^<withheld/);
  });
});
