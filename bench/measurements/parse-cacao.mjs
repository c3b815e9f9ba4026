/** CACAO: rb, which keeps positions, beside `JSON.parse`, which does not, with and without a schema. */
import { Ajv } from "ajv";
import { parserCacao } from "../lib/built.mjs";
import { cacaoText } from "../lib/documents.mjs";
import { measureParsing } from "../lib/parsing.mjs";
import { playbookSchema } from "../lib/playbook-schema.mjs";

const isPlaybook = new Ajv().compile(playbookSchema);

function readAndCheck(text) {
  if (!isPlaybook(JSON.parse(text))) throw new Error(JSON.stringify(isPlaybook.errors));
}

export async function measure(form) {
  const { parseCacao } = await parserCacao();
  const { tables } = await measureParsing(form, {
    textOf: cacaoText,
    sizes: { full: [1000, 10_000, 100_000], quick: [1000, 10_000], trial: [10] },
    parse: parseCacao,
    readers: [
      { name: "JSON.parse", read: JSON.parse },
      { name: "JSON.parse and ajv", read: readAndCheck },
    ],
  });
  return { targets: [], tables, notes: [] };
}
