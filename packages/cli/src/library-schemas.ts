import { dirname, join, normalize } from "node:path";
import { isJsonObject, type Json, type JsonObject, type ParseOptions } from "@rb/ir";
import type { LibraryDocument } from "@rb/loader";
import { dataIn } from "./read-data-file.js";

type Schemas = NonNullable<ParseOptions["schemas"]>;

/** The JSON Schemas of a library, by the names that documents have for them: what a schema calls itself, and what the manifest of a pack calls it. */
export async function schemasIn(documents: readonly LibraryDocument[]): Promise<Schemas> {
  const objects = new Map<string, JsonObject>();
  for (const { uri, text } of documents) {
    const value = jsonIn(text);
    if (isJsonObject(value)) objects.set(normalize(uri), value);
  }
  const own = [...objects.values()].flatMap((value): [string, JsonObject][] => {
    const { $schema, $id } = value;
    return typeof $schema === "string" && typeof $id === "string" ? [[$id, value]] : [];
  });
  const listed = await Promise.all(documents.filter(isManifest).map((manifest) => listedIn(manifest, objects)));
  return Object.fromEntries([...own, ...listed.flat()]);
}

function jsonIn(text: string): Json | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isManifest({ text }: LibraryDocument): boolean {
  return /^kind:[ \t]*["']?Pack["']?[ \t]*\r?$/m.test(text);
}

/** Schemas with a name and a path from the manifest. What isn't in the library is left out, and so is a manifest that can't be read. */
async function listedIn(
  { uri, text }: LibraryDocument,
  objects: ReadonlyMap<string, JsonObject>,
): Promise<readonly (readonly [string, JsonObject])[]> {
  const manifest = await dataIn(text, uri);
  const resources = isJsonObject(manifest) ? manifest.resources : undefined;
  const schemas = isJsonObject(resources) && Array.isArray(resources.schemas) ? resources.schemas : [];
  return schemas.flatMap((one: Json) => {
    if (!isJsonObject(one) || typeof one.id !== "string" || typeof one.path !== "string") return [];
    const schema = objects.get(normalize(join(dirname(uri), one.path)));
    return schema === undefined ? [] : [[one.id, schema] as const];
  });
}
