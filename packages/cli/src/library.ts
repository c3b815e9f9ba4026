import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DocumentLimits } from "@rb/ir";
import type { LibraryDocument, LoadOptions } from "@rb/loader";
import { UsageError } from "./command.js";
import { schemasIn } from "./library-schemas.js";
import { readSource } from "./read-source.js";

/** Files that may hold a document that is read here. */
const pattern = "**/*.{json,bpmn,xml,yaml,yml}";
const mostFiles = 2000;

/** Documents and schemas in directories and below, by what they are, not by what they are called. Files that can't be read are left out. */
export async function libraryOf(
  folders: readonly string[],
  limits: Partial<DocumentLimits>,
): Promise<Pick<LoadOptions, "resolve" | "schemas">> {
  const { glob } = await import("tinyglobby");
  const files: string[] = [];
  for (const folder of folders) {
    if (!existsSync(folder)) throw new UsageError(`There is no directory '${folder}'.`);
    const found = await glob([pattern], { cwd: folder, ignore: ["**/node_modules/**", "**/.git/**"] });
    files.push(...found.sort().map((file) => join(folder, file)));
  }
  if (files.length > mostFiles) {
    throw new UsageError(`The library has ${files.length} files; at most ${mostFiles} are looked into.`);
  }
  const documents: LibraryDocument[] = [];
  for (const file of files) {
    const source = await readSource(file, limits.maxBytes);
    if (!("code" in source)) documents.push(source);
  }
  const { createLibrary } = await import("@rb/loader");
  return { resolve: createLibrary(documents, { limits }), schemas: await schemasIn(documents) };
}
