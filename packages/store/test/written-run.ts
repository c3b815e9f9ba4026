/** Runs a small bundle, step by step as a driver does, into a journal on a disk. */
import { type Bundle, canonicalize, planHash } from "@rb/ir";
import {
  compile,
  createState,
  type Effect,
  type Envelope,
  encode,
  type Input,
  type JournalRecord,
  type Program,
  type RunResult,
  runLimits,
  type SavedState,
  type State,
  step,
} from "@rb/kernel";
import { testLanguage, testSchemas } from "../../kernel/test/build.js";
import type { TraceAppender } from "../src/commit/committer.js";
import type { Disk } from "../src/disk/disk.js";
import { sha256Of } from "../src/disk/sealed.js";
import { runPaths } from "../src/run/run-directory.js";
import { JOURNAL_FORMAT, type RunHeader } from "../src/trace/run-header.js";
import { RunJournal } from "../src/trace/run-journal.js";
import { StepResults } from "../src/trace/step-results.js";
import { headerLine } from "../src/trace/trace-writer.js";

export const languages = { expressions: [testLanguage()], schemas: [testSchemas] };

export function programOf(bundle: Bundle): Program {
  const { program, diagnostics } = compile(bundle, languages);
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

const loaded = new Map<string, { readonly bundle: Bundle; readonly program: Program }>();

export async function loadGraph(text: string): Promise<{ readonly bundle: Bundle; readonly program: Program }> {
  const known = loaded.get(text);
  if (known !== undefined) return known;
  const bundle = JSON.parse(text) as Bundle;
  const made = { bundle, program: programOf(bundle) };
  loaded.set(text, made);
  return made;
}

/** Commits each trace alone. */
export const alone = {
  async commit(trace: TraceAppender): Promise<void> {
    const bytes = trace.take();
    trace.file.write(bytes, trace.end);
    trace.end += bytes.length;
    await trace.file.sync("trace");
  },
};

export interface WriteOptions {
  readonly run?: string;
  readonly snapshots?: number;
  readonly maxInlineBytes?: number;
  readonly committer?: { readonly commit: (trace: TraceAppender) => Promise<void> };
}

export function headerOf(
  bundle: Bundle,
  run: string,
  program: Program = programOf(bundle),
): { readonly header: RunHeader; readonly text: string } {
  const text = canonicalize(bundle);
  const header: RunHeader = {
    format: JOURNAL_FORMAT,
    run_id: run,
    program: program.hash,
    plan: planHash(bundle),
    graph: `sha256:${sha256Of(text)}`,
    mode: "live",
    actor: "user:ann",
    started_at: "1970-01-01T00:00:00.000Z",
    limits: runLimits,
    engine: "rb test",
  };
  return { header, text };
}

/** A run in the making. Jobs are permitted and started at once. */
export class WrittenRun {
  readonly id: string;
  readonly program: Program;
  readonly state: State = createState();
  readonly records: JournalRecord[] = [];
  /** What every batch leaves: how long the trace is then, and the state. */
  readonly points: { readonly end: number; readonly state: string }[] = [];
  readonly effects: Effect[] = [];
  readonly journal: RunJournal;
  nowMs = 0;

  constructor(disk: Disk, bundle: Bundle, options: WriteOptions = {}) {
    this.id = options.run ?? "r1";
    const { header, text } = headerOf(bundle, this.id);
    const paths = runPaths(this.id);
    this.program = programOf(bundle);
    disk.open(paths.graph, "create")?.write(Buffer.from(text), 0);
    const { bytes, hash } = headerLine(header);
    const file = disk.open(paths.trace, "create");
    if (file === null) throw new Error(`${paths.trace} is there already`);
    file.write(bytes, 0);
    this.points.push({ end: bytes.length, state: JSON.stringify(this.saved()) });
    this.journal = new RunJournal({
      disk,
      committer: options.committer ?? alone,
      file,
      header,
      tail: { end: bytes.length, hash, seq: 0 },
      results: new StepResults(this.program, this.id),
      snapshots: options.snapshots ?? 1,
      maxInlineBytes: options.maxInlineBytes,
      state: () => this.saved(),
    });
  }

  saved(): SavedState {
    return encode(this.program, this.state);
  }

  start(
    variables: {
      readonly [name: string]: { readonly json: never } | { readonly json: unknown } | { readonly secret: string };
    } = {},
  ): Promise<void> {
    return this.send({ type: "start", run: this.id, variables } as Input);
  }

  /** One step and what is permitted at once, and makes it last. */
  async send(input: Input, about: Partial<Envelope> = {}): Promise<void> {
    const made = step(this.program, this.state, { nowMs: this.nowMs, actor: "user:ann", input, ...about });
    if (made.kind !== "done") throw new Error("it asks");
    this.records.push(...made.records);
    await this.journal.append(made.records);
    this.points.push({ end: this.journal.tail.end, state: JSON.stringify(this.saved()) });
    for (const effect of made.effects) {
      if (effect.type !== "decide") {
        this.effects.push(effect);
        continue;
      }
      const { effect: id, hash } = effect.request.job;
      const verdict = { decision: "allow", rule: "test", policy: "p" } as const;
      await this.send({ type: "decided", effect: id, hash, verdict, start: "p" });
    }
  }

  /** The job that was staged last at a node. */
  jobAt(node: string): { readonly effect: string; readonly hash: string } {
    const token = [...this.state.tokens.values()].find(
      (candidate) => candidate.node.id === node && candidate.job !== null,
    );
    if (token?.job == null) throw new Error(`no job at ${node}`);
    return token.job.request;
  }

  ok(node: string, output: unknown = null, about: Partial<Envelope> = {}): Promise<void> {
    return this.send(
      { type: "settled", effect: this.jobAt(node).effect, outcome: { kind: "ok", output: { json: output as never } } },
      about,
    );
  }

  fail(node: string, code = "E"): Promise<void> {
    return this.send({
      type: "settled",
      effect: this.jobAt(node).effect,
      outcome: { kind: "failed", code, message: "It failed." },
    });
  }
}

/** What a driver would say of a run that rests in this state. */
export function restingIn(state: SavedState): RunResult {
  return {
    status: state.status,
    outputs: {},
    incidents: [],
    waiting: [],
    state,
    records: [],
    worlds: [],
    unexplored: 0,
  };
}
