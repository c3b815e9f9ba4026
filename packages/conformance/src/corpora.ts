/** Reading corpora: files and folders that may not be there, and that others have made. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Bytes; no document that is measured comes near it, and a thread can still hold it. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A JSON file of the corpora; null when it isn't there. Its shape is that of the corpora, and trusted: a wrong one is an exception. */
export function readJson<T>(folder: string, ...path: readonly string[]): T | null {
  return existsSync(join(folder, ...path)) ? (JSON.parse(readText(folder, ...path)) as T) : null;
}

/** The text of a file below the folder. What isn't there, or isn't a file of a size that can be held, is an exception: nobody could end a thread that waits for a pipe. */
export function readText(folder: string, ...path: readonly string[]): string {
  const file = join(folder, ...path);
  const inside = relative(folder, file);
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new Error(`'${inside}' is not below the folder of its set.`);
  const stat = statSync(file);
  if (!stat.isFile()) throw new Error(`'${inside}' is no file.`);
  if (stat.size > MOST_BYTES) throw new Error(`'${inside}' has ${stat.size} bytes; at most ${MOST_BYTES} are read.`);
  return readFileSync(file, "utf8");
}

/** The files below a folder that end so, relative to it, in order of their names; null when the folder isn't there. Links to folders are not followed. */
export function filesBelow(folder: string, ending: string): readonly string[] | null {
  if (!existsSync(folder)) return null;
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter(({ name }) => name.endsWith(ending))
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && leadsToFile(join(entry.parentPath, entry.name))))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

function leadsToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    // It leads nowhere, or round in a circle.
    return false;
  }
}
