/** What stands beside a trace and says how far it had come. It was written when that lasted, so a trace that doesn't bear it out has lost something. */
import type { Disk } from "../disk/disk.js";
import { StoreError } from "../store-error.js";
import type { TraceTail } from "../trace/trace-tail.js";
import { readHead } from "./head.js";
import type { RunPaths } from "./run-directory.js";
import { newestSnapshot } from "./snapshot.js";

interface Proof {
  readonly file: string;
  readonly seq: number;
  readonly hash: string;
}

export class Proofs {
  /** That the head names; null where there is none. */
  readonly headHash: string | null;
  #open: readonly Proof[];

  private constructor(headHash: string | null, open: readonly Proof[]) {
    this.headHash = headHash;
    this.#open = open;
  }

  static of(disk: Disk, paths: RunPaths): Proofs {
    const { head } = readHead(disk, paths);
    const newest = newestSnapshot(disk, paths);
    return new Proofs(head?.hash ?? null, [
      ...(head === null ? [] : [{ file: paths.head, seq: head.seq, hash: head.hash }]),
      ...(newest === null
        ? []
        : [{ file: `${paths.snapshots}/${newest.name}`, seq: newest.snapshot.seq, hash: newest.snapshot.hash }]),
    ]);
  }

  /** That the trace has this hash at this number. */
  see(seq: number, hash: string): void {
    if (this.#open.some((proof) => proof.seq === seq && proof.hash === hash))
      this.#open = this.#open.filter((proof) => proof.seq !== seq || proof.hash !== hash);
  }

  /** @throws StoreError `store/lost-history` when something was not borne out. */
  check(tail: TraceTail, paths: RunPaths): void {
    const [proof] = this.#open;
    if (proof === undefined) return;
    const isShort = proof.seq > tail.seq || tail.hash === "";
    const what = isShort
      ? `${proof.file} shows that the trace had come to number ${proof.seq}, and it ends with ${tail.hash === "" ? "nothing" : `number ${tail.seq}`}.`
      : `${proof.file} shows another history up to number ${proof.seq} than the trace has.`;
    throw new StoreError(
      "store/lost-history",
      what,
      "Something that lasted is gone: restore the trace from a copy. If nothing can be restored and you know what is missing, remove the file that shows more, and the run opens as the trace has it.",
      { file: paths.trace, offset: tail.end },
    );
  }
}
