import { isFinal } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, type History, randomHistory } from "../../test/histories.js";
import { stepsOf } from "./steps.js";

const over: History[] = [];
const resting: History[] = [];
for (let seed = 1; seed <= 150; seed += 1) {
  const history = randomHistory(seed);
  if (history !== null) (isFinal(history.state.status) ? over : resting).push(history);
}

describe("over random histories", () => {
  test("every step of a run that is over has ended, one way or another", () => {
    expect(over.length).toBeGreaterThan(20);
    for (const history of over) {
      const { steps, status } = stepsOf([history]);
      expect(status).toBe(history.state.status);
      for (const step of steps) {
        expect(["completed", "failed", "cancelled"], JSON.stringify(step)).toContain(step.status);
        expect(step.endedAtMs).toBeGreaterThanOrEqual(step.beganAtMs);
      }
    }
  });

  test("what has not ended is where the tokens are", () => {
    expect(resting.length).toBeGreaterThan(5);
    for (const history of resting) {
      const open = stepsOf([history]).steps.filter(({ endedAtMs }) => endedAtMs === null);
      expect(new Set(open.map(({ token, node }) => `${token} ${node}`))).toEqual(
        new Set(history.state.tokens.map(({ id, node }) => `${id} ${node}`)),
      );
    }
  });

  test("every job is some step's, and steps refer to steps that are there", () => {
    for (const history of [...over, ...resting]) {
      const { steps } = stepsOf([history]);
      const staged = history.records.flatMap((record) => (record.type === "jobStaged" ? record.job.effect : []));
      expect(steps.flatMap(({ jobs }) => jobs.map(({ job }) => job.effect)).sort()).toEqual(staged.sort());
      for (const { index, inside, after } of steps) {
        expect(inside ?? -1).toBeLessThan(index);
        for (const before of after) expect(steps[before]).toBeDefined();
      }
    }
  });
});

describe("a step", () => {
  const status = (run: Driven) => stepsOf([run.history]).steps.map(({ node, status }) => `${node} ${status}`);

  test("that an interrupting event ended was cancelled, one whose failure was caught has failed", () => {
    const bundle = readGraph(
      "start s\naction a executor: manual\n  boundary late on: timer, after: =1000\nend e\nend f\ns > a > e\na:late > f",
    );
    const run = new Driven(bundle).start();
    run.nowMs = 5000;
    expect(status(run.send({ type: "tick" }))).toEqual(["s completed", "a cancelled", "f completed"]);
    const failing = new Driven(readGraph("start s\naction a executor: gone\nend e\ns > a\na:failed > e"), (effect) =>
      effect.type === "dispatch"
        ? { type: "refused", effect: effect.invocation.job.effect, why: "no-executor" }
        : undefined,
    );
    expect(status(failing.start())).toEqual(["s completed", "a failed", "e completed"]);
  });

  test("keeps what it assigned, and what it came after", () => {
    const bundle = readGraph(
      "start s\ngateway f\naction a outputs: {x: @}\nthrow b outputs: {y: =2}\ngateway j all\nend e\ns > f\nf > a\nf > b\na > j\nb > j\nj > e",
    );
    const { steps } = stepsOf([new Driven(bundle).start().history]);
    const named = (node: string) => steps.find((step) => step.node === node);
    expect([...(named("a")?.captures ?? [])]).toEqual([["x", { json: true }]]);
    expect([...(named("b")?.captures ?? [])]).toEqual([["y", { json: 2 }]]);
    const joined = steps.filter(({ node }) => node === "j").map(({ index }) => index);
    const fired = named("e")?.after.flatMap((index) => [index, ...(steps[index]?.after ?? [])]);
    expect(fired).toEqual(expect.arrayContaining(joined));
  });

  test("of a loop over items is one for the loop, and one for each item", () => {
    const bundle = readGraph('start s\naction a loop: {kind: "each", items: =[1, 2, 3], item: "i"}\ns > a');
    const { steps } = stepsOf([new Driven(bundle).start().history]);
    expect(steps.map(({ node, item, occurrence }) => [node, item, occurrence])).toEqual([
      ["s", null, 1],
      ["a", null, 1],
      ["a", 0, 1],
      ["a", 1, 2],
      ["a", 2, 3],
    ]);
  });
});
