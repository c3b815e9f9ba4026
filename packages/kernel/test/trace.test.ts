/** The observable trace keeps the true order: what was forked runs side by side, whatever kind of step it begins with. */
import { expect, test } from "vitest";
import { restrict, run, type TraceKind, traceOf } from "../src/index.js";
import { action, all, bundle, end, gateway, start, testLanguage, wait } from "./build.js";

const languages = { expressions: [testLanguage()] };
const shown: ReadonlySet<TraceKind> = new Set(["action", "decision", "wait"]);
const timer = { trigger: { on: "timer", after: { json: 5 } } } as const;

async function orderOf(graph: ReturnType<typeof bundle>): Promise<readonly string[]> {
  const { records } = await run(graph, { languages });
  const trace = restrict(traceOf(graph, records), shown);
  return trace.map((event) => `${event.name} after ${event.after.map((at) => trace[at]?.name).join(" and ")}`.trim());
}

test("forked waits come after the fork, not after one another", async () => {
  const nodes = [
    start("s"),
    action("a"),
    gateway("f"),
    wait("w1", [timer]),
    wait("w2", [timer]),
    gateway("j", all),
    action("z"),
    end("e"),
  ];
  const flows = ["s > a", "a > f", "f > w1", "f > w2", "w1 > j", "w2 > j", "j > z", "z > e"];
  expect(await orderOf(bundle(nodes, flows))).toEqual(["a after", "w1 after a", "w2 after a", "z after w1 and w2"]);
});

test("the same where an activity's own flows fork", async () => {
  const nodes = [start("s"), action("a"), wait("w1", [timer]), wait("w2", [timer]), end("e")];
  expect(await orderOf(bundle(nodes, ["s > a", "a > w1", "a > w2", "w1 > e", "w2 > e"]))).toEqual([
    "a after",
    "w1 after a",
    "w2 after a",
  ]);
});

test("a decision names every way that was taken", async () => {
  const nodes = [start("s"), gateway("g"), wait("w1", [timer]), action("b"), action("c"), end("e")];
  const graph = bundle(nodes, [
    "s > g",
    "g > w1 if true",
    "g > b if true",
    "g > c if false",
    "w1 > e",
    "b > e",
    "c > e",
  ]);
  const { records } = await run(graph, { languages });
  const decisions = traceOf(graph, records).filter((event) => event.kind === "decision");
  expect(decisions.map((event) => event.took)).toEqual([["g>w1", "g>b"]]);
});

test("a gateway that only forks is no decision", async () => {
  const graph = bundle(
    [start("s"), gateway("f"), action("a"), action("b"), end("e")],
    ["s > f", "f > a", "f > b", "a > e", "b > e"],
  );
  const { records } = await run(graph, { languages });
  expect(traceOf(graph, records).map((event) => event.kind)).not.toContain("decision");
});
