/** Reading corpora: files and folders that may not be there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A JSON file of the corpora; null when it isn't there. Its shape is that of the corpora, and trusted: a wrong one is an exception. */
export function readJson<T>(...path: readonly string[]): T | null {
  const file = join(...path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : null;
}

/** The text of a file. */
export function readText(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}

/** The files below a folder that end so, relative to it, in order of their names; null when the folder isn't there. */
export function filesBelow(folder: string, ending: string): readonly string[] | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(ending)).sort();
}
