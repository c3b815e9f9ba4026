/**
 * A run's journal: makes the kernel's records last. Whatever is appended while the disk is busy gathers, and goes out as one chunk.
 *
 * A snapshot shows the state at the end of an append, taken when that is made, as the run goes on meanwhile. It is written when the append's
 * chunk lasts, and names that chunk: so it never claims more than is on the disk.
 */

import type { Journal, JournalRecord, SavedState } from "@rb/kernel";
import type { Committer, TraceAppender } from "../commit/committer.js";
import type { Disk, OpenFile } from "../disk/disk.js";
import { isoTime } from "../iso-time.js";
import { type RunPaths, runPaths } from "../run/run-directory.js";
import { runState, type UnprovenState, writeSnapshot } from "../run/snapshot.js";
import { StoreError } from "../store-error.js";
import { detach, storeAttachment } from "./attachments.js";
import type { RunHeader } from "./run-header.js";
import type { StepResults } from "./step-results.js";
import { MAX_LINE } from "./trace-reader.js";
import type { TraceTail } from "./trace-tail.js";
import { type ChunkParts, type Migration, resultLine, TraceWriter } from "./trace-writer.js";

/** What a journal is made of. */
export interface RunJournalParts {
  readonly disk: Disk;
  readonly committer: Pick<Committer, "commit">;
  /** The trace, open for writing, healed. */
  readonly file: OpenFile;
  readonly header: RunHeader;
  readonly tail: TraceTail;
  /** Which have seen all records so far. */
  readonly results: StepResults;
  /** A snapshot after every n-th finished step, and after the thousandth step after every thousandth at most; 0: none. */
  readonly snapshots: number;
  /** Values whose JSON is longer, in characters, go into attachments. Default 256 Ki. */
  readonly maxInlineBytes?: number | undefined;
  /** The run as it is; null when it can't be said. */
  readonly state: () => SavedState | null;
}

/** Of one append. */
interface Entry extends ChunkParts {
  readonly size: number;
  readonly shown: UnprovenState | null;
  readonly migration: Migration | null;
  /** Once it is part of one. */
  chunk: Chunk | null;
}

/** What was handed to the disk in one piece. */
interface Chunk {
  readonly tail: TraceTail;
  shown: UnprovenState | null;
}

const defaultMaxInline = 256 * 1024;
/** When records of one append come to more, in characters, smaller values have to go too. */
const muchInline = 16 * 1024 * 1024;
const smallInline = 4096;
/** After so many steps, snapshots are made that far apart, so that a long run's cost stays in proportion. */
const manySteps = 1000;
const none: readonly never[] = [];
const nothing = new Uint8Array(0);

export class RunJournal implements Journal, TraceAppender {
  readonly path: string;
  readonly file: OpenFile;
  /** Bytes written. */
  end: number;
  readonly #parts: RunJournalParts;
  readonly #paths: RunPaths;
  readonly #maxInline: number;
  readonly #writer: TraceWriter;
  #gathered: Entry[] = [];
  #tail: TraceTail;
  /** Appends that wait for attachments, or behind such. */
  #turn: Promise<void> | null = null;
  #broken: unknown = null;

  constructor(parts: RunJournalParts) {
    this.#parts = parts;
    this.#paths = runPaths(parts.header.run_id);
    this.path = this.#paths.trace;
    this.file = parts.file;
    this.end = parts.tail.end;
    this.#tail = parts.tail;
    this.#writer = new TraceWriter(parts.tail.hash);
    this.#maxInline = parts.maxInlineBytes ?? defaultMaxInline;
  }

  /** What lasts. */
  get tail(): TraceTail {
    return this.#tail;
  }

  /** @throws StoreError the disk's own, then `store/writing-ended`. */
  readonly append = (records: readonly JournalRecord[]): Promise<void> => {
    if (this.#broken !== null) return Promise.reject(this.#ended());
    const text = JSON.stringify(records);
    return this.#turn === null && this.#isSmall(text, records)
      ? this.#commit(this.#gather(records, [text.slice(1, -1)], text.length, none))
      : this.#appendInTurn(records);
  };

  /** That the run goes on with another graph; nothing may be under way. The results have to be told by whoever does this. */
  migrate(migration: Migration): Promise<void> {
    if (this.#broken !== null) return Promise.reject(this.#ended());
    const { seq } = this.#tail;
    const { timestamp } = migration;
    const parts = { seq: [seq, seq] as const, timestamp, records: none, results: none, attachments: none };
    return this.#commit(this.#add({ ...parts, size: 0, shown: null, migration, chunk: null }));
  }

  /** What has gathered, as one chunk. */
  take(): Uint8Array {
    const entries = this.#nextEntries();
    const [first] = entries;
    const last = entries.at(-1);
    if (first === undefined || last === undefined) return nothing;
    const bytes =
      first.migration === null
        ? this.#writer.chunk(first === last ? first : together(entries))
        : this.#writer.migration(first.migration);
    const tail = { end: this.end + bytes.length, hash: this.#writer.hash, seq: last.seq[1] };
    const chunk: Chunk = { tail, shown: null };
    for (const entry of entries) {
      entry.chunk = chunk;
      chunk.shown = entry.shown ?? chunk.shown;
    }
    return bytes;
  }

  // -------------------------------------------------------------------------------------------------------------

  /** As many as fit into a line with ease; a migration by itself. */
  #nextEntries(): readonly Entry[] {
    const gathered = this.#gathered;
    let count = 0;
    let size = 0;
    for (const entry of gathered) {
      const isAlone = entry.migration !== null || gathered[0]?.migration != null;
      if (count > 0 && (isAlone || size + entry.size > muchInline)) break;
      count += 1;
      size += entry.size;
    }
    this.#gathered = count === gathered.length ? [] : gathered.slice(count);
    return count === gathered.length ? gathered : gathered.slice(0, count);
  }

  /** Whether no record has to be looked into for large values. Mostly all of them together are smaller than any one may be. */
  #isSmall(text: string, records: readonly JournalRecord[]): boolean {
    if (text.length <= this.#maxInline) return true;
    return text.length <= muchInline && records.every((record) => JSON.stringify(record).length <= this.#maxInline);
  }

  #gather(
    records: readonly JournalRecord[],
    texts: readonly string[],
    size: number,
    attachments: readonly string[],
  ): Entry {
    const { results } = this.#parts;
    const stepsBefore = results.history.steps;
    let first = 0;
    let last = 0;
    let nowMs = 0;
    for (const record of records) {
      if (record.type === "received") {
        if (first === 0) first = record.seq;
        last = record.seq;
        nowMs = record.nowMs;
      }
      results.see(record);
    }
    const lines = results.take().map(resultLine);
    return this.#add({
      seq: [first, last],
      timestamp: isoTime(nowMs),
      records: texts,
      results: lines,
      attachments,
      size,
      shown: this.#isDue(stepsBefore, results.history.steps) ? this.#show(last) : null,
      migration: null,
      chunk: null,
    });
  }

  #add(entry: Entry): Entry {
    this.#gathered.push(entry);
    return entry;
  }

  async #commit(entry: Entry): Promise<void> {
    try {
      do await this.#parts.committer.commit(this);
      while (entry.chunk === null);
    } catch (error) {
      this.#broken ??= error;
      throw error;
    }
    const { chunk } = entry;
    if (chunk.tail.end > this.#tail.end) this.#tail = chunk.tail;
    if (chunk.shown !== null) this.#writeSnapshot(chunk, chunk.shown);
  }

  #ended(): StoreError {
    return new StoreError(
      "store/writing-ended",
      "Writing this run has ended with an earlier error.",
      "What was acknowledged is kept. When the disk is well again, resume the run.",
      { file: this.path },
      this.#broken,
    );
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Large values first, and later appends behind. */
  #appendInTurn(records: readonly JournalRecord[]): Promise<void> {
    const texts = records.map((record) => JSON.stringify(record));
    const size = texts.reduce((sum, text) => sum + text.length, 0);
    let entry: Entry | null = null;
    const before = this.#turn ?? Promise.resolve();
    const turn = before.then(async () => {
      const maxInline = size > muchInline ? Math.min(smallInline, this.#maxInline) : this.#maxInline;
      const { texts: kept, attachments } = await this.#storeLarge(records, texts, maxInline);
      const keptSize = kept.reduce((sum, text) => sum + text.length, 0);
      this.#checkFits(kept, keptSize);
      entry = this.#gather(records, kept, keptSize, attachments);
    });
    this.#turn = turn;
    const isLast = () => {
      if (this.#turn === turn) this.#turn = null;
    };
    turn.then(isLast, (error) => {
      this.#broken ??= error;
      isLast();
    });
    return turn.then(() => this.#commit(entry as unknown as Entry));
  }

  async #storeLarge(
    records: readonly JournalRecord[],
    texts: readonly string[],
    maxInline: number,
  ): Promise<{ readonly texts: readonly string[]; readonly attachments: readonly string[] }> {
    const kept: string[] = [];
    const named = new Set<string>();
    for (const [index, record] of records.entries()) {
      const text = texts[index] as string;
      if (text.length <= maxInline) {
        kept.push(text);
        continue;
      }
      const detached = detach(record, maxInline);
      for (const [sha256, content] of detached.contents) {
        if (!named.has(sha256)) await storeAttachment(this.#parts.disk, this.#paths, sha256, content);
        named.add(sha256);
      }
      kept.push(JSON.stringify(detached.record));
    }
    return { texts: kept, attachments: [...named] };
  }

  #checkFits(texts: readonly string[], size: number): void {
    // A character is three bytes at most.
    const room = MAX_LINE - 2 * 1024 * 1024;
    if (size * 3 <= room) return;
    if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= room) return;
    throw new StoreError(
      "store/bad-input",
      `The records of one step come to ${Math.ceil(size / 1024 / 1024)} MiB, more than a line of the trace can hold.`,
      "Start the run with a lower `maxData`, or bring less at once.",
      { file: this.path },
    );
  }

  // -------------------------------------------------------------------------------------------------------------

  #isDue(before: number, now: number): boolean {
    const { snapshots } = this.#parts;
    if (snapshots <= 0 || now === before) return false;
    const every = now > manySteps ? Math.max(snapshots, manySteps) : snapshots;
    return Math.floor(now / every) > Math.floor(before / every);
  }

  #show(seq: number): UnprovenState | null {
    const { state, header, results } = this.#parts;
    const saved = state();
    // What waited for an attachment has been overtaken by the run.
    return saved === null || saved.seq !== seq ? null : runState(header, results.history, saved);
  }

  /** Derived data: without it the run is none the worse. A disk that is full says so again when the next chunk is written. */
  #writeSnapshot(chunk: Chunk, shown: UnprovenState): void {
    chunk.shown = null;
    const { seq, hash } = chunk.tail;
    try {
      writeSnapshot(this.#parts.disk, this.#paths, { ...shown, seq, hash });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
}

function together(entries: readonly Entry[]): ChunkParts {
  const first = entries[0] as Entry;
  const last = entries.at(-1) as Entry;
  return {
    seq: [first.seq[0], last.seq[1]],
    timestamp: last.timestamp,
    records: entries.flatMap((entry) => entry.records),
    results: entries.flatMap((entry) => entry.results),
    attachments: [...new Set(entries.flatMap((entry) => entry.attachments))],
  };
}
