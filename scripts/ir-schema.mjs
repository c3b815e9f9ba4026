/**
 * Writes the JSON Schema of the IR, from the types in packages/ir/src/graph.ts and their comments.
 * `--check` writes nothing, and fails when the file that is there is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}packages/ir/schema/rb-ir.schema.json`;

const schema = createGenerator({
  path: `${root}packages/ir/src/graph.ts`,
  tsconfig: `${root}packages/ir/tsconfig.json`,
  type: "Bundle",
  additionalProperties: false,
  encodeRefs: false,
  // Types are checked by the build; here they are only read.
  skipTypeCheck: true,
}).createSchema("Bundle");

const text = JSON.stringify({
  $schema: schema.$schema,
  $id: "urn:rb:ir:1",
  title: "rb IR",
  description: "A bundle: the graphs of one procedure and everything that they call, ready to be checked and run.",
  $ref: schema.$ref,
  definitions: Object.fromEntries(Object.entries(schema.definitions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
});

// Compared as values: how the file is laid out is the formatter's matter.
if (!process.argv.includes("--check")) {
  writeFileSync(target, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
} else if (JSON.stringify(JSON.parse(readFileSync(target, "utf8"))) !== text) {
  console.error("packages/ir/schema/rb-ir.schema.json is out of date. Run: node scripts/ir-schema.mjs");
  process.exitCode = 1;
}
