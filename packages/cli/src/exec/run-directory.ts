/** The directory of a run as `runbook/v0` lays it out: `runs/<run_id>/` with `trace.jsonl`, `snapshots/` and `attachments/`. */
import { isJsonObject, type JsonObject } from "@rb/ir";
import { type Disk, isRunId, type OpenFile } from "@rb/store";
import { ExecTrouble } from "./exec-trouble.js";
import { type RunState, type StartedLine, type StepResult, type TraceLine, traceLine } from "./run-state.js";
import { sha256Of } from "./stored-text.js";

const snapshotName = /^step-(\d{4,})\.json$/;
/** Each holds the whole history, so of a very long run only some are written: all up to this one, then after as many steps each. */
const everyOne = 200;
const encoder = new TextEncoder();

/** What the files of a run say, unchecked. */
export interface Written {
  readonly snapshot: unknown;
  readonly results: readonly unknown[];
  /** The step that was started, and has no result. */
  readonly started: string | null;
}

/** Where a run stands: how many results there are, and all else, which is put together only when it is written. */
export interface Standing {
  readonly count: number;
  readonly state: () => RunState;
}

export class RunDirectory {
  readonly #disk: Disk;
  readonly #path: string;
  /** Of the latest snapshot. */
  #number: number;
  #trace: OpenFile | null = null;

  private constructor(disk: Disk, path: string, number: number) {
    this.#disk = disk;
    this.#path = path;
    this.#number = number;
  }

  /** Of a new run; nothing is in it yet. */
  static create(disk: Disk, run: string): RunDirectory {
    const directory = new RunDirectory(disk, `runs/${run}`, 0);
    for (const part of ["", "/snapshots", "/attachments"]) disk.createDirectory(directory.#path + part);
    return directory;
  }

  /** @throws ExecTrouble where there is no such run. */
  static open(disk: Disk, run: string): RunDirectory {
    const path = `runs/${run}`;
    if (!isRunId(run) || disk.list(path).length === 0)
      throw new ExecTrouble(
        "exec/no-such-run",
        `There is no run '${run}'.`,
        "Look into the directory of runs, or name another with --store.",
      );
    return new RunDirectory(disk, path, numbersOf(disk, path).at(-1) ?? 0);
  }

  /** The latest snapshot and all results, as far as they were written to their end; unchecked. */
  read(): Written {
    const latest = numbersOf(this.#disk, this.#path).at(-1);
    if (latest === undefined)
      throw new ExecTrouble(
        "exec/no-snapshot",
        "No step of this run has ended, so there is nothing to resume.",
        "Start it again without --resume; if its trace says that a command was started, look outside for what that did.",
      );
    const snapshot = this.#json(this.#snapshotPath(latest));
    const text = this.#text(`${this.#path}/trace.jsonl`);
    const written = text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .slice(0, -1);
    const lines = written.map((line) => parse(line, "trace.jsonl"));
    const last = lines.at(-1);
    return {
      snapshot,
      results: lines.filter((line) => !isStarted(line)).map(resultOf),
      started: isStarted(last) ? String(last.step_id) : null,
    };
  }

  /** The line first: what it says is true, also if there is no time for the snapshot. */
  add(result: StepResult, { count, state }: Standing): void {
    this.#write(traceLine(result));
    if (count <= everyOne || count % everyOne === 0 || result.status === "failed") this.snapshot({ count, state });
  }

  /** Should no result follow, nobody knows what came of it. */
  begin(line: StartedLine): void {
    this.#write(line);
  }

  #write(line: StartedLine | TraceLine): void {
    this.#trace ??= this.#openTrace();
    this.#trace.write(encoder.encode(`${JSON.stringify(line)}\n`), this.#trace.size());
  }

  /** The latest one says all that those before it say. */
  snapshot({ count, state }: Standing): void {
    if (count === this.#number) return;
    this.#writeNew(this.#snapshotPath(count), encoder.encode(`${JSON.stringify(state(), null, 2)}\n`));
    this.#number = count;
  }

  /** One that is there already is the same file: its name is its hash. */
  attach(bytes: Uint8Array): void {
    const path = attachmentPath(sha256Of(bytes));
    if (this.#disk.open(`${this.#path}/${path}`, "read") === null) this.#writeNew(`${this.#path}/${path}`, bytes);
  }

  /** Makes the trace last. */
  async flush(): Promise<void> {
    await this.#trace?.sync("trace");
  }

  async close(): Promise<void> {
    await this.flush();
    this.#trace?.close();
    this.#trace = null;
  }

  #snapshotPath(number: number): string {
    return `${this.#path}/snapshots/step-${String(number).padStart(4, "0")}.json`;
  }

  /** A line that a process could not finish was told to nobody. */
  #openTrace(): OpenFile {
    const path = `${this.#path}/trace.jsonl`;
    const file = this.#disk.open(path, "write") ?? this.#disk.open(path, "create");
    if (file === null) throw inUse();
    const bytes = file.read(0, file.size());
    file.truncate(bytes.lastIndexOf(10) + 1);
    return file;
  }

  /** Whole or not at all, and never in the place of another. */
  #writeNew(path: string, bytes: Uint8Array): void {
    const draft = `${path}.${process.pid}`;
    this.#disk.remove(draft);
    const file = this.#disk.open(draft, "create");
    if (file === null) throw inUse();
    file.write(bytes, 0);
    file.close();
    const isNew = this.#disk.link(draft, path);
    this.#disk.remove(draft);
    if (!isNew) throw inUse();
  }

  #text(path: string): string {
    const bytes = this.#disk.read(path);
    return bytes === null ? "" : new TextDecoder().decode(bytes);
  }

  #json(path: string): unknown {
    return parse(this.#text(path), path);
  }
}

/** Where an attachment is, within the directory of its run. */
export function attachmentPath(sha256: string): string {
  return `attachments/${sha256}.bin`;
}

function numbersOf(disk: Disk, path: string): readonly number[] {
  const numbers = disk.list(`${path}/snapshots`).flatMap((name) => snapshotName.exec(name)?.[1] ?? []);
  return numbers.map(Number).sort((a, b) => a - b);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExecTrouble(
      "exec/damaged-run",
      `'${file}' is not JSON.`,
      "Restore it from a copy, or start the run again.",
    );
  }
}

function isStarted(line: unknown): line is JsonObject {
  return isJsonObject(line) && line.type === "step_started";
}

function resultOf(line: unknown): unknown {
  return isJsonObject(line) ? line.result : undefined;
}

function inUse(): ExecTrouble {
  return new ExecTrouble("exec/run-in-use", "Another process writes this run.", "Wait until that one is done.");
}
