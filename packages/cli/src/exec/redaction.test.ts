import { describe, expect, test } from "vitest";
import { redactionOf, redactJson } from "./redaction.js";

const redacted = (text: string, ...rules: readonly (readonly [pattern: string, replace: string])[]): string =>
  redactionOf({ redact: rules.map(([pattern, replace]) => ({ pattern, replace })) })(text);

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

  test("every text in a value; its names stay", () => {
    const value = JSON.parse('{"a1": ["1", 1, null, {"__proto__": "1"}]}');
    const hidden = redactJson(value, () => "#");
    expect(JSON.stringify(hidden)).toBe('{"a1":["#",1,null,{"__proto__":"#"}]}');
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
    const redact = redactionOf({ redact: [{ pattern: `${"a{100}".repeat(20)}|a.*b|a`, replace: "-" }] });
    const texts = Array.from({ length: 1000 }, () => redact("a".repeat(100)));
    expect([texts[0], texts.at(-1)]).toEqual(["-".repeat(100), expect.stringMatching(/^<withheld/)]);
  });

  test("that can't be used withholds the text", () => {
    expect(redacted("secret", ["(", "-"])).toMatch(/^<withheld/);
  });
});
