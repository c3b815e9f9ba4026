import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Diagnostic } from "@rb/ir";
import { cliDiagnostics, fileOrigin } from "./cli-diagnostics.js";
import { decode } from "./decode.js";

/** The largest default of any format; each parser has its own limit besides. */
export const MAX_SOURCE_BYTES: number = 4 * 1024 * 1024;

export interface Source {
  readonly uri: string;
  readonly text: string;
}

/** Reads a file, or standard input for `-`, up to a size. The size is looked at before anything is read. */
export async function readSource(file: string, maxBytes: number = MAX_SOURCE_BYTES): Promise<Source | Diagnostic> {
  const bytes = file === "-" ? await readStdin(maxBytes) : readFile(file, maxBytes);
  if ("code" in bytes) return bytes;
  const text = decode(bytes);
  return text === null ? cliDiagnostics.report("not-utf8", fileOrigin(file), { file }) : { uri: file, text };
}

function readFile(file: string, max: number): Uint8Array | Diagnostic {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return cliDiagnostics.report("is-directory", fileOrigin(file), { file });
    if (stat.size > max) return tooLarge(file, stat.size, max);
    return readUpTo(handle, max) ?? tooLarge(file, undefined, max);
  } catch (error) {
    return unreadable(file, error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Null when there is more. Pipes and devices have no size to be looked at before. */
function readUpTo(handle: number, max: number): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(64 * 1024);
    const count = readSync(handle, chunk);
    if (count === 0) return Buffer.concat(chunks, total);
    chunks.push(chunk.subarray(0, count));
    total += count;
    if (total > max) return null;
  }
}

async function readStdin(max: number): Promise<Uint8Array | Diagnostic> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      total += chunk.length;
      if (total > max) return tooLarge("-", undefined, max);
    }
  } catch (error) {
    return unreadable("-", error);
  }
  return Buffer.concat(chunks, total);
}

function tooLarge(file: string, bytes: number | undefined, max: number): Diagnostic {
  return cliDiagnostics.report("too-large", fileOrigin(file), { file, bytes, max });
}

function unreadable(file: string, error: unknown): Diagnostic {
  const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
  if (reason === "ENOENT" || reason === "ENOTDIR")
    return cliDiagnostics.report("file-not-found", fileOrigin(file), { file });
  return cliDiagnostics.report("unreadable", fileOrigin(file), { file, reason });
}
