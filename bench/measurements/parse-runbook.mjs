/** YAML runbooks: rb beside `js-yaml` alone, which it is built on, and beside `yaml`. */
import { CORE_SCHEMA, load } from "js-yaml";
import { parseDocument } from "yaml";
import { parserRunbook } from "../lib/built.mjs";
import { runbookText } from "../lib/documents.mjs";
import { measureParsing, toGraph } from "../lib/parsing.mjs";

const sizes = { full: [1000, 10_000], quick: [1000, 10_000], trial: [10] };
const alone = {
  "js-yaml": (text) => load(text, { schema: CORE_SCHEMA }),
  yaml: (text) => parseDocument(text, { uniqueKeys: false, prettyErrors: false }),
};

export async function make(name, size) {
  const text = runbookText(size);
  if (name in alone) return () => alone[name](text);
  return toGraph((await parserRunbook()).parseRunbook, text, size);
}

export async function measure(form) {
  const format = { module: import.meta.url, textOf: runbookText, readers: Object.keys(alone) };
  const { tables } = await measureParsing(form, sizes[form], format);
  return { targets: [], tables, notes: [] };
}
