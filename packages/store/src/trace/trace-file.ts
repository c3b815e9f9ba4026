import { invariant } from "@rb/ir";
import type { Disk, OpenFile, SyncSite } from "../disk/disk.js";
import { StoreError } from "../store-error.js";

/**
 * A trace that is gone on with, opened when it is first used: ten thousand runs that are taken up only to wait again open none. It has to end, healed,
 * where it is gone on with; nothing is done to one that doesn't.
 */
export class TraceFile implements OpenFile {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #end: number;
  #file: OpenFile | null = null;

  constructor(disk: Disk, path: string, end: number) {
    this.#disk = disk;
    this.#path = path;
    this.#end = end;
  }

  size(): number {
    return this.#opened().size();
  }

  read(at: number, length: number): Uint8Array {
    return this.#opened().read(at, length);
  }

  write(bytes: Uint8Array, at: number): void {
    this.#opened().write(bytes, at);
  }

  truncate(size: number): void {
    this.#opened().truncate(size);
  }

  sync(site: SyncSite): Promise<void> {
    return this.#opened().sync(site);
  }

  close(): void {
    this.#file?.close();
  }

  #opened(): OpenFile {
    this.#file ??= this.#open();
    return this.#file;
  }

  #open(): OpenFile {
    const file = this.#disk.open(this.#path, "write");
    if (file === null) {
      throw new StoreError("store/no-such-run", `${this.#path} is gone.`, "`rb runs` lists what there is.", {
        file: this.#path,
      });
    }
    try {
      invariant(file.size() === this.#end, "a trace ends where its journal goes on");
      // Somebody may have cut it off here, and the flush of that failed: the system shows it short, and has it longer on the disk. To be said again.
      file.truncate(this.#end);
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }
}
