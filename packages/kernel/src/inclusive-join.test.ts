/**
 * The inclusive join against a reading of BPMN 2.0.2, 13.4.3 as it is written: all paths are spelt out one by one. Whenever the kernel
 * lets one fire, the clauses have to hold, and it takes a token from each flow that has one; whenever the kernel has come to rest, they
 * must not hold for any. The diagrams have several joins that wait for each other, cycles, boundary events, and a scope with joins of its
 * own that is interrupted.
 */
import type { Bundle, Flow, Node } from "@rb/ir";
import { type Random, random } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { action, flows, gateway, origin, reachable, scope, start, testLanguage } from "../test/build.js";
import {
  apply,
  compile,
  createState,
  decode,
  type Envelope,
  encode,
  type JournalRecord,
  type Program,
  type RecordOf,
  type State,
  step,
} from "./index.js";

const languages = { expressions: [testLanguage()] };
const seeds = 600;

type Lines = string[];

/**
 * One level: joins `j…` with their feeders `p…` among actions `a…`. Of each node's ways out one is open, the others only make paths; some
 * actions have a boundary event that leads elsewhere.
 */
function randomLevel(
  next: Random,
  level: string,
  nodes: Node[],
  lines: Lines,
): { readonly entries: readonly string[] } {
  const below = (n: number) => Math.floor(next() * n);
  const named = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${level}${i}`);
  const actions = named("a", 2 + below(4));
  const feeders = named("p", 2 + below(4));
  const joins = named("j", 1 + below(3));
  const anywhere = [...actions, ...feeders, ...joins];
  const one = (list: readonly string[]) => list[below(list.length)] as string;
  const connect = (from: string, open: string, shut: number) => {
    const others = new Set(Array.from({ length: shut }, () => one(anywhere)));
    others.delete(open);
    lines.push(`${from} > ${open}`, ...[...others].map((to) => `${from} > ${to} if false`));
  };
  for (const id of actions) {
    connect(id, one(anywhere), below(3));
    const isCaught = below(3) === 0;
    nodes.push(action(id, isCaught ? { handlers: [{ id: "x", triggers: [{ on: "error" }], origin }] } : {}));
    if (isCaught) lines.push(`${id}:x > ${one(anywhere)}`);
  }
  for (const id of feeders) connect(id, one(joins), below(3) === 0 ? 1 : 0);
  // Right to a later join at times: in a circle of joins a token would never come to rest.
  joins.forEach((id, at) => {
    connect(id, one([...actions, ...joins.slice(at + 1)]), below(2));
  });
  nodes.push(...feeders.map((id) => gateway(id)), ...joins.map((id) => gateway(id, reachable)));
  return { entries: [...new Set(Array.from({ length: 1 + below(4) }, () => one(anywhere)))] };
}

function randomDiagram(next: Random): Bundle {
  const nodes: Node[] = [start("s"), gateway("fork")];
  const lines: Lines = ["s > fork"];
  const outer = randomLevel(next, "", nodes, lines);
  const inner = randomLevel(next, "i", nodes, lines);
  const handlers = [
    { id: "x", triggers: [{ on: "error" as const }], origin },
    { id: "t", triggers: [{ on: "signal" as const, name: { json: "stop" } }], origin },
  ];
  nodes.push(scope("box", { entries: inner.entries }, { handlers }));
  const after = outer.entries[0] as string;
  lines.push(`box > ${after}`, `box:x > ${after}`, `box:t > ${outer.entries.at(-1)}`, "fork > box");
  lines.push(...outer.entries.map((to) => `fork > ${to}`));
  return {
    version: 1,
    main: "main",
    graphs: [{ id: "main", region: { entries: ["s"] }, nodes, flows: flows(...lines), origin }],
  };
}

/** The last flows of all paths that lead from a node to the join without visiting it before. */
function waysToJoin(all: readonly Flow[], from: string, join: string, visited: readonly string[] = [from]): string[] {
  return all
    .filter((flow) => flow.from === from)
    .flatMap((flow) => {
      if (flow.to === join) return [flow.id];
      return visited.includes(flow.to) ? [] : waysToJoin(all, flow.to, join, [...visited, flow.to]);
    });
}

/** 13.4.3, for a join of one instance, from where the tokens of that instance are; paths don't cross its border. */
function mayFire(all: readonly Flow[], state: State, frame: number, join: string): boolean {
  const tokens = [...state.tokens.values()].filter((token) => token.frame.id === frame);
  const filled = new Set(tokens.filter((token) => token.node.id === join).map((token) => token.via?.id ?? ""));
  if (filled.size === 0) return false;
  return tokens
    .filter((token) => token.node.id !== join)
    .every((token) => {
      const ends = waysToJoin(all, token.node.id, join);
      return ends.every((end) => filled.has(end)) || ends.some((end) => filled.has(end));
    });
}

/** Whether it takes one token from each flow that has any, and no more. */
function takesOneEach(state: State, { frame, node, tokens }: RecordOf<"joinFired">): boolean {
  const at = [...state.tokens.values()].filter((token) => token.frame.id === frame && token.node.id === node);
  const slots = (ids: readonly number[]) => ids.map((id) => state.tokens.get(id)?.via?.id ?? "").sort();
  const taken = slots(tokens);
  return new Set(taken).size === taken.length && String(taken) === String([...new Set(slots(at.map(({ id }) => id)))]);
}

function advance(program: Program, all: readonly Flow[], state: State, envelope: Envelope, label: string): number {
  const before = decode(program, encode(program, state));
  const made = step(program, state, envelope);
  if (made.kind !== "done") throw new Error("nothing here asks");
  let fired = 0;
  for (const record of made.records) {
    if (record.type === "joinFired") {
      fired += 1;
      expect(mayFire(all, before, record.frame, record.node), `${label}: ${record.node} fired too early`).toBe(true);
      expect(takesOneEach(before, record), `${label}: ${record.node} took other tokens than it should`).toBe(true);
    }
    apply(program, before, record as JournalRecord);
  }
  for (const token of before.tokens.values()) {
    const { id } = token.node;
    if (token.phase !== "joined") continue;
    expect(mayFire(all, before, token.frame.id, id), `${label}: ${id} should have fired`).toBe(false);
  }
  return fired;
}

describe("inclusive joins", () => {
  test(`fire when the standard says so, and never else, in ${seeds} random diagrams`, () => {
    const seen = { fired: 0, heldUp: 0, caught: 0, stopped: 0 };
    for (let seed = 1; seed <= seeds; seed += 1) {
      const next = random(seed);
      const bundle = randomDiagram(next);
      const { program, diagnostics } = compile(bundle, languages);
      if (program === null) throw new Error(diagnostics.map((d) => d.message).join());
      const all = bundle.graphs[0]?.flows ?? [];
      const state = createState();
      let input: Envelope["input"] | null = { type: "start", run: "r", variables: {} };
      for (let round = 0; input !== null && round < 25; round += 1) {
        seen.fired += advance(program, all, state, { nowMs: 0, actor: "test", input }, `seed ${seed}, round ${round}`);
        seen.heldUp += [...state.tokens.values()].some((token) => token.phase === "joined") ? 1 : 0;
        input = nextInput(state, next);
        seen.caught += input?.type === "settled" && input.outcome.kind === "failed" ? 1 : 0;
        seen.stopped += input?.type === "delivered" ? 1 : 0;
      }
    }
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(seeds / 4);
  });
});

/** Brings some job one stage on, well or badly, or interrupts the scope. */
function nextInput(state: State, next: Random): Envelope["input"] | null {
  const open = [...state.tokens.values()].filter((token) => token.job !== null);
  const job = open[Math.floor(next() * open.length)]?.job;
  if (next() < 0.03) return { type: "delivered", kind: "signal", id: "stop", name: "stop", payload: { json: null } };
  if (job == null) return null;
  const { effect, hash } = job.request;
  if (job.stage !== "started")
    return { type: "decided", effect, hash, verdict: { decision: "allow", rule: "r", policy: "p" }, start: "p" };
  if (next() < 0.1) return { type: "settled", effect, outcome: { kind: "failed", code: "E", message: "it failed" } };
  return { type: "settled", effect, outcome: { kind: "ok", output: { json: null } } };
}
