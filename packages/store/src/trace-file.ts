import type { Disk, OpenFile, SyncSite } from "./disk.js";
import { StoreError } from "./store-error.js";

/** A trace, opened when it is first used: ten thousand runs that are taken up only to wait again open none. */
export class TraceFile implements OpenFile {
  readonly #disk: Disk;
  readonly #path: string;
  #file: OpenFile | null = null;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
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
    this.#file ??= this.#disk.open(this.#path, "write");
    if (this.#file !== null) return this.#file;
    throw new StoreError("store/no-such-run", `${this.#path} is gone.`, "`rb runs` lists what there is.", {
      file: this.#path,
    });
  }
}
