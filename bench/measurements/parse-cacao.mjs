/** CACAO: rb, which keeps positions, beside `JSON.parse`, which does not, with and without a schema. */
import { Ajv } from "ajv";
import { parserCacao } from "../lib/built.mjs";
import { cacaoText } from "../lib/documents.mjs";
import { measureParsing, toGraph } from "../lib/parsing.mjs";
import { playbookSchema } from "../lib/playbook-schema.mjs";

const sizes = { full: [1000, 10_000, 100_000], quick: [1000, 10_000], trial: [10] };
const alone = "JSON.parse";
const withSchema = "JSON.parse and ajv";

export async function make(name, size) {
  const text = cacaoText(size);
  if (name === alone) return () => JSON.parse(text);
  if (name === withSchema) return readAndCheck(text);
  return toGraph((await parserCacao()).parseCacao, text, size);
}

function readAndCheck(text) {
  const isPlaybook = new Ajv().compile(playbookSchema);
  return () => {
    if (!isPlaybook(JSON.parse(text))) throw new Error(JSON.stringify(isPlaybook.errors));
  };
}

export async function measure(form) {
  const format = { module: import.meta.url, textOf: cacaoText, readers: [alone, withSchema] };
  const { tables } = await measureParsing(form, sizes[form], format);
  return { targets: [], tables, notes: [] };
}
