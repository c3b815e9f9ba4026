/**
 * Inputs on their way into a run that another process may be driving: one file each. Whoever drives the run takes them, and removes a file only
 * when the journal holds what was in it; the journal's `delivery` tells one that was taken but not yet removed. Files come from outside, so
 * they are checked like any other input; and they are sealed, so that none is taken for another one than was handed over.
 */
import { createHash } from "node:crypto";
import type { Delivery, Input } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { sealFile, unsealFile } from "../disk/sealed.js";
import { StoreError } from "../store-error.js";
import { problemOfInput } from "./input-check.js";

/** A delivery that has its id. */
export interface Posted extends Delivery {
  readonly id: string;
}

/** The directory of inputs on their way. */
export const INBOX = "inbox";
const maxBytes = 16 * 1024 * 1024;
const name = /^(?<run>[A-Za-z0-9][A-Za-z0-9_-]{0,127})\.(?<at>\d{15})\.(?<id>[0-9a-f]{32})\.json$/;

/** What has been handed over and not been taken yet. */
export class Inbox {
  readonly #disk: Disk;
  readonly #writer: string;
  #drafts = 0;

  /** `writer`: the id of this process, as others may hand over the same at the same time. */
  constructor(disk: Disk, writer: string) {
    this.#disk = disk;
    this.#writer = writer;
  }

  /**
   * Hands something over. Resolves when it will not be lost; the same id again changes nothing.
   *
   * @throws StoreError `store/bad-input` when no run could take it, and the disk's own.
   */
  async post(run: string, posted: Posted, nowMs: number): Promise<void> {
    const problem = problemOfInput(posted.input);
    if (problem !== null) throw badInput(problem);
    const key = shortHash(posted.id);
    const disk = this.#disk;
    if (!disk.list(INBOX).some((file) => file.startsWith(`${run}.`) && file.includes(key))) {
      const file = `${INBOX}/${run}.${String(Math.max(0, Math.trunc(nowMs))).padStart(15, "0")}.${key}.json`;
      this.#drafts += 1;
      const draft = `${INBOX}/.${this.#writer}.${this.#drafts}`;
      const open = disk.open(draft, "create");
      if (open === null) throw new Error(`${draft} was made by another process of the same name`);
      try {
        const { id, actor, input } = posted;
        open.write(sealFile({ id, ...(actor === undefined ? {} : { actor }), input }), 0);
        await open.sync("inbox");
      } finally {
        open.close();
      }
      disk.rename(draft, file);
    }
    await disk.syncDirectory(INBOX, "inbox-directory");
  }

  /** Which runs something has come for. */
  runs(): ReadonlySet<string> {
    return new Set(this.#disk.list(INBOX).flatMap((file) => name.exec(file)?.groups?.run ?? []));
  }

  /** What has come for a run, in the order of its coming. Null: it is no input, or not what was handed over. */
  list(run: string): readonly { readonly file: string; readonly posted: Posted | null }[] {
    return this.#disk.list(INBOX).flatMap((file) => {
      if (!file.startsWith(`${run}.`) || name.exec(file)?.groups?.run !== run) return [];
      const path = `${INBOX}/${file}`;
      const bytes = this.#disk.read(path);
      return bytes === null ? [] : [{ file: path, posted: readPosted(bytes) }];
    });
  }

  /** Whether something with this id is still on its way. */
  holds(run: string, id: string): boolean {
    const key = shortHash(id);
    return this.#disk.list(INBOX).some((file) => file.startsWith(`${run}.`) && file.endsWith(`${key}.json`));
  }

  /** Whether something was put aside instead of taken. */
  refused(run: string, id: string): boolean {
    const key = shortHash(id);
    return this.#disk.list(INBOX).some((file) => file.startsWith(`${run}.`) && file.endsWith(`${key}.json.refused`));
  }

  remove(file: string): void {
    this.#disk.remove(file);
  }

  /** Nobody will take it. */
  putAside(file: string): void {
    this.#disk.rename(file, `${file}.refused`);
  }
}

function readPosted(bytes: Uint8Array): Posted | null {
  if (bytes.length > maxBytes) return null;
  const { id, actor, input } = unsealFile(bytes) ?? {};
  if (typeof id !== "string" || (actor !== undefined && typeof actor !== "string")) return null;
  if (problemOfInput(input) !== null) return null;
  return { id, input: input as Input, ...(actor === undefined ? {} : { actor }) };
}

function shortHash(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 32);
}

/** What is handed over is no input that a run takes from outside. */
export function badInput(problem: string): StoreError {
  return new StoreError(
    "store/bad-input",
    `This can't be handed to a run: ${problem}.`,
    "Hand over an input of the documented form.",
  );
}
