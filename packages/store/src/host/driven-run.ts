/**
 * One run that this process holds the lock of: under way, or at rest. It is driven until it rests; what comes for it meanwhile, by hand or by the
 * inbox, is handed to it, and what comes in the very moment of coming to rest wakes it again before anybody is told that it rests.
 */

import { invariant } from "@rb/ir";
import {
  type DecisionPoint,
  type Delivery,
  encode,
  isFinal,
  type JournalRecord,
  type LiveRun,
  type RunOptions,
  type RunResult,
  resumeLive,
  type SavedState,
  type StandIn,
  startLive,
} from "@rb/kernel";
import type { Committer } from "../commit/committer.js";
import type { Disk } from "../disk/disk.js";
import { createFresh } from "../disk/fresh-file.js";
import { isoTime } from "../iso-time.js";
import type { Processes } from "../ownership/process-identity.js";
import type { RunLock } from "../ownership/run-lock.js";
import { writeHead } from "../run/head.js";
import { graphName, type RunPaths, runPaths } from "../run/run-directory.js";
import { StoreError } from "../store-error.js";
import type { RunHeader } from "../trace/run-header.js";
import { RunJournal } from "../trace/run-journal.js";
import type { StepResults } from "../trace/step-results.js";
import { TraceFile } from "../trace/trace-file.js";
import type { TraceTail } from "../trace/trace-tail.js";
import type { HostOptions, StartOptions } from "./host-options.js";
import { badInput, type Inbox } from "./inbox.js";
import { problemOfInput } from "./input-check.js";
import type { Programs, Runnable } from "./programs.js";
import type { Turns } from "./turns.js";

/** What all runs of a host share. */
export interface Surroundings {
  readonly disk: Disk;
  readonly processes: Processes;
  readonly committer: Committer;
  readonly inbox: Inbox;
  readonly programs: Programs;
  readonly options: HostOptions;
  /** To write heads: ten thousand runs at once need not be as many open files. */
  readonly resting: Turns;
}

/** A run as it was made or found on the disk. */
export interface Found {
  readonly header: RunHeader;
  readonly runnable: Runnable;
  readonly lock: RunLock;
  readonly tail: TraceTail;
  /** Up to where its head knows it; null where that isn't known. */
  readonly headHash: string | null;
  readonly results: StepResults;
  /** Null: it has not begun. */
  readonly saved: SavedState | null;
  readonly delivered: Set<string>;
  readonly standIn: StandIn | undefined;
}

/** To another plan. */
export interface Move {
  readonly runnable: Runnable;
  readonly state: SavedState;
  readonly actor: string;
}

interface Mail {
  readonly delivery: Delivery;
  readonly taken: () => void;
  readonly refused: (error: unknown) => void;
}

/** Ids of deliveries that are remembered, so that a second one changes nothing. */
export const deliveryWindow = 10_000;

/** A resident host wakes a run itself whose timer is further away. */
const PATIENCE_MS = 1000;

export class DrivenRun {
  readonly id: string;
  readonly header: RunHeader;
  readonly #around: Surroundings;
  readonly #found: Found;
  readonly #paths: RunPaths;
  readonly #mail: Mail[] = [];
  /** Deliveries on their way into the journal, by their ids: the same one again is the same one. */
  readonly #coming = new Map<string, Promise<void>>();
  #runnable: Runnable;
  #saved: SavedState | null;
  #tail: TraceTail;
  #headHash: string | null;
  #live: LiveRun | null = null;
  #driving: Promise<RunResult> | null = null;
  #dueAtMs: number | null = null;
  #isSettled = true;

  constructor(around: Surroundings, found: Found) {
    this.id = found.header.run_id;
    this.header = found.header;
    this.#runnable = found.runnable;
    this.#around = around;
    this.#found = found;
    this.#paths = runPaths(this.id);
    this.#saved = found.saved;
    this.#tail = found.tail;
    this.#headHash = found.headHash;
  }

  get runnable(): Runnable {
    return this.#runnable;
  }

  /** At rest; null before it has begun. */
  get saved(): SavedState | null {
    return this.#saved;
  }

  get isOver(): boolean {
    return this.#saved !== null && isFinal(this.#saved.status);
  }

  get isDriven(): boolean {
    return this.#driving !== null;
  }

  /** When time will lead it on, in milliseconds since 1970; null: it never will by itself. */
  get dueAtMs(): number | null {
    return this.#dueAtMs;
  }

  /** Drives it until it rests. `begun` is called when its first records last. */
  drive(start?: StartOptions, begun?: () => void): Promise<RunResult> {
    this.#driving ??= this.#drive(null, start, begun);
    return this.#driving;
  }

  /** Goes on under another plan, from a state that was made for it; and then drives it until it rests. */
  migrate(move: Move): Promise<RunResult> {
    invariant(this.#driving === null, "only a run at rest is moved to another plan");
    this.#driving = this.#drive(move);
    return this.#driving;
  }

  /** Hands something to it, and drives it if it rested. Resolves when that lasts. */
  send(delivery: Delivery): Promise<void> {
    const problem = problemOfInput(delivery.input);
    if (problem !== null) return Promise.reject(badInput(problem));
    if (delivery.id !== undefined && this.#found.delivered.has(delivery.id)) return Promise.resolve();
    const coming = this.#coming.get(delivery.id ?? "");
    if (coming !== undefined) return coming;
    if (this.isOver) return Promise.reject(over(this.id, this.#saved?.status ?? ""));
    const sent = new Promise<void>((taken, refused) => {
      this.#mail.push({ delivery, taken, refused });
    });
    this.#comes(delivery.id, sent);
    if (this.#live !== null) this.#handOver(this.#live);
    return sent;
  }

  /**
   * It has to rest. Where its trace alone may not hold everything, the lock stays until this process ends: whoever takes it then, redoes this
   * process's log first.
   */
  letGo(): void {
    if (this.#isSettled) this.#found.lock.release();
  }

  // -------------------------------------------------------------------------------------------------------------

  async #drive(move: Move | null, start?: StartOptions, begun?: () => void): Promise<RunResult> {
    const { disk, committer } = this.#around;
    const file = new TraceFile(disk, this.#paths.trace, this.#tail.end);
    const journal = new RunJournal({
      disk,
      committer,
      file,
      header: this.header,
      tail: this.#tail,
      results: this.#found.results,
      snapshots: this.#around.options.snapshots ?? 1,
      maxInlineBytes: this.#around.options.maxInlineBytes,
      state: () => (this.#live === null ? null : encode(this.#runnable.program, this.#live.state)),
    });
    try {
      if (move !== null) await this.#move(journal, move);
      let result = await this.#untilRest(journal, start, begun);
      for (;;) {
        while (this.#hasMail()) result = await this.#untilRest(journal);
        await committer.settle(journal);
        this.#tail = journal.tail;
        await this.#writeHead(result);
        // From here to the end nothing is awaited, so nothing can come in unseen.
        if (this.#hasMail()) continue;
        this.#rests(result);
        return result;
      }
    } catch (error) {
      for (const mail of this.#mail.splice(0)) mail.refused(error);
      await committer.settle(journal).catch(() => {
        this.#isSettled = false;
      });
      throw error;
    } finally {
      this.#live = null;
      this.#driving = null;
      file.close();
    }
  }

  /** What it says follows from the trace, so one that knows of all of that stays. */
  async #writeHead(result: RunResult): Promise<void> {
    const { hash } = this.#tail;
    if (this.#headHash === hash) return;
    const { disk, options, resting } = this.#around;
    await resting.take(() => writeHead(disk, this.header, this.#tail, result, options.clock.now()));
    this.#headHash = hash;
  }

  async #move(journal: RunJournal, { runnable, state, actor }: Move): Promise<void> {
    const { disk, options } = this.#around;
    const { directory } = this.#paths;
    const name = nextGraph(disk.list(directory));
    const graph = createFresh(disk, `${directory}/${name}`);
    try {
      graph.write(Buffer.from(runnable.text), 0);
      await graph.sync("graph");
    } finally {
      graph.close();
    }
    await disk.syncDirectory(directory, "run-directory");
    const from = this.#runnable.program.hash;
    const timestamp = isoTime(options.clock.now());
    await journal.migrate({
      timestamp,
      from,
      to: runnable.program.hash,
      graph: runnable.hash,
      file: name,
      actor,
      state,
    });
    this.#found.results.goOn(runnable.program, state);
    this.#runnable = runnable;
    this.#saved = state;
  }

  async #untilRest(journal: RunJournal, start?: StartOptions, begun?: () => void): Promise<RunResult> {
    const append = async (records: readonly JournalRecord[]): Promise<void> => {
      await journal.append(records);
      begun?.();
    };
    const options = this.#runOptions({ append }, start);
    const { program } = this.#runnable;
    const live = this.#saved === null ? startLive(program, options) : resumeLive(program, this.#saved, options);
    this.#live = live;
    this.#handOver(live);
    const watch = new AbortController();
    const watching = this.#watchInbox(live, watch.signal);
    try {
      const result = await live.result;
      this.#saved = result.state;
      return result;
    } finally {
      watch.abort("at rest");
      await watching;
    }
  }

  #runOptions(journal: NonNullable<RunOptions["journal"]>, start: StartOptions | undefined): RunOptions {
    const { clock, executors, decisionPoint, graceMs, actor, onRecord, onProblem, resident } = this.#around.options;
    const { standIn } = this.#found;
    // What was to be told lasts already: whoever fails over it must not hold up the run.
    const tell = (record: JournalRecord): void => {
      try {
        onRecord?.(this.id, record);
      } catch (error) {
        onProblem?.(this.id, error);
      }
    };
    return {
      mode: "live",
      run: this.id,
      clock,
      journal,
      actor: start?.actor ?? actor ?? "system",
      limits: this.header.limits,
      keepRecords: false,
      ...(start?.inputs === undefined ? {} : { inputs: start.inputs }),
      ...(start?.secrets === undefined ? {} : { secrets: start.secrets }),
      ...(start?.entry === undefined ? {} : { entry: start.entry }),
      ...(executors === undefined ? {} : { executors }),
      ...(decisionPoint === undefined ? {} : { decisionPoint: this.#decisionPointOf(decisionPoint) }),
      ...(graceMs === undefined ? {} : { graceMs }),
      // Ten thousand runs that wait for tomorrow need not be ten thousand open files.
      ...(resident === true ? { patienceMs: PATIENCE_MS } : {}),
      ...(standIn === undefined ? {} : { standIn }),
      ...(onRecord === undefined ? {} : { onRecord: tell }),
    };
  }

  #decisionPointOf(given: NonNullable<HostOptions["decisionPoint"]>): DecisionPoint {
    return typeof given === "function" ? given(this.#runnable.bundle) : given;
  }

  #rests(result: RunResult): void {
    const dueAt = result.waiting.flatMap((waiting) =>
      waiting.for === "event" && waiting.wait.dueAtMs !== undefined ? waiting.wait.dueAtMs : [],
    );
    this.#dueAtMs = dueAt.length === 0 ? null : Math.min(...dueAt);
    if (!this.isOver) return;
    // Nobody will take these any more.
    for (const mail of this.#mail.splice(0)) mail.refused(over(this.id, result.status));
    const { inbox } = this.#around;
    for (const { file, posted } of inbox.list(this.id)) {
      if (posted !== null && this.#found.delivered.has(posted.id)) inbox.remove(file);
      else inbox.putAside(file);
    }
  }

  // -------------------------------------------------------------------------------------------------------------

  #hasMail(): boolean {
    return !this.isOver && (this.#mail.length > 0 || this.#arrived().length > 0);
  }

  /** What has come by the inbox and isn't taken yet. */
  #arrived(): readonly Mail[] {
    const { inbox } = this.#around;
    return inbox.list(this.id).flatMap(({ file, posted }) => {
      if (posted === null) {
        inbox.putAside(file);
        this.#around.options.onProblem?.(this.id, noInput(file));
        return [];
      }
      if (this.#coming.has(posted.id)) return [];
      if (this.#found.delivered.has(posted.id)) {
        inbox.remove(file);
        return [];
      }
      return { delivery: posted, taken: () => inbox.remove(file), refused: () => {} };
    });
  }

  /** To a run that rests already, nothing is handed: it is about to look for mail itself. One that is over takes nothing. */
  #handOver(live: LiveRun): void {
    if (live.isOver || this.isOver) return;
    for (const mail of this.#mail.splice(0)) this.#give(live, mail);
    try {
      for (const mail of this.#arrived()) {
        const { id } = mail.delivery;
        if (!this.#coming.has(id ?? "")) this.#comes(id, this.#give(live, mail));
      }
    } catch (error) {
      // The run goes on: an inbox that can't be read now is looked into again.
      this.#around.options.onProblem?.(this.id, error);
    }
  }

  #give(live: LiveRun, { delivery, taken, refused }: Mail): Promise<void> {
    const given = live.send(delivery).then(() => {
      if (delivery.id !== undefined) remember(this.#found.delivered, delivery.id);
      taken();
    });
    given.catch(refused);
    return given;
  }

  #comes(id: string | undefined, sent: Promise<void>): void {
    if (id === undefined) return;
    this.#coming.set(id, sent);
    const gone = () => this.#coming.delete(id);
    sent.then(gone, gone);
  }

  async #watchInbox(live: LiveRun, signal: AbortSignal): Promise<void> {
    const { clock, inboxEveryMs } = this.#around.options;
    for (;;) {
      await clock.sleep(inboxEveryMs ?? 200, signal);
      if (signal.aborted) return;
      this.#handOver(live);
    }
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size <= deliveryWindow) return;
  for (const oldest of ids) {
    ids.delete(oldest);
    return;
  }
}

function noInput(file: string): StoreError {
  return new StoreError(
    "store/bad-input",
    `${file} is no input, or not the one that was handed over, so it is put aside.`,
    `Hand it over again. What is left of it is in ${file}.refused.`,
    { file },
  );
}

function over(run: string, status: string): StoreError {
  return new StoreError(
    "store/run-over",
    `Run '${run}' is over (${status}), so it takes nothing any more.`,
    "`rb rerun` starts another one from one of its steps.",
  );
}

/** The first number that no graph has; one that a migration left which never came to be is passed over. */
function nextGraph(names: readonly string[]): string {
  let number = 2;
  while (names.includes(graphName(number))) number += 1;
  return graphName(number);
}
