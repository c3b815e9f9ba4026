/**
 * Plays the inputs of a scenario, one a line, and writes down everything that happens. Jobs are permitted and started at once, silently, so that
 * transcripts are about what happens then; a scenario that says `by hand` plays the decision point and the driver itself.
 *
 *   start x: 1            ok a 42              message m payload: 1, key: k    resolve t5 retry | settle … | choose a>b
 *   tick 5                fail a E             signal s payload: 1             pick f3 a
 *   approve g by: ann     unknown a            assume w5 1                     cancel f3
 *   decide a allow        begin a              refuse a policy-moved           choose a>b | value 1 | nobody   (answers)
 *   cancel                limits maxTokens: 5
 *
 * Steps are named by their node, or by their token (`t7`) where several stand at one node.
 */
import type { Json, Slot } from "@rb/ir";
import {
  type Answer,
  apply,
  decode,
  type Effect,
  type Envelope,
  encode,
  type Input,
  type JournalRecord,
  type Outcome,
  type Program,
  type RunLimits,
  runLimits,
  type State,
  transition,
  type Verdict,
} from "../../src/index.js";
import { LiteralReader } from "./literal.js";
import { printEffect, printRecord } from "./print.js";

export interface Played {
  readonly transcript: string;
  readonly records: readonly JournalRecord[];
  readonly effects: readonly Effect[];
  readonly envelopes: readonly Envelope[];
}

export function play(program: Program, initial: State, script: string): Played {
  const player = new Player(program, initial);
  const lines = script.split("\n").filter((line) => line.trim() !== "");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) player.line(line, lines);
  return player;
}

class Player implements Played {
  readonly records: JournalRecord[] = [];
  readonly effects: Effect[] = [];
  readonly envelopes: Envelope[] = [];
  readonly #program: Program;
  readonly #out: string[] = [];
  #state: State;
  #nowMs = 0;
  #byHand = false;
  #sent = 0;
  #limits: RunLimits = runLimits;

  constructor(program: Program, initial: State) {
    this.#program = program;
    this.#state = initial;
  }

  get transcript(): string {
    return `${this.#out.join("\n")}\n`;
  }

  line(line: string, following: string[]): void {
    const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (word === "by") {
      this.#byHand = true;
      return;
    }
    if (word === "limits") {
      this.#limits = { ...this.#limits, ...(new LiteralReader(rest).pairs() as Partial<RunLimits>) };
      return;
    }
    this.#out.push(`> ${line}`);
    this.#send(this.#input(word, rest), following);
  }

  #send(input: Input, following: string[], isSilent = false): void {
    const answers: Answer[] = [];
    for (;;) {
      const envelope: Envelope = {
        nowMs: this.#nowMs,
        actor: "test",
        input,
        ...(answers.length === 0 ? {} : { answers: [...answers] }),
      };
      const made = transition(this.#program, this.#state, envelope, this.#limits);
      if (made.kind === "asks") {
        for (const question of made.questions) {
          const about =
            question.ask === "evaluate"
              ? `value of ${question.text}`
              : `${question.about} at ${question.node}: ${question.options.map((o) => o.join(" and ")).join(" | ")}, because ${question.because.join("; ")}`;
          const line = following.shift();
          this.#out.push(`  ? ${about}`, `> ${line}`);
          answers.push(answer(question.n, line ?? ""));
        }
        continue;
      }
      this.#checkFolding(made.records, made.state);
      this.#state = made.state;
      this.records.push(...made.records);
      this.effects.push(...made.effects);
      this.envelopes.push(envelope);
      for (const record of made.records)
        if (record.type !== "received" && !(isSilent && isPlumbing(record))) this.#out.push(`  ${printRecord(record)}`);
      for (const effect of made.effects)
        if (this.#byHand || (effect.type !== "decide" && effect.type !== "dispatch"))
          this.#out.push(`  ${printEffect(effect)}`);
      if (!this.#byHand) for (const effect of made.effects) this.#permit(effect, following);
      return;
    }
  }

  #checkFolding(records: readonly JournalRecord[], state: State): void {
    const folded = decode(this.#program, encode(this.#program, this.#state));
    for (const record of records) apply(this.#program, folded, record);
    const [live, replayed] = [state, folded].map((one) => JSON.stringify(encode(this.#program, one)));
    if (live !== replayed) throw new Error(`folding the records gives ${replayed}, and the live state is ${live}`);
  }

  #permit(effect: Effect, following: string[]): void {
    if (effect.type === "decide") {
      const { effect: id, hash } = effect.request.job;
      this.#send({ type: "decided", effect: id, hash, verdict: allow }, following, true);
    } else if (effect.type === "dispatch" && effect.invocation.job.executor !== "manual")
      this.#send({ type: "started", effect: effect.invocation.job.effect, policy: "p" }, following, true);
  }

  #input(word: string, rest: string): Input {
    const [, target = "", more = ""] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
    const settled = (outcome: Outcome): Input => ({ type: "settled", effect: this.#effect(target), outcome });
    switch (word) {
      case "start":
        return this.#start(rest);
      case "tick":
        this.#nowMs = Number(rest);
        return { type: "tick" };
      case "ok":
      case "fail":
      case "unknown":
      case "cancelled":
        return settled(outcome(word, more));
      case "decide": {
        const job = this.#job(target);
        const [, decision = "", pairs = ""] = /^(\S+)\s*(.*)$/.exec(more) ?? [];
        const { hash = job.hash, start, ...given } = new LiteralReader(pairs).pairs();
        return {
          type: "decided",
          effect: job.effect,
          hash: String(hash),
          verdict: { ...allow, decision, ...given } as Verdict,
          ...(start === undefined ? {} : { start: String(start) }),
        };
      }
      case "begin":
        return { type: "started", effect: this.#effect(target), policy: more === "" ? "p" : more };
      case "refuse":
        return { type: "refused", effect: this.#effect(target), why: more as "no-executor" };
      case "approve":
      case "reject": {
        const job = this.#job(target);
        return {
          type: "reviewed",
          effect: job.effect,
          approval: { by: "ann", hash: job.hash, ...new LiteralReader(more).pairs(), verdict: word },
        };
      }
      case "message":
      case "signal": {
        this.#sent += 1;
        const { payload = null, ...given } = new LiteralReader(more).pairs();
        return {
          type: "delivered",
          kind: word,
          id: `m${this.#sent}`,
          name: target,
          ...given,
          payload: slotOf(payload),
        };
      }
      case "assume":
        return {
          type: "assumed",
          wait: Number(target.slice(1)),
          payload: slotOf(more === "" ? null : new LiteralReader(more).whole()),
        };
      case "pick":
        return { type: "picked", frame: Number(target.slice(1)), ...(more === "" ? {} : { node: more }) };
      case "resolve":
        return { type: "resolved", token: Number(target.slice(1)), how: resolution(more) };
      case "cancel":
        return { type: "cancelled", ...(target === "" ? {} : { frame: Number(target.slice(1)) }) };
      default:
        throw new Error(`no such input: ${word}`);
    }
  }

  #start(rest: string): Input {
    const { entry, trigger, payload, graph, ...given } = new LiteralReader(rest).pairs();
    return {
      type: "start",
      run: "r",
      ...(graph === undefined ? {} : { graph: String(graph) }),
      ...(entry === undefined ? {} : { entry: String(entry) }),
      ...(trigger === undefined ? {} : { trigger: Number(trigger) }),
      ...(payload === undefined ? {} : { payload: slotOf(payload) }),
      variables: Object.fromEntries(Object.entries(given).map(([name, json]) => [name, slotOf(json)])),
    };
  }

  /** The job at a node, of a token, or by its own id when it is no longer there. */
  #job(target: string): { readonly effect: string; readonly hash: string } {
    for (const token of this.#state.tokens.values())
      if (token.job !== null && (target === token.node.id || target === `t${token.id}`)) return token.job.request;
    return { effect: target.replace(/^j/, "r."), hash: "" };
  }

  #effect(target: string): string {
    return this.#job(target).effect;
  }
}

const allow: Verdict = { decision: "allow", rule: "r", policy: "p" };

/** What permitting a job silently leaves out. */
function isPlumbing(record: JournalRecord): boolean {
  return (
    (record.type === "jobDecided" && record.stage === "permitted") ||
    record.type === "jobStarted" ||
    (record.type === "statusChanged" && record.status === "running")
  );
}

function outcome(word: string, text: string): Outcome {
  if (word === "cancelled") return { kind: "cancelled" };
  if (word === "unknown") return { kind: "unknown", reason: "nobody knows" };
  if (word === "ok") return { kind: "ok", output: slotOf(text === "" ? null : new LiteralReader(text).whole()) };
  const [, code = "", data = ""] = /^(\S*)\s*(.*)$/.exec(text) ?? [];
  return {
    kind: "failed",
    code,
    message: "it failed",
    ...(data === "" ? {} : { data: new LiteralReader(data).whole() }),
  };
}

function slotOf(json: Json): Slot {
  if (typeof json === "object" && json !== null && "unknown" in json) return { unknown: String(json.unknown) };
  if (typeof json === "string" && json.startsWith("secret://")) return { secret: json };
  return { json };
}

function resolution(text: string): Extract<Input, { type: "resolved" }>["how"] {
  const [word = "", ...rest] = text.split(" ");
  if (word === "choose") return { do: "choose", flows: rest };
  if (word === "settle") return { do: "settle", outcome: outcome(rest[0] ?? "ok", rest.slice(1).join(" ")) };
  return { do: "retry" };
}

function answer(n: number, line: string): Answer {
  const [word = "", ...rest] = line.split(" ");
  if (word === "choose") return { n, option: rest };
  if (word === "value") return { n, value: slotOf(new LiteralReader(rest.join(" ")).whole()) };
  return { n, error: "nobody answers" };
}
