import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCondition } from "../../src/stix/condition.js";
import { parsePattern } from "../../src/stix/parse-pattern.js";
import { printComparison, printPattern } from "../../src/stix/print-pattern.js";
import { comparison, pattern } from "./arbitrary-pattern.js";

/** The tree without places. */
const placeless = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === "offset" ? undefined : value)));

describe("printing", () => {
  it("is undone by reading, whatever the pattern", () => {
    fc.assert(
      fc.property(pattern, (tree) => {
        const text = printPattern(tree);
        expect(placeless(parsePattern(text)), text).toEqual(placeless(tree));
      }),
      { numRuns: 500 },
    );
  });

  it("is undone by reading where a comparison stands for a condition", () => {
    fc.assert(
      fc.property(comparison, (tree) => {
        const text = printComparison(tree).replace(/[a-z][a-z0-9-]*:/g, "__v__:");
        const read = parseCondition(text);
        if ("error" in read) return;
        const again = printComparison(read.comparison);
        expect(parseCondition(again)).toMatchObject({ comparison: { kind: read.comparison.kind } });
        expect(printComparison((parseCondition(again) as typeof read).comparison)).toBe(again);
      }),
    );
  });

  const table: readonly (readonly [string, string])[] = [
    ["[a:b=1]", "[a:b = 1]"],
    ["[a:b == +1 OR a:b <> .5]", "[a:b = 1 OR a:b != 0.5]"],
    ["( [a:b = 1] )", "[a:b = 1]"],
    ["[(a:b = 1 AND (a:c = 2)) OR a:d = 3]", "[a:b = 1 AND a:c = 2 OR a:d = 3]"],
    ["[a:b = 1 AND (a:c = 2 OR a:d = 3)]", "[a:b = 1 AND (a:c = 2 OR a:d = 3)]"],
    ["[a:b = 1] OR ([a:b = 2] AND [a:b = 3])", "[a:b = 1] OR [a:b = 2] AND [a:b = 3]"],
    ["([a:b = 1] FOLLOWEDBY [a:b = 2]) OR [a:b = 3]", "([a:b = 1] FOLLOWEDBY [a:b = 2]) OR [a:b = 3]"],
    ["([a:b = 1]) WITHIN +5 SECONDS WITHIN .5 SECONDS", "([a:b = 1] WITHIN 5 SECONDS) WITHIN 0.5 SECONDS"],
    ["[a:b = 1]REPEATS 5 TIMES WITHIN 2 SECONDS", "[a:b = 1] REPEATS 5 TIMES WITHIN 2 SECONDS"],
    ["[a:'b'.'c-d'[0][*].'E' IN()]", "[a:b.'c-d'[0][*].E IN ()]"],
    ["[a:'LIKE' = 1 AND a:'SHA1' = 2]", "[a:'LIKE' = 1 AND a:SHA1 = 2]"],
    ["[a:b = h'0aFF' AND a:b = b'aGk=']", "[a:b = h'0aff' AND a:b = b'aGk=']"],
    ["[a:b /* one */ = // two\n 'it\\'s']", "[a:b = 'it\\'s']"],
  ];
  for (const [text, printed] of table) {
    it(text, () => {
      const tree = parsePattern(text);
      expect("error" in tree ? tree : printPattern(tree)).toBe(printed);
    });
  }
});
