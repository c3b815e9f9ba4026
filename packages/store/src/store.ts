/** A directory of runs, open: what a process that died left half done is put right before anything is read. */
import { isFinal } from "@rb/kernel";
import { type RedoneLog, redoLogs } from "./commit/redo.js";
import type { Disk } from "./disk/disk.js";
import { NodeDisk } from "./disk/node-disk.js";
import { KEYS } from "./host/idempotency.js";
import { INBOX, Inbox } from "./host/inbox.js";
import { type Processes, systemProcesses } from "./ownership/process-identity.js";
import { type FoundHead, readHead } from "./run/head.js";
import { Proofs } from "./run/proofs.js";
import { hasShortHex, isRunId, RUNS, runPaths } from "./run/run-directory.js";
import { StoreError } from "./store-error.js";
import type { RunHeader } from "./trace/run-header.js";
import { traceLines } from "./trace/trace-reader.js";
import type { TraceTail } from "./trace/trace-tail.js";

const STEP = '{"type":"step_';

/** A directory of runs that is open. Many processes may have the same one open. */
export class Store {
  readonly disk: Disk;
  readonly processes: Processes;
  readonly inbox: Inbox;
  /** Logs of dead processes that were written into their traces again when the store was opened. */
  readonly redone: readonly RedoneLog[];

  constructor(disk: Disk, processes: Processes, redone: readonly RedoneLog[]) {
    this.disk = disk;
    this.processes = processes;
    this.inbox = new Inbox(disk, processes.self.id);
    this.redone = redone;
  }

  /** The ids of all runs, oldest first as ids sort by time; some may never have begun. */
  runs(): readonly string[] {
    return this.disk.list(RUNS).filter((name) => isRunId(name) && !(hasShortHex(name) && this.#isOfSteps(name)));
  }

  /** Runs of `rb exec` lie beside the store's. Their traces are about steps from the first line on, and begin with no header. */
  #isOfSteps(run: string): boolean {
    const file = this.disk.open(runPaths(run).trace, "read");
    try {
      return file !== null && new TextDecoder().decode(file.read(0, STEP.length)) === STEP;
    } finally {
      file?.close();
    }
  }

  /** Those whose heads don't say that they are over. One whose head can't be read keeps nobody from the others. */
  unfinished(): readonly string[] {
    return this.runs().filter((run) => !this.#isKnownToBeOver(run));
  }

  #isKnownToBeOver(run: string): boolean {
    try {
      const { head } = this.head(run);
      return head !== null && isFinal(head.status);
    } catch (error) {
      if (error instanceof StoreError) return false;
      throw error;
    }
  }

  /** @throws StoreError `store/bad-run-id` */
  head(run: string): FoundHead {
    return readHead(this.disk, runPaths(run));
  }

  /**
   * The header of a run that has begun; null where there is none.
   *
   * @throws StoreError when its beginning can't be read; `store/lost-history` when it is gone, and a head or a snapshot shows that it was there.
   */
  begun(run: string): RunHeader | null {
    const paths = runPaths(run);
    const file = this.disk.open(paths.trace, "read");
    let tail: TraceTail = { end: 0, hash: "", seq: 0 };
    try {
      let header: RunHeader | null = null;
      for (const line of file === null ? [] : traceLines(file, paths.trace)) {
        if (line.type !== "run") return header;
        header = line.header;
        tail = { end: line.end, hash: line.hash, seq: 0 };
      }
    } finally {
      file?.close();
    }
    const proofs = Proofs.of(this.disk, paths);
    proofs.see(tail.seq, tail.hash);
    proofs.check(tail, paths);
    return null;
  }
}

/**
 * Opens the store in a directory (`.runbook`), which need not be there yet.
 *
 * @throws StoreError `store/damaged-log`, and the disk's own.
 */
export async function openStore(place: string | Disk, processes: Processes = systemProcesses()): Promise<Store> {
  const disk = typeof place === "string" ? new NodeDisk(place) : place;
  for (const directory of [RUNS, INBOX, KEYS]) disk.createDirectory(directory);
  // What is flushed in them later lasts only if they do.
  await disk.syncDirectory("", "runs-directory");
  return new Store(disk, processes, await redoLogs(disk, processes));
}
