import { check } from "@rb/ir";
import { RandomWorld, random, randomBundle, randomGraphLimits, testLanguage } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { problemOfSaved } from "./check-saved.js";
import {
  type Answer,
  apply,
  compile,
  createState,
  decode,
  type Envelope,
  encode,
  isFinal,
  outstanding,
  type Program,
  type SavedState,
  type State,
  step,
  transition,
} from "./index.js";

const languages = { expressions: [testLanguage("test"), testLanguage("asking", true)] };
const seeds = Number(process.env.RB_SEEDS ?? 300);
const firstSeed = Number(process.env.RB_FIRST_SEED ?? 1);

interface History {
  readonly envelopes: readonly Envelope[];
  readonly records: string;
  readonly state: string;
  readonly status: string;
}

/** One history; `probe` sees every step with the state before and after. */
function play(
  program: Program,
  seed: number,
  probe: (before: State, envelope: Envelope, after: State) => void = () => {},
): History {
  const world = new RandomWorld(random(seed * 7919));
  let state = createState();
  const envelopes: Envelope[] = [];
  const records: unknown[] = [];
  let input: Envelope | null = { nowMs: 0, actor: "test", input: { type: "start", run: "r", variables: {} } };
  for (let count = 0; input !== null && count < 150; count += 1) {
    const before = decode(program, encode(program, state));
    const [envelope, made] = answered(program, state, input, world);
    probe(before, envelope, made.state);
    state = made.state;
    envelopes.push(envelope);
    records.push(...made.records);
    for (const effect of made.effects) world.take(effect);
    input = isFinal(state.status) ? null : world.next(state);
  }
  return {
    envelopes,
    records: JSON.stringify(records),
    state: JSON.stringify(encode(program, state)),
    status: state.status,
  };
}

function answered(program: Program, state: State, envelope: Envelope, world: RandomWorld) {
  let answers: Answer[] = [];
  for (;;) {
    const before = JSON.stringify(encode(program, state));
    const asked = answers.length === 0 ? envelope : { ...envelope, answers };
    const made = step(program, state, asked, randomGraphLimits);
    if (made.kind === "done") return [asked, made] as const;
    same(JSON.stringify(encode(program, state)), before, "a step that asks has not happened");
    answers = [...answers, ...made.questions.map((question) => world.answer(question))];
  }
}

const programs: [number, Program][] = [];
for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  const bundle = randomBundle(seed, seed % 3 === 0 ? "asking" : "test");
  if (check(bundle).some((d) => d.severity === "error")) continue;
  const { program } = compile(bundle, languages);
  if (program !== null) programs.push([seed, program]);
}

/** What must hold after every step of every history. */
function checkStep(program: Program, label: string, before: State, envelope: Envelope, after: State): void {
  const live = JSON.stringify(encode(program, after));
  const again = transition(program, before, envelope, randomGraphLimits);
  if (again.kind !== "done") throw new Error(`${label}: asked again`);
  same(JSON.stringify(encode(program, again.state)), live, `${label}: from a saved state`);
  expect(problemOfSaved(program, JSON.parse(live) as SavedState), `${label}: what is saved is sound`).toBeNull();
  for (const record of again.records) apply(program, before, record);
  same(JSON.stringify(encode(program, before)), live, `${label}: by folding the records`);
  same(
    JSON.stringify(outstanding(program, decode(program, encode(program, after)))),
    JSON.stringify(outstanding(program, after)),
    `${label}: open obligations`,
  );
  for (const token of after.tokens.values()) {
    expect(after.frames.get(token.frame.id), label).toBe(token.frame);
    expect(token.phase, `${label}: token ${token.id} at ${token.node.id}`).not.toBe("ready");
  }
  for (const wait of after.waits.values()) {
    if (wait.token !== null) expect(after.tokens.get(wait.token.id), label).toBe(wait.token);
    if (wait.frame !== null) expect(after.frames.get(wait.frame.id), label).toBe(wait.frame);
  }
  for (const frame of after.frames.values())
    expect(frame.live, `${label}: frame ${frame.id}`).toBe(membersOf(after, frame));
  if (isFinal(after.status))
    expect([after.tokens.size, after.frames.size, after.waits.size, after.jobs], label).toEqual([0, 0, 0, 0]);
}

function membersOf(state: State, frame: unknown): number {
  const tokens = [...state.tokens.values()].filter((token) => token.frame === frame).length;
  return tokens + [...state.frames.values()].filter((other) => other.frame === frame).length;
}

/** Comparing long texts by `toBe` alone would print them whole. */
function same(actual: string, expected: string, label: string): void {
  if (actual === expected) return;
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  throw new Error(`${label}: …${actual.slice(at - 80, at + 160)}… is not …${expected.slice(at - 80, at + 160)}…`);
}

describe(`over ${programs.length} random graphs and schedules`, () => {
  test("the same program and envelopes give the same records, from any saved state; folding them gives the live state; nothing outlives its owner", () => {
    const statuses = new Set<string>();
    for (const [seed, program] of programs) {
      let count = 0;
      const history = play(program, seed, (before, envelope, after) => {
        count += 1;
        checkStep(program, `seed ${seed}, step ${count}`, before, envelope, after);
      });
      const [records, state] = replay(program, history.envelopes);
      same(records, history.records, `seed ${seed}: records`);
      same(state, history.state, `seed ${seed}: state`);
      statuses.add(history.status);
    }
    expect(programs.length, "most random graphs are well formed").toBeGreaterThan(seeds * 0.3);
    expect([...statuses], "histories are not trivial").toEqual(expect.arrayContaining(["completed", "failed"]));
  });
});

function replay(program: Program, envelopes: readonly Envelope[]): readonly [string, string] {
  let state = createState();
  const records: unknown[] = [];
  for (const envelope of envelopes) {
    const made = transition(program, state, envelope, randomGraphLimits);
    if (made.kind !== "done") throw new Error("asked although answered");
    state = made.state;
    records.push(...made.records);
  }
  return [JSON.stringify(records), JSON.stringify(encode(program, state))];
}
