/**
 * The form of the shared log: a line that says who writes it, then groups. A group is a line that says which bytes belong where, then these bytes, then
 * an end of line. Each line has its own checksum, and that of the bytes; so where a group ends can be relied on before its bytes are. That of the bytes
 * only has to tell a write that was torn, as they carry hashes of their own: those of the traces where they belong.
 *
 * A group is one write, and the next is written only when that one is flushed. So a crash can tear the last one alone, which nobody was told of:
 * its end is missing, or sectors of it are zeros. Anything else is damage.
 */

import { crc32 } from "node:zlib";
import { asBuffer, sealFile, unsealFile } from "../disk/sealed.js";
import { parseIdentity, type WriterIdentity } from "../ownership/process-identity.js";
import { isRunId, runPaths } from "../run/run-directory.js";
import { StoreError } from "../store-error.js";
import { lacksSectors } from "../trace/torn-tail.js";

/** The directory of logs. */
export const LOGS = "log";

/** The version of the log's form. */
const LOG_FORMAT = 2;
/** More than any log has: a log is ended when it gets large, and a group is what many runs write at once. */
export const LARGEST_LOG: number = 2 ** 30;

const newline = 10;
const endOfLine: Uint8Array = Buffer.from("\n");
const groupStart = '\n{"group":';

/** Bytes and their place in a trace. */
export interface LogPart {
  /** `runs/<id>/trace.jsonl`. */
  readonly path: string;
  /** In bytes. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What a log holds. */
export interface LogContent {
  readonly groups: number;
  /** In the order in which they were written. */
  readonly parts: readonly LogPart[];
}

/** The first line. It fits into a sector, so it is there wholly or not at all. */
export function encodeLogHeader(writer: WriterIdentity): Uint8Array {
  return sealFile({ type: "log", format: LOG_FORMAT, writer });
}

/** One group, as one write; `number` counts from 1. */
export function encodeGroup(number: number, parts: readonly LogPart[]): Uint8Array {
  const places = parts.map(({ path, at, bytes }) => [path, at, bytes.length]);
  const checksum = parts.reduce((crc, { bytes }) => crc32(bytes, crc), 0);
  const line = sealFile({ group: number, parts: places, crc32: checksum });
  return Buffer.concat([line, ...parts.map(({ bytes }) => bytes), endOfLine]);
}

/**
 * Who writes a log, by its beginning; null when that doesn't say.
 *
 * @throws StoreError `store/unknown-format`
 */
export function logWriter(file: string, beginning: Uint8Array): WriterIdentity | null {
  const bytes = asBuffer(beginning);
  const header = unsealFile(bytes.subarray(0, bytes.indexOf(newline) + 1));
  if (header === null || header.type !== "log") return null;
  if (header.format !== LOG_FORMAT) {
    throw new StoreError(
      "store/unknown-format",
      `${file} is in a form that this version doesn't know.`,
      "Open the store once with the version of rb that wrote it.",
      { file, line: 1 },
    );
  }
  return parseIdentity(header.writer);
}

/**
 * What a log holds that was acknowledged, or may have been. Its writer has to be dead.
 *
 * @throws StoreError `store/damaged-log`
 */
export function decodeLog(file: string, content: Uint8Array): LogContent {
  const bytes = asBuffer(content);
  const parts: LogPart[] = [];
  if (logWriter(file, bytes) === null) {
    if (isTorn(bytes, 0)) return { groups: 0, parts };
    throw damaged(file, 0, "its first line is not what was written");
  }
  let groups = 0;
  let at = bytes.indexOf(newline) + 1;
  while (at < bytes.length) {
    const group = readGroup(file, bytes, at, groups + 1);
    if (group === null) break;
    parts.push(...group.parts);
    groups += 1;
    at = group.end;
  }
  return { groups, parts };
}

/** Null: it is torn, and nothing comes after it. */
function readGroup(
  file: string,
  bytes: Buffer,
  at: number,
  number: number,
): { readonly parts: readonly LogPart[]; readonly end: number } | null {
  const lineEnd = bytes.indexOf(newline, at);
  const line = lineEnd < 0 ? null : unsealFile(bytes.subarray(at, lineEnd + 1));
  if (line === null) {
    if (isTorn(bytes, at)) return null;
    throw damaged(file, at, "the line that begins a group is not what was written");
  }
  const places = line.group === number && Array.isArray(line.parts) ? line.parts.map(parsePlace) : [null];
  const parts: LogPart[] = [];
  let from = lineEnd + 1;
  for (const place of places) {
    if (place === null) throw damaged(file, at, "a group says what no group can say");
    parts.push({ path: place.path, at: place.at, bytes: bytes.subarray(from, from + place.length) });
    from += place.length;
  }
  const end = from + 1;
  if (end > bytes.length) return null;
  const isWhole = bytes[from] === newline && crc32(bytes.subarray(lineEnd + 1, from)) === line.crc32;
  if (isWhole) return { parts, end };
  if (end === bytes.length && lacksSectors(bytes.subarray(at), at)) return null;
  throw damaged(file, lineEnd + 1, `the bytes of group ${number} are not what was written`);
}

/** A log is only a file: where its bytes go is checked like anything else from outside. */
function parsePlace(place: unknown): { readonly path: string; readonly at: number; readonly length: number } | null {
  if (!Array.isArray(place) || place.length !== 3) return null;
  const [path, at, length] = place as readonly unknown[];
  if (typeof path !== "string" || !isOffset(at) || !isOffset(length) || !Number.isSafeInteger(at + length)) return null;
  const run = path.split("/")[1] ?? "";
  return isRunId(run) && runPaths(run).trace === path ? { path, at, length } : null;
}

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether what begins at `at`, and whose extent isn't known, is a write that never finished. A group after it says that it did. */
function isTorn(bytes: Buffer, at: number): boolean {
  const isEndless = bytes.indexOf(newline, at) < 0;
  if (!isEndless && !lacksSectors(bytes.subarray(at), at)) return false;
  for (let start = bytes.indexOf(groupStart, at); start >= 0; start = bytes.indexOf(groupStart, start + 1)) {
    const end = bytes.indexOf(newline, start + 1);
    if (end >= 0 && unsealFile(bytes.subarray(start + 1, end + 1)) !== null) return false;
  }
  return true;
}

function damaged(file: string, offset: number, what: string): StoreError {
  return new StoreError(
    "store/damaged-log",
    `${file} is damaged at byte ${offset}: ${what}. What it says that runs have written can't be relied on, so nothing of it is used.`,
    "Restore the file from a copy. If there is none, move it out of the store: runs that were under way may then lack their last steps.",
    { file, offset },
  );
}
