/**
 * Opening a run: its trace is read, verified and folded. Records are applied, never carried out, so the state is the one that
 * was, whatever engine wrote it; and what was made from the trace (head, snapshots) has to be borne out by it.
 */
import { type Bundle, isJsonObject, type Json } from "@rb/ir";
import {
  apply,
  createState,
  decode,
  encode,
  type JournalRecord,
  type Program,
  problemOfSaved,
  type State,
} from "@rb/kernel";
import type { Disk, OpenFile } from "../disk/disk.js";
import { StoreError } from "../store-error.js";
import { attach, readAttachment } from "../trace/attachments.js";
import type { RunHeader } from "../trace/run-header.js";
import { StepResults } from "../trace/step-results.js";
import { type TraceEnd, type TraceLine, traceLines } from "../trace/trace-reader.js";
import type { TraceTail } from "../trace/trace-tail.js";
import type { Migration } from "../trace/trace-writer.js";
import { readGraphFile } from "./graph-file.js";
import { Proofs } from "./proofs.js";
import { graphName, RUNS, type RunPaths, runPaths } from "./run-directory.js";

/** A bundle that is ready to run. */
export interface Executable {
  readonly bundle: Bundle;
  readonly program: Program;
}

/** Makes the text of a graph ready to run; best kept by whoever gives it, as many runs share one. */
export type LoadGraph<R extends Executable> = (graph: string) => Promise<R>;

/** What to look for on the way. */
export interface RecoverOptions {
  /** Ids of deliveries to tell about, however long ago they were taken. */
  readonly deliveries?: ReadonlySet<string>;
  /** Of how many of the latest deliveries the ids are given besides. Default 10,000. */
  readonly deliveryWindow?: number;
}

/** A run as it was. */
export interface Recovered<R extends Executable> {
  readonly header: RunHeader;
  readonly runnable: R;
  readonly program: Program;
  /** Before its first envelope, a new one. */
  readonly state: State;
  readonly tail: TraceTail;
  /** Where the last chunk begins, in bytes: the one write that may not have been flushed. */
  readonly lastChunkAt: number;
  /** Of the batch up to which the head knows the run; null where there is no head. */
  readonly headHash: string | null;
  readonly results: StepResults;
  /** Ids of deliveries that are in the trace, the latest last. */
  readonly delivered: Set<string>;
  /** A write that never finished stands behind the tail: to be cut off before anything is written (`makeTraceLast`). */
  readonly torn: TraceEnd["torn"];
}

/**
 * Null: the run never came to exist, as its header never lasted, and nobody was told of it.
 *
 * @throws StoreError `store/no-such-run`, `store/bad-run-id`, `store/broken-trace`, `store/damaged-graph`, `store/damaged-attachment`,
 * `store/lost-history`, `store/unknown-format`, `store/other-plan`; and what `load` throws.
 */
export async function recoverRun<R extends Executable>(
  disk: Disk,
  run: string,
  load: LoadGraph<R>,
  options: RecoverOptions = {},
): Promise<Recovered<R> | null> {
  const paths = runPaths(run);
  const proofs = Proofs.of(disk, paths);
  const file = disk.open(paths.trace, "read");
  if (file === null) {
    if (disk.list(paths.directory).length === 0) throw noSuchRun(run);
    proofs.check({ end: 0, hash: "", seq: 0 }, paths);
    return null;
  }
  try {
    return await new Recovery(disk, run, proofs, load, options).read(file);
  } finally {
    file.close();
  }
}

/**
 * Makes what was found last, before anything is done because of it: it may have been written by a process that died before it was flushed, or in the
 * middle of writing. What is torn is cut off. Where the head knows of all the rest, that lasts already.
 */
export async function makeTraceLast(
  file: OpenFile,
  { tail, lastChunkAt, headHash, torn }: Pick<Recovered<Executable>, "tail" | "lastChunkAt" | "headHash" | "torn">,
): Promise<void> {
  if (torn !== null) file.truncate(tail.end);
  // After a flush that failed, the system may show what it has given up writing.
  if (headHash !== tail.hash) file.write(file.read(lastChunkAt, tail.end - lastChunkAt), lastChunkAt);
  if (torn !== null || headHash !== tail.hash) await file.sync("found-trace");
}

export function noSuchRun(run: string): StoreError {
  return new StoreError("store/no-such-run", `There is no run '${run}'.`, "`rb runs` lists what there is.", {
    file: `${RUNS}/${run}`,
  });
}

class Recovery<R extends Executable> {
  readonly #disk: Disk;
  readonly #run: string;
  readonly #paths: RunPaths;
  readonly #proofs: Proofs;
  readonly #loadGraph: LoadGraph<R>;
  readonly #options: RecoverOptions;
  readonly #delivered = new Set<string>();

  constructor(disk: Disk, run: string, proofs: Proofs, load: LoadGraph<R>, options: RecoverOptions) {
    this.#disk = disk;
    this.#run = run;
    this.#paths = runPaths(run);
    this.#proofs = proofs;
    this.#loadGraph = load;
    this.#options = options;
  }

  async read(file: OpenFile): Promise<Recovered<R> | null> {
    const lines = traceLines(file, this.#paths.trace);
    const first = lines.next();
    if (first.done === true || first.value.type !== "run") {
      this.#proofs.check({ end: 0, hash: "", seq: 0 }, this.#paths);
      return null;
    }
    const { header } = first.value;
    if (header.run_id !== this.#run) throw this.#broken(`it is the header of run '${header.run_id}'`, first.value);
    this.#proofs.see(0, first.value.hash);
    let runnable = await this.#load(graphName(1), header.graph, header.program);
    let state = createState();
    const results = new StepResults(runnable.program, this.#run);
    let lastChunkAt = 0;
    let committed = first.value.end;
    let next = lines.next();
    for (; next.done !== true; next = lines.next()) {
      const line = next.value;
      if (line.type !== "step_result") [lastChunkAt, committed] = [committed, line.end];
      if (line.type === "batch") {
        this.#fold(runnable.program, state, results, line);
        this.#proofs.see(line.seq[1], line.hash);
      } else if (line.type === "migrated") {
        runnable = await this.#migrate(line.migration, runnable.program, line);
        state = decode(runnable.program, line.migration.state);
        results.goOn(runnable.program, line.migration.state);
        this.#proofs.see(state.seq, line.hash);
      }
    }
    const { end, hash, seq, torn } = next.value;
    const tail = { end, hash, seq };
    this.#proofs.check(tail, this.#paths);
    const { program } = runnable;
    const problem = seq === 0 ? null : problemOfSaved(program, encode(program, state));
    if (problem !== null) throw this.#broken(`its records come to no state that can be: ${problem}`);
    const { headHash } = this.#proofs;
    return { header, runnable, program, state, tail, lastChunkAt, headHash, results, delivered: this.#delivered, torn };
  }

  #fold(program: Program, state: State, results: StepResults, line: Extract<TraceLine, { type: "batch" }>): void {
    const { attachments, records, seq } = line;
    const read = (ref: Parameters<typeof readAttachment>[2]) => readAttachment(this.#disk, this.#paths, ref);
    let number = 0;
    try {
      for (const written of records) {
        const record = attachments.length === 0 ? written : attach(written, read);
        if (record.type === "received") this.#receive(record, state.seq + 1);
        apply(program, state, record);
        results.see(record);
        number += 1;
      }
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw this.#broken(`its record ${number + 1} doesn't fit what was before: ${why}`, line, error);
    }
    results.take();
    if (state.seq !== seq[1]) throw this.#broken(`it ends with number ${state.seq}, and says ${seq[1]}`, line);
  }

  #receive(record: Extract<JournalRecord, { type: "received" }>, seq: number): void {
    if (record.seq !== seq) throw new Error(`it is number ${record.seq}, where ${seq} is to come`);
    const { delivery, actor, nowMs, input } = record;
    if (typeof actor !== "string" || !Number.isFinite(nowMs)) throw new Error("it doesn't say who, or when");
    if (
      !isJsonObject(input as unknown as Json) ||
      (input.type === "start" && !isJsonObject(input.variables as unknown as Json))
    )
      throw new Error("what it received is no input");
    if (delivery !== undefined && typeof delivery !== "string") throw new Error("its delivery has no id");
    if (delivery === undefined) return;
    const { deliveries, deliveryWindow = 10_000 } = this.#options;
    this.#delivered.delete(delivery);
    this.#delivered.add(delivery);
    if (this.#delivered.size <= deliveryWindow + (deliveries?.size ?? 0)) return;
    for (const oldest of this.#delivered)
      if (deliveries?.has(oldest) !== true) {
        this.#delivered.delete(oldest);
        return;
      }
  }

  async #migrate(migration: Migration, before: Program, at: { line: number; offset: number }): Promise<R> {
    const { from, to, graph, file, state } = migration;
    if (from !== before.hash)
      throw this.#broken(`it goes on from plan ${from}, and the run has plan ${before.hash}`, at);
    const runnable = await this.#load(file, graph, to);
    const problem = problemOfSaved(runnable.program, state);
    if (problem !== null) throw this.#broken(`its state is none that can be: ${problem}`, at);
    return runnable;
  }

  async #load(name: string, hash: string, plan: string): Promise<R> {
    const file = `${this.#paths.directory}/${name}`;
    const runnable = await this.#loadGraph(readGraphFile(this.#disk, file, hash));
    if (runnable.program.hash === plan) return runnable;
    throw new StoreError(
      "store/other-plan",
      `The graph is as it was written, and its plan is ${runnable.program.hash} to this version of rb, where the trace says ${plan}.`,
      "Open the run with the version of rb that the header names as its engine.",
      { file },
    );
  }

  #broken(what: string, at?: { readonly line: number; readonly offset: number }, cause?: unknown): StoreError {
    const place = at === undefined ? {} : { line: at.line, offset: at.offset };
    return new StoreError(
      "store/broken-trace",
      `${at === undefined ? "The trace" : `Line ${at.line}`} verifies, and was not written by this run: ${what}.`,
      "Restore the trace from a copy.",
      { file: this.#paths.trace, ...place },
      cause,
    );
  }
}
