/**
 * What no crash of a driver undoes: files outside the store, each line flushed before anybody is answered. The ledger has what was really done, and
 * the receipts what a host has acknowledged.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Something that was done. */
export interface Deed {
  readonly effect: string;
  readonly run: string;
  readonly node: string;
  readonly attempt: number;
  readonly idempotent: boolean;
  /** The executor said so, or a person did it because the executor had not. */
  readonly by: "executor" | "person";
  readonly outcome: "ok" | "failed";
  readonly pid: number;
}

/** What a host has said that it has. */
export type Receipt =
  /** `start` is the number of the start, by which a driver knows it. */
  | { readonly what: "started"; readonly start: number; readonly run: string }
  | { readonly what: "taken"; readonly run: string; readonly delivery: string };

/** Lines of JSON, only ever added to. Writing them flushes them, so that no flush but the store's can be made to fail. */
class Lines<T> {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Lasts when it returns. It begins on a line of its own, whatever a crash has left of the one before. */
  add(line: T): void {
    const descriptor = openSync(this.#file, "as");
    try {
      writeSync(descriptor, `\n${JSON.stringify(line)}\n`);
    } finally {
      closeSync(descriptor);
    }
  }

  /** What was written in the moment of a crash, and not wholly, never was. */
  all(): readonly T[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    return lines.flatMap((line) => (line.endsWith("}") ? [JSON.parse(line)] : []));
  }
}

export class World {
  readonly ledger: Lines<Deed>;
  readonly receipts: Lines<Receipt>;

  constructor(directory: string) {
    this.ledger = new Lines(join(directory, "ledger.jsonl"));
    this.receipts = new Lines(join(directory, "receipts.jsonl"));
  }
}
