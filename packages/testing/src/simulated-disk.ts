/**
 * A disk in memory that does what real ones do to programs that trust them: what wasn't flushed may be lost, in part or whole, when the power
 * goes; a name lasts only when its directory was flushed; a flush fails, space runs out. A process sees it through a `Disk` of its own, which is dead
 * once the process is: any operation may be its last.
 */
import type { SyncSite } from "@rb/store";
import type { Draws } from "./draws.js";
import { MountedDisk } from "./mounted-disk.js";
import { type Entry, SimulatedDirectory } from "./simulated-directory.js";
import { SimulatedFile } from "./simulated-file.js";

/** What a simulated disk needs, and how it misbehaves. */
export interface SimulatedDiskOptions {
  readonly draws: Draws;
  /** Calls `done` later, when the simulation wants the flush to end. Default: at once. */
  readonly flushing?: (what: string, done: () => void) => void;
  /** Flushes that say they are done, and do nothing. */
  readonly ignoredSyncs?: ReadonlySet<SyncSite>;
  /** Told of every operation that changes something, before it is done. */
  readonly onOperation?: (what: string) => void;
}

/** Faults that can be switched on and off while it runs. */
export interface DiskFaults {
  /** How likely a flush fails. */
  flushFails: number;
  /** What was to be flushed is then forgotten, as Linux does: it is read until the power goes. Otherwise it waits for the next flush. */
  failedFlushForgets: boolean;
  /** How likely a write fails, with some of its bytes written. */
  writeFails: number;
  /** Bytes that can still be written. */
  bytesLeft: number;
}

/** The disk of a machine. */
export class SimulatedDisk {
  readonly faults: DiskFaults = { flushFails: 0, failedFlushForgets: false, writeFails: 0, bytesLeft: Infinity };
  /** Operations so far that changed something. */
  operations = 0;
  /** Faults that happened. */
  failures = 0;
  readonly #root = new SimulatedDirectory();
  readonly #options: SimulatedDiskOptions;
  readonly #files = new Set<SimulatedFile>();
  readonly #mounts = new Set<MountedDisk>();

  constructor(options: SimulatedDiskOptions) {
    this.#options = options;
  }

  /** The disk as one more process sees it. */
  mount(): MountedDisk {
    const mounted = new MountedDisk(this, this.#root, this.#options);
    this.#mounts.add(mounted);
    return mounted;
  }

  /** The machine stops and starts again. */
  losePower(): void {
    for (const mounted of this.#mounts) mounted.dieAfter(0);
    this.#mounts.clear();
    const { draws } = this.#options;
    const directories = [...allDirectories(this.#root)];
    for (const directory of directories) directory.survive(draws);
    for (const directory of directories) directory.forgetUnflushed();
    for (const file of this.#files) file.losePower(draws);
  }

  /** What is in a file now, for those that live; null: it isn't there. */
  seen(path: string): Uint8Array | null {
    const entry = this.#find(path, "names");
    return entry instanceof SimulatedFile ? entry.read(0, entry.size) : null;
  }

  /** The names in a directory now. */
  seenNames(path: string): readonly string[] {
    const entry = this.#find(path, "names");
    return entry instanceof SimulatedDirectory ? [...entry.names.keys()].sort() : [];
  }

  /** What would be there of a file after the worst loss of power; null: it would not be there. Not a copy. */
  durable(path: string): Uint8Array | null {
    const entry = this.#find(path, "durable");
    return entry instanceof SimulatedFile ? entry.durable : null;
  }

  /** The names that would be there in a directory after the worst loss of power. */
  durableNames(path: string): readonly string[] {
    const entry = this.#find(path, "durable");
    return entry instanceof SimulatedDirectory ? [...entry.durable.keys()].sort() : [];
  }

  #find(path: string, as: "names" | "durable"): Entry | undefined {
    if (path === "") return this.#root;
    let entry: Entry | undefined = this.#root;
    for (const part of path.split("/")) entry = entry instanceof SimulatedDirectory ? entry[as].get(part) : undefined;
    return entry;
  }

  /** For those that mounted it. */
  createFile(): SimulatedFile {
    const file = new SimulatedFile();
    this.#files.add(file);
    return file;
  }
}

function* allDirectories(directory: SimulatedDirectory): Generator<SimulatedDirectory> {
  yield directory;
  for (const entry of directory.names.values()) if (entry instanceof SimulatedDirectory) yield* allDirectories(entry);
}
