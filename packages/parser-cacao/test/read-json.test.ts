import { describe, expect, it } from "vitest";
import { toJson } from "../src/json-tree.js";
import { readJson } from "../src/read-json.js";

const limits = { maxBytes: 1024, maxDepth: 8 };

describe("reading JSON", () => {
  const hostile: readonly (readonly [name: string, text: string, ...problems: (readonly [string, number])[]])[] = [
    ["nothing", "", ["empty-document", 0]],
    ["only space", " \n\t", ["empty-document", 0]],
    ["only a byte order mark", "\ufeff", ["empty-document", 0]],
    ["binary", "PK\u0003\u0004\u0000", ["json-syntax", 0]],
    ["a NUL in between", '{"a":\u00001}', ["not-text", 5]],
    ["what a wrong decoding leaves", "\ufffd\ufffd{}", ["not-text", 0]],
    ["two members of one name", '{"a":1,"b":2,"a":3}', ["duplicate-key", 13]],
    ["two members of one name, one escaped", '{"a":1,"\\u0061":3}', ["duplicate-key", 7]],
    ["half a surrogate pair, escaped", '{"a":"\\ud800"}', ["lone-surrogate", 5]],
    ["half a surrogate pair in a name", '{"\\udc00":1}', ["lone-surrogate", 1]],
    ["half a surrogate pair as it is", '["\ud800"]', ["lone-surrogate", 2]],
    ["a number beyond all range", '{"a":1e400}', ["number-range", 5]],
    ["an integer that loses digits", "[12345678901234567890]", ["number-precision", 1]],
    ["too deep", "[".repeat(9), ["too-deep", 8]],
    ["too deep by far", "[".repeat(1000), ["too-deep", 8]],
    ["too deep, of objects", '{"a":'.repeat(9), ["too-deep", 40]],
    ["too large", `"${"x".repeat(1024)}"`, ["too-large", 0]],
    ["too large in UTF-8", `"${"€".repeat(342)}"`, ["too-large", 0]],
    ["no end", '{"a":1', ["json-syntax", 6]],
    ["a trailing comma", "[1,]", ["json-syntax", 3]],
    ["a comment", "{} // no", ["json-syntax", 3]],
    ["two documents", "{} {}", ["json-syntax", 3]],
    ["single quotes", "{'a':1}", ["json-syntax", 1]],
    ["a name without quotes", "{a:1}", ["json-syntax", 1]],
    ["a line break in a string", '"a\nb"', ["json-syntax", 2]],
    ["an escape that is none", '"a\\x"', ["json-syntax", 2]],
    ["an escape cut off", '"\\u12"', ["json-syntax", 1]],
    ["an unfinished escape at the end", '"\\', ["json-syntax", 2]],
    ["a leading zero", "[01]", ["json-syntax", 2]],
    ["NaN", "[NaN]", ["json-syntax", 1]],
    ["a plus sign", "[+1]", ["json-syntax", 1]],
    ["a lone minus", "[-]", ["json-syntax", 1]],
    ["several at once", '{"a":1,"a":1e999}', ["number-range", 11], ["duplicate-key", 7]],
  ];
  for (const [name, text, ...problems] of hostile) {
    it(`refuses ${name}`, () => {
      expect(readJson(text, limits).problems.map(({ reason, offset }) => [reason, offset])).toEqual(problems);
    });
  }

  const good = [
    '{"type": "playbook", "list": [1, -2.5e3, true, false, null, "\\u00e9\\n\\"\\ud83d\\ude00 €"], "empty": {}, "none": []}',
    '  "text"\n',
    '{"2": 0, "1": 0}',
    '{"__proto__": {"polluted": true}, "constructor": 1}',
    "[0, -0, 1E5, 0.1]",
  ];
  for (const text of good) {
    it(`reads ${text} as JSON.parse does`, () => {
      const { tree, problems } = readJson(text, limits);
      expect(problems).toEqual([]);
      expect(tree === null ? null : toJson(tree)).toStrictEqual(JSON.parse(text));
    });
  }

  it("keeps the order of members that look like numbers", () => {
    const { tree } = readJson('{"2": 0, "1": 0}', limits);
    expect(tree?.kind === "object" ? [...tree.members.keys()] : []).toEqual(["2", "1"]);
  });

  describe.each([0, 1, 15, 16, 17, 40])("an object of %i members", (count) => {
    const names = Array.from({ length: count }, (_, index) => `name-${count - index}`);
    const text = (all: readonly string[]) => `{${all.map((name) => `"${name}":"${name}"`).join()}}`;
    const larger = { ...limits, maxBytes: 10_000 };

    it("has each of them, and no other", () => {
      const { tree } = readJson(text(names), larger);
      if (tree?.kind !== "object") throw new Error("The text is an object.");
      const { members } = tree;
      const visited: unknown[] = [];
      members.forEach((value, name, all) => void visited.push([name, value, all === members]));
      expect(members.size).toBe(count);
      expect([...members.keys()]).toEqual(names);
      expect([...members.values()].map(toJson)).toEqual(names);
      expect([...members]).toEqual(names.map((name) => [name, members.get(name)]));
      expect([...members.entries()]).toEqual([...members]);
      expect(visited).toEqual(names.map((name) => [name, members.get(name), true]));
      expect(names.map((name) => members.has(name))).toEqual(names.map(() => true));
      expect(["", "name-0", "__proto__", "size"].map((name) => members.get(name))).toEqual(Array(4).fill(undefined));
      expect(members.has("__proto__")).toBe(false);
    });

    it("keeps the first of two equal ones", () => {
      const { tree, problems } = readJson(text([...names, "name-1", "x", "name-1"]), larger);
      expect(problems.map(({ reason }) => reason)).toEqual(Array(count === 0 ? 1 : 2).fill("duplicate-key"));
      const first = tree?.kind === "object" ? tree.members.get("name-1") : undefined;
      expect(first?.keyStart).toBe(text([...names, "name-1"]).indexOf('"name-1"'));
    });
  });

  it("leaves prototypes alone", () => {
    const { tree } = readJson('{"__proto__": {"polluted": true}}', limits);
    expect(Object.hasOwn((tree === null ? {} : toJson(tree)) as object, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("refuses a hundred thousand levels as fast as nine", () => {
    const started = performance.now();
    expect(readJson("[".repeat(100_000), { maxBytes: 1e6, maxDepth: 64 }).problems[0]?.reason).toBe("too-deep");
    expect(performance.now() - started).toBeLessThan(50);
  });

  it("survives whatever depth a caller allows", () => {
    expect(readJson("[".repeat(100_000), { maxBytes: 1e6, maxDepth: 1e9 }).problems[0]?.reason).toBe("too-deep");
  });
});
