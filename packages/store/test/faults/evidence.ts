/**
 * Reads a store without the store's help: the lines of the traces, and the chain over them, as the format says. What is found there is held against
 * what the world says was done, and against what was acknowledged.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Bundle } from "@rb/ir";
import { compile, type JournalRecord, type RecordOf } from "@rb/kernel";
import { type ReplayReport, replay } from "../../src/history/replay.js";
import type { RunHeader } from "../../src/trace/run-header.js";

/** The last member of a line that commits. */
const commit = /,"hash":"([0-9a-f]{64})"\}\n$/;
const commitLength = 76;

/** A run as its files have it. */
export class RunFiles {
  readonly id: string;
  /** Null: it never came to exist. */
  readonly header: RunHeader | null;
  readonly records: readonly JournalRecord[];
  /** Bytes after the last commit. */
  readonly rest: number;
  readonly hash: string;
  readonly #directory: string;

  constructor(directory: string, id: string) {
    this.id = id;
    this.#directory = directory;
    const { lines, rest, hash } = committed(traceOf(directory, id));
    const [first, ...others] = lines as [RunHeader?, ...{ type: string; records?: JournalRecord[] }[]];
    this.header = first ?? null;
    const written = others.flatMap((line) => (line.type === "batch" ? (line.records ?? []) : []));
    this.records = written.map((record) => this.#attached(record));
    this.rest = rest;
    this.hash = hash;
  }

  get status(): string {
    return this.of("statusChanged").at(-1)?.status ?? "none";
  }

  of<T extends JournalRecord["type"]>(type: T): readonly RecordOf<T>[] {
    return this.records.filter((record): record is RecordOf<T> => record.type === type);
  }

  /** The effects that it says are on their way: it said so before they were. */
  get started(): readonly string[] {
    return this.records.flatMap((record) => {
      if (record.type === "jobStarted") return record.effect;
      return record.type === "jobDecided" && record.stage === "started" ? record.effect : [];
    });
  }

  /** What `head.json` says; null without one. */
  head(): { readonly status: string; readonly hash: string } | null {
    const file = join(this.#directory, "head.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  }

  /** The same history, run again. */
  again(): ReplayReport {
    const bundle = JSON.parse(readFileSync(join(this.#directory, "graph.json"), "utf8")) as Bundle;
    const { program } = compile(bundle, { expressions: [], schemas: [] });
    if (program === null || this.header === null) throw new Error(`run ${this.id} can't be run again`);
    return replay([{ program, records: this.records }], { limits: this.header.limits });
  }

  /** Puts back what lies in files of its own, wherever it is. */
  #attached<T>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.#attached(item)) as T;
    if ("attachment" in value) {
      const { attachment, ...others } = value as { readonly attachment: { readonly sha256: string } };
      const text = readFileSync(join(this.#directory, "attachments", attachment.sha256));
      if (sha256(text) !== attachment.sha256) throw new Error(`an attachment of run ${this.id} is not what it was`);
      const content = JSON.parse(text.toString("utf8"));
      return ("request" in others ? { ...others, request: content } : { json: content }) as T;
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#attached(member)])) as T;
  }
}

/** All runs of a store. */
export function runsOf(store: string): readonly RunFiles[] {
  const directory = join(store, "runs");
  if (!existsSync(directory)) return [];
  return readdirSync(directory).map((run) => new RunFiles(join(directory, run), run));
}

/** What is in the trace, and what a process that died had put into its log and not yet into the trace. */
function traceOf(directory: string, run: string): Buffer {
  const file = join(directory, "trace.jsonl");
  let bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const logs = join(directory, "..", "..", "log");
  for (const name of existsSync(logs) ? readdirSync(logs).filter((log) => log.endsWith(".log")) : []) {
    for (const part of logged(readFileSync(join(logs, name)), `runs/${run}/trace.jsonl`)) {
      if (bytes.length < part.at + part.bytes.length)
        bytes = Buffer.concat([bytes, Buffer.alloc(part.at + part.bytes.length - bytes.length)]);
      part.bytes.copy(bytes, part.at);
    }
  }
  return bytes;
}

/** What the whole groups of a log say about one trace. */
function logged(log: Buffer, trace: string): readonly { readonly at: number; readonly bytes: Buffer }[] {
  const found: { at: number; bytes: Buffer }[] = [];
  for (let start = log.indexOf(10) + 1, end = log.indexOf(10, start); end >= 0; end = log.indexOf(10, start)) {
    const group = parsed(log.toString("utf8", start, end)) as { parts: [string, number, number][]; crc32: number };
    const content = log.subarray(end + 1, end + 1 + group.parts.reduce((sum, [, , length]) => sum + length, 0));
    start = end + 1 + content.length + 1;
    if (start > log.length || crc32(content) !== group.crc32) break;
    let from = 0;
    for (const [path, at, length] of group.parts) {
      if (path === trace) found.push({ at, bytes: content.subarray(from, from + length) });
      from += length;
    }
  }
  return found;
}

/** The lines up to the last commit that verifies. */
function committed(bytes: Buffer): {
  readonly lines: readonly unknown[];
  readonly rest: number;
  readonly hash: string;
} {
  const lines: unknown[] = [];
  let waiting: unknown[] = [];
  let hash = "";
  let chunk = 0;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const line = bytes.toString("utf8", start, end + 1);
    const value = parsed(line);
    if (value === undefined) break;
    waiting.push(value);
    start = end + 1;
    const said = commit.exec(line)?.[1];
    if (value.type === "step_result") continue;
    if (said !== sha256(hash, bytes.subarray(chunk, start - commitLength))) break;
    lines.push(...waiting);
    waiting = [];
    hash = said;
    chunk = start;
  }
  return { lines, rest: bytes.length - chunk, hash };
}

function parsed(line: string): { readonly type?: unknown } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
