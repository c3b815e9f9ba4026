import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { expectFinding } from "../../../test/findings.js";
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

const head = "apiVersion: runbook/v0\nmeta:\n  name: t\n  vars: { ns: prod }\n";
const steps = (text: string): string => `${head}steps:\n${text.replaceAll(/^/gm, "  ")}\n`;
const cli = (more: string): string => steps(`- { id: a, type: cli, with: { argv: [ls, "{{ .ns }}"] }, ${more} }`);
const governed = (rules: string): string =>
  steps('- { id: a, type: cli, with: { argv: [ls, "{{ .ns }}"] } }').replace(
    "steps:",
    `  governance: ${rules}\nsteps:`,
  );

/** Each code that only this version has, where it is, and what it says. */
test.each([
  ["unknown-field", cli("retries: 2"), 6, 60, /retries/],
  ["field-not-here", cli("instructions: look"), 6, 60, /instructions/],
  ["missing-field", steps('- { id: a, type: manual, title: "{{ .ns }}" }'), 6, 5, /instructions/],
  ["template-syntax", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ if .x }}" }'), 6, 53, /if/],
  ["template-syntax", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ .ns" }'), 6, 53, /\.ns/],
  ["unknown-template", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ .nz }}" }'), 6, 53, /'ns'/],
  ["choose-one", cli("assertions: [{ contains: a, equals: b }]"), 6, 73, /contains/],
  ["bad-pattern", cli('assertions: [{ matches: "(" }]'), 6, 84, /RE2/],
  ["json-path", cli('assertions: [{ json_path: { path: "$..a", equals: 1 } }]'), 6, 94, /\$\.items/],
  ["bad-duration", cli("timeout: 1 day"), 6, 69, /1 day/],
  [
    "duplicate-step",
    steps("- { id: a, type: manual, instructions: x }\n- { id: a, type: manual, instructions: y }"),
    7,
    11,
    /a/,
  ],
  ["allowed-and-denied", governed("{ allowed_commands: [ls], denied_commands: [ls] }"), 5, 15, /ls/],
  ["command-not-allowed", governed("{ allowed_commands: [cat] }"), 7, 40, /cat|allowed/],
  ["command-not-allowed", governed("{ denied_commands: [ls] }"), 7, 40, /denied/],
] as const)("%s", (code, text, line, column, words) => expectFinding(code, text, line, column, words));

test("evidence has names of its own, and a checklist has items", () => {
  const text = steps(
    "- { id: a, type: manual, instructions: x, required_evidence: [{ kind: text, name: n }, { kind: checklist, name: n }] }",
  );
  const codes = parseRunbook(text, { uri: "t" }).diagnostics.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["runbook/missing-field", "runbook/evidence-twice"]));
});
