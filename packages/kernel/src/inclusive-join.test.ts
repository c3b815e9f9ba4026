/**
 * The inclusive join against a reading of BPMN 2.0.2, 13.4.3 as it is written: all paths are spelt out one by one. Whenever the kernel
 * lets it fire, the clauses have to hold; and whenever the kernel has come to rest, they must not.
 */
import type { Bundle, Flow, Node } from "@rb/ir";
import { type Random, random } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { action, flows, gateway, reachable, start, testLanguage } from "../test/build.js";
import {
  apply,
  compile,
  createState,
  decode,
  type Envelope,
  encode,
  type JournalRecord,
  type Program,
  type State,
  step,
} from "./index.js";

const languages = { expressions: [testLanguage()] };
const seeds = 400;

/** A join `j` with its feeders `p…` among actions `a…`; of each node's ways out one is open, the others only make paths. */
function randomDiagram(next: Random): Bundle {
  const below = (n: number) => Math.floor(next() * n);
  const actions = Array.from({ length: 2 + below(5) }, (_, i) => `a${i}`);
  const feeders = Array.from({ length: 2 + below(3) }, (_, i) => `p${i}`);
  const anywhere = [...actions, ...feeders];
  const lines: string[] = [];
  const connect = (from: string, open: string, shut: number) => {
    const others = new Set(Array.from({ length: shut }, () => anywhere[below(anywhere.length)] as string));
    others.delete(open);
    lines.push(`${from} > ${open}`, ...[...others].map((to) => `${from} > ${to} if false`));
  };
  for (const id of actions) connect(id, anywhere[below(anywhere.length)] as string, below(3));
  for (const id of feeders) connect(id, "j", below(3) === 0 ? 1 : 0);
  connect("j", actions[below(actions.length)] as string, below(2));
  const first = new Set(Array.from({ length: 1 + below(4) }, () => anywhere[below(anywhere.length)] as string));
  lines.push("s > fork", ...[...first].map((to) => `fork > ${to}`));
  const nodes: Node[] = [
    start("s"),
    gateway("fork"),
    gateway("j", reachable),
    ...actions.map((id) => action(id)),
    ...feeders.map((id) => gateway(id)),
  ];
  const origin = nodes[0]?.origin as Node["origin"];
  return {
    version: 1,
    main: "main",
    graphs: [{ id: "main", region: { entries: ["s"] }, nodes, flows: flows(...lines), origin }],
  };
}

/** The last flows of all paths that lead from a node to the join without visiting it before. */
function waysToJoin(all: readonly Flow[], from: string, visited: readonly string[] = [from]): string[] {
  return all
    .filter((flow) => flow.from === from)
    .flatMap((flow) => {
      if (flow.to === "j") return [flow.id];
      return visited.includes(flow.to) ? [] : waysToJoin(all, flow.to, [...visited, flow.to]);
    });
}

/** 13.4.3, from where the tokens of the one instance are. */
function mayFire(all: readonly Flow[], state: State): boolean {
  const tokens = [...state.tokens.values()];
  const filled = new Set(tokens.filter((token) => token.node.id === "j").map((token) => token.via?.id ?? ""));
  if (filled.size === 0) return false;
  return tokens
    .filter((token) => token.node.id !== "j")
    .every((token) => {
      const ends = waysToJoin(all, token.node.id);
      return ends.every((end) => filled.has(end)) || ends.some((end) => filled.has(end));
    });
}

function advance(program: Program, all: readonly Flow[], state: State, envelope: Envelope, label: string): number {
  const before = decode(program, encode(program, state));
  const made = step(program, state, envelope);
  if (made.kind !== "done") throw new Error("nothing here asks");
  const fired = made.records.filter((record) => record.type === "joinFired").length;
  for (const record of made.records) {
    if (record.type === "joinFired") expect(mayFire(all, before), `${label}: fired too early`).toBe(true);
    apply(program, before, record as JournalRecord);
  }
  expect(mayFire(all, before), `${label}: should have fired`).toBe(false);
  return fired;
}

describe("an inclusive join", () => {
  test(`fires when the standard says so, and never else, in ${seeds} random diagrams`, () => {
    let fired = 0;
    let heldUp = 0;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const next = random(seed);
      const bundle = randomDiagram(next);
      const { program, diagnostics } = compile(bundle, languages);
      if (program === null) throw new Error(diagnostics.map((d) => d.message).join());
      const all = bundle.graphs[0]?.flows ?? [];
      const state = createState();
      let input: Envelope["input"] | null = { type: "start", run: "r", variables: {} };
      for (let round = 0; input !== null && round < 20; round += 1) {
        fired += advance(program, all, state, { nowMs: 0, actor: "test", input }, `seed ${seed}, round ${round}`);
        heldUp += [...state.tokens.values()].some((token) => token.phase === "joined") ? 1 : 0;
        input = nextInput(state, next);
      }
    }
    expect(fired, "joins fire").toBeGreaterThan(seeds);
    expect(heldUp, "joins are held up").toBeGreaterThan(seeds);
  });
});

/** Brings some job one stage on. */
function nextInput(state: State, next: Random): Envelope["input"] | null {
  const open = [...state.tokens.values()].filter((token) => token.job !== null);
  const job = open[Math.floor(next() * open.length)]?.job;
  if (job == null) return null;
  const { effect, hash } = job.request;
  if (job.stage === "started") return { type: "settled", effect, outcome: { kind: "ok", output: { json: null } } };
  return { type: "decided", effect, hash, verdict: { decision: "allow", rule: "r", policy: "p" }, start: "p" };
}
