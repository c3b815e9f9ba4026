/** The matcher beside one that tries everything: what bindings are, by STIX 2.1, 9.5. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison, Observation } from "../../src/stix/ast.js";
import { compilePattern } from "../../src/stix/match-pattern.js";
import { printPattern } from "../../src/stix/print-pattern.js";
import { observation } from "./arbitrary-pattern.js";

interface Seen {
  readonly name: string;
  /** Seconds. */
  readonly first: number;
  readonly last: number;
  readonly times: number;
}

/** Each binding is a list of sightings, each counted one by one. */
function bindings(pattern: Observation, seen: readonly Seen[]): number[][] {
  switch (pattern.kind) {
    case "test":
      return [...seen.keys()].filter((i) => fits(pattern.test, seen[i] as Seen)).map((i) => [i]);
    case "or":
      return pattern.operands.flatMap((operand) => bindings(operand, seen));
    case "and":
    case "followedBy":
      return pattern.operands
        .map((operand) => bindings(operand, seen))
        .reduce((lefts, rights) =>
          lefts.flatMap((left) =>
            rights
              .filter((right) => disjoint(left, right) && (pattern.kind === "and" || inOrder(left, right, seen)))
              .map((right) => [...left, ...right]),
          ),
        );
    case "within":
      return bindings(pattern.of, seen).filter((binding) => spread(binding, seen) <= Number(pattern.seconds));
    case "during": {
      const [start, stop] = [pattern.start, pattern.stop].map((text) => Number(text.slice(-3, -1)));
      return bindings(pattern.of, seen).filter((binding) =>
        binding.every((i) => {
          const { first, last } = seen[i] as Seen;
          return (start as number) < (stop as number) && first < (stop as number) && last >= (start as number);
        }),
      );
    }
    case "repeats": {
      const once = bindings(pattern.of, seen);
      let all = once.map((binding, i) => [binding, i] as const);
      for (let n = 1; n < Number(pattern.times); n++)
        all = all.flatMap(([binding, i]) =>
          once.flatMap((more, j) => (j > i && disjoint(binding, more) ? [[[...binding, ...more], j] as const] : [])),
        );
      return all.map(([binding]) => binding);
    }
  }
}

const disjoint = (a: readonly number[], b: readonly number[]): boolean => !a.some((i) => b.includes(i));
const firsts = (binding: readonly number[], seen: readonly Seen[]): number[] => binding.map((i) => seen[i]?.first ?? 0);
const lasts = (binding: readonly number[], seen: readonly Seen[]): number[] => binding.map((i) => seen[i]?.last ?? 0);
const inOrder = (a: readonly number[], b: readonly number[], seen: readonly Seen[]): boolean =>
  Math.max(...firsts(a, seen)) <= Math.min(...lasts(b, seen));
const spread = (binding: readonly number[], seen: readonly Seen[]): number =>
  Math.max(...firsts(binding, seen)) - Math.min(...lasts(binding, seen));
const fits = (test: Comparison, { name }: Seen): boolean =>
  test.kind === "in" && test.members.some((member) => member.kind === "string" && member.text === name);

const names = ["a", "b", "c"];
const nameTest: fc.Arbitrary<Comparison> = fc.subarray(names, { minLength: 1 }).map((members) => ({
  kind: "in",
  negated: false,
  left: { kind: "path", type: "x", steps: [{ kind: "key", key: "name" }], offset: 0 },
  members: members.map((text) => ({ kind: "string", text, offset: 0 }) as const),
  offset: 0,
}));
const seenArbitrary: fc.Arbitrary<readonly Seen[]> = fc.array(
  fc
    .tuple(fc.constantFrom(...names), fc.nat(9), fc.nat(3), fc.constantFrom(1, 1, 1, 2))
    .map(([name, first, length, times]) => ({ name, first, last: Math.min(first + length, 9), times })),
  { maxLength: 6 },
);

const time = (second: number): string => `2024-01-01T00:00:0${second}Z`;
const observed = (seen: readonly Seen[]) =>
  seen.map(({ name, first, last, times }, i) => ({
    type: "observed-data",
    id: String(i),
    first_observed: time(first),
    last_observed: time(last),
    number_observed: times,
    objects: { "0": { type: "x", name } },
  }));

/** Small enough to try everything. */
function size(pattern: Observation): number {
  if (pattern.kind === "test") return 1;
  if ("operands" in pattern) return pattern.operands.reduce((sum, operand) => sum + size(operand), 0);
  return size(pattern.of) * (pattern.kind === "repeats" ? Number(pattern.times) : 1);
}

const patterns = observation(nameTest, fc.constantFrom("0.5", "1", "2", "4")).filter((pattern) => size(pattern) <= 5);

describe("matching", () => {
  it("agrees with trying everything", () => {
    let [matching, other] = [0, 0];
    fc.assert(
      fc.property(patterns, seenArbitrary, (pattern, seen) => {
        const counted = seen.flatMap((one) => new Array<Seen>(one.times).fill(one));
        const expected = bindings(pattern, counted).length > 0;
        if (expected) matching++;
        else other++;
        const found = compilePattern(pattern)(observed(seen));
        expect(found.matches, printPattern(pattern)).toBe(expected);
        // What it names matches by itself.
        if (found.matches) {
          const named = found.observed.map(({ id }) => seen[Number(id)] as Seen);
          const again = bindings(
            pattern,
            named.flatMap((one) => new Array<Seen>(one.times).fill(one)),
          );
          expect(again.length, printPattern(pattern)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(matching, other)).toBeGreaterThan(300);
  });
});
