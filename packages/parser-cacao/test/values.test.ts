import type { Json } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { decodeBase64Text } from "../src/base64.js";
import { findReferences, isVariableName, wholeReference } from "../src/variable-references.js";
import { cacaoVariableSchema, convertValue } from "../src/variable-type.js";

describe("values of variables", () => {
  const table: readonly (readonly [type: string, value: Json, json: Json | undefined])[] = [
    ["bool", "true", true],
    ["bool", "False", false],
    ["bool", true, true],
    ["bool", "yes", undefined],
    ["integer", "42", 42],
    ["integer", "-7", -7],
    ["integer", 42, 42],
    ["integer", "4.2", undefined],
    ["integer", 4.2, undefined],
    ["integer", "0x10", undefined],
    ["long", "12345678901234567890", "12345678901234567890"],
    ["float", "0.85", 0.85],
    ["float", 0.85, 0.85],
    ["float", "1e3", 1000],
    ["float", "1e999", undefined],
    ["float", "high", undefined],
    ["dictionary", { a: "b" }, { a: "b" }],
    ["dictionary", '{"a": "b"}', { a: "b" }],
    ["dictionary", "[1]", undefined],
    ["dictionary", "a=b", undefined],
    ["string", "x", "x"],
    ["string", 1, undefined],
    ["hexstring", "00ff", "00ff"],
    ["hexstring", "xyz", undefined],
    ["ipv4-addr", "198.51.100.7", "198.51.100.7"],
    ["ipv4-addr", "198.51.100.0/24", "198.51.100.0/24"],
    ["ipv4-addr", "198.51.100.256", undefined],
    ["ipv4-addr", "198.51.100.0/33", undefined],
    ["ipv4-addr", "010.0.0.1", undefined],
    ["ipv4-addr", "2001:db8::1", undefined],
    ["ipv6-addr", "::ffff:198.51.100.7", "::ffff:198.51.100.7"],
    ["ipv6-addr", "2001:db8::/32", "2001:db8::/32"],
    ["ipv6-addr", "2001:db8::/129", undefined],
    ["ipv6-addr", "198.51.100.7", undefined],
    ["ipv6-addr", "fe80::1%eth0", undefined],
    ["ipv6-addr", "2001:db8::1", "2001:db8::1"],
    ["ipv6-addr", "::", "::"],
    ["ipv6-addr", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["ipv6-addr", "1::2::3", undefined],
    ["ipv6-addr", "1:2:3", undefined],
    ["mac-addr", "34:67:09:33:34:1c", "34:67:09:33:34:1c"],
    ["mac-addr", "34-67-09-33-34-1C", "34-67-09-33-34-1C"],
    ["mac-addr", "34:67:09:33:34", undefined],
    ["mac-addr", "34:67-09:33-34:1c", undefined],
    ["md5-hash", "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"],
    ["md5-hash", "d41d", undefined],
    ["sha256-hash", "d41d", undefined],
    ["uri", "https://example.org/x", "https://example.org/x"],
    ["uri", "example", undefined],
    ["uuid", "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000"],
    ["uuid", "0", undefined],
    // Null means that it isn't known, "" that it is empty: both are allowed of any type.
    ["integer", null, null],
    ["integer", "", ""],
    ["of-ones-own", ["any"], ["any"]],
  ];
  for (const [type, value, json] of table) {
    it(`${type} ${JSON.stringify(value)}`, () => {
      const converted = convertValue(type, value);
      expect("json" in converted ? converted.json : undefined).toEqual(json);
    });
  }

  it("are checked by the schema language when they are given", () => {
    const check = cacaoVariableSchema.compile("integer");
    expect(typeof check === "function" ? [check("4"), check("x")] : []).toEqual([
      [],
      [{ pointer: "", message: "is not a whole number" }],
    ]);
    for (const odd of [[], 5, null, { x: 5 }, { x: { type: "integer" } }, { x: { type: "integer", path: [0] } }])
      expect(cacaoVariableSchema.compile(odd)).toEqual({ error: expect.stringContaining("name of a type") });
  });
});

describe("what results give to variables", () => {
  const schema = {
    __n__: "integer",
    __s__: "string",
    __first__: { type: "ipv4-addr", path: ["body", "hosts", "0", "ip"] },
    __all__: { type: "dictionary", path: [] },
  };
  const check = cacaoVariableSchema.compile(schema);
  const table: readonly (readonly [result: Json, ...wrong: string[]])[] = [
    [{}],
    [{ __n__: 1, __s__: "x", body: { hosts: [{ ip: "198.51.100.7" }] } }],
    [{ __n__: "1", __s__: 5 }],
    [{ __n__: null, __s__: null }],
    [{ __n__: 1.5 }, "/__n__ is not a whole number"],
    [{ __s__: ["x"] }, "/__s__ is a list, and no string"],
    [{ __s__: { x: 1 } }, "/__s__ is an object, and no string"],
    [{ body: { hosts: [] } }],
    [{ body: { hosts: [{ ip: "nowhere" }] } }, "/body/hosts/0/ip is not an IPv4 address"],
    [{ body: { hosts: { "0": { ip: true } } } }, "/body/hosts/0/ip is not an IPv4 address"],
    ["no object", " is not an object"],
  ];
  it.each(table)("%j", (result, ...wrong) => {
    const found = typeof check === "function" ? check(result) : [];
    expect(found.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual(wrong);
  });
});

describe("references in texts", () => {
  const declared = new Set(["__a__", "__b__", "__a__b__"]);
  const table: readonly (readonly [text: string, ...names: string[]])[] = [
    ["nothing here"],
    ["__a__:value", "__a__"],
    ["x __a__:value y __b__:value", "__a__", "__b__"],
    ["__a__:value__b__:value", "__a__", "__b__"],
    ["__a__b__:value", "__a__b__"],
    ["___a__:value", "__a__"],
    ["__x__y__:value", "__y__"],
    ["__dotted.name-1__:value", "__dotted.name-1__"],
    ["__a__ and :value"],
    ["a__:value"],
    ["__1__:value"],
    ["____:value"],
    ["__a b__:value"],
  ];
  for (const [text, ...names] of table) {
    it(text, () => expect(findReferences(text, (name) => declared.has(name)).map(({ name }) => name)).toEqual(names));
  }

  it("takes the time of reading a text full of underscores once", () => {
    const started = performance.now();
    expect(findReferences(`${"__a".repeat(300_000)}__:value`, () => false)).toHaveLength(1);
    expect(findReferences("__a__:value".repeat(50_000), () => false)).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("names", () => {
    expect(["__a__", "__A.b-c_d__", `__${"a".repeat(246)}__`].map(isVariableName)).toEqual([true, true, true]);
    expect(["a", "__a", "__1a__", "____", "__a b__", `__${"a".repeat(247)}__`].map(isVariableName)).not.toContain(true);
    expect([" __a__:value ", "__a__", "x __a__"].map(wholeReference)).toEqual(["__a__", "__a__", undefined]);
  });
});

describe("base64", () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ["", ""],
    ["aGk=", "hi"],
    ["aGk", undefined],
    ["aG k=", undefined],
    ["aG\nk=", "hi"],
    ["4oKs", "€"],
    ["8J+YgA==", "😀"],
    ["gA==", undefined],
    ["AA==", undefined],
    ["a===", undefined],
  ];
  for (const [encoded, decoded] of table) {
    it(JSON.stringify(encoded), () => expect(decodeBase64Text(encoded)).toBe(decoded));
  }

  it("of a long text cut at no character", () => {
    const text = "é€😀x".repeat(2000);
    expect(decodeBase64Text(Buffer.from(text, "utf8").toString("base64"))).toBe(text);
  });
});
