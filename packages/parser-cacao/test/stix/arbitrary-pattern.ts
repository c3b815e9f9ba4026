/** Random patterns, as trees: what the grammar can say, and nothing else. */
import fc from "fast-check";
import type { Comparison, LiteralValue, Observation, Operator, Path, PathStep } from "../../src/stix/ast.js";

const offset = 0;
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/),
  fc.constantFrom("AND", "LIKE", "EXISTS", "SECONDS", "true"),
);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.constantFrom("it's", "a\\b", "\n", "// no", "]"));
const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?$/);
const timestamp = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());

const literal: fc.Arbitrary<LiteralValue> = fc.oneof(
  text.map((value) => ({ kind: "string", text: value }) as const),
  number.map((value) => ({ kind: "number", text: value }) as const),
  fc.boolean().map((truth) => ({ kind: "boolean", truth }) as const),
  timestamp.map((value) => ({ kind: "timestamp", text: value }) as const),
  fc
    .tuple(
      fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 7 }),
      fc.boolean(),
    )
    .map(([bytes, isHex]) => ({ kind: "bytes", bytes, written: isHex ? "hex" : "base64" }) as const),
);

const key: fc.Arbitrary<PathStep> = fc.oneof(name, text).map((value) => ({ kind: "key", key: value }));
const step: fc.Arbitrary<PathStep> = fc.oneof(
  key,
  fc.nat(20).map((index): PathStep => ({ kind: "index", index })),
  fc.constant<PathStep>({ kind: "any" }),
);
const path: fc.Arbitrary<Path> = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((type) => type !== "true" && type !== "false"),
    key,
    fc.array(step, { maxLength: 3 }),
  )
  .map(([type, first, steps]) => ({ kind: "path", type, steps: [first, ...steps], offset }));

const orders: readonly Operator[] = ["<", "<=", ">", ">="];
const words: readonly Operator[] = ["LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"];

const test: fc.Arbitrary<Comparison> = fc
  .tuple(
    path,
    fc.boolean(),
    fc.constantFrom<Operator | "IN" | "EXISTS">("=", "!=", ...orders, ...words, "IN", "EXISTS"),
    literal,
    fc.array(literal, { maxLength: 3 }),
  )
  .map(([left, negated, operator, right, members]): Comparison => {
    if (operator === "EXISTS") return { kind: "exists", negated, path: left, offset };
    if (operator === "IN")
      return { kind: "in", negated, left, members: members.map((member) => ({ ...member, offset })), offset };
    const isOdd =
      (words.includes(operator) && right.kind !== "string") || (orders.includes(operator) && right.kind === "boolean");
    const value: LiteralValue = isOdd ? { kind: "string", text: "x" } : right;
    return { kind: "compare", operator, negated, left, right: { ...value, offset }, offset };
  });

export const comparison: fc.Arbitrary<Comparison> = fc.letrec<{ tree: Comparison }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    test,
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("tree"), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]) => ({ kind, operands })),
  ),
})).tree;

/** Observation expressions over the given tests. */
export function observation(tests: fc.Arbitrary<Comparison>, seconds: fc.Arbitrary<string>): fc.Arbitrary<Observation> {
  return fc.letrec<{ tree: Observation }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      tests.map((one): Observation => ({ kind: "test", test: one, offset })),
      fc
        .tuple(
          fc.constantFrom("and" as const, "or" as const, "followedBy" as const),
          fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
        )
        .map(([kind, operands]) => ({ kind, operands })),
      fc
        .tuple(tie("tree"), seconds)
        .map(([of, value]): Observation => ({ kind: "within", of, seconds: value, offset })),
      fc
        .tuple(tie("tree"), fc.integer({ min: 1, max: 3 }))
        .map(([of, times]): Observation => ({ kind: "repeats", of, times: String(times), offset })),
      fc.tuple(tie("tree"), fc.nat(9), fc.nat(9)).map(
        ([of, start, stop]): Observation => ({
          kind: "during",
          of,
          start: `2024-01-01T00:00:0${start}Z`,
          stop: `2024-01-01T00:00:0${stop}Z`,
          offset,
        }),
      ),
    ),
  })).tree;
}

/** Any pattern. */
export const pattern: fc.Arbitrary<Observation> = observation(
  comparison,
  fc.stringMatching(/^(0|[1-9][0-9]{0,3})\.[0-9]{0,3}[1-9]$|^[1-9][0-9]{0,4}$/),
);
