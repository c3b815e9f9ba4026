/**
 * All that the store asks of a file system. The real one is Node's; the simulator has one that loses and tears what was not flushed.
 * Paths are relative to the store's directory, with `/`; it is itself the empty path. Writes and reads answer at once, since a system call that
 * only fills the page cache costs less than a promise; flushes are awaited, and while one is under way the next chunk gathers.
 */

/** Where the store flushes, one name a place, so that a test can take each of them away. */
export const syncSites = [
  /** A trace of its own, when one run commits alone. */
  "trace",
  /** The shared log, when several runs commit at once. */
  "log",
  /** The log's entry in its directory, before its first commit counts. */
  "log-directory",
  /** A trace before the log that covers it goes, and before the run's lock is given up. */
  "trace-before-log-ends",
  /** A trace after a dead writer's log was written into it again. */
  "redone-trace",
  /** A trace as it was found, without what was torn, before it is gone on with. */
  "found-trace",
  /** The graph, before a header names it. */
  "graph",
  /** The header, before the run exists. */
  "header",
  /** The run's directory, which holds the names of its files. */
  "run-directory",
  /** The directory of runs, which holds the name of the run's. */
  "runs-directory",
  /** What a start's idempotency key stands for, and its name. */
  "key",
  "key-directory",
  /** A value too large for a line, and its name, before a line names it. */
  "attachment",
  "attachments-directory",
  /** What the run came to, before it takes the place of what it was. */
  "head",
  /** An input from another process, and its name, before it counts as handed over. */
  "inbox",
  "inbox-directory",
] as const;

/** One of the places where the store flushes. */
export type SyncSite = (typeof syncSites)[number];

/** A file system, as far as the store needs one. What goes wrong is thrown as a `StoreError`. */
export interface Disk {
  /** Makes a directory and those above it; one that is there is fine. The names of the store's own directory and of those above it last at once. */
  readonly createDirectory: (path: string) => void;
  /** The names in a directory as they are at one moment, sorted; none where it isn't there. */
  readonly list: (path: string) => readonly string[];
  /** The whole of a file; null where it isn't there. */
  readonly read: (path: string) => Uint8Array | null;
  /** Opens a file: `create` only if it isn't there yet, `write` only if it is, `read` likewise. Null when that isn't so. */
  readonly open: (path: string, how: "create" | "write" | "read") => OpenFile | null;
  /** Takes the place of what may be there, at once. */
  readonly rename: (from: string, to: string) => void;
  /** A second name for a file. False, and nothing done, when the name is taken: this is how one of several gets something. */
  readonly link: (from: string, to: string) => boolean;
  /** A file that isn't there is fine. */
  readonly remove: (path: string) => void;
  /** Makes the names in a directory last. */
  readonly syncDirectory: (path: string, site: SyncSite) => Promise<void>;
}

/** A file that is open. */
export interface OpenFile {
  /** In bytes. */
  readonly size: () => number;
  /** At most `length` bytes from `at`; fewer at the end of the file. */
  readonly read: (at: number, length: number) => Uint8Array;
  /** All of `bytes`, at this offset. */
  readonly write: (bytes: Uint8Array, at: number) => void;
  readonly truncate: (size: number) => void;
  /** Makes what was written last. */
  readonly sync: (site: SyncSite) => Promise<void>;
  readonly close: () => void;
}
