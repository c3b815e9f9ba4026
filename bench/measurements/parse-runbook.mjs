/** YAML runbooks: rb beside `yaml` alone, which it is built on. */
import { parseDocument } from "yaml";
import { parserRunbook } from "../lib/built.mjs";
import { runbookText } from "../lib/documents.mjs";
import { measureParsing } from "../lib/parsing.mjs";

export async function measure(form) {
  const { parseRunbook } = await parserRunbook();
  const { tables } = await measureParsing(form, {
    textOf: runbookText,
    sizes: { full: [1000, 10_000], quick: [1000, 10_000], trial: [10] },
    parse: parseRunbook,
    readers: [{ name: "yaml", read: (text) => parseDocument(text, { uniqueKeys: false, prettyErrors: false }) }],
  });
  return { targets: [], tables, notes: [] };
}
