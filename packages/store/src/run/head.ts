/**
 * What a run has come to, in a small file of its own: what lists show, and proof that the trace reached this far. The trace is the
 * truth; a head that is missing or damaged is made again from it.
 */

import { isJsonObject } from "@rb/ir";
import { type Failure, type Incident, isStatus, type RunResult, type Status, type Waiting } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { createFresh } from "../disk/fresh-file.js";
import { sealFile, unsealFile } from "../disk/sealed.js";
import { isoTime } from "../iso-time.js";
import { type Previews, previewsOf } from "../trace/previews.js";
import type { RunHeader } from "../trace/run-header.js";
import type { TraceTail } from "../trace/trace-tail.js";
import { RUNS, type RunPaths, runPaths } from "./run-directory.js";

/** The version of the form of heads. */
export const HEAD_FORMAT = 1;

const mostListed = 100;

/** What a run waits for, in a word. */
export interface HeadWaiting {
  readonly for: "person" | "approval" | "event" | "outcome";
  readonly node?: string;
  readonly effect?: string;
  /** Of a message, signal or timer. */
  readonly kind?: string;
  readonly name?: string;
  readonly due_at?: string;
}

/** What a run has come to. */
export interface RunHead {
  readonly format: typeof HEAD_FORMAT;
  readonly run_id: string;
  readonly status: Status;
  /** Number of the last envelope that lasts, and the hash of the trace there. */
  readonly seq: number;
  readonly hash: string;
  /** Bytes of the trace. */
  readonly end: number;
  readonly records: number;
  /** ISO 8601, UTC. */
  readonly updated_at: string;
  readonly title?: string;
  /** The first hundred, as are the incidents; the state has all. */
  readonly waiting: readonly HeadWaiting[];
  readonly incidents: readonly Incident[];
  readonly failure?: Failure;
  readonly outputs?: Previews;
}

/** What was found in the place of a head. */
export interface FoundHead {
  readonly head: RunHead | null;
  /** There is a file, and it isn't what was written. */
  readonly isDamaged: boolean;
}

/** Says what a run has come to, and makes it last before it takes the place of what was said before. */
export async function writeHead(
  disk: Disk,
  header: RunHeader,
  tail: TraceTail,
  result: RunResult,
  nowMs: number,
): Promise<void> {
  const paths = runPaths(header.run_id);
  const temporary = `${paths.head}.tmp`;
  const file = createFresh(disk, temporary);
  try {
    file.write(sealFile(headOf(header, tail, result, nowMs)), 0);
    await file.sync("head");
  } finally {
    file.close();
  }
  disk.rename(temporary, paths.head);
}

function headOf(header: RunHeader, tail: TraceTail, result: RunResult, nowMs: number): RunHead {
  const { status, waiting, incidents, failure, outputs } = result;
  return {
    format: HEAD_FORMAT,
    run_id: header.run_id,
    status,
    seq: tail.seq,
    hash: tail.hash,
    end: tail.end,
    records: result.state.records,
    updated_at: isoTime(nowMs),
    ...(header.title === undefined ? {} : { title: header.title }),
    waiting: waiting.slice(0, mostListed).map(waitingInShort),
    incidents: incidents.slice(0, mostListed),
    ...(failure === undefined ? {} : { failure }),
    ...(Object.keys(outputs).length === 0 ? {} : { outputs: previewsOf(Object.entries(outputs)) }),
  };
}

function waitingInShort(waiting: Waiting): HeadWaiting {
  if (waiting.for !== "event") {
    const { node, effect } = waiting.job;
    return { for: waiting.for, node, effect };
  }
  const { kind, name, dueAtMs } = waiting.wait;
  return {
    for: "event",
    kind,
    ...(name === undefined ? {} : { name }),
    ...(dueAtMs === undefined ? {} : { due_at: isoTime(dueAtMs) }),
  };
}

/** Null where there is none, or none that is as it was written. */
export function readHead(disk: Disk, paths: RunPaths): FoundHead {
  const bytes = disk.read(paths.head);
  if (bytes === null) return { head: null, isDamaged: false };
  const said = unsealFile(bytes);
  if (said === null || !isHead(said) || paths.directory !== `${RUNS}/${said.run_id}`)
    return { head: null, isDamaged: true };
  return { head: said, isDamaged: false };
}

/** Whoever may write into the store can seal a file as well. */
function isHead(said: object): said is RunHead {
  const head = said as { readonly [M in keyof RunHead]?: unknown };
  return (
    head.format === HEAD_FORMAT &&
    [head.run_id, head.hash, head.updated_at].every((text) => typeof text === "string") &&
    [head.seq, head.end, head.records].every(Number.isSafeInteger) &&
    isStatus(head.status) &&
    [head.waiting, head.incidents].every((list) => Array.isArray(list) && list.every(isJsonObject)) &&
    (head.failure === undefined || isJsonObject(head.failure))
  );
}
