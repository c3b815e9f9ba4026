/**
 * A file's bytes as its readers see them, as the disk has them, and what lies between: writes and changes of size that nobody has flushed. When the
 * power goes, each of these may have reached the disk wholly, by sectors, or not at all, and the file's size is a matter of its own.
 */
import type { Draws } from "./draws.js";

const SECTOR = 512;

interface Change {
  readonly at: number;
  /** Null: the file was cut off, or made longer, at `at`. */
  readonly bytes: Uint8Array | null;
}

/** One file, by whichever names. */
export class SimulatedFile {
  readonly #seen = new Content();
  readonly #durable = new Content();
  #unflushed: Change[] = [];
  /** Changes that are no longer among the unflushed. */
  #settled = 0;

  get size(): number {
    return this.#seen.size;
  }

  /** A copy. */
  read(at: number, length: number): Uint8Array {
    return this.#seen.bytes.slice(at, Math.min(at + length, this.#seen.size));
  }

  write(bytes: Uint8Array, at: number): void {
    this.#change({ at, bytes: bytes.slice() });
  }

  truncate(size: number): void {
    this.#change({ at: size, bytes: null });
  }

  #change(change: Change): void {
    this.#seen.apply(change);
    this.#unflushed.push(change);
  }

  /** What a flush that begins now is about. */
  mark(): number {
    return this.#settled + this.#unflushed.length;
  }

  /** A flush has ended well. */
  flush(mark: number): void {
    for (const change of this.#take(mark)) this.#durable.apply(change);
  }

  /** A flush has failed, and the system no longer knows that these were not written: readers see them until the power goes. */
  forget(mark: number): void {
    this.#take(mark);
  }

  #take(mark: number): readonly Change[] {
    const taken = this.#unflushed.splice(0, Math.max(0, mark - this.#settled));
    this.#settled += taken.length;
    return taken;
  }

  /** What the disk has for certain. Not a copy. */
  get durable(): Uint8Array {
    return this.#durable.bytes.subarray(0, this.#durable.size);
  }

  /** The power goes, and comes back. */
  losePower(draws: Draws): void {
    const changes = this.#take(this.mark());
    if (changes.length > 0) this.#survive(changes, draws);
    this.#seen.become(this.#durable);
  }

  #survive(changes: readonly Change[], draws: Draws): void {
    const how = draws.below(4);
    const kept = how === 0 ? changes.length : how === 1 ? 0 : changes.length - draws.below(changes.length + 1);
    for (const change of changes.slice(0, kept)) this.#durable.apply(change);
    if (how < 3) return;
    // Sectors may have been written whose size was not, and the other way round: what lies beyond the size is gone.
    const { size } = this.#durable;
    for (const pieces of bySector(changes.slice(kept))) {
      // A sector reaches the disk as it was at some moment, with all that had been written to it by then.
      for (const piece of pieces.slice(0, draws.below(pieces.length + 1))) this.#durable.apply(piece);
    }
    const [sizeIs, end] = [draws.below(3), this.#seen.size];
    if (sizeIs === 1 && this.#durable.size > size) this.#durable.apply({ at: size, bytes: null });
    if (sizeIs === 2 && this.#durable.size < end) this.#durable.apply({ at: end, bytes: null });
  }
}

/** What was written to each sector, in order. */
function bySector(changes: readonly Change[]): Iterable<readonly Change[]> {
  const sectors = new Map<number, Change[]>();
  for (const { at, bytes } of changes) {
    if (bytes === null) continue;
    for (let from = at; from < at + bytes.length; from = nextSector(from)) {
      const to = Math.min(nextSector(from), at + bytes.length);
      const piece = { at: from, bytes: bytes.subarray(from - at, to - at) };
      const pieces = sectors.get(nextSector(from));
      if (pieces === undefined) sectors.set(nextSector(from), [piece]);
      else pieces.push(piece);
    }
  }
  return sectors.values();
}

const nextSector = (offset: number): number => (Math.floor(offset / SECTOR) + 1) * SECTOR;

/** Bytes with room to grow. What was never written is zero. */
class Content {
  bytes: Uint8Array = new Uint8Array(0);
  size = 0;

  apply({ at, bytes }: Change): void {
    const end = at + (bytes?.length ?? 0);
    this.#makeRoom(end);
    if (bytes !== null) {
      this.bytes.set(bytes, at);
      this.size = Math.max(this.size, end);
    } else {
      this.bytes.fill(0, at, this.size);
      this.size = at;
    }
  }

  become(other: Content): void {
    this.bytes = other.bytes.slice();
    this.size = other.size;
  }

  #makeRoom(size: number): void {
    if (size <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(size, 2 * this.bytes.length, 1024));
    bytes.set(this.bytes.subarray(0, this.size));
    this.bytes = bytes;
  }
}
