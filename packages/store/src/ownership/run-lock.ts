/**
 * Who drives a run.
 *
 * Theory of operation. Locks are files `lock-<n>` in the run's directory, and the one with the highest number counts: it names its holder, or is empty,
 * and then the run is free. A number is taken by linking, which happens once or not at all, and always the next above the highest. Lower ones
 * are removed only after a higher one is there, so the highest number never falls, and none is given out twice to good effect:
 * who read the directory long ago may still make a number that is gone meanwhile, but then finds a higher one when it looks again.
 *
 * Nothing here is flushed. A lock that goes with the power belonged to a process that went with it; and a file without its content, which only
 * a loss of power can leave behind, since it got its content before it got its name, is as good as a free one.
 */
import type { Disk } from "../disk/disk.js";
import { createFresh } from "../disk/fresh-file.js";
import { sealFile, unsealFile } from "../disk/sealed.js";
import { StoreError } from "../store-error.js";
import { type Processes, parseIdentity, type WriterIdentity } from "./process-identity.js";

/** Each time round, somebody else got the run or let it go. */
const mostAttempts = 100;

const lockName = /^lock-([1-9]\d{0,14})$/;
/** A lock in the making: `lock-of-<writer>`. */
const draftName = /^lock-of-[\w-]+$/;

/** A run that this process drives. */
export class RunLock {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #number: number;
  #isHeld = true;

  private constructor(disk: Disk, directory: string, number: number) {
    this.#disk = disk;
    this.#directory = directory;
    this.#number = number;
  }

  /**
   * Takes the run whose directory this is. Who takes it from a dead process has to redo that one's log (`redoLogs`) before reading the trace.
   *
   * @throws StoreError `store/run-locked` when another one drives it, or may do so; also this process itself.
   */
  static acquire(disk: Disk, directory: string, processes: Processes): RunLock {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const highest = highestLock(disk, directory);
      const holder = highest === 0 ? free : readLock(disk, directory, highest);
      if (holder === "gone") continue;
      refuseUnlessFree(holder, fileOf(directory, highest), processes);
      const number = highest + 1;
      if (!linkLock(disk, directory, number, processes.self)) continue;
      // What was read may have been of the past. Only the highest counts.
      const names = disk.list(directory);
      if (highestOf(names) !== number) {
        disk.remove(fileOf(directory, number));
        continue;
      }
      removeBelow(disk, directory, names, number);
      removeDrafts(disk, directory, names, processes);
      return new RunLock(disk, directory, number);
    }
    throw new StoreError(
      "store/run-locked",
      `${directory}: others took this run and let it go ${mostAttempts} times while it was tried.`,
      "Try again later.",
      { file: directory },
    );
  }

  /** Lets the run go. The trace alone has to hold everything then (`Committer.settle`). Once is enough. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const number = this.#number + 1;
    this.#disk.open(fileOf(this.#directory, number), "create")?.close();
    removeBelow(this.#disk, this.#directory, this.#disk.list(this.#directory), number);
  }
}

/** Who drives a run, or may do so; null: nobody, or nobody that its lock names. */
export function lockHolder(disk: Disk, directory: string, processes: Processes): WriterIdentity | null {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const highest = highestLock(disk, directory);
    const holder = highest === 0 ? free : readLock(disk, directory, highest);
    if (holder === "gone") continue;
    return holder === free || holder === "damaged" || processes.isAlive(holder) === false ? null : holder;
  }
  return null;
}

const free = "free";
type Holder = WriterIdentity | typeof free | "damaged" | "gone";

const fileOf = (directory: string, number: number): string => `${directory}/lock-${number}`;
const numberOf = (name: string): number => Number(lockName.exec(name)?.[1] ?? 0);

const highestLock = (disk: Disk, directory: string): number => highestOf(disk.list(directory));

function highestOf(names: readonly string[]): number {
  return names.reduce((highest, name) => Math.max(highest, numberOf(name)), 0);
}

function readLock(disk: Disk, directory: string, number: number): Holder {
  const bytes = disk.read(fileOf(directory, number));
  if (bytes === null) return "gone";
  if (bytes.every((byte) => byte === 0)) return free;
  return parseIdentity(unsealFile(bytes)?.holder) ?? "damaged";
}

function refuseUnlessFree(holder: Exclude<Holder, "gone">, file: string, processes: Processes): void {
  if (holder === free) return;
  if (holder === "damaged") {
    throw new StoreError(
      "store/run-locked",
      `${file} is damaged, so who drives this run can't be told.`,
      `End every process that may drive it. Once you are sure that none does, remove ${file}.`,
      { file },
    );
  }
  const isAlive = processes.isAlive(holder);
  if (isAlive === false) return;
  const who = `process ${holder.pid} on ${holder.host}, which writes since ${holder.since}`;
  if (holder.id === processes.self.id) {
    throw new StoreError(
      "store/run-locked",
      "This run is held by this very process, which drives it, or could not write it to its end.",
      "If an error of the disk ended its writing, resume it in a new process.",
      { file },
    );
  }
  if (isAlive === true) {
    throw new StoreError(
      "store/run-locked",
      `This run is driven by ${who}.`,
      "Wait until that one has ended, or hand it what you have for the run.",
      { file },
    );
  }
  throw new StoreError(
    "store/run-locked",
    `This run may still be driven by ${who}; whether it lives can't be told from here.`,
    `Open the run where that process was. If that can't be done, and you are sure that it has ended, remove ${file}.`,
    { file },
  );
}

/** The file gets its content before its name, so that nobody ever reads half of it. It fits into one sector. */
function linkLock(disk: Disk, directory: string, number: number, self: WriterIdentity): boolean {
  const draft = `${directory}/lock-of-${self.id}`;
  const file = createFresh(disk, draft);
  try {
    file.write(sealFile({ type: "lock", holder: self }), 0);
  } finally {
    file.close();
  }
  try {
    return disk.link(draft, fileOf(directory, number));
  } finally {
    disk.remove(draft);
  }
}

/** In whichever order, and by whomever: only the highest counts. */
function removeBelow(disk: Disk, directory: string, names: readonly string[], number: number): void {
  for (const name of names) {
    const other = numberOf(name);
    if (other > 0 && other < number) disk.remove(`${directory}/${name}`);
  }
}

/** Of those who died in the middle of it. */
function removeDrafts(disk: Disk, directory: string, names: readonly string[], processes: Processes): void {
  for (const name of names) {
    if (!draftName.test(name)) continue;
    const bytes = disk.read(`${directory}/${name}`);
    const writer = bytes === null ? null : parseIdentity(unsealFile(bytes)?.holder);
    if (writer !== null && processes.isAlive(writer) === false) disk.remove(`${directory}/${name}`);
  }
}
