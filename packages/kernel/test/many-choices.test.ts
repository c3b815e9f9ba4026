/** Steps with very many choices: what a dry run does for them grows with the step, not with how often it is asked in it. */
import type { Bundle, Language, Node } from "@rb/ir";
import { expect, test } from "vitest";
import { compile, createState, type JournalRecord, type Question, run, step } from "../src/index.js";
import { bundle, end, expr, gateway, raise, start } from "./build.js";

let evaluated = 0;
const counting: Language = {
  name: "test",
  version: "1",
  compile: () => ({
    reads: [],
    evaluate: () => {
      evaluated += 1;
      return { json: 1 };
    },
  }),
};
const languages = { expressions: [counting] };

/** Choices in a row, all in one step, an expression between each two. */
function row(size: number): Bundle {
  const at = Array.from({ length: size }, (_, index) => index);
  const nodes: Node[] = at.flatMap((n) => [
    gateway(`g${n}`, { routing: { take: "first" } }),
    raise(`t${n}`, [], { outputs: [{ path: ["x"], from: { expr: expr("1") } }] }),
    end(`e${n}`),
  ]);
  const lines = at.flatMap((n) => [
    `g${n} > t${n} if ?one`,
    `g${n} > e${n} if ?other`,
    ...(n + 1 < size ? [`t${n} > g${n + 1}`] : []),
  ]);
  return bundle([start("s"), ...nodes], ["s > g0", ...lines]);
}

test("a step with a thousand choices is taken three times, not a thousand", async () => {
  evaluated = 0;
  const size = 1000;
  const result = await run(row(size), { languages, limits: { maxWorlds: 0 } });
  expect(result.status).toBe("completed");
  expect(result.records.filter(({ type }) => type === "choiceMade")).toHaveLength(size);
  expect(evaluated).toBeLessThanOrEqual(3 * size);
});

test("what was answered on the way stands in the envelope, and gives the same records when it comes with it", async () => {
  const what = row(50);
  const { program } = compile(what, languages);
  if (program === null) throw new Error("it compiles");
  const { records, worlds } = await run(what, { languages });
  expect(worlds.length).toBeGreaterThan(40);
  for (const made of [records, ...worlds.map((world) => world.records)]) {
    const state = createState();
    const again: JournalRecord[] = [];
    for (const record of made) {
      if (record.type !== "received") continue;
      const { nowMs, actor, input, answers } = record;
      const taken = step(program, state, { nowMs, actor, input, ...(answers === undefined ? {} : { answers }) });
      if (taken.kind === "done") again.push(...taken.records);
    }
    expect(again).toEqual(made);
  }
});

test("a choice of very many ways is offered in parts, with some of the reasons", async () => {
  const ways = Array.from({ length: 2000 }, (_, index) => `w${index}`);
  const lines = ways.map((id, at) => (at % 2 === 0 ? `g > ${id}` : `g > ${id} if ?nobody`));
  const questions: Question[] = [];
  const result = await run(bundle([start("s"), gateway("g"), ...ways.map((id) => end(id))], ["s > g", ...lines]), {
    languages,
    limits: { maxWorlds: 0 },
    onQuestion: (question) => {
      questions.push(question);
      return undefined;
    },
  });
  expect(result.status).toBe("completed");
  for (const question of questions) {
    if (question.ask !== "choose") throw new Error("there is nothing to evaluate");
    expect(question.options.flat().length).toBeLessThan(50_000);
    expect(question.because.length).toBeLessThanOrEqual(100);
  }
  expect(questions.length).toBeGreaterThan(0);
});
