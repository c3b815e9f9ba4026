/** Histories for tests: random ones, and those of small graphs driven by hand. */
import { type Bundle, check } from "@rb/ir";
import {
  type Answer,
  compile,
  createState,
  type Effect,
  type Envelope,
  encode,
  type Input,
  isFinal,
  type JournalRecord,
  type Program,
  type SavedState,
  type State,
  step,
} from "@rb/kernel";
import { RandomWorld, random, randomBundle, randomGraphLimits, testLanguage } from "@rb/testing";

export const languages = { expressions: [testLanguage("test"), testLanguage("asking", true)] };

export interface History {
  readonly bundle: Bundle;
  readonly program: Program;
  readonly records: readonly JournalRecord[];
  readonly state: SavedState;
}

export function programOf(bundle: Bundle): Program {
  const { program, diagnostics } = compile(bundle, languages);
  if (program === null) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  return program;
}

/** As a trace would give it back. */
export function reread<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** A random graph under a random schedule; null for a seed whose graph is not well formed. */
export function randomHistory(seed: number): History | null {
  const bundle = randomBundle(seed, seed % 3 === 0 ? "asking" : "test");
  if (check(bundle).some((d) => d.severity === "error")) return null;
  const { program } = compile(bundle, languages);
  if (program === null) return null;
  const world = new RandomWorld(random(seed * 7919));
  const state = createState();
  const records: JournalRecord[] = [];
  let input: Envelope | null = { nowMs: 0, actor: "test", input: { type: "start", run: "r", variables: {} } };
  for (let count = 0; input !== null && count < 150; count += 1) {
    const made = answered(program, state, input, world);
    records.push(...made.records);
    for (const effect of made.effects) world.take(effect);
    input = isFinal(state.status) ? null : world.next(state);
  }
  return { bundle, program, records: reread(records), state: encode(program, state) };
}

function answered(program: Program, state: State, envelope: Envelope, world: RandomWorld) {
  let answers: Answer[] = [];
  for (;;) {
    const made = step(program, state, answers.length === 0 ? envelope : { ...envelope, answers }, randomGraphLimits);
    if (made.kind === "done") return made;
    answers = [...answers, ...made.questions.map((question) => world.answer(question))];
  }
}

/** A run that a test drives: everything is allowed, and each executor's job answers `true` unless the test says otherwise. */
export class Driven {
  readonly program: Program;
  readonly state: State = createState();
  readonly records: JournalRecord[] = [];
  readonly #answer: (effect: Effect) => Input | null;
  nowMs = 0;
  /** Sees what each input led to, and may hand in more. */
  onRecords: (records: readonly JournalRecord[]) => readonly Input[] = () => [];

  constructor(bundle: Bundle, answer: (effect: Effect) => Input | null | undefined = () => undefined) {
    this.program = programOf(bundle);
    this.#answer = (effect) => {
      const said = answer(effect);
      return said === undefined ? allowed(effect) : said;
    };
  }

  get saved(): SavedState {
    return encode(this.program, this.state);
  }

  get history(): History {
    return {
      bundle: this.program.bundle,
      program: this.program,
      records: reread(this.records),
      state: this.saved,
    };
  }

  start(variables: Extract<Input, { type: "start" }>["variables"] = {}, run = "r"): this {
    return this.send({ type: "start", run, variables });
  }

  /** Hands something in, and then everything that follows from it. A millisecond passes with each input. */
  send(input: Input, actor = "user:alice"): this {
    const open: Input[] = [input];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      this.nowMs += 1;
      const by = next === input ? actor : "system";
      const made = step(this.program, this.state, { nowMs: this.nowMs, actor: by, input: next }, randomGraphLimits);
      if (made.kind === "asks") throw new Error(`asked: ${JSON.stringify(made.questions)}`);
      this.records.push(...made.records);
      open.push(...this.onRecords(made.records));
      for (const effect of made.effects) {
        const answer = this.#answer(effect);
        if (answer !== null) open.push(answer);
      }
    }
    return this;
  }

  /** The first live effect of a node. */
  effectOf(node: string): string {
    for (const token of this.state.tokens.values())
      if (token.node.id === node && token.job !== null) return token.job.request.effect;
    throw new Error(`nothing is under way at ${node}`);
  }
}

export const policy = { decision: "allow", rule: "r", policy: "p" } as const;

function allowed(effect: Effect): Input | null {
  switch (effect.type) {
    case "decide": {
      const { job } = effect.request;
      return { type: "decided", effect: job.effect, hash: job.hash, verdict: policy };
    }
    case "dispatch":
      if (effect.invocation.job.executor === "manual") return null;
      return { type: "started", effect: effect.invocation.job.effect, policy: "p" };
    case "invoke":
      return {
        type: "settled",
        effect: effect.invocation.job.effect,
        outcome: { kind: "ok", output: { json: true } },
      };
    default:
      return null;
  }
}
