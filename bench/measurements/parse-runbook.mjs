/** YAML runbooks: rb beside `yaml` alone, which it is built on. */
import { parseDocument } from "yaml";
import { parserRunbook } from "../lib/built.mjs";
import { runbookText } from "../lib/documents.mjs";
import { measureParsing, toGraph } from "../lib/parsing.mjs";

const sizes = { full: [1000, 10_000], quick: [1000, 10_000], trial: [10] };
const alone = "yaml";

export async function make(name, size) {
  const text = runbookText(size);
  if (name === alone) return () => parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  return toGraph((await parserRunbook()).parseRunbook, text, size);
}

export async function measure(form) {
  const format = { module: import.meta.url, textOf: runbookText, readers: [alone] };
  const { tables } = await measureParsing(form, sizes[form], format);
  return { targets: [], tables, notes: [] };
}
