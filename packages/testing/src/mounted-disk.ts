/** The simulated disk as one process has it, until it dies. */
import { type Disk, type OpenFile, StoreError, type SyncSite } from "@rb/store";
import { type Entry, SimulatedDirectory } from "./simulated-directory.js";
import type { SimulatedDisk, SimulatedDiskOptions } from "./simulated-disk.js";
import { SimulatedFile } from "./simulated-file.js";

/** Thrown at a dead process. Whoever swallows it gets it again with its next operation. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

/** One process's way to the disk. */
export class MountedDisk implements Disk {
  #isAlive = true;
  readonly #disk: SimulatedDisk;
  readonly #root: SimulatedDirectory;
  readonly #options: SimulatedDiskOptions;
  #left = Infinity;

  constructor(disk: SimulatedDisk, root: SimulatedDirectory, options: SimulatedDiskOptions) {
    this.#disk = disk;
    this.#root = root;
    this.#options = options;
  }

  /** Whether the process is alive. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** The process dies after so many more of its operations; 0: now. What it has written stays. */
  dieAfter(operations: number): void {
    if (operations === 0) this.#isAlive = false;
    else this.#left = operations;
  }

  /** Every operation that changes something passes here. `dying` is what of it is still done when it is the process's last. */
  begin(what: string, dying?: () => void): void {
    if (this.#isAlive && this.#left <= 0) {
      this.#isAlive = false;
      dying?.();
    }
    this.look();
    this.#left -= 1;
    this.#disk.operations += 1;
    this.#options.onOperation?.(what);
  }

  /** Every other operation passes here. */
  look(): void {
    if (!this.isAlive) throw new ProcessDied();
  }

  createDirectory(path: string): void {
    this.look();
    let directory = this.#root;
    let above = "";
    for (const part of path.split("/")) {
      above += `${above === "" ? "" : "/"}${part}`;
      let entry = directory.names.get(part);
      if (entry === undefined) {
        this.begin(`make directory ${above}`);
        entry = new SimulatedDirectory();
        directory.change([[part, entry]]);
      }
      if (!(entry instanceof SimulatedDirectory)) throw ioError(above, "ENOTDIR");
      directory = entry;
    }
  }

  list(path: string): readonly string[] {
    this.look();
    return [...(this.#directory(path)?.names.keys() ?? [])].sort();
  }

  read(path: string): Uint8Array | null {
    this.look();
    const file = this.#file(path);
    return file === null ? null : file.read(0, file.size);
  }

  open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    this.look();
    const there = this.#file(path);
    if (how !== "create") return there === null ? null : new Handle(this, this.#disk, there, path, this.#options);
    const [directory, name] = this.#place(path);
    if (directory.names.has(name)) return null;
    this.begin(`create ${path}`);
    const file = this.#disk.createFile();
    directory.change([[name, file]]);
    return new Handle(this, this.#disk, file, path, this.#options);
  }

  rename(from: string, to: string): void {
    this.begin(`rename ${from} to ${to}`);
    const file = this.#file(from);
    if (file === null) throw ioError(from, "ENOENT");
    const [source, oldName] = this.#place(from);
    const [target, newName] = this.#place(to);
    if (source === target) {
      source.change([
        [oldName, null],
        [newName, file],
      ]);
      return;
    }
    target.change([[newName, file]]);
    source.change([[oldName, null]], { directory: target, mark: target.mark() });
  }

  link(from: string, to: string): boolean {
    this.look();
    const file = this.#file(from);
    if (file === null) throw ioError(from, "ENOENT");
    const [target, name] = this.#place(to);
    if (target.names.has(name)) return false;
    this.begin(`link ${from} to ${to}`);
    target.change([[name, file]]);
    return true;
  }

  remove(path: string): void {
    this.look();
    if (this.#file(path) === null) return;
    this.begin(`remove ${path}`);
    const [directory, name] = this.#place(path);
    directory.change([[name, null]]);
  }

  async syncDirectory(path: string, site: SyncSite): Promise<void> {
    if (!this.beginFlush(`flush directory ${path} (${site})`)) return forEver();
    const directory = this.#directory(path);
    if (directory === null) throw ioError(path, "ENOENT");
    if (this.#options.ignoredSyncs?.has(site) === true) return this.wait(`${path}/`);
    const mark = directory.mark();
    await this.wait(`${path}/`);
    this.failMaybe(path, this.#disk.faults.flushFails);
    directory.flush(mark);
  }

  /** False in a dead process: it waits for ever, rather than that its last promises are rejected to nobody. */
  beginFlush(what: string): boolean {
    try {
      this.begin(what);
      return true;
    } catch (error) {
      if (error instanceof ProcessDied) return false;
      throw error;
    }
  }

  /** Until the simulation lets a flush end. A dead process waits for ever. */
  wait(what: string): Promise<void> {
    const { flushing } = this.#options;
    if (flushing === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      flushing(what, () => {
        if (this.isAlive) resolve();
      });
    });
  }

  failMaybe(path: string, chance: number): void {
    if (chance === 0 || !this.#options.draws.chance(chance)) return;
    this.#disk.failures += 1;
    throw ioError(path, "EIO");
  }

  #entry(path: string): Entry | undefined {
    let entry: Entry | undefined = this.#root;
    if (path === "") return entry;
    for (const part of path.split("/")) entry = entry instanceof SimulatedDirectory ? entry.names.get(part) : undefined;
    return entry;
  }

  #directory(path: string): SimulatedDirectory | null {
    const entry = this.#entry(path);
    return entry instanceof SimulatedDirectory ? entry : null;
  }

  #file(path: string): SimulatedFile | null {
    const entry = this.#entry(path);
    return entry instanceof SimulatedFile ? entry : null;
  }

  #place(path: string): readonly [SimulatedDirectory, string] {
    const at = path.lastIndexOf("/");
    const directory = this.#directory(at < 0 ? "" : path.slice(0, at));
    if (directory === null) throw ioError(path, "ENOENT");
    return [directory, path.slice(at + 1)];
  }
}

class Handle implements OpenFile {
  readonly #process: MountedDisk;
  readonly #disk: SimulatedDisk;
  readonly #file: SimulatedFile;
  readonly #path: string;
  readonly #options: SimulatedDiskOptions;

  constructor(
    process: MountedDisk,
    disk: SimulatedDisk,
    file: SimulatedFile,
    path: string,
    options: SimulatedDiskOptions,
  ) {
    this.#process = process;
    this.#disk = disk;
    this.#file = file;
    this.#path = path;
    this.#options = options;
  }

  size(): number {
    this.#process.look();
    return this.#file.size;
  }

  read(at: number, length: number): Uint8Array {
    this.#process.look();
    return this.#file.read(at, length);
  }

  write(bytes: Uint8Array, at: number): void {
    this.#process.begin(`write ${bytes.length} bytes at ${at} of ${this.#path}`, () => {
      const written = this.#options.draws.pick([0, bytes.length, this.#options.draws.below(bytes.length + 1)]);
      if (written > 0) this.#file.write(bytes.subarray(0, written), at);
    });
    const { faults } = this.#disk;
    const fits = Math.min(bytes.length, faults.bytesLeft);
    faults.bytesLeft -= fits;
    if (fits < bytes.length) {
      this.#disk.failures += 1;
      this.#file.write(bytes.subarray(0, fits), at);
      throw new StoreError("store/disk-full", `${this.#path}: no space left (ENOSPC).`, "Make room, and resume.", {
        file: this.#path,
      });
    }
    if (faults.writeFails > 0 && this.#options.draws.chance(faults.writeFails)) {
      this.#disk.failures += 1;
      this.#file.write(bytes.subarray(0, this.#options.draws.below(bytes.length + 1)), at);
      throw ioError(this.#path, "EIO");
    }
    this.#file.write(bytes, at);
  }

  truncate(size: number): void {
    this.#process.begin(`cut ${this.#path} off at ${size}`);
    this.#file.truncate(size);
  }

  async sync(site: SyncSite): Promise<void> {
    if (!this.#process.beginFlush(`flush ${this.#path} (${site})`)) return forEver();
    if (this.#options.ignoredSyncs?.has(site) === true) return this.#process.wait(this.#path);
    const mark = this.#file.mark();
    await this.#process.wait(this.#path);
    try {
      this.#process.failMaybe(this.#path, this.#disk.faults.flushFails);
    } catch (error) {
      if (this.#disk.faults.failedFlushForgets) this.#file.forget(mark);
      throw error;
    }
    this.#file.flush(mark);
  }

  close(): void {}
}

const forEver = (): Promise<void> => new Promise(() => {});

function ioError(path: string, code: string): StoreError {
  return new StoreError("store/io-error", `${path}: the disk could not do it (${code}).`, "Look at the disk.", {
    file: path,
  });
}
