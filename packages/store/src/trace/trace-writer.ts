/**
 * The bytes of a trace. One line is one JSON value. A chunk is any number of `step_result` lines and one that commits them: its last member
 * is the SHA-256, in hex, over the hash before (as text; empty before the header) and the chunk's bytes up to `,"hash":`.
 * So whoever has the last hash can tell whether anything before it is other than what was written.
 */

import type { SavedState } from "@rb/kernel";
import { sha256Of } from "../disk/sealed.js";
import type { RunHeader } from "./run-header.js";
import type { StepResult } from "./step-result.js";

/** The numbers of the first and the last envelope that a chunk holds. */
export type SeqRange = readonly [first: number, last: number];

/** That a run goes on, from this state, with another graph. */
export interface Migration {
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** Plan hashes. */
  readonly from: string;
  readonly to: string;
  /** `sha256:<hex>` of the bytes of `file`. */
  readonly graph: string;
  /** In the run's directory: `graph-2.json`. */
  readonly file: string;
  readonly actor: string;
  readonly state: SavedState;
}

/** What was written, and the hash that the next chunk continues. */
export interface Sealed {
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** What a chunk is made of. */
export interface ChunkParts {
  readonly seq: SeqRange;
  /** ISO 8601, UTC: the time of its last envelope. */
  readonly timestamp: string;
  /** JSON of the records; one text may hold several, with commas between them. */
  readonly records: readonly string[];
  /** Lines, without their ends. */
  readonly results: readonly string[];
  /** Hashes of the attachments that stand for values in its records. */
  readonly attachments: readonly string[];
}

/** The first line of a trace. */
export function headerLine(header: RunHeader): Sealed {
  return seal("", JSON.stringify({ type: "run", ...header }).slice(0, -1));
}

/** A line of a chunk, without its end. */
export function resultLine(result: StepResult): string {
  const { ended_at, run_id } = result;
  return `{"type":"step_result","timestamp":"${ended_at}","run_id":"${run_id}","result":${JSON.stringify(result)}}`;
}

/** Writes what comes after `hash`. */
export class TraceWriter {
  #hash: string;

  constructor(hash: string) {
    this.#hash = hash;
  }

  /** Of the chunk that was made last. */
  get hash(): string {
    return this.#hash;
  }

  chunk(parts: ChunkParts): Uint8Array {
    const { seq, timestamp, records, results, attachments } = parts;
    const before = results.length === 0 ? "" : `${results.join("\n")}\n`;
    const named = attachments.length === 0 ? "" : `"attachments":${JSON.stringify(attachments)},`;
    return this.#seal(
      `${before}{"type":"batch","seq":[${seq[0]},${seq[1]}],"timestamp":"${timestamp}",${named}"records":[${records.join(",")}]`,
    );
  }

  migration(migration: Migration): Uint8Array {
    const { timestamp, from, to, graph, file, actor, state } = migration;
    return this.#seal(
      JSON.stringify({ type: "migrated", timestamp, from, to, graph, file, actor, state }).slice(0, -1),
    );
  }

  #seal(open: string): Uint8Array {
    const { bytes, hash } = seal(this.#hash, open);
    this.#hash = hash;
    return bytes;
  }
}

/** Text is made bytes once, with room for the hash, as this is what every record costs. */
const room = `,"hash":"${"0".repeat(64)}"}\n`;

function seal(before: string, open: string): Sealed {
  const bytes = Buffer.from(`${before}${open}${room}`);
  const end = bytes.length - room.length;
  const hash = sha256Of(bytes.subarray(0, end));
  bytes.write(hash, end + 9, "latin1");
  return { bytes: bytes.subarray(before.length), hash };
}
