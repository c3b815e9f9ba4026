/**
 * The names in a directory: as they are seen, as the disk has them, and the changes between. When the power goes, the changes up to some point have
 * reached the disk, as a file system's own journal would have it; directories don't wait for each other.
 */
import type { Draws } from "./draws.js";
import type { SimulatedFile } from "./simulated-file.js";

/** What a name stands for. */
export type Entry = SimulatedFile | SimulatedDirectory;

interface NameChange {
  /** Done at once. Null: the name goes. */
  readonly set: readonly (readonly [name: string, entry: Entry | null])[];
  /** A move's other half, in another directory: a file that has moved is in one of the two at least. */
  readonly after: { readonly directory: SimulatedDirectory; readonly mark: number } | null;
}

/** One directory. Directories are never moved nor removed. */
export class SimulatedDirectory {
  readonly names: Map<string, Entry> = new Map();
  readonly durable: Map<string, Entry> = new Map();
  #unflushed: NameChange[] = [];
  #settled = 0;

  /** Several names at once. `after`: it won't last before that one does. */
  change(set: NameChange["set"], after: NameChange["after"] = null): void {
    apply(this.names, set);
    this.#unflushed.push({ set, after });
  }

  /** What a flush that begins now is about. */
  mark(): number {
    return this.#settled + this.#unflushed.length;
  }

  /** A flush has ended well, or that much had reached the disk by itself. */
  flush(mark: number): void {
    const taken = this.#unflushed.splice(0, Math.max(0, mark - this.#settled));
    this.#settled += taken.length;
    for (const { set, after } of taken) {
      after?.directory.flush(after.mark);
      apply(this.durable, set);
    }
  }

  /** The power goes: first, in every directory, some of the changes have reached the disk. */
  survive(draws: Draws): void {
    const { length } = this.#unflushed;
    if (length > 0) this.flush(this.mark() - draws.below(length + 1));
  }

  /** The power comes back. */
  forgetUnflushed(): void {
    this.#unflushed = [];
    this.names.clear();
    for (const [name, entry] of this.durable) this.names.set(name, entry);
  }
}

function apply(names: Map<string, Entry>, set: NameChange["set"]): void {
  for (const [name, entry] of set) {
    if (entry === null) names.delete(name);
    else names.set(name, entry);
  }
}
