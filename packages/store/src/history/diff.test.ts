import { runLimits } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, type History, randomHistory } from "../../test/histories.js";
import { JOURNAL_FORMAT, type RunHeader } from "../trace/run-header.js";
import { type ComparedRun, diffRuns } from "./diff.js";
import { diffText } from "./diff-text.js";

const header: RunHeader = {
  format: JOURNAL_FORMAT,
  run_id: "r",
  program: "sha256:p",
  plan: "sha256:q",
  graph: "sha256:g",
  mode: "live",
  actor: "user:alice",
  started_at: "2026-01-01T00:00:00.000Z",
  limits: runLimits,
  engine: "rb 0.1.0",
};
const compared = (run: Driven | History, extra: Partial<RunHeader> = {}): ComparedRun => ({
  header: { ...header, ...extra },
  history: [run instanceof Driven ? run.history : run],
});
const answering = (text: string, answers: { [node: string]: string | number }): Driven =>
  new Driven(readGraph(text), (effect) => {
    if (effect.type !== "invoke") return undefined;
    const { effect: id, node } = effect.invocation.job;
    const answer = answers[node] ?? 0;
    if (answer === "fail")
      return { type: "settled", effect: id, outcome: { kind: "failed", code: "boom", message: "it broke" } };
    return { type: "settled", effect: id, outcome: { kind: "ok", output: { json: answer } } };
  }).start();

const chain = "start s\naction a outputs: {x: @}\naction b request: $x\nend e\ns > a > b > e\noutputs out: $x";

describe("two runs", () => {
  test("that went the same way are equal, at whatever time", () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const history = randomHistory(seed);
      if (history === null) continue;
      const later = history.records.map((record) =>
        record.type === "received" ? { ...record, nowMs: record.nowMs + 5000 } : record,
      );
      const diff = diffRuns(compared(history), compared({ ...history, records: later }));
      expect(diff.equal).toBe(true);
      expect(diffText(diff)).toEqual(["The runs are equal."]);
    }
  });

  test("differ in a value, in what it led to, and in the result", () => {
    const diff = diffRuns(
      compared(answering(chain, { a: 1 })),
      compared(answering(chain, { a: 2 }), { actor: "user:bob" }),
    );
    expect(diff.equal).toBe(false);
    expect(diff.header).toEqual([{ fact: "actor", a: "user:alice", b: "user:bob" }]);
    expect(diff.steps.map(({ node, differences }) => [node, differences.map(({ fact }) => fact)])).toEqual([
      ["a", ["outcome", "captures.x"]],
      ["b", ["request"]],
    ]);
    expect(diff.outputs).toEqual([{ fact: "out", a: 1, b: 2 }]);
    expect(diffText(diff)).toEqual([
      "Started with",
      "  - actor: user:alice",
      "  + actor: user:bob",
      "Steps",
      "  ~ a",
      '    - outcome: {"kind":"ok","output":{"json":1}}',
      '    + outcome: {"kind":"ok","output":{"json":2}}',
      "    - captures.x: 1",
      "    + captures.x: 2",
      "  ~ b",
      '    - request: {"executor":"test","request":1}',
      '    + request: {"executor":"test","request":2}',
      "Outputs",
      "  - out: 1",
      "  + out: 2",
    ]);
  });

  test("differ in how far they came", () => {
    const diff = diffRuns(compared(answering(chain, {})), compared(answering(chain, { a: "fail" })));
    expect(diff.onlyA.map(({ node }) => node)).toEqual(["b", "e"]);
    expect(diff.steps[0]?.differences).toContainEqual({ fact: "failure", a: undefined, b: "boom" });
    expect(diff.result).toContainEqual({ fact: "status", a: "completed", b: "failed" });
  });

  test("differ in the rounds of a loop, and nothing after it is moved", () => {
    const looping = (max: number) =>
      answering(
        `start s\naction a loop: {kind: "each", items: =${JSON.stringify([1, 2, 3].slice(0, max))}}\naction b\ns > a > b`,
        {},
      );
    const diff = diffRuns(compared(looping(2)), compared(looping(3)));
    expect([diff.onlyA, diff.onlyB.map(({ item, occurrence }) => [item, occurrence])]).toEqual([[], [[2, 3]]]);
    expect(diff.moved).toEqual([]);
    expect(diff.graph.changed).toMatchObject([{ what: "node", id: "a", members: ["loop"] }]);
  });

  test("differ in order", () => {
    const fork = (first: string, second: string) =>
      answering(`start s\ngateway f\naction a\naction b\ns > f\nf > ${first}\nf > ${second}`, {});
    const diff = diffRuns(compared(fork("a", "b")), compared(fork("b", "a")));
    expect(diff.moved.map(({ node }) => node)).toHaveLength(1);
    expect(diff.steps).toEqual([]);
  });
});

test("definitions differ by what was added, is gone and has changed, never by where it was written", () => {
  const old = answering("start s\naction a request: =1\naction b\ns > a > b", {});
  const newer = answering('start s\naction a request: =2, name: "New"\naction c\ns > a > c', {});
  const { graph } = diffRuns(compared(old), compared(newer));
  const ids = (parts: readonly { readonly what: string; readonly id: string }[]) =>
    parts.map(({ what, id }) => `${what} ${id}`);
  expect([ids(graph.gone), ids(graph.added), ids(graph.changed)]).toEqual([
    ["node b", "flow a>b"],
    ["node c", "flow a>c"],
    ["node a"],
  ]);
  expect(graph.changed[0]?.members).toEqual(["name", "request"]);
});
