/** What both drivers, the dry and the live one, do alike: feed envelopes, answer questions, keep records, and sum up. */
import type { Slot } from "@rb/ir";
import { expressionKey } from "./compile.js";
import type { Answer, Question } from "./envelope.js";
import { reviewOf } from "./jobs.js";
import type { Program } from "./program.js";
import type { JournalRecord } from "./record.js";
import { runLimits } from "./run-limits.js";
import type { Incident, RunLimits, RunOptions, RunResult, Waiting } from "./run-options.js";
import { encode } from "./saved.js";
import { isFinal, type State } from "./state.js";

export class Host {
  readonly program: Program;
  readonly options: RunOptions;
  readonly limits: RunLimits;
  readonly actor: string;

  constructor(program: Program, options: RunOptions) {
    this.program = program;
    this.options = options;
    this.limits = { ...runLimits, ...options.limits };
    this.actor = options.actor ?? "system";
  }

  /** The value of an expression whose language can't answer at once. */
  async evaluate(question: Extract<Question, { ask: "evaluate" }>, nowMs: number): Promise<Answer> {
    const compiled = this.program.expressions.get(expressionKey(question.language, question.text));
    try {
      const value: Slot = (await compiled?.evaluateAsync?.(question.variables, nowMs)) ?? { json: null };
      return { n: question.n, value };
    } catch (error) {
      return { n: question.n, error: `'${question.text}': ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** The graph's external variables as the run gets them; in a dry run, what nobody gave is unknown. */
  inputs(dry: boolean): { readonly [name: string]: Slot } {
    const given = new Map<string, Slot>(
      Object.entries(this.options.inputs ?? {}).map(([name, json]) => [name, { json }]),
    );
    for (const [name, secret] of Object.entries(this.options.secrets ?? {})) given.set(name, { secret });
    for (const variable of this.program.main.source.region.variables ?? []) {
      const missing = variable.external === true && variable.init === undefined && !given.has(variable.name);
      if (dry && missing) given.set(variable.name, { unknown: `input '${variable.name}' was not given` });
    }
    return Object.fromEntries(given);
  }

  result(state: State, records: readonly JournalRecord[]): RunResult {
    return {
      status: state.status,
      ...(state.failure === null ? {} : { failure: state.failure }),
      outputs: Object.fromEntries(state.outputs),
      incidents: incidentsOf(state),
      waiting: isFinal(state.status) ? [] : waitingOf(state),
      state: encode(this.program, state),
      records,
      worlds: [],
      unexplored: 0,
    };
  }
}

export function incidentsOf(state: State): Incident[] {
  const incidents: Incident[] = [];
  for (const token of state.tokens.values()) {
    if (token.incident === null) continue;
    const { code, message, detail } = token.incident;
    incidents.push({
      token: token.id,
      graph: token.node.graph.id,
      node: token.node.id,
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
    });
  }
  return incidents;
}

function waitingOf(state: State): Waiting[] {
  const waiting: Waiting[] = [];
  for (const token of state.tokens.values()) {
    const job = token.job;
    if (job === null) continue;
    if (job.stage === "reviewing") {
      const { count, have } = reviewOf(state.run, token);
      waiting.push({ for: "approval", job: job.request, count, have });
    } else if (job.request.executor === "manual") waiting.push({ for: "person", job: job.request });
    else waiting.push({ for: "outcome", job: job.request });
  }
  for (const wait of state.waits.values())
    waiting.push({
      for: "event",
      wait: { ...wait.facts, ...(wait.facts.kind === "timer" ? { dueAtMs: wait.dueAtMs } : {}) },
    });
  return waiting;
}
