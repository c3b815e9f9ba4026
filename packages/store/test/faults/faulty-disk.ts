/** The machine's disk, which at its n-th change ends the process or refuses. */
import type { Disk, OpenFile, SyncSite } from "../../src/disk/disk.js";
import { diskError } from "../../src/disk/disk-errors.js";

/** What changes the disk. */
export const calls = ["mkdir", "create", "write", "truncate", "flush", "rename", "link", "unlink"] as const;
export type Call = (typeof calls)[number];

/** `at` counts from 1, over all calls or over those of one kind, about files whose path ends so. */
export type DiskFault =
  /** The process is gone right before it, right after it, or in the middle, where half of the bytes are written. */
  | { readonly do: "kill"; readonly when: "before" | "middle" | "after"; readonly call?: Call; readonly at: number }
  /** It fails; with `half`, half of the bytes have been written. `lasting`: so does every later one. */
  | {
      readonly do: "fail";
      readonly code: "EIO" | "ENOSPC";
      readonly call: Call;
      readonly file?: string;
      readonly at: number;
      readonly half?: boolean;
      readonly lasting?: boolean;
    };

type Act<T> = () => T;

export class FaultyDisk implements Disk {
  readonly #disk: Disk;
  readonly #fault: DiskFault;
  #count = 0;

  constructor(disk: Disk, fault: DiskFault) {
    this.#disk = disk;
    this.#fault = fault;
  }

  createDirectory(path: string): void {
    this.change("mkdir", path, () => this.#disk.createDirectory(path));
  }

  list(path: string): readonly string[] {
    return this.#disk.list(path);
  }

  read(path: string): Uint8Array | null {
    return this.#disk.read(path);
  }

  open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    const open = () => this.#disk.open(path, how);
    const file = how === "create" ? this.change("create", path, open) : open();
    return file === null ? null : new FaultyFile(this, path, file);
  }

  rename(from: string, to: string): void {
    this.change("rename", to, () => this.#disk.rename(from, to));
  }

  link(from: string, to: string): boolean {
    return this.change("link", to, () => this.#disk.link(from, to));
  }

  remove(path: string): void {
    this.change("unlink", path, () => this.#disk.remove(path));
  }

  syncDirectory(path: string, site: SyncSite): Promise<void> {
    return this.changeLater("flush", path, () => this.#disk.syncDirectory(path, site));
  }

  change<T>(call: Call, path: string, act: Act<T>, half: Act<void> = () => {}): T {
    if (!this.#strikes(call, path)) return act();
    this.#strike(call, path, half);
    const result = act();
    die();
    return result;
  }

  /** A rejection, where `change` would throw. */
  async changeLater(call: Call, path: string, act: Act<Promise<void>>): Promise<void> {
    const strikes = this.#strikes(call, path);
    if (strikes) this.#strike(call, path, () => {});
    await act();
    if (strikes) die();
  }

  #strikes(call: Call, path: string): boolean {
    const fault = this.#fault;
    if (fault.call !== undefined && fault.call !== call) return false;
    if (fault.do === "fail" && fault.file !== undefined && !path.endsWith(fault.file)) return false;
    this.#count += 1;
    const isLasting = fault.do === "fail" && fault.lasting === true;
    return isLasting ? this.#count >= fault.at : this.#count === fault.at;
  }

  /** Returns only if the process is to end after the call. */
  #strike(call: Call, path: string, half: Act<void>): void {
    const fault = this.#fault;
    if (fault.do === "fail") {
      if (fault.half === true) half();
      throw diskError(path, call, Object.assign(new Error(fault.code), { code: fault.code, syscall: call }));
    }
    if (fault.when === "after") return;
    if (fault.when === "middle") half();
    die();
  }
}

class FaultyFile implements OpenFile {
  readonly #disk: FaultyDisk;
  readonly #path: string;
  readonly #file: OpenFile;

  constructor(disk: FaultyDisk, path: string, file: OpenFile) {
    this.#disk = disk;
    this.#path = path;
    this.#file = file;
  }

  size(): number {
    return this.#file.size();
  }

  read(at: number, length: number): Uint8Array {
    return this.#file.read(at, length);
  }

  write(bytes: Uint8Array, at: number): void {
    const half = () => this.#file.write(bytes.subarray(0, bytes.length >> 1), at);
    this.#disk.change("write", this.#path, () => this.#file.write(bytes, at), half);
  }

  truncate(size: number): void {
    this.#disk.change("truncate", this.#path, () => this.#file.truncate(size));
  }

  sync(site: SyncSite): Promise<void> {
    return this.#disk.changeLater("flush", this.#path, () => this.#file.sync(site));
  }

  close(): void {
    this.#file.close();
  }
}

/** Nothing of this process runs after it: a signal to oneself that can't be caught is delivered before the call returns. */
function die(): void {
  process.kill(process.pid, "SIGKILL");
}
