/**
 * Writes the JSON Schema of CACAO 2.0 playbooks, for draft 2020-12 and, for editors, for draft-07, and compiles it to plain code, so that
 * the parser needs neither a schema library nor code made at run time.
 * `--check` writes nothing, and fails when a file that is there is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { playbookSchema } from "../packages/parser-cacao/schema/playbook.mjs";
import { activities, playbookTypes, sectors, securityCategories } from "../packages/parser-cacao/schema/words.mjs";

const folder = fileURLToPath(new URL("../packages/parser-cacao/", import.meta.url));

const current = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:rb:cacao:2.0",
  ...playbookSchema,
};

/** Nothing in the schema but the place of its definitions differs between the drafts. */
function asDraft7() {
  const { $schema, $id, $defs, ...rest } = current;
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `${$id}:draft-07`,
    ...rest,
    definitions: $defs,
  };
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/definitions/'));
}

const vocabularies = {
  playbook_types: playbookTypes,
  playbook_activities: activities,
  industry_sectors: sectors,
  category: securityCategories,
};

/** A document of nothing but mistakes must not fill the memory, nor be joined list to list: each function stops at so many. */
const mostErrors = 1000;

const forPeople = new Set(["title", "description", "examples", "$id"]);

/** What is only for people would be carried along in the code. `isNames` where the members are names of a document's. */
function withoutProse(schema, isNames = false) {
  if (Array.isArray(schema)) return schema.map((item) => withoutProse(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name]) => isNames || !forPeople.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      withoutProse(value, !isNames && (name === "properties" || name === "definitions")),
    ]),
  );
}

function validatorCode() {
  const options = { allErrors: true, messages: false, inlineRefs: false, strictTypes: false, allowUnionTypes: true };
  const ajv = new Ajv({ ...options, code: { source: true, esm: true } });
  const code = standalone.default(ajv, ajv.compile(withoutProse(asDraft7())));
  if (/\brequire\(|\bimport /.test(code)) throw new Error("A keyword needs the library at run time, and mustn't.");
  const tables = `export const members=${JSON.stringify(memberNames())};\nexport const words=${JSON.stringify(vocabularies)};`;
  return `// Made by scripts/cacao-schema.mjs from packages/parser-cacao/schema.\n${tables}\n${shortened(limited(code))}\n`;
}

/** The members that each kind of object has; for kinds with types, by type. */
function memberNames() {
  const { $defs: definitions, properties } = playbookSchema;
  const namesOf = ({ properties }) =>
    Object.entries(properties ?? {}).flatMap(([name, schema]) => (schema === false ? [] : [name]));
  const byType = ({ allOf }) =>
    allOf.flatMap(({ if: { properties }, then: { $ref } }) => {
      const type = properties.type.const;
      return type === undefined ? [] : [[type, namesOf(definitions[$ref.slice("#/$defs/".length)])]];
    });
  const kinds = ["step", "command", "party", "authentication", "marking"];
  const single = [
    "variable",
    "external-reference",
    "location",
    "contact",
    "processing-summary",
    "extension-definition",
    "signature",
  ];
  return Object.fromEntries([
    ["playbook", { "": Object.keys(properties) }],
    ...kinds.map((kind) => [kind, Object.fromEntries(byType(definitions[kind]))]),
    ...single.map((kind) => [kind, { "": namesOf(definitions[kind]) }]),
  ]);
}

function limited(code) {
  const loops = /for\(let (i\d+)=0; \1<(len\d+); |for\(const key\d+ in data\d*\)\{/g;
  if (!loops.test(code)) throw new Error("No loop was found; the library writes them differently now.");
  return code.replace(loops, (loop) =>
    loop.endsWith("{") ? `${loop}if(errors>=${mostErrors})break;` : loop.replace("; ", `; errors<${mostErrors}&&`),
  );
}

/** Half of the code says the same again and again; the schema itself, which comes with it, nobody reads. */
function shortened(code) {
  const helper = "const add = (errors, error) => (errors === null ? [error] : (errors.push(error), errors));";
  const short = code
    .replace('"use strict";', `${helper}\n`)
    .replace(/export default validate\d+;/, "")
    .replace(
      /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}/g,
      "vErrors=add(vErrors,$1);",
    )
    .replace(/,schemaPath:"([^"]*)"/g, (path) => (path.includes("/anyOf/") ? path : ""))
    .replace(/,parentData(?::data\d*)?,parentDataProperty(?::(?:"[^"]*"|\w+))?,rootData\}/g, "}")
    .replaceAll(", parentData, parentDataProperty, rootData=data", "")
    .replace(/params:\{(?:allowedValues?|type): schema[^{}]*\}/g, "params:{}")
    .replace(/params:\{allowedValues?: [^{}]*\}/g, "params:{}");
  if (/parentData|rootData/.test(short)) throw new Error("Something is left of what is passed on and never read.");
  return short.replace(/const (schema\d+) = (\{.*?\});(?=const |function |export |$)/gm, (_, name, schema) => {
    const used = new Set(Array.from(short.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g")), ([, member]) => member));
    if (used.size === 0) return "";
    // Of the members only the names are asked for.
    const names = Object.keys(JSON.parse(schema).properties).map((member) => [member, 0]);
    if ([...used].some((member) => member !== "properties")) throw new Error(`More than names is read of ${name}.`);
    return `const ${name}={properties:${JSON.stringify(Object.fromEntries(names))}};`;
  });
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const files = {
  "schema/cacao-2.0.schema.json": json(current),
  "schema/cacao-2.0.draft-07.schema.json": json(asDraft7()),
  "src/structure/validate-playbook.js": validatorCode(),
};

for (const [name, text] of Object.entries(files)) {
  const target = `${folder}${name}`;
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error(`packages/parser-cacao/${name} is out of date. Run: node scripts/cacao-schema.mjs`);
    process.exitCode = 1;
  }
}
