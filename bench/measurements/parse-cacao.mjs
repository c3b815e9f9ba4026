/** CACAO: rb, which keeps positions, beside `JSON.parse`, which does not, with and without a schema. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parserCacao } from "../lib/built.mjs";
import { measureParsing, toGraph } from "../lib/parsing.mjs";
import { actionsIn, playbookText } from "../lib/playbook.mjs";

const sizes = { full: [1000, 10_000, 100_000], quick: [1000, 10_000], trial: [10] };
const alone = "JSON.parse";
const withSchema = "JSON.parse and ajv";

export async function make(name, size) {
  const text = playbookText(size);
  if (name === alone) return () => JSON.parse(text);
  if (name === withSchema) return readAndCheck(text);
  return toGraph((await parserCacao()).parseCacao, text, actionsIn(size));
}

/** The schema is the one that rb holds playbooks against, asked in the way that is fastest: whether it holds, not what is wrong. */
const schema = new URL("../../packages/parser-cacao/schema/cacao-2.0.schema.json", import.meta.url);

function readAndCheck(text) {
  const options = { strictTypes: false, allowUnionTypes: true };
  const isPlaybook = new Ajv2020(options).compile(JSON.parse(readFileSync(schema, "utf8")));
  return () => {
    if (!isPlaybook(JSON.parse(text))) throw new Error(JSON.stringify(isPlaybook.errors));
  };
}

export async function measure(form) {
  const format = { module: import.meta.url, textOf: playbookText, readers: [alone, withSchema] };
  const { tables } = await measureParsing(form, sizes[form], format);
  return { targets: [], tables, notes: [] };
}
