import { describe, expect, it } from "vitest";
import type { StixVersion } from "../../src/stix/ast.js";
import { checkPattern } from "../../src/stix/check-pattern.js";
import { parsePattern } from "../../src/stix/parse-pattern.js";

const both: readonly StixVersion[] = ["2.0", "2.1"];

describe("patterns", () => {
  const patterns: readonly (readonly [text: string, versions: readonly StixVersion[]])[] = [
    // Constants: STIX 2.1, 9.3.
    ["[a:b = 0]", both],
    ["[a:b = -0]", both],
    ["[a:b = +12]", both],
    ["[a:b = -.5]", both],
    ["[a:b = 007.5]", both],
    ["[a:b = true OR a:b != false]", both],
    ["[a:b = '']", both],
    ["[a:b = 'it\\'s a \\\\']", both],
    ["[a:b = 'line\nline']", both],
    ["[a:b = h'']", both],
    ["[a:b = h'00ffAA']", both],
    ["[a:b = b'aGk=']", both],
    ["[a:b = t'2016-12-31T23:59:60.25Z']", both],
    // No such day, and yet a timestamp by the grammar.
    ["[a:b = t'2023-02-31T00:00:00Z']", both],
    // Paths: 9.7.
    ["[a-b:c = 1]", both],
    ["[A_1-b:C_1 = 1]", both],
    ["[a:'b c'.'d-e'[0][*].f = 1]", both],
    ["[a : b . c [ 0 ] = 1]", both],
    ["[h:b = 1 AND t:h = 2 AND b:t = 3]", both],
    // Operators: 9.6.
    ["[a:b == 1 AND a:b <> 2 AND a:b <= 3 AND a:b >= 1]", both],
    ["[a:b NOT = 1 AND a:b NOT < 2]", both],
    ["[a:b IN ()]", both],
    ["[a:b NOT IN(1, 'x', true, t'2024-01-01T00:00:00Z')]", both],
    ["[a:b LIKE'x%' AND a:b MATCHES'x' OR a:b ISSUBSET '1.2.3.4' OR a:b NOT ISSUPERSET 'x']", both],
    ["[EXISTS a:b]", ["2.1"]],
    ["[NOT EXISTS a:b.c[*] OR a:b = 1]", ["2.1"]],
    ["[a:EXISTS = 1]", ["2.0"]],
    // Qualifiers: 9.5.1.
    ["[a:b = 1] WITHIN 1 SECONDS", both],
    ["[a:b = 1] WITHIN +0.25 SECONDS REPEATS 5TIMES", both],
    ["[a:b = 1] START t'2024-01-01T00:00:00Z' STOP t'2024-01-02T00:00:00.5Z'", both],
    ["[a:b = 1] START '2024-01-01T00:00:00Z' STOP '2024-01-02T00:00:00Z'", ["2.0"]],
    ["[a:b = 1] REPEATS 2 TIMES REPEATS 2 TIMES", ["2.0"]],
    ["[a:b = 1] WITHIN 2 SECONDS REPEATS 2 TIMES WITHIN 2 SECONDS", ["2.0"]],
    ["([a:b = 1] REPEATS 2 TIMES) REPEATS 2 TIMES REPEATS 2 TIMES", both],
    // White space, and what is none.
    ["\u00a0[\u3000a:b\u2028=\u00851\t]\v", both],
    ["// first\n[a:b = 1] /* last **/", both],
    ["[a:b='//' AND a:c='/*']", both],
  ];
  for (const [text, versions] of patterns) {
    for (const version of both) {
      it(`${version}: ${text} ${versions.includes(version) ? "is one" : "is none"}`, () => {
        expect("error" in parsePattern(text, version)).toBe(!versions.includes(version));
      });
    }
  }

  const errors: readonly (readonly [text: string, error: RegExp, offset: number])[] = [
    ["", /empty/, 0],
    [" \n", /empty/, 0],
    ["a:b = 1", /'\[' and a comparison, found 'a'/, 0],
    ["[]", /an object path.*found '\]'/, 1],
    ["[a:b]", /a comparison, found '\]'/, 4],
    ["[a:b NOT]", /a comparison after NOT/, 8],
    ["[a:b = ]", /a value/, 7],
    ["[a:b = null]", /a value/, 7],
    ["[a:b = yes]", /a value/, 7],
    ['[a:b = "x"]', /a value/, 7],
    ["[a:b = 1", /AND, OR or '\]', found the end/, 8],
    ["[a:b = 1)", /AND, OR or '\]'/, 8],
    ["[a:b = 1]]", /FOLLOWEDBY, a qualifier or the end/, 9],
    ["[a:b = 1] [a:b = 2]", /FOLLOWEDBY, a qualifier or the end/, 10],
    ["([a:b = 1]", /a qualifier or '\)', found the end/, 10],
    ["([a:b = 1] and [a:b = 2])", /a qualifier or '\)', found 'and'/, 11],
    ["[a:b = 1 and a:b = 2]", /AND, OR or '\]', found 'and'/, 9],
    ["[a.b = 1]", /':' and a property/, 2],
    ["[a:b-c = 1]", /needs quotes: 'b-c'/, 3],
    ["[a:b.c-d = 1]", /needs quotes: 'c-d'/, 5],
    ["[a:IN = 1]", /a property/, 3],
    ["[true:b = 1]", /an object path/, 1],
    ["[a:b[-1] = 1]", /the number of an element/, 5],
    ["[a:b[1000000000000000] = 1]", /the number of an element/, 5],
    ["[a:b[01] = 1]", /the number of an element/, 5],
    ["[a:b[1.5] = 1]", /the number of an element/, 5],
    ["[a:b[0 = 1]", /'\]'/, 7],
    ["[a:b > true]", /truth value has no order/, 7],
    ["[a:b LIKE 5]", /LIKE wants a text/, 10],
    ["[a:b MATCHES h'00']", /MATCHES wants a text/, 13],
    ["[a:b IN 1]", /'\(' and a list/, 8],
    ["[a:b IN (1,)]", /a value/, 11],
    ["[a:b IN (1 2)]", /',' or '\)'/, 11],
    ["[NOT a:b = 1]", /EXISTS; elsewhere, NOT stands behind the path/, 5],
    ["[a:b = 1 OR]", /an object path/, 11],
    ["[a:b = 'x]", /never closed/, 7],
    ["[a:b = t'2024-01-01T00:00:00Z]", /never closed/, 8],
    ["[a:b MATCHES 'a\\.b']", /write it twice/, 15],
    ["[a:b = t'2024-01-01']", /no timestamp/, 7],
    ["[a:b = t'2024-01-01t00:00:00z']", /no timestamp/, 7],
    ["[a:b = h'f']", /pairs of hexadecimal/, 7],
    ["[a:b = b'']", /no base64/, 7],
    ["[a:b = b'aGk']", /no base64/, 7],
    ["[a:b = 1.]", /AND, OR/, 8],
    ["[a:b = 1e5]", /AND, OR/, 8],
    ["[a:b = 1] WITHIN 5", /SECONDS, found the end/, 18],
    ["[a:b = 1] WITHIN 5 MINUTES", /SECONDS, found 'MINUTES'/, 19],
    ["[a:b = 1] WITHIN 0 SECONDS", /above 0, found '0'/, 17],
    ["[a:b = 1] WITHIN -5 SECONDS", /above 0, found '-5'/, 17],
    ["[a:b = 1] REPEATS 2.5 TIMES", /a whole number/, 18],
    ["[a:b = 1] REPEATS 0 TIMES", /above 0/, 18],
    ["[a:b = 1] REPEATS TIMES", /a whole number/, 18],
    ["[a:b = 1] START t'2024-01-01T00:00:00Z'", /STOP, found the end/, 39],
    ["[a:b = 1] START '2024-01-01T00:00:00Z' STOP t'2024-01-01T00:00:00Z'", /a timestamp, such as/, 16],
    ["[a:b = 1] REPEATS 2 TIMES REPEATS 3 TIMES", /of this sort is there already/, 26],
    ["[a:b = 1] /* x", /comment is never closed/, 10],
    ["[a:b = 1] FOLLOWEDBY", /'\[' and a comparison, found the end/, 20],
    ["([a:b = 1]) || [a:b = 2]", /found '\|'/, 12],
    ["[a:b = 1]\0", /found/, 9],
  ];
  for (const [text, error, offset] of errors) {
    it(`${JSON.stringify(text)} is none`, () => {
      const parsed = parsePattern(text);
      expect("error" in parsed ? [parsed.error, parsed.offset] : "a pattern").toEqual([
        expect.stringMatching(error),
        offset,
      ]);
    });
  }

  it("binds AND tighter than OR, and OR tighter than FOLLOWEDBY (STIX 2.1, 9.5)", () => {
    expect(parsePattern("[a:b = 1] FOLLOWEDBY [a:b = 2] OR [a:b = 3] AND [a:b = 4]")).toMatchObject({
      kind: "followedBy",
      operands: [{ kind: "test" }, { kind: "or", operands: [{ kind: "test" }, { kind: "and" }] }],
    });
  });
});

describe("hashes (STIX 2.1, 10.8)", () => {
  const md5 = "0123456789abcdef0123456789ABCDEF";
  const table: readonly (readonly [text: string, offset: number | null])[] = [
    [`[file:hashes.MD5 = '${md5}']`, null],
    [`[file:hashes.md5 != '${md5}']`, null],
    [`[file:hashes.MD5 = '${md5}0']`, 19],
    ["[file:hashes.MD5 = 5]", 19],
    ["[file:hashes.'SHA-1' = 'x']", 23],
    [`[file:hashes.'SHA3-256' = '${md5}${md5}']`, null],
    [`[file:hashes.MD6 = '${md5}'] AND [file:hashes.MD6 = '${md5}${md5}${md5}']`, null],
    [`[a:x = 1 AND (a:y = 2 OR file:content_ref.hashes.MD5 IN ('${md5}', 'x'))] REPEATS 2 TIMES`, 93],
    ["[file:hashes.SSDEEP = '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C']", null],
    ["[file:hashes.ssdeep = 'a b']", 22],
    ["[file:hashes.constructor = 'x']", null],
    ["[file:hashes[*] = 'x']", null],
    ["[file:hashes.MD5 LIKE 'a%' OR file:hashes.MD5 MATCHES '^a']", null],
  ];
  for (const [text, offset] of table) {
    it(text.slice(0, 60), () => {
      const pattern = parsePattern(text);
      const problems = "error" in pattern ? [pattern] : checkPattern(pattern);
      expect(problems.map((problem) => problem.offset)).toEqual(offset === null ? [] : [offset]);
    });
  }
});
