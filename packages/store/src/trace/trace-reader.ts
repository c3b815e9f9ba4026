/**
 * Reads a trace from its beginning and verifies it as it goes. A line comes out only when the chunk that it belongs to has verified,
 * so whoever reads sees the longest prefix that is as it was written; what follows it is either torn, and said to be so, or refused.
 */
import { isJsonObject } from "@rb/ir";
import type { JournalRecord } from "@rb/kernel";
import type { OpenFile } from "../disk/disk.js";
import { asBuffer, sha256Of } from "../disk/sealed.js";
import { StoreError } from "../store-error.js";
import { JOURNAL_FORMAT, type RunHeader } from "./run-header.js";
import type { StepResult } from "./step-result.js";
import { COMMIT_END, endsLikeCommit, isTorn } from "./torn-tail.js";
import type { Migration, SeqRange } from "./trace-writer.js";

/** Bytes of a line at most. */
export const MAX_LINE: number = 64 * 1024 * 1024;
/** Bytes of a chunk at most; what doesn't verify and is longer was never one write. */
const maxChunk = 2 * MAX_LINE;
const readSize = 1024 * 1024;
const newline = 10;

const texts = ["run_id", "program", "plan", "graph", "mode", "actor", "started_at", "engine"];
const optionalTexts = [
  "runbook_path",
  "runbook_format",
  "title",
  "tenant",
  "idempotency_key",
  "rerun_of",
  "rerun_from",
];
/** What a migration may name: it becomes a path. */
const graphFile = /^graph-[1-9]\d{0,8}\.json$/;

/** Where a line is. */
interface LinePlace {
  /** From 1. */
  readonly line: number;
  /** In bytes, from 0. */
  readonly offset: number;
}
/** Of a line that commits: what it leaves behind. */
interface Commit extends LinePlace {
  /** The hash from here on, and the bytes up to here. */
  readonly hash: string;
  readonly end: number;
}

/** A line of a trace. */
export type TraceLine =
  | ({ readonly type: "run"; readonly header: RunHeader } & Commit)
  /** Parsed when it is asked for, and only until the next line is. */
  | ({ readonly type: "step_result"; readonly result: () => StepResult } & LinePlace)
  | ({
      readonly type: "batch";
      readonly seq: SeqRange;
      readonly timestamp: string;
      readonly attachments: readonly string[];
      readonly records: readonly JournalRecord[];
    } & Commit)
  | ({ readonly type: "migrated"; readonly migration: Migration } & Commit);

/** What a trace comes to. */
export interface TraceEnd {
  /** Bytes that verify. */
  readonly end: number;
  /** The last hash; empty where not even the header verifies. */
  readonly hash: string;
  /** Number of the last envelope; 0: none. */
  readonly seq: number;
  /** None: the run never came to exist. */
  readonly lines: number;
  /** A write that never finished, to be cut off before anything is written. */
  readonly torn: { readonly at: number; readonly bytes: number } | null;
}

/**
 * `path` is for messages.
 *
 * @throws StoreError `store/broken-trace` where it doesn't verify and isn't torn; `store/unknown-format`.
 */
export function traceLines(file: OpenFile, path: string): Generator<TraceLine, TraceEnd> {
  return new TraceReader(file, path).lines();
}

class TraceReader {
  readonly #file: OpenFile;
  readonly #path: string;
  /** What was read and not used up; begins at `#base` in the file. */
  #bytes: Buffer = Buffer.alloc(0);
  #base = 0;
  /** In `#bytes`: where the chunk and the line begin. */
  #chunk = 0;
  #line = 0;
  /** Lines before this one. */
  #lines = 0;
  #linesBeforeChunk = 0;
  #hash = "";
  #seq = 0;
  /** In `#bytes`: lines of the chunk that wait for its commit. */
  #results: (readonly [start: number, end: number])[] = [];

  constructor(file: OpenFile, path: string) {
    this.#file = file;
    this.#path = path;
  }

  *lines(): Generator<TraceLine, TraceEnd> {
    for (;;) {
      const end = this.#lineEnd();
      if (end < 0) return this.#atEnd("there is no end to it", this.#isAtEnd);
      const type = this.#typeOf(end);
      if (type === "step_result") {
        this.#results.push([this.#line, end]);
        this.#line = end + 1;
        this.#lines += 1;
        continue;
      }
      const problem = type === null ? "no line of a trace begins like that" : this.#problemOf(end);
      if (type === null || problem !== null) return this.#atEnd(problem ?? "", false);
      yield* this.#committed(end, type);
    }
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Where the line ends; -1 when the file does before. */
  #lineEnd(): number {
    let from = this.#line;
    for (;;) {
      const end = this.#bytes.indexOf(newline, from);
      if (end >= 0) return end - this.#line > MAX_LINE ? -1 : end;
      from = this.#bytes.length;
      if (from - this.#line > MAX_LINE || from - this.#chunk > maxChunk || !this.#readMore()) return -1;
      from = Math.max(this.#line, this.#bytes.length - this.#lastRead);
    }
  }

  #lastRead = 0;
  /** Nothing more came when it was last read. */
  #isAtEnd = false;

  #readMore(): boolean {
    // As much again as is waiting, so that a long line costs what it is long.
    const length = Math.max(readSize, this.#bytes.length - this.#chunk);
    const more = asBuffer(this.#file.read(this.#base + this.#bytes.length, length));
    this.#lastRead = more.length;
    this.#isAtEnd = more.length === 0;
    if (this.#isAtEnd) return false;
    const used = this.#chunk;
    this.#bytes = used === this.#bytes.length ? more : Buffer.concat([this.#bytes.subarray(used), more]);
    this.#base += used;
    this.#chunk = 0;
    this.#line -= used;
    if (used > 0) this.#results = this.#results.map(([start, end]) => [start - used, end - used]);
    return true;
  }

  #typeOf(end: number): "run" | "step_result" | "batch" | "migrated" | null {
    const start = this.#bytes.toString("latin1", this.#line, Math.min(end, this.#line + 22));
    if (this.#hash === "") return start.startsWith('{"type":"run",') ? "run" : null;
    if (start.startsWith('{"type":"batch",')) return "batch";
    if (start === '{"type":"step_result",') return "step_result";
    return start.startsWith('{"type":"migrated",') ? "migrated" : null;
  }

  #problemOf(end: number): string | null {
    if (!endsLikeCommit(this.#bytes, this.#line, end)) return "there is no hash at the end";
    const said = this.#bytes.toString("latin1", end - 66, end - 2);
    const is = sha256Of(Buffer.concat([Buffer.from(this.#hash), this.#bytes.subarray(this.#chunk, end - COMMIT_END)]));
    return said === is ? null : "the hash at the end is not that of what stands there";
  }

  *#committed(end: number, type: "run" | "batch" | "migrated"): Generator<TraceLine, void> {
    const value = this.#parse(this.#line, end, this.#lines + 1);
    const hash = value.hash as string;
    const offset = this.#base + this.#line;
    const commit: Commit = { line: this.#lines + 1, offset, hash, end: this.#base + end + 1 };
    const line = this.#understand(type, value, commit);
    let number = this.#linesBeforeChunk;
    for (const [from, to] of this.#results) {
      number += 1;
      const at = number;
      const result = () => this.#parse(from, to, at).result as unknown as StepResult;
      yield { type: "step_result", line: number, offset: this.#base + from, result };
    }
    yield line;
    this.#hash = hash;
    if (line.type === "batch") this.#seq = line.seq[1];
    this.#results = [];
    this.#lines += 1;
    this.#linesBeforeChunk = this.#lines;
    this.#line = end + 1;
    this.#chunk = this.#line;
  }

  #parse(start: number, end: number, line: number): { readonly [member: string]: unknown } {
    try {
      return JSON.parse(this.#bytes.toString("utf8", start, end)) as { readonly [member: string]: unknown };
    } catch {
      throw this.#broken("it verifies, and is no JSON", line, this.#base + start);
    }
  }

  #understand(type: "run" | "batch" | "migrated", value: { readonly [m: string]: unknown }, commit: Commit): TraceLine {
    const refuse = (what: string): never => {
      throw this.#broken(`it verifies, and ${what}`, commit.line, commit.offset);
    };
    if (type === "run") return { type, header: this.#header(value), ...commit };
    if (type === "migrated") {
      const { type: _, hash: __, ...migration } = value;
      const texts = ["timestamp", "from", "to", "graph", "file", "actor"];
      if (texts.some((name) => typeof migration[name] !== "string") || !isJsonObject(migration.state))
        refuse("doesn't say what a migration has to say");
      if (!graphFile.test(String(migration.file))) refuse("names no graph of the run");
      return { type, migration: migration as unknown as Migration, ...commit };
    }
    const { seq, timestamp, records, attachments = [] } = value;
    if (!isSeq(seq) || typeof timestamp !== "string" || !isRecords(records) || !Array.isArray(attachments))
      return refuse("doesn't say what a batch has to say");
    if (seq[0] !== this.#seq + 1) refuse(`begins with number ${seq[0]}, where ${this.#seq + 1} is to come`);
    return {
      type,
      seq,
      timestamp,
      attachments: attachments as string[],
      records,
      ...commit,
    };
  }

  #header(value: { readonly [member: string]: unknown }): RunHeader {
    const { type: _, hash: __, ...header } = value;
    if (header.format !== JOURNAL_FORMAT) {
      throw new StoreError(
        "store/unknown-format",
        `This journal's form is ${JSON.stringify(header.format)}, and this version of rb knows ${JOURNAL_FORMAT}.`,
        "Use the version of rb that wrote it, or a later one.",
        { file: this.#path, line: 1, offset: 0 },
      );
    }
    const { labels = {} } = header;
    const isOfItsForm =
      texts.every((name) => typeof header[name] === "string") &&
      optionalTexts.every((name) => header[name] === undefined || typeof header[name] === "string") &&
      isJsonObject(labels) &&
      Object.values(labels).every((label) => typeof label === "string") &&
      isJsonObject(header.limits);
    if (!isOfItsForm) throw this.#broken("it verifies, and doesn't say what a header has to say", 1, 0);
    return header as unknown as RunHeader;
  }

  // -------------------------------------------------------------------------------------------------------------

  /**
   * Nothing more verifies. Where the file has just ended, what was read of it is judged, and not what may have come since: somebody may be
   * writing it.
   */
  #atEnd(problem: string, isAllRead: boolean): TraceEnd {
    const at = this.#base + this.#chunk;
    const summary = { end: at, hash: this.#hash, seq: this.#seq, lines: this.#linesBeforeChunk };
    if (!isAllRead && this.#file.size() - at <= maxChunk) while (this.#readMore());
    const tail = this.#bytes.subarray(this.#chunk);
    if (tail.length === 0) return { ...summary, torn: null };
    const isJudged = this.#isAtEnd && tail.length <= maxChunk;
    if (isJudged && isTorn(tail, at, this.#hash === "" ? null : this.#seq))
      return { ...summary, torn: { at, bytes: tail.length } };
    throw this.#broken(problem, this.#linesBeforeChunk + 1, at, this.#lines + 1);
  }

  /** About the lines from `line` to `last`, of which it isn't known which is to blame. */
  #broken(what: string, line: number, offset: number, last: number = line): StoreError {
    const verified =
      this.#linesBeforeChunk === 0 ? "Nothing" : `Only what is before line ${this.#linesBeforeChunk + 1}`;
    const about = line === last ? `Line ${line} is not as it was` : `Lines ${line} to ${last} are not as they were`;
    return new StoreError(
      "store/broken-trace",
      `${about} written: ${what}. ${verified} verifies.`,
      "The file was changed or damaged after it was written. Restore it from a copy. What comes before can still be looked at (`rb show RUN --at N`), but the run can't go on from there, since more has happened.",
      { file: this.#path, line, offset },
    );
  }
}

/** What each of them says is for whoever folds them to check. */
function isRecords(value: unknown): value is JournalRecord[] {
  return Array.isArray(value) && value.every(isJsonObject);
}

function isSeq(value: unknown): value is SeqRange {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [first, last] = value as readonly unknown[];
  return Number.isSafeInteger(first) && Number.isSafeInteger(last) && (first as number) <= (last as number);
}
