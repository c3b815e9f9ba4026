/** A disk in memory that does what it is asked at once and never fails: for tests of what is written and read. */
import type { Disk, OpenFile } from "../src/disk/disk.js";

export class PlainDisk implements Disk {
  readonly files: Map<string, Buffer>;

  constructor(files: Iterable<readonly [string, Buffer]> = []) {
    this.files = new Map(files);
  }

  /** Another with the same files. */
  copy(): PlainDisk {
    return new PlainDisk(this.files);
  }

  createDirectory(): void {}

  list(path: string): readonly string[] {
    const inside = [...this.files.keys()].filter((name) => name.startsWith(`${path}/`));
    return [...new Set(inside.map((name) => name.slice(path.length + 1).split("/")[0] as string))].sort();
  }

  read(path: string): Uint8Array | null {
    return this.files.get(path) ?? null;
  }

  open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    if (this.files.has(path) === (how === "create")) return null;
    if (how === "create") this.files.set(path, Buffer.alloc(0));
    return new PlainFile(this.files, path);
  }

  rename(from: string, to: string): void {
    this.files.set(to, this.files.get(from) as Buffer);
    this.files.delete(from);
  }

  link(from: string, to: string): boolean {
    if (this.files.has(to)) return false;
    this.files.set(to, this.files.get(from) as Buffer);
    return true;
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  async syncDirectory(): Promise<void> {}
}

class PlainFile implements OpenFile {
  readonly #files: Map<string, Buffer>;
  readonly #path: string;

  constructor(files: Map<string, Buffer>, path: string) {
    this.#files = files;
    this.#path = path;
  }

  get #bytes(): Buffer {
    return this.#files.get(this.#path) as Buffer;
  }

  size(): number {
    return this.#bytes.length;
  }

  read(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(at, at + length);
  }

  /** Never in place, as copies of the disk share what was written before. */
  write(bytes: Uint8Array, at: number): void {
    const behind = this.#bytes.subarray(Math.min(this.#bytes.length, at + bytes.length));
    this.#files.set(this.#path, Buffer.concat([this.#bytes.subarray(0, at), bytes, behind]));
  }

  truncate(size: number): void {
    this.#files.set(this.#path, this.#bytes.subarray(0, size));
  }

  async sync(): Promise<void> {}

  close(): void {}
}
