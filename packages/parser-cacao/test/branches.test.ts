/** What branches mean: each step happens as often as its author meant it to. */
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { act, cases, choice, end, fork, loop, playbook, start, text, variables } from "./playbook-text.js";
import { type WalkOptions, walk } from "./walk.js";

type Steps = Parameters<typeof playbook>[0];

interface Case {
  readonly name: string;
  readonly steps: Steps;
  readonly rest?: object;
  readonly options?: WalkOptions;
  readonly happens: string;
  /** Codes that are to be reported, besides none at all. */
  readonly codes?: readonly string[];
}

const yes = { answers: { c: ["on_true"] } };
const no = { answers: { c: ["on_false"] } };

const table: readonly Case[] = [
  {
    name: "branches with ends of their own return to the step that opened them",
    steps: {
      start: start("c"),
      c: choice("a", "b", "z"),
      a: act("e1"),
      e1: end,
      b: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    options: yes,
    happens: "a z",
  },
  {
    name: "the false branch likewise",
    steps: {
      start: start("c"),
      c: choice("a", "b", "z"),
      a: act("e1"),
      e1: end,
      b: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    options: no,
    happens: "b z",
  },
  {
    name: "a choice without a false branch goes on",
    steps: { start: start("c"), c: choice("a", undefined, "z"), a: act("e1"), e1: end, z: act("e"), e: end },
    options: no,
    happens: "z",
  },
  {
    name: "a branch that leads to what follows its opener runs that once",
    steps: { start: start("c"), c: choice("a", "b", "z"), a: act("z"), b: act("z"), z: act("e"), e: end },
    options: yes,
    happens: "a z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "a branch that leads back to its opener has ended",
    steps: { start: start("c"), c: choice("a", undefined, "z"), a: act("c"), z: act("e"), e: end },
    options: yes,
    happens: "a z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "branches may share the end of the workflow",
    steps: { start: start("c"), c: choice("a", "b", "z"), a: act("e"), b: act("e"), z: act("e"), e: end },
    options: yes,
    happens: "a z",
    codes: ["cacao/shared-end"],
  },
  {
    name: "a branch that leads further out jumps, and skips what lies between",
    steps: { start: start("c"), c: choice("a", undefined, "y"), a: act("z"), y: act("z"), z: act("e"), e: end },
    options: yes,
    happens: "a z",
    codes: ["cacao/branch-jumps"],
  },
  {
    name: "a branch that leads back before its opener jumps there",
    steps: { start: start("y"), y: act("c"), c: choice("a", undefined, "z"), a: act("y"), z: act("e"), e: end },
    options: { answers: { c: ["on_true", "on_false"] } },
    happens: "y a y z",
    codes: ["cacao/branch-jumps"],
  },
  {
    name: "a jump out of two branches",
    steps: {
      start: start("c"),
      c: choice("d", undefined, "y"),
      d: choice("a", undefined, "x"),
      a: act("z"),
      x: act("e1"),
      e1: end,
      y: act("z"),
      z: act("e"),
      e: end,
    },
    happens: "a z",
    codes: ["cacao/branch-jumps"],
  },
  {
    name: "an inner branch that leads to what follows the outer opener ends both branches",
    steps: {
      start: start("c"),
      c: choice("d", undefined, "z"),
      d: choice("a", undefined, "x"),
      a: act("z"),
      x: act("e1"),
      e1: end,
      z: act("e"),
      e: end,
    },
    happens: "a z",
  },
  {
    name: "parallel branches with ends of their own",
    steps: {
      start: start("p"),
      p: fork(["a", "b"], "z"),
      a: act("e1"),
      e1: end,
      b: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    happens: "a b z",
  },
  {
    name: "parallel branches that lead to what follows run it once",
    steps: { start: start("p"), p: fork(["a", "b"], "z"), a: act("z"), b: act("z"), z: act("e"), e: end },
    happens: "a b z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "parallel branches of a step that names no continuation meet once",
    steps: { start: start("p"), p: fork(["a", "b"]), a: act("z"), b: act("z"), z: act("e"), e: end },
    happens: "a b z",
    codes: ["cacao/implied-continuation", "cacao/branch-returns-by-flow"],
  },
  {
    name: "of three branches two meet",
    steps: {
      start: start("p"),
      p: fork(["a", "b", "d"]),
      a: act("z"),
      b: act("y"),
      y: act("z"),
      d: act("e1"),
      e1: end,
      z: act("e"),
      e: end,
    },
    happens: "a b y d z",
    codes: ["cacao/implied-continuation", "cacao/branch-returns-by-flow"],
  },
  {
    name: "branches of an inner parallel step meet where the outer branch ends",
    steps: {
      start: start("c"),
      c: choice("p", undefined, "z"),
      p: fork(["a", "b"]),
      a: act("z"),
      b: act("z"),
      z: act("e"),
      e: end,
    },
    options: yes,
    happens: "a b z",
    codes: ["cacao/implied-continuation", "cacao/branch-returns-by-flow"],
  },
  {
    name: "a choice inside a parallel branch that leads to what follows the parallel step leaves its siblings alone",
    steps: {
      start: start("p"),
      p: fork(["c", "b"], "z"),
      c: choice("a", undefined, "y"),
      a: act("z"),
      y: act("e1"),
      e1: end,
      b: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    options: yes,
    happens: "a b z",
  },
  {
    name: "a parallel branch that jumps out leaves its siblings",
    steps: {
      start: start("p"),
      p: fork(["a", "b"], "y"),
      a: act("z"),
      b: act("e2"),
      e2: end,
      y: act("z"),
      z: act("e"),
      e: end,
    },
    happens: "a z",
    codes: ["cacao/branch-jumps"],
  },
  {
    name: "steps that several parallel branches share run in each of them, and that is said",
    steps: {
      start: start("p"),
      p: fork(["a", "b"], "z"),
      a: act("m"),
      b: act("m"),
      m: act("e1"),
      e1: end,
      z: act("e"),
      e: end,
    },
    happens: "a m b m z",
    codes: ["cacao/runs-in-each-branch"],
  },
  {
    name: "a loop whose body ends",
    steps: { start: start("w"), w: loop("a", "z"), a: act("e1"), e1: end, z: act("e"), e: end },
    options: { answers: { w: ["on_true", "on_true", "on_false"] } },
    happens: "a a z",
  },
  {
    name: "a loop whose body leads back to it",
    steps: { start: start("w"), w: loop("a", "z"), a: act("w"), z: act("e"), e: end },
    options: { answers: { w: ["on_true", "on_true", "on_false"] } },
    happens: "a a z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "a loop whose body leads to what follows it",
    steps: { start: start("w"), w: loop("a", "z"), a: act("z"), z: act("e"), e: end },
    options: { answers: { w: ["on_true", "on_true", "on_false"] } },
    happens: "a a z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "a loop that names no continuation",
    steps: { start: start("w"), w: loop("a"), a: act("e"), e: end },
    options: { answers: { w: ["on_true", "on_false"] } },
    happens: "a",
  },
  {
    name: "a loop whose body is the step behind it still has that body",
    steps: { start: start("w"), w: loop("a", "a"), a: act("e"), e: end },
    options: { answers: { w: ["on_true", "on_true", "on_false"] } },
    happens: "a a a",
    codes: ["cacao/branch-is-continuation"],
  },
  {
    name: "a branch that is the step behind its choice runs it once",
    steps: { start: start("c"), c: choice("a", undefined, "a"), a: act("e"), e: end },
    options: yes,
    happens: "a",
    codes: ["cacao/branch-is-continuation", "cacao/branch-returns-by-flow"],
  },
  {
    name: "a switch",
    steps: {
      start: start("s"),
      s: cases({ one: "a", default: "b" }, "z"),
      a: act("e1"),
      e1: end,
      b: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    options: { answers: { s: ["default"] } },
    happens: "b z",
  },
  {
    name: "a switch without a default goes on",
    steps: { start: start("s"), s: cases({ one: "a" }, "z"), a: act("e1"), e1: end, z: act("e"), e: end },
    options: { answers: { s: ["default"] } },
    happens: "z",
  },
  {
    name: "a flowchart's decisions: each step once, loops back included",
    steps: {
      start: start("y"),
      y: act("c"),
      c: choice("a", "b"),
      a: act("y"),
      b: act("d"),
      d: choice("z", "f"),
      f: act("z"),
      z: act("e"),
      e: end,
    },
    options: { answers: { c: ["on_true", "on_false"], d: ["on_false"] } },
    happens: "y a y b f z",
  },
  {
    name: "a step that two branches share, each on its way back",
    steps: { start: start("c"), c: choice("a", "b", "z"), a: act("m"), b: act("m"), m: act("z"), z: act("e"), e: end },
    options: no,
    happens: "b m z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "a step that branches of two choices share means each time its own",
    steps: {
      start: start("c"),
      c: choice("m", undefined, "d"),
      d: choice("m", undefined, "z"),
      m: act("d"),
      z: act("e"),
      e: end,
    },
    options: { answers: { c: ["on_true"], d: ["on_true"] } },
    happens: "m m z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "failure goes to on_failure, of the step that opened the branch",
    steps: {
      start: start("c"),
      c: { type: "if-condition", condition: "__x__:value = 'yes'", on_true: "a", on_success: "z", on_failure: "f" },
      a: act("e1"),
      e1: end,
      f: act("e2"),
      e2: end,
      z: act("e"),
      e: end,
    },
    options: { ...yes, failing: ["a"] },
    happens: "a f",
  },
  {
    name: "failure without on_failure goes to the workflow's exception step",
    steps: { start: start("a"), a: act("z"), z: act("e"), x: act("e1"), e1: end, e: end },
    rest: { workflow_exception: "x" },
    options: { failing: ["a"] },
    happens: "a x",
  },
  {
    name: "failure without either fails the run",
    steps: { start: start("a"), a: act("e"), e: end },
    options: { failing: ["a"] },
    happens: "a (failed)",
  },
  {
    name: "a choice with variables of its own keeps its ways on",
    steps: {
      start: start("c"),
      c: choice("a", undefined, "z", { step_variables: { __y__: { type: "string", value: "1" } }, timeout: 1000 }),
      a: act("e1"),
      e1: end,
      z: act("e"),
      e: end,
    },
    options: yes,
    happens: "a z",
  },
  {
    name: "a jump out of a choice with variables of its own",
    steps: {
      start: start("c"),
      c: choice("a", undefined, "y", { step_variables: { __y__: { type: "string", value: "1" } } }),
      a: act("z"),
      y: act("z"),
      z: act("e"),
      e: end,
    },
    options: yes,
    happens: "a z",
    codes: ["cacao/branch-jumps"],
  },
  {
    name: "delays change nothing about who returns where",
    steps: {
      start: start("c"),
      c: choice("a", undefined, "z", { delay: 5 }),
      a: act("c", { delay: 5 }),
      z: act("e", { delay: 5 }),
      e: end,
    },
    options: yes,
    happens: "a z",
    codes: ["cacao/branch-returns-by-flow"],
  },
  {
    name: "a flow into the start goes on behind it",
    steps: { start: start("a"), a: act("c"), c: choice("start", "z"), z: act("e"), e: end },
    options: { answers: { c: ["on_true", "on_false"] } },
    happens: "a a z",
    codes: ["cacao/flow-into-start"],
  },
];

describe("branches", () => {
  for (const { name, steps, rest, options, happens, codes } of table) {
    it(name, () => {
      const { bundle, diagnostics } = parseCacao(text(playbook(steps, { ...variables, ...rest })), { uri: "p.json" });
      expect(diagnostics.filter((diagnostic) => diagnostic.severity === "error")).toEqual([]);
      expect(walk(bundle, options).join(" ")).toBe(happens);
      // These loops end by what the walk is told.
      const found = diagnostics.map((diagnostic) => diagnostic.code).filter((code) => code !== "cacao/endless-loop");
      expect(new Set(found)).toEqual(new Set(codes ?? []));
    });
  }

  it("shares the steps behind choices drawn one after the other, instead of copying them for every way", () => {
    const steps: { [name: string]: Steps[string] } = { start: start("c0"), e: end };
    for (let i = 0; i < 40; i++) {
      const next = i === 39 ? "e" : `c${i + 1}`;
      Object.assign(steps, { [`c${i}`]: choice(`a${i}`, `b${i}`), [`a${i}`]: act(next), [`b${i}`]: act(next) });
    }
    const { bundle } = parseCacao(text(playbook(steps, variables)), { uri: "p.json" });
    expect(bundle?.graphs[0]?.nodes.length).toBe(40 * 3 + 2);
  });
});
