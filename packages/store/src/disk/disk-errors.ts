/** What a system call says, told to people. */
import { StoreError, type StoreErrorCode } from "../store-error.js";

const noRoom: readonly [StoreErrorCode, string] = [
  "store/disk-full",
  "Make room on the disk, or raise the quota; then resume the runs. What was acknowledged is safe.",
];
const notAllowed: readonly [StoreErrorCode, string] = [
  "store/no-permission",
  "Make the store's directory and everything in it belong to the user that runs rb, on a disk that can be written to.",
];
const broken: readonly [StoreErrorCode, string] = [
  "store/io-error",
  "Look at the system's log for what is wrong with the disk; resume the runs when it is well. What was acknowledged is safe.",
];
const noLinks: readonly [StoreErrorCode, string] = [
  "store/io-error",
  "Locks are made by linking. Keep the store on a file system that has hard links.",
];

const kinds: { readonly [code: string]: readonly [StoreErrorCode, string] } = {
  ENOSPC: noRoom,
  EDQUOT: noRoom,
  EFBIG: noRoom,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: notAllowed,
};
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** The code of a system call's error, as `ENOSPC`; empty for other errors. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && "syscall" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

/** An error of a system call as a `StoreError`; any other as it is, since it is a mistake of ours. */
export function diskError(path: string, call: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === "") return error;
  if (code === "ELOOP") return notAFile(path);
  const [kind, help] = call === "link" && withoutLinks.has(code) ? noLinks : (kinds[code] ?? broken);
  return new StoreError(
    kind,
    `${path || "The store's directory"}: ${call} failed (${code}).`,
    help,
    { file: path },
    error,
  );
}

/** For a link, a pipe, a directory and the like where a file is expected. */
export function notAFile(path: string): StoreError {
  return new StoreError(
    "store/io-error",
    `${path} is not a plain file, so it is not opened.`,
    "A store has plain files only. Put the file itself in its place.",
    { file: path },
  );
}

/** For a file that is read as a whole and has more bytes than any such file. */
export function tooLarge(path: string, size: number): StoreError {
  return new StoreError(
    "store/io-error",
    `${path} has ${size} bytes, which is more than rb ever writes there, so it is not read.`,
    "Restore it from a copy, or move it out of the store if it doesn't belong there.",
    { file: path },
  );
}
