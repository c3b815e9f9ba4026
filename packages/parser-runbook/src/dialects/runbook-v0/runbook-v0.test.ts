import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { printGraph } from "../../../test/print-graph.js";
import { parseRunbook } from "../../parse-runbook.js";
import { runbookSchema } from "../../runbook-schema.js";

const folder = fileURLToPath(new URL("../../../test/dialects/", import.meta.url));
const documents = readdirSync(folder).filter((file) => file.endsWith(".v0.yaml"));
const validate = new Ajv2020({ strictTypes: false }).compile(runbookSchema("2020-12", "runbook/v0"));

test.each(documents)("%s becomes its graph, and is what its schema says", async (file) => {
  const text = readFileSync(folder + file, "utf8");
  const { bundle, diagnostics } = parseRunbook(text, { uri: file });
  expect(diagnostics).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  await expect(printGraph(bundle)).toMatchFileSnapshot(folder + file.replace(".v0.yaml", ".graph.txt"));
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});
