import type { Json } from "@rb/ir";
import { UsageError } from "./command.js";
import { readSource } from "./read-source.js";

/** A JSON or YAML file with an object in it: inputs, answers. Throws `UsageError`. */
export async function readDataFile(file: string): Promise<{ readonly [name: string]: Json }> {
  const source = await readSource(file);
  if ("code" in source) throw new UsageError(source.message);
  const value = await dataIn(source.text, file);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`'${file}' has to hold an object: names and their values.`);
  }
  return value as { readonly [name: string]: Json };
}

/** What a text in JSON or YAML says. Throws `UsageError`. */
export async function dataIn(text: string, file: string): Promise<unknown> {
  return jsonOf(text) ?? (await parseYaml(text, file));
}

/** Most such files are JSON, and reading that needs no library. What is not JSON may still be YAML, also when it begins with a brace. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function parseYaml(text: string, file: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { uniqueKeys: true, merge: false, prettyErrors: true });
  const [first] = document.errors;
  if (first !== undefined) throw new UsageError(`'${file}' is neither JSON nor YAML: ${first.message.split("\n")[0]}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new UsageError(`'${file}' can't be read: ${(error as Error).message}.`);
  }
}
