/**
 * Makes what many runs write last, with as few flushes as can be.
 *
 * Theory of operation. One group at a time: what waits is written, then flushed, and whoever waited is told; meanwhile the next group gathers. A group of
 * one trace is written to that, and flushes it. A group of several is written to a log that they share, and only that is flushed: if the power goes, the
 * bytes are put into the traces again from there (`redoLogs`). The traces are written in the time that the flush takes. So a log has to stay for as long
 * as it covers bytes that a trace of its own was not flushed with.
 *
 * A flush that failed is never tried again: the system may have forgotten what it was about, and would call the next one a success. Whom it was for
 * writes no more, and learns why. What was acknowledged before is on the disk, or in a log that then stays until the next process.
 */

import { cutOff } from "../disk/cut-off.js";
import type { Disk, OpenFile } from "../disk/disk.js";
import type { WriterIdentity } from "../ownership/process-identity.js";
import { StoreError } from "../store-error.js";
import type { LogPart } from "./log-format.js";
import { SharedLog } from "./shared-log.js";

/** What a run gives to the disk. */
export interface TraceAppender {
  /** `runs/<id>/trace.jsonl`. */
  readonly path: string;
  readonly file: OpenFile;
  /** Bytes of the trace so far; the committer moves it on. */
  end: number;
  /** Everything that has gathered, as one chunk; called when a group is written. Empty: nothing. */
  readonly take: () => Uint8Array;
}

/** Settings of a committer. */
export interface CommitterOptions {
  /** A log that is larger is ended. Default 64 MiB. */
  readonly maxLogBytes?: number;
}

interface TraceState {
  /** The last group that it was put into. */
  group: Group | null;
  /** Why it isn't written any more. */
  ended: unknown;
  /** A flush of its own file has failed, and the file may not be what it is read as. */
  isDoubtful: boolean;
}

interface Part extends LogPart {
  readonly trace: TraceAppender;
}

/** Traces that are written and flushed together. */
class Group {
  readonly traces: TraceAppender[] = [];
  /** Those whose part did not last, and why. */
  readonly failures = new Map<TraceAppender, unknown>();
  readonly done: Promise<void>;
  finish: () => void = () => {};

  constructor() {
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }
}

/** Writes the traces of all runs of one process. */
export class Committer {
  readonly #disk: Disk;
  readonly #writer: WriterIdentity;
  readonly #maxLogBytes: number;
  readonly #states = new WeakMap<TraceAppender, TraceState>();
  #gathering = new Group();
  #writing: Promise<void> | null = null;
  /** The one that is written. */
  #log: SharedLog<TraceAppender> | null = null;
  /** Those that aren't written any more, and still cover something. */
  readonly #oldLogs = new Set<SharedLog<TraceAppender>>();
  #logsMade = 0;

  constructor(disk: Disk, writer: WriterIdentity, options: CommitterOptions = {}) {
    this.#disk = disk;
    this.#writer = writer;
    this.#maxLogBytes = options.maxLogBytes ?? 64 * 1024 * 1024;
  }

  /**
   * Resolves when all that `trace.take()` gives by the next write lasts. Rejects with what ended the writing of this trace; nothing more of it is
   * written then.
   *
   * @throws StoreError `store/writing-ended` when that has happened before; its cause is the first error.
   */
  commit(trace: TraceAppender): Promise<void> {
    const state = this.#stateOf(trace);
    if (state.ended !== null) return Promise.reject(writingEnded(trace, state.ended));
    const group = this.#gathering;
    if (state.group !== group) {
      state.group = group;
      group.traces.push(trace);
    }
    this.#writing ??= this.#writeGroups();
    return outcome(group, trace);
  }

  /**
   * Resolves when the trace alone holds everything that was acknowledged; only then may the lock of its run be given up. If it rejects, the lock has to
   * be kept until the process ends: a log holds what the trace may lack, or the trace is read as what it isn't.
   */
  async settle(trace: TraceAppender): Promise<void> {
    const state = this.#stateOf(trace);
    await state.group?.done;
    if (state.isDoubtful) throw writingEnded(trace, state.ended);
    if (this.#isCovered(trace)) await this.#flushCovered(trace);
  }

  /** Waits for what is being written, flushes what the logs cover, and removes them. A log that is still needed stays, and the reason is thrown. */
  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    this.#retireLog();
    const failures: unknown[] = [];
    for (const log of this.#oldLogs) failures.push(...(await this.#tryToRemove(log)));
    if (failures.length > 0) throw failures[0];
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Never rejects: what goes wrong is told to those whom it is about. */
  async #writeGroups(): Promise<void> {
    // Runs that were told of the same flush come back one after the other, and are to be together again.
    await null;
    while (this.#gathering.traces.length > 0) {
      const group = this.#gathering;
      this.#gathering = new Group();
      await this.#write(group);
      group.finish();
      const log = this.#log;
      if (log === null || log.size <= this.#maxLogBytes) continue;
      this.#retireLog();
      // If it is still needed, it stays; `close` tells why.
      await this.#tryToRemove(log);
    }
    this.#writing = null;
  }

  async #write(group: Group): Promise<void> {
    const parts = group.traces.flatMap((trace) => this.#take(group, trace));
    const [first] = parts;
    if (first === undefined) return;
    if (parts.length === 1) await this.#commitAlone(group, first);
    else await this.#commitTogether(group, parts);
  }

  #take(group: Group, trace: TraceAppender): readonly Part[] {
    const { ended } = this.#stateOf(trace);
    try {
      if (ended !== null) throw writingEnded(trace, ended);
      const bytes = trace.take();
      return bytes.length === 0 ? [] : [{ trace, path: trace.path, at: trace.end, bytes }];
    } catch (error) {
      this.#fail(group, trace, error);
      return [];
    }
  }

  async #commitAlone(group: Group, part: Part): Promise<void> {
    const { trace, at } = part;
    try {
      writeTrace(part);
      await trace.file.sync("trace");
      this.#uncover(trace);
    } catch (error) {
      // After a failed flush the system may show these bytes and not have them on the disk; the same goes for those before that only a log has.
      const wasWritten = trace.end > at;
      trace.end = at;
      const isGone = cutOff(trace.file, at);
      this.#stateOf(trace).isDoubtful = wasWritten && (!isGone || this.#isCovered(trace));
      this.#fail(group, trace, error);
    }
  }

  /** What lasts is the log; the traces are written while it is flushed. */
  async #commitTogether(group: Group, parts: readonly Part[]): Promise<void> {
    let log: SharedLog<TraceAppender> | null = null;
    try {
      log = this.#log ??= await this.#createLog();
      log.write(parts);
    } catch (error) {
      if (log !== null && !log.cutOff()) this.#writeTraces(group, log, parts);
      this.#failAll(group, parts, error);
      return;
    }
    const flushed = log.flush();
    this.#writeTraces(group, log, parts);
    try {
      await flushed;
    } catch (error) {
      this.#failAll(group, parts, error);
    }
  }

  /** What the log holds, or may hold, the traces have to be given as well: nothing else may ever come to stand in its place. */
  #writeTraces(group: Group, log: SharedLog<TraceAppender>, parts: readonly Part[]): void {
    for (const part of parts) {
      const { trace } = part;
      log.covers.add(trace);
      try {
        writeTrace(part);
      } catch (error) {
        this.#stateOf(trace).isDoubtful = true;
        this.#fail(group, trace, error);
      }
    }
  }

  #failAll(group: Group, parts: readonly Part[], error: unknown): void {
    for (const { trace } of parts) this.#fail(group, trace, error);
    this.#retireLog();
  }

  #createLog(): Promise<SharedLog<TraceAppender>> {
    this.#logsMade += 1;
    return SharedLog.create(this.#disk, this.#writer, this.#logsMade);
  }

  #fail(group: Group, trace: TraceAppender, error: unknown): void {
    group.failures.set(trace, error);
    this.#stateOf(trace).ended ??= error;
  }

  // -------------------------------------------------------------------------------------------------------------

  #logs(): readonly SharedLog<TraceAppender>[] {
    return this.#log === null ? [...this.#oldLogs] : [...this.#oldLogs, this.#log];
  }

  #retireLog(): void {
    if (this.#log === null) return;
    this.#log.close();
    this.#oldLogs.add(this.#log);
    this.#log = null;
  }

  /** Flushes what it covers, and removes it. Returns what went wrong. */
  async #tryToRemove(log: SharedLog<TraceAppender>): Promise<readonly unknown[]> {
    const flushes = [...log.covers].map((trace) => this.#flushCovered(trace));
    const failures = (await Promise.allSettled(flushes)).flatMap((flush) =>
      flush.status === "rejected" ? [flush.reason] : [],
    );
    if (log.covers.size > 0) return failures;
    try {
      log.remove();
      this.#oldLogs.delete(log);
      return [];
    } catch (error) {
      return [error];
    }
  }

  async #flushCovered(trace: TraceAppender): Promise<void> {
    const state = this.#stateOf(trace);
    if (state.isDoubtful) throw writingEnded(trace, state.ended);
    const { end } = trace;
    try {
      await trace.file.sync("trace-before-log-ends");
    } catch (error) {
      state.isDoubtful = true;
      state.ended ??= error;
      throw error;
    }
    if (trace.end === end) this.#uncover(trace);
  }

  #isCovered(trace: TraceAppender): boolean {
    return this.#logs().some((log) => log.covers.has(trace));
  }

  #uncover(trace: TraceAppender): void {
    for (const log of this.#logs()) log.covers.delete(trace);
  }

  #stateOf(trace: TraceAppender): TraceState {
    let state = this.#states.get(trace);
    if (state === undefined) {
      state = { group: null, ended: null, isDoubtful: false };
      this.#states.set(trace, state);
    }
    return state;
  }
}

async function outcome(group: Group, trace: TraceAppender): Promise<void> {
  await group.done;
  if (group.failures.has(trace)) throw group.failures.get(trace);
}

function writeTrace({ trace, at, bytes }: Part): void {
  trace.file.write(bytes, at);
  trace.end = at + bytes.length;
}

function writingEnded(trace: TraceAppender, cause: unknown): StoreError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    "store/writing-ended",
    `${trace.path} isn't written any more since an error: ${why}`,
    cause instanceof StoreError ? cause.help : "Resume the run in a new process.",
    { file: trace.path },
    cause,
  );
}
