/** What the rules that look at a whole instance cost, counted in looks at the flows that lead to a node; and that what is kept is what a search finds. */
import type { Bundle } from "@rb/ir";
import { random } from "@rb/testing";
import { expect, test } from "vitest";
import { action, bundle, gateway, reachable, start } from "../test/build.js";
import { compile, createState, type Envelope, type JournalRecord, type Program, Stepper } from "./index.js";
import type { FlowProgram, NodeProgram } from "./program.js";
import { Reach } from "./reach.js";
import { runLimits } from "./run-limits.js";

function programOf(what: Bundle): Program {
  const { program, diagnostics } = compile(what, { expressions: [] });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return program;
}

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index}`);

/** The search that the kept answers stand for: forwards, from a node. */
function gets(from: NodeProgram, gateway: NodeProgram, slots: ReadonlySet<string>): boolean {
  const seen = new Set([from]);
  const agenda = [from];
  for (let node = agenda.pop(); node !== undefined; node = agenda.pop()) {
    for (const flow of [...node.ports.values()].flat()) {
      if (flow.to === gateway) {
        if (slots.has(flow.slot)) return true;
      } else if (!seen.has(flow.to)) {
        seen.add(flow.to);
        agenda.push(flow.to);
      }
    }
  }
  return false;
}

test("slots that are added one by one are reached from where a search forwards reaches them", () => {
  const size = 40;
  let reached = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    const next = random(seed);
    const one = () => `n${Math.floor(next() * size)}`;
    const lines = new Set(Array.from({ length: 2 * size }, () => `${one()} > ${one()}`));
    const nodes = numbered("n", size).map((id, at) => (at % 2 === 0 ? gateway(id, reachable) : action(id)));
    const all = programOf(bundle(nodes, [...lines])).main.nodes;
    for (const join of all.filter(({ slots }) => slots.size > 1)) {
      const slots = new Set<string>();
      const reach = new Reach(join, []);
      for (const slot of join.slots.keys()) {
        slots.add(slot);
        reach.add(slot);
        const others = all.filter((node) => node !== join);
        const found = others.filter((node) => gets(node, join, slots));
        expect(
          others.filter((node) => reach.nodes.has(node)),
          `graph ${seed}, ${join.id}`,
        ).toEqual(found);
        reached += found.length;
      }
    }
  }
  expect(reached).toBeGreaterThan(10_000);
});

/** Plays everything that executors would be asked for, in the order in which it is asked, and counts the flows that are looked at. */
function play(program: Program): { readonly looks: number; readonly moves: number; readonly fired: number } {
  let looks = 0;
  for (const node of program.main.nodes) {
    const { incoming } = node;
    const counted = function* (): Generator<FlowProgram> {
      for (const flow of incoming) {
        looks += 1;
        yield flow;
      }
    };
    Object.defineProperty(node, "incoming", { value: { [Symbol.iterator]: counted } });
  }
  const state = createState();
  const stepper = new Stepper(program, state, { ...runLimits, maxTokens: 5000, maxRecords: 200_000 });
  const records: JournalRecord[] = [];
  const take = (input: Envelope["input"]) => stepper.take({ nowMs: 0, actor: "test", input }, records, []);
  take({ type: "start", run: "r", variables: {} });
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] as JournalRecord;
    if (record.type !== "jobStaged") continue;
    const { effect, hash } = record.job;
    take({ type: "decided", effect, hash, verdict: { decision: "allow", rule: "r", policy: "p" }, start: "p" });
    take({ type: "settled", effect, outcome: { kind: "ok", output: { json: null } } });
  }
  const count = (type: JournalRecord["type"]) => records.filter((record) => record.type === type).length;
  return { looks, moves: count("tokenMoved") + count("tokenCreated"), fired: count("joinFired") };
}

/** Joins that all wait for the same token, which has a long way to go. */
function longWay(size: number): Bundle {
  const [steps, joins] = [numbered("a", size), numbered("j", size)];
  const nodes = [
    gateway("f"),
    gateway("z"),
    ...steps.map((id) => action(id)),
    ...joins.map((id) => gateway(id, reachable)),
  ];
  const way = steps.map((id, at) => `${id} > ${steps[at + 1] ?? "z"}`);
  return bundle(
    [start("s"), ...nodes],
    ["s > f", "f > a0", ...way, ...joins.flatMap((id) => [`f > ${id}`, `z > ${id}`])],
  );
}

test("joins that wait for the same token look no further while it goes on", () => {
  const size = 100;
  const { looks, fired } = play(programOf(longWay(size)));
  expect(fired).toBe(size);
  // Each of them twice over everything ahead of it. For each step of the token anew, it would be fifty times as much.
  expect(looks).toBeLessThan(2 * size * (5 * size));
});

/** Joins that wait for any of many tokens, which end one after the other. */
function ending(size: number): Bundle {
  const [steps, joins] = [numbered("a", size), numbered("j", size)];
  const nodes = [
    gateway("f"),
    gateway("z"),
    ...steps.map((id) => action(id)),
    ...joins.map((id) => gateway(id, reachable)),
  ];
  const ways = steps.flatMap((id) => [`f > ${id}`, `${id} > end`]);
  const maybe = steps.map((id) => ({ from: id, to: "z" }));
  const what = bundle(
    [start("s"), gateway("end"), ...nodes],
    ["s > f", ...ways, ...joins.flatMap((id) => [`f > ${id}`, `z > ${id}`])],
  );
  const [main] = what.graphs as readonly [Bundle["graphs"][number]];
  const shut = maybe.map((flow) => ({ ...flow, id: `${flow.from}>z`, guard: { json: false }, origin: main.origin }));
  return { ...what, graphs: [{ ...main, flows: [...main.flows, ...shut] }] };
}

test("joins that have lost the token that they waited for find the next without a search", () => {
  const size = 100;
  const { looks, fired } = play(programOf(ending(size)));
  expect(fired).toBe(size);
  expect(looks).toBeLessThan(2 * size * (5 * size));
});

test("a fork of many branches that come together one by one is searched through once", () => {
  const size = 500;
  const branches = numbered("a", size);
  const nodes = [gateway("f"), gateway("j", reachable), ...branches.map((id) => action(id))];
  const { looks, fired } = play(
    programOf(bundle([start("s"), ...nodes], ["s > f", ...branches.flatMap((id) => [`f > ${id}`, `${id} > j`])])),
  );
  expect(fired).toBe(1);
  expect(looks).toBeLessThan(6 * size);
});

test("gateways each of which leads to each are searched through once each time that one fires", () => {
  const size = 24;
  const ids = numbered("g", size);
  const lines = ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => `${from} > ${to}`));
  const program = programOf(bundle([start("s"), ...ids.map((id) => gateway(id, reachable))], ["s > g0", ...lines]));
  const { looks, moves, fired } = play(program);
  expect(fired).toBeGreaterThan(100);
  expect(looks).toBeLessThan((fired + 2 * size) * lines.length);
  expect(looks).toBeLessThan(moves * lines.length);
});
