/** A log that several traces share: one flush for all of them. */

import { cutOff } from "../disk/cut-off.js";
import type { Disk, OpenFile } from "../disk/disk.js";
import type { WriterIdentity } from "../ownership/process-identity.js";
import { encodeGroup, encodeLogHeader, LOGS, type LogPart } from "./log-format.js";

/** `Covered` is what its user knows a trace by. */
export class SharedLog<Covered> {
  /** Traces that have bytes in it which their own files were not flushed with: as long as there are any, it has to stay. */
  readonly covers: Set<Covered> = new Set();
  readonly #disk: Disk;
  readonly #path: string;
  readonly #file: OpenFile;
  #size: number;
  #groups = 0;

  private constructor(disk: Disk, path: string, file: OpenFile, size: number) {
    this.#disk = disk;
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** The name lasts when this resolves; the first line does with the first group. `number` counts the logs of a writer from 1. */
  static async create<Covered>(disk: Disk, writer: WriterIdentity, number: number): Promise<SharedLog<Covered>> {
    const name = `${LOGS}/${writer.id}${number === 1 ? "" : `-${number}`}`;
    disk.createDirectory(LOGS);
    const file = disk.open(`${name}.new`, "create");
    if (file === null) throw new Error(`${name}.new was made by another writer of the same name`);
    try {
      const header = encodeLogHeader(writer);
      file.write(header, 0);
      // Nobody ever sees a log of a living process that doesn't say whose it is.
      disk.rename(`${name}.new`, `${name}.log`);
      await disk.syncDirectory(LOGS, "log-directory");
      await disk.syncDirectory("", "log-directory");
      return new SharedLog(disk, `${name}.log`, file, header.length);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /** Lasting when it is flushed. After an error nothing more may be written to it. */
  write(parts: readonly LogPart[]): void {
    const bytes = encodeGroup(this.#groups + 1, parts);
    this.#file.write(bytes, this.#size);
    this.#groups += 1;
    this.#size += bytes.length;
  }

  /** Cuts off what a failed write may have left. Whether it is gone. */
  cutOff(): boolean {
    return cutOff(this.#file, this.#size);
  }

  /** After an error nothing more may be written to it. */
  async flush(): Promise<void> {
    await this.#file.sync("log");
  }

  /** It isn't written any more; it stays while it covers anything. */
  close(): void {
    this.#file.close();
  }

  remove(): void {
    this.#disk.remove(this.#path);
  }
}
