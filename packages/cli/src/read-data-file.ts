import { type Diagnostic, documentLimits, isJsonObject, type Json, type JsonObject } from "@rb/ir";
import { UsageError } from "./command.js";
import { readSource } from "./read-source.js";

/** A JSON or YAML file with an object in it, no larger than a document may be: inputs, answers. Throws `UsageError`. */
export async function readDataFile(file: string): Promise<JsonObject> {
  const source = await readSource(file, documentLimits.maxBytes);
  if ("code" in source) throw new UsageError(source.message);
  const { readData } = await import("@rb/loader");
  const { value, diagnostics } = await readData(source.text, source);
  const [first] = diagnostics;
  if (first !== undefined) throw new UsageError(complaint(first));
  if (!isJsonObject(value)) throw new UsageError(`'${file}' has to hold an object: names and their values.`);
  return value;
}

/** What a text in JSON or YAML says; null where it can't be used. */
export async function dataIn(text: string, uri: string): Promise<Json> {
  const { readData } = await import("@rb/loader");
  return (await readData(text, { uri })).value;
}

/** With its place and its code, as those of documents. */
function complaint({ code, message, origin }: Diagnostic): string {
  const { uri, start } = origin as Extract<Diagnostic["origin"], { readonly kind: "source" }>;
  return `${uri}:${start.line}:${start.column}: error[${code}]: ${message}`;
}
