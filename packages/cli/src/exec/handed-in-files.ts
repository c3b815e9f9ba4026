/** Files that are handed in as evidence. Their names come from a document of somebody's, so they can't be read from just anywhere. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import type { JsonObject } from "@rb/ir";
import { ExecTrouble } from "./exec-trouble.js";
import { attachmentPath } from "./run-directory.js";
import { sha256Of } from "./stored-text.js";

/** Bytes of one file, at most. */
const largest = 64 * 1024 * 1024;

/** Files in a folder, or below; no link leads out. */
export class HandedInFiles {
  readonly #folder: string;
  readonly #taken: Map<string, Uint8Array>;

  /** `taken`: where their bytes are put, by hash. */
  constructor(folder: string, taken: Map<string, Uint8Array>) {
    this.#folder = folder;
    this.#taken = taken;
  }

  /** @throws ExecTrouble */
  take(name: string): JsonObject {
    const bytes = this.#read(name);
    const sha256 = sha256Of(bytes);
    this.#taken.set(sha256, bytes);
    return { path: attachmentPath(sha256), sha256, size: bytes.length };
  }

  #read(name: string): Uint8Array {
    if (isAbsolute(name) || name.split(/[\\/]/).includes("..")) throw leadsOut(name);
    const { path, folder } = this.#real(name);
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) throw leadsOut(name);
    const bytes = plainFile(path);
    if (bytes === null) throw unusable(name);
    return bytes;
  }

  /** Without links. */
  #real(name: string): { readonly path: string; readonly folder: string } {
    try {
      return { path: realpathSync(join(this.#folder, name)), folder: realpathSync(this.#folder) };
    } catch {
      throw unusable(name);
    }
  }
}

/** Null where it is none, or too large. Opening a pipe would wait for somebody to write. */
function plainFile(path: string): Uint8Array | null {
  let handle: number | undefined;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    return stat.isFile() && stat.size <= largest ? readFileSync(handle) : null;
  } catch {
    return null;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function leadsOut(name: string): ExecTrouble {
  return new ExecTrouble(
    "exec/file-outside",
    `'${name}' can't be handed in as evidence: it is not in the folder of the file that names it.`,
    "Put it beside that file, or below, and name it relative to there, without '..'.",
  );
}

function unusable(name: string): ExecTrouble {
  return new ExecTrouble(
    "exec/bad-answer",
    `'${name}' can't be handed in as evidence.`,
    `Name a file of up to ${largest / 1024 / 1024} MiB, relative to the answers.`,
  );
}
