/**
 * A disk in memory, for tests: nothing is ever lost, but any operation can be made to fail, a write with half of it done, and something can be done
 * before each.
 */
import type { Disk, OpenFile } from "../src/disk/disk.js";
import { StoreError } from "../src/store-error.js";

/** A file's bytes; several names can be of one. */
interface Content {
  bytes: Uint8Array;
}

export class MemoryDisk implements Disk {
  readonly files: Map<string, Content> = new Map();
  /** Called before every operation, as `write runs/a/trace.jsonl`; what it throws is what goes wrong. */
  before: (operation: string) => void = () => {};
  /** Flushes so far, by what was flushed and why. */
  readonly flushes: string[] = [];
  /** How a flush takes its time. */
  flushing: () => Promise<void> = () => Promise.resolve();

  createDirectory(path: string): void {
    this.before(`mkdir ${path}`);
  }

  list(path: string): readonly string[] {
    this.before(`list ${path}`);
    const start = path === "" ? "" : `${path}/`;
    const below = [...this.files.keys()].filter((name) => name.startsWith(start));
    return [...new Set(below.map((name) => name.slice(start.length).split("/")[0] ?? ""))].sort();
  }

  read(path: string): Uint8Array | null {
    this.before(`read ${path}`);
    return this.files.get(path)?.bytes ?? null;
  }

  open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    this.before(`${how === "create" ? "create" : "open"} ${path}`);
    const there = this.files.get(path);
    if ((there === undefined) !== (how === "create")) return null;
    const content = there ?? { bytes: new Uint8Array(0) };
    this.files.set(path, content);
    return this.#handle(path, content);
  }

  rename(from: string, to: string): void {
    this.before(`rename ${to}`);
    this.files.set(to, this.#at(from));
    this.files.delete(from);
  }

  link(from: string, to: string): boolean {
    this.before(`link ${to}`);
    const content = this.#at(from);
    if (this.files.has(to)) return false;
    this.files.set(to, content);
    return true;
  }

  remove(path: string): void {
    this.before(`remove ${path}`);
    this.files.delete(path);
  }

  async syncDirectory(path: string, site: string): Promise<void> {
    await this.#flush(`${path}/`, site);
  }

  /** For a test to put something there. */
  put(path: string, bytes: Uint8Array | string): void {
    this.files.set(path, { bytes: Buffer.from(bytes as string) });
  }

  text(path: string): string {
    return Buffer.from(this.#at(path).bytes).toString();
  }

  #at(path: string): Content {
    const content = this.files.get(path);
    if (content === undefined) throw new StoreError("store/io-error", `${path}: ENOENT`, "", { file: path });
    return content;
  }

  async #flush(path: string, site: string): Promise<void> {
    this.before(`flush ${path} (${site})`);
    this.flushes.push(`${path} (${site})`);
    await this.flushing();
  }

  #handle(path: string, content: Content): OpenFile {
    return {
      size: () => content.bytes.length,
      read: (at, length) => content.bytes.slice(at, at + length),
      write: (bytes, at) => {
        try {
          this.before(`write ${path}`);
        } catch (error) {
          put(content, bytes.subarray(0, bytes.length / 2), at);
          throw error;
        }
        put(content, bytes, at);
      },
      truncate: (size) => {
        this.before(`truncate ${path}`);
        content.bytes = content.bytes.slice(0, size);
      },
      sync: (site) => this.#flush(path, site),
      close: () => {},
    };
  }
}

function put(content: Content, bytes: Uint8Array, at: number): void {
  const grown = new Uint8Array(Math.max(content.bytes.length, at + bytes.length));
  grown.set(content.bytes);
  grown.set(bytes, at);
  content.bytes = grown;
}

/** What a disk says that can't. */
export function failure(code: "store/disk-full" | "store/io-error"): StoreError {
  return new StoreError(code, `It failed (${code}).`, "Mend it.");
}
