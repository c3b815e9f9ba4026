/** The file system of the machine, by Node. Runs hold evidence, so nobody else may look into what it makes. */
import {
  close,
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  open,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Disk, OpenFile, SyncSite } from "./disk.js";
import { codeOf, diskError, notAFile, tooLarge } from "./disk-errors.js";

const isWindows = process.platform === "win32";
/**
 * A link or a pipe may lie where a file is expected. Neither is followed or waited for: a link could lead out of the store, and opening a pipe could
 * take for ever. Platforms that don't have one of these have no number for it.
 */
const plainly = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const flags = {
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | plainly,
  write: constants.O_RDWR | plainly,
  read: constants.O_RDONLY | plainly,
} as const;
/** What systems say that have no flush for directories; there, names last by other means. */
const noFlushOfDirectories: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", ...(isWindows ? ["EPERM"] : [])]);
const noOpeningOfDirectories: ReadonlySet<string> = new Set(isWindows ? ["EISDIR", "EPERM", "EACCES"] : []);

/** More than any file that is read as a whole: the largest are values, and no text of JavaScript is longer. */
const LARGEST_FILE = 2 ** 29;

/** A directory of the machine, which need not be there yet, as a disk. */
export class NodeDisk implements Disk {
  readonly #root: string;
  readonly #known = new Set<string>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  createDirectory(path: string): void {
    attempt(path, "mkdir", () => {
      const first = makeDirectories(this.#full(path));
      if (first !== undefined) this.#keepAbove(first);
    });
  }

  /** The names of directories above the store's, and of its own, are nobody's to flush but ours, and are made once. */
  #keepAbove(first: string): void {
    if (isWindows || !isWithin(first, this.#root)) return;
    for (let made = this.#root; isWithin(first, made); made = dirname(made)) {
      const directory = openSync(dirname(made), constants.O_RDONLY);
      try {
        fsyncSync(directory);
      } catch (error) {
        if (!noFlushOfDirectories.has(codeOf(error))) throw error;
      } finally {
        closeSync(directory);
      }
    }
  }

  list(path: string): readonly string[] {
    return attempt(path, "scandir", () => unlessMissing(() => readdirSync(this.#full(path, "/")).sort())) ?? [];
  }

  read(path: string): Uint8Array | null {
    const file = this.open(path, "read");
    if (file === null) return null;
    try {
      const size = file.size();
      if (size > LARGEST_FILE) throw tooLarge(path, size);
      return file.read(0, size);
    } finally {
      file.close();
    }
  }

  open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    const full = this.#full(path);
    return attempt(path, "open", () => {
      const descriptor = unless(how === "create" ? "EEXIST" : "ENOENT", () => openSync(full, flags[how], 0o600));
      if (descriptor === null) return null;
      if (fstatSync(descriptor).isFile()) return new NodeFile(path, descriptor);
      closeSync(descriptor);
      throw notAFile(path);
    });
  }

  rename(from: string, to: string): void {
    attempt(to, "rename", () => renameSync(this.#full(from), this.#full(to)));
  }

  link(from: string, to: string): boolean {
    return attempt(to, "link", () => {
      return unless("EEXIST", () => linkSync(this.#full(from), this.#full(to)) ?? true) ?? false;
    });
  }

  remove(path: string): void {
    attempt(path, "unlink", () => unlessMissing(() => unlinkSync(this.#full(path))));
  }

  async syncDirectory(path: string, _site: SyncSite): Promise<void> {
    const full = this.#full(path);
    const descriptor = await new Promise<number | null>((opened, failed) => {
      open(full, constants.O_RDONLY, (error, descriptor) => {
        if (error === null) opened(descriptor);
        else if (noOpeningOfDirectories.has(codeOf(error))) opened(null);
        else failed(diskError(path, "open", error));
      });
    });
    if (descriptor === null) return;
    await new Promise<void>((flushed, failed) => {
      fsync(descriptor, (error) => {
        close(descriptor);
        if (error === null || noFlushOfDirectories.has(codeOf(error))) flushed();
        else failed(diskError(path, "fsync", error));
      });
    });
  }

  /** A directory that is a link would lead out of the store, and what is in it would be somebody else's. */
  #refuseLinks(path: string): void {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      const directory = path.slice(0, end);
      if (this.#known.has(directory)) continue;
      const found = lstatSync(`${this.#root}/${directory}`, { throwIfNoEntry: false });
      if (found?.isSymbolicLink() === true) throw notAFile(directory);
      if (found?.isDirectory() !== true) return;
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.add(directory);
    }
  }

  /** What is asked for is always made of checked names; anything else is a mistake of ours. */
  #full(path: string, within = ""): string {
    if (path === "") return this.#root;
    if (!isPath(path)) throw new Error(`'${path}' is no path within a store`);
    this.#refuseLinks(`${path}${within}`);
    // Platforms with another separator take this one too.
    return `${this.#root}/${path}`;
  }
}

/** Directories that are known to be no links, at most: then they are looked at again. */
const MOST_KNOWN = 50_000;

/** A file of the machine. */
class NodeFile implements OpenFile {
  readonly #path: string;
  readonly #descriptor: number;
  #flushing = 0;
  #isClosed = false;

  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  size(): number {
    return this.#attempt("fstat", (descriptor) => fstatSync(descriptor).size);
  }

  read(at: number, length: number): Uint8Array {
    return this.#attempt("read", (descriptor) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, fstatSync(descriptor).size - at)));
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(descriptor, bytes, done, bytes.length - done, at + done);
        if (read === 0) break;
        done += read;
      }
      return bytes.subarray(0, done);
    });
  }

  write(bytes: Uint8Array, at: number): void {
    this.#attempt("write", (descriptor) => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
      }
    });
  }

  truncate(size: number): void {
    this.#attempt("ftruncate", (descriptor) => ftruncateSync(descriptor, size));
  }

  sync(_site: SyncSite): Promise<void> {
    return new Promise((flushed, failed) => {
      this.#attempt("fdatasync", (descriptor) => {
        this.#flushing += 1;
        fdatasync(descriptor, (error) => {
          this.#flushing -= 1;
          if (this.#isClosed) this.#end();
          if (error === null) flushed();
          else failed(diskError(this.#path, "fdatasync", error));
        });
      });
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end();
  }

  /** Its number may be another file's as soon as it is given back, so a flush under way comes first. */
  #end(): void {
    if (this.#flushing === 0) attempt(this.#path, "close", () => closeSync(this.#descriptor));
  }

  #attempt<T>(call: string, act: (descriptor: number) => T): T {
    if (this.#isClosed) throw new Error(`${this.#path} is closed`);
    return attempt(this.#path, call, () => act(this.#descriptor));
  }
}

/** Names with `/` between them, none of them `.` or `..`. */
const isPath = (text: string): boolean => /^(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*$/.test(text);
const isWithin = (above: string, path: string): boolean => !relative(above, path).startsWith("..");

function attempt<T>(path: string, call: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError(path, call, error);
  }
}

/** Null when it fails in this way. */
function unless<T>(code: string, act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (codeOf(error) === code) return null;
    throw error;
  }
}

function unlessMissing<T>(act: () => T): T | null {
  return unless("ENOENT", act);
}

/** The first one that had to be made. Not Node's `recursive`, which never comes back where a file system makes no directories, such as `/proc`. */
function makeDirectories(path: string): string | undefined {
  const above = dirname(path);
  const first = existsSync(above) ? undefined : makeDirectories(above);
  try {
    mkdirSync(path, { mode: 0o700 });
    return first ?? path;
  } catch (error) {
    if (codeOf(error) === "EEXIST" && statSync(path).isDirectory()) return first;
    throw error;
  }
}
