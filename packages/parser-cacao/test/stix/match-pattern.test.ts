import { EvaluationError, type Json } from "@rb/ir";
import { describe, expect, it } from "vitest";
import type { StixVersion } from "../../src/stix/ast.js";
import { matchPattern } from "../../src/stix/match-pattern.js";

const at = (second: number): string => `2024-01-01T00:00:${String(second).padStart(2, "0")}Z`;
const seen = (objects: { readonly [id: string]: Json }, first = 0, last = first, times = 1): Json => ({
  type: "observed-data",
  id: `observed-data--${first}`,
  first_observed: at(first),
  last_observed: at(last),
  number_observed: times,
  objects,
});
const one = (members: { readonly [name: string]: Json }, first = 0, last = first, times = 1): Json =>
  seen({ "0": { type: "x", ...members } }, first, last, times);

type Row = readonly [pattern: string, matches: boolean | RegExp];

function table(title: string, observations: readonly Json[], rows: readonly Row[], version: StixVersion = "2.1"): void {
  describe(title, () => {
    for (const [pattern, matches] of rows) {
      it(pattern.slice(0, 80), () => {
        if (typeof matches === "boolean") expect(matchPattern(pattern, observations, version).matches).toBe(matches);
        else {
          expect(() => matchPattern(pattern, observations, version)).toThrow(matches);
          expect(() => matchPattern(pattern, observations, version)).toThrow(EvaluationError);
        }
      });
    }
  });
}

table(
  "values by type (STIX 2.1, 9.6.1)",
  [
    one({
      i: 5,
      f: 2.5,
      t: true,
      s: "Grün",
      z: null,
      o: { a: 1 },
      l: [1, "two", { three: 3 }],
      list_of_lists: [[1], [2, 3]],
      time: "2024-06-01T12:00:00.123456789Z",
      no_time: "2024-06-01",
      raw_hex: "00ff41",
      raw_bin: "AP9B",
      empty_bin: "",
      odd_hex: "abc",
      odd_bin: "???",
      number_hex: 5,
      ascii: "A",
      emoji: "\u{1f600}",
      "two-words": "yes",
      __proto__x: 1,
    }),
  ],
  [
    // Alternatives over one path are looked up together, each type by itself.
    ["[x:s = 'a' OR x:s = 'b' OR x:s = 'Grün']", true],
    ["[x:i = 1 OR x:i = '5' OR x:i = 5.0]", true],
    ["[x:i = '4' OR x:i = '5']", false],
    ["[x:raw_hex = '00ff41' OR x:raw_hex = 'A' OR x:raw_bin = 'B' OR x:raw_bin = '\u0000\u00ffA']", true],
    ["[x:s = 'a' OR x:s NOT = 'b']", true],
    ["[x:l[0] = 2 OR x:l[*] = 1]", true],
    ["[x:i = 5.0 AND x:i < 5.5 AND x:i NOT > 5]", true],
    ["[x:i = '5']", false],
    ["[x:i != '5']", true],
    ["[x:i NOT < '5']", true],
    ["[x:i >= '5' OR x:i <= '5']", false],
    ["[x:t = true AND x:t != false AND x:t != 1]", true],
    ["[x:s = 'Grün' AND x:s > 'Gr' AND x:s < 'Gs']", true],
    ["[x:s = 'grün']", false],
    ["[x:emoji > '\uffff']", true],
    ["[x:z = 'x' OR x:z = 0]", false],
    ["[x:z != 'x']", true],
    ["[x:o = 1]", false],
    ["[x:o != 1 AND x:o.a = 1]", true],
    ["[x:missing = 1 OR x:missing != 1 OR x:missing NOT = 1]", false],
    ["[y:i = 5]", false],
    ["[y:i != 5]", false],
    ["[x:l[0] = 1 AND x:l[1] = 'two' AND x:l[2].three = 3]", true],
    ["[x:l[3] = 1 OR x:l[0].three = 3 OR x:o[0] = 1 OR x:s[0] = 'G']", false],
    ["[x:l[*] = 'two' AND x:l[*] NOT = 'two' AND x:l[*].three = 3]", true],
    ["[x:list_of_lists[*][*] = 3]", true],
    ["[x:list_of_lists[*][0] = 3]", false],
    ["[x:'two-words' = 'yes']", true],
    ["[x:toString != 1 OR x:constructor != 1 OR x:__proto__ != 1]", false],
    ["[x:time = t'2024-06-01T12:00:00.123456789Z' AND x:time > t'2024-06-01T12:00:00.123456788Z']", true],
    ["[x:time IN (t'2024-01-01T00:00:00Z', t'2024-06-01T12:00:00.1234567890Z')]", true],
    ["[x:i = t'2024-01-01T00:00:00Z']", false],
    ["[x:no_time > t'2024-01-01T00:00:00Z']", /is none: '2024-06-01'/],
    ["[x:time > t'2024-02-30T00:00:00Z']", /no such time/],
    ["[x:raw_hex = h'00ff41' AND x:raw_hex = b'AP9B' AND x:raw_hex = '\0\u00ffA']", true],
    ["[x:raw_bin = h'00FF41' AND x:raw_bin < h'00ff42' AND x:raw_bin > h'00ff']", true],
    ["[x:raw_hex = '00ff41']", false],
    ["[x:raw_hex > '\u0100' OR x:raw_hex < '\u0100']", false],
    ["[x:raw_hex NOT > '\u0100']", true],
    ["[x:ascii = h'41' AND x:ascii = b'QQ==']", true],
    ["[x:empty_bin = '' AND x:empty_bin = h'']", true],
    ["[x:number_hex = 5]", true],
    ["[x:odd_hex = h'ab']", /'odd_hex' is not hexadecimal/],
    ["[x:odd_bin = h'ab']", /'odd_bin' is not base64/],
    ["[x:i IN (1, 5.0)]", true],
    ["[x:i IN ()]", false],
    ["[x:i NOT IN ()]", true],
    ["[x:raw_hex IN ('\0\u00ffA', 'x')]", true],
    ["[x:i IN (5, '5')]", /different types/],
    ["[EXISTS x:i AND EXISTS x:o.a AND NOT EXISTS x:missing]", true],
    ["[EXISTS x:z]", false],
    ["[NOT EXISTS y:i]", false],
  ],
);

table(
  "LIKE, MATCHES, ISSUBSET and ISSUPERSET (STIX 2.1, 9.6.1)",
  [
    one({
      s: "cafe\u0301 Bar",
      lines: "one\ntwo",
      raw_hex: "d4c3b2a1",
      ip: "10.1.2.3",
      net: "10.0.0.0/8",
      six: "2001:DB8::1",
      octal: "010.1.2.3",
      i: 5,
    }),
  ],
  [
    ["[x:s LIKE 'caf\u00e9%' AND x:s LIKE '____ Bar' AND x:s LIKE '%']", true],
    ["[x:s LIKE 'caf']", false],
    ["[x:s LIKE 'CAF%']", false],
    ["[x:s NOT LIKE '%x%']", true],
    ["[x:s LIKE '.*']", false],
    ["[x:lines LIKE 'one%two' AND x:lines LIKE 'one_two']", true],
    ["[x:raw_hex LIKE '\u00d4%']", true],
    ["[x:i LIKE '5']", false],
    ["[x:i NOT LIKE '5' AND x:i NOT MATCHES '5' AND x:i NOT ISSUBSET '0.0.0.0/0']", true],
    ["[x:s MATCHES 'f\u00e9 B']", true],
    ["[x:s MATCHES '^Bar']", false],
    ["[x:s MATCHES '(?i)BAR$' AND x:s MATCHES '\\\\S+ \\\\w{3}$']", true],
    ["[x:lines MATCHES '^one.two$']", false],
    ["[x:lines MATCHES '(?s)^one.two$' AND x:lines MATCHES '(?m)^two$']", true],
    ["[x:raw_hex MATCHES '^\\\\xd4\\\\xc3']", true],
    ["[x:raw_hex MATCHES '\u0100']", false],
    ["[x:raw_hex NOT MATCHES '\u0100']", true],
    ["[x:s MATCHES '(?=c)']", /looking around/],
    ["[x:s MATCHES '(c)\\\\1']", /backreferences/],
    ["[x:s MATCHES '[']", /no regular expression/],
    ["[x:ip ISSUBSET '10.0.0.0/8' AND x:ip ISSUBSET '10.1.2.3' AND x:ip ISSUBSET '0.0.0.0/0']", true],
    ["[x:ip ISSUBSET '10.1.2.0/31' OR x:ip ISSUBSET '11.0.0.0/8']", false],
    ["[x:ip NOT ISSUBSET '11.0.0.0/8']", true],
    ["[x:net ISSUPERSET '10.200.0.1' AND x:net ISSUPERSET '10.0.0.0/8' AND x:net ISSUBSET '10.0.0.0/7']", true],
    ["[x:net ISSUBSET '10.0.0.0/9' OR x:net ISSUPERSET '10.0.0.0/7']", false],
    ["[x:six ISSUBSET '2001:db8::/32' AND x:six ISSUBSET '2001:0DB8:0:0:0:0:0:1/128' AND x:six ISSUBSET '::/0']", true],
    ["[x:six ISSUBSET '0.0.0.0/0' OR x:ip ISSUBSET '::/0']", false],
    // What is no address, or no network.
    ["[x:octal ISSUBSET '0.0.0.0/0' OR x:s ISSUBSET '0.0.0.0/0']", false],
    ["[x:ip ISSUBSET '10.0.0.0/08' OR x:ip ISSUBSET '10.0.0.0/33' OR x:ip ISSUBSET '10.0.0/8']", false],
    ["[x:six ISSUBSET '1::2::3/1' OR x:six ISSUBSET '2001:db8:::/32' OR x:six ISSUBSET '12345::/1']", false],
  ],
);

table(
  "references (STIX 2.1, 9.7)",
  [
    seen({
      "0": { type: "x", name: "a", to_ref: "1", to_refs: ["2", "nowhere", "1"], name_ref: "none" },
      "1": { type: "x", name: "b", to_ref: "0" },
      "2": { type: "y", name: "c", to_refs: ["0", "1", "2"] },
    }),
    seen({ "9": { type: "x", name: "other", to_ref: "0" } }),
  ],
  [
    ["[x:to_ref.name = 'b']", true],
    ["[x:to_ref.to_ref.to_ref.name = 'b']", true],
    ["[x:to_refs[*].name = 'c' AND x:to_refs[0].name = 'c']", true],
    ["[x:to_refs[0].to_refs[*].to_refs[*].name = 'b']", true],
    ["[x:to_ref.type = 'y']", false],
    ["[x:to_ref = '1' AND x:to_refs[1] = 'nowhere']", true],
    ["[x:name_ref.name = 'x' OR x:name_ref.name != 'x']", false],
    ["[x:name = 'other' AND EXISTS x:to_ref.name]", false],
    // Both are about one object (9.4).
    ["[x:name = 'a' AND x:to_ref.name = 'a']", false],
    ["[x:name = 'a' AND y:name = 'c']", false],
    ["[x:name = 'a'] AND [y:name = 'c']", false],
    ["[x:name = 'a'] AND [x:name = 'other']", true],
    ["[x:name = 'z' OR y:name = 'c']", true],
  ],
);

table(
  "observations and qualifiers (STIX 2.1, 9.5)",
  [one({ n: "a" }, 10), one({ n: "b" }, 20, 30), one({ n: "c" }, 25, 25, 3), one({ n: "d" }, 40)],
  [
    ["[x:n = 'a'] AND [x:n = 'd']", true],
    ["[x:n = 'a'] AND [x:n < 'b']", false],
    ["[x:n = 'a'] OR [x:n = 'z']", true],
    ["[x:n = 'a'] FOLLOWEDBY [x:n = 'b'] FOLLOWEDBY [x:n = 'd']", true],
    ["[x:n = 'd'] FOLLOWEDBY [x:n = 'a']", false],
    // What took some time may have come before or after what happened in between.
    ["[x:n = 'b'] FOLLOWEDBY [x:n = 'c']", true],
    ["[x:n = 'c'] FOLLOWEDBY [x:n = 'b']", true],
    ["[x:n = 'c'] REPEATS 3 TIMES", true],
    ["[x:n = 'c'] REPEATS 4 TIMES", false],
    ["[x:n = 'c'] REPEATS 3 TIMES AND [x:n = 'c']", false],
    ["[x:n > 'a'] REPEATS 5 TIMES", true],
    ["[x:n > 'a'] REPEATS 6 TIMES", false],
    ["([x:n = 'c'] AND [x:n > 'a']) REPEATS 2 TIMES", true],
    ["([x:n = 'c'] AND [x:n = 'b']) REPEATS 2 TIMES", false],
    ["([x:n = 'a'] OR [x:n = 'c']) REPEATS 4 TIMES", true],
    ["([x:n = 'a'] AND [x:n = 'd']) WITHIN 30 SECONDS", true],
    ["([x:n = 'a'] AND [x:n = 'd']) WITHIN 29.999 SECONDS", false],
    ["([x:n = 'b'] AND [x:n = 'd']) WITHIN 10 SECONDS", true],
    ["[x:n = 'd'] WITHIN 1 SECONDS", true],
    ["[x:n = 'a'] AND [x:n = 'd'] WITHIN 1 SECONDS", true],
    ["[x:n > 'a'] REPEATS 4 TIMES WITHIN 0.1 SECONDS", true],
    ["[x:n > 'a'] REPEATS 5 TIMES WITHIN 14 SECONDS", false],
    ["[x:n = 'a'] START t'2024-01-01T00:00:10Z' STOP t'2024-01-01T00:00:11Z'", true],
    ["[x:n = 'a'] START t'2024-01-01T00:00:09Z' STOP t'2024-01-01T00:00:10Z'", false],
    ["[x:n = 'a'] START t'2024-01-01T00:00:10Z' STOP t'2024-01-01T00:00:10Z'", false],
    ["[x:n = 'b'] START t'2024-01-01T00:00:30Z' STOP t'2024-01-01T00:00:31Z'", true],
    ["([x:n = 'a'] AND [x:n = 'b']) START t'2024-01-01T00:00:10Z' STOP t'2024-01-01T00:00:20Z'", false],
    ["[x:n = 'a'] START t'2024-02-30T00:00:00Z' STOP t'2024-03-30T00:00:00Z'", /no such time/],
    ["[x:n = 'a'] REPEATS 99999999999999999999999 TIMES", false],
    ["x", /no pattern at 0: expected '\['/],
  ],
);

describe("observed data", () => {
  const bundle: Json = {
    type: "bundle",
    id: "bundle--1",
    objects: [
      { ...(one({}, 1) as object), objects: {}, object_refs: ["x--1", "x--gone"] } as Json,
      { ...(one({}, 2) as object), objects: {}, object_refs: ["x--2"] } as Json,
      { type: "x", id: "x--1", n: "a", to_ref: "x--3" },
      { type: "x", id: "x--2", n: "b" },
      { type: "x", id: "x--3", n: "not observed" },
    ],
  };

  it("is what bundles say was observed, each once (STIX 2.1, 4.14)", () => {
    const matches = (pattern: string) => matchPattern(pattern, [bundle]).matches;
    expect(matches("[x:n = 'a'] FOLLOWEDBY [x:n = 'b']")).toBe(true);
    expect(matches("[x:n = 'b'] FOLLOWEDBY [x:n = 'a']")).toBe(false);
    expect(matches("[x:n = 'not observed']")).toBe(false);
    expect(matches("[x:to_ref.n = 'not observed']")).toBe(true);
    expect(matches("[EXISTS observed-data:id]")).toBe(false);
  });

  it("may stand beside the objects that it refers to", () => {
    const { objects } = bundle as { readonly objects: readonly Json[] };
    expect(matchPattern("[x:n = 'a'] AND [x:n = 'b']", objects).matches).toBe(true);
  });

  it("is named when it matches", () => {
    const observations = [one({ n: "a" }, 1), one({ n: "b" }, 2), one({ n: "c" }, 3)];
    const { observed } = matchPattern("[x:n = 'c'] AND [x:n = 'a']", observations);
    expect(observed).toEqual([observations[0], observations[2]]);
    expect(matchPattern("[x:n = 'z']", observations)).toEqual({ matches: false, observed: [] });
  });

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ["without its first time", { first_observed: null }, /'first_observed' is no timestamp/],
    ["with a wrong last time", { last_observed: "2024-01-01" }, /'last_observed' is no timestamp/],
    ["that ended before it began", { first_observed: at(9) }, /'last_observed' is before/],
    ["that was observed never", { number_observed: 0 }, /'number_observed'/],
    ["that was observed half a time", { number_observed: 1.5 }, /'number_observed'/],
  ];
  for (const [what, members, error] of wrong) {
    it(`${what} is none`, () => {
      const observation = { ...(one({ n: "a" }) as object), ...members } as Json;
      expect(() => matchPattern("[x:n = 'a']", [observation])).toThrow(error);
    });
  }

  it("may be anything else as well, which nobody observed", () => {
    const odd: readonly Json[] = [null, 1, "x", [], {}, { type: "bundle" }, { type: "bundle", objects: [null, 1] }];
    expect(
      matchPattern("[x:n = 'a']", [...odd, seen({ "0": null, "1": ["x"], "2": { type: "x", n: "a" } })]),
    ).toMatchObject({
      matches: true,
    });
  });
});
