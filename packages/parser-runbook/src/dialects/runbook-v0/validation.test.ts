/** What is checked of a `runbook/v0` document, layer by layer: that it is YAML, that it has the form, that it makes sense. A row for each rule. */
import { describe, expect, test } from "vitest";
import { expectFinding, type Finding } from "../../../test/findings.js";
import { parseRunbook } from "../../parse-runbook.js";

const head = "apiVersion: runbook/v0\nmeta:\n  name: t\n  vars: { ns: prod }\n";
const steps = (text: string): string => `${head}steps:\n${text.replaceAll(/^/gm, "  ")}\n`;
const cli = (more: string): string => steps(`- { id: a, type: cli, with: { argv: [ls, "{{ .ns }}"] }, ${more} }`);
const manual = (more: string): string => steps(`- { id: a, type: manual, instructions: "{{ .ns }}", ${more} }`);
const governed = (rules: string, argv = '[ls, "{{ .ns }}"]'): string =>
  steps(`- { id: a, type: cli, with: { argv: ${argv} } }`).replace("steps:", `  governance: ${rules}\nsteps:`);

const layers: { readonly [layer: string]: readonly Finding[] } = {
  "strict YAML": [
    ["yaml-syntax", `${head}steps: [`, 5, 9, /./],
    ["yaml-duplicate-key", cli("id: b"), 6, 60, /'id'/],
    ["yaml-anchor", steps("- &s { id: a, type: manual, instructions: x }"), 6, 8, /&s/],
    ["yaml-alias", steps("- { id: a, type: manual, instructions: *x }"), 6, 42, /./],
    ["yaml-merge-key", cli("<<: {}"), 6, 60, /./],
    ["yaml-tag", steps("- { id: !!str a, type: manual, instructions: x }"), 6, 17, /tag/],
    ["several-documents", `${cli("title: x")}---\n{}\n`, 7, 1, /./],
  ],
  schema: [
    ["unknown-field", cli("retries: 2"), 6, 60, /retries/],
    [
      "unknown-field",
      steps("- { id: a, type: manual, instructions: x }").replace("vars", "owner: me\n  vars"),
      4,
      3,
      /owner/,
    ],
    ["unknown-field", governed("{ alowed_commands: [ls] }"), 5, 17, /Did you mean 'allowed_commands'/],
    ["field-not-here", cli("instructions: look"), 6, 60, /instructions/],
    ["field-not-here", manual("timeout: 5s"), 6, 55, /timeout/],
    ["missing-field", "apiVersion: runbook/v0\nmeta: { name: t }\n", 1, 1, /'steps'/],
    ["missing-field", steps("- { id: a, type: manual, title: x }"), 6, 5, /instructions/],
    ["missing-field", steps("- { id: a, type: cli, title: x }"), 6, 5, /'with'/],
    ["wrong-value", steps("- { id: a, type: shell }"), 6, 20, /shell/],
    ["wrong-value", manual("replay_mode: ask"), 6, 68, /reuse_evidence/],
    ["empty-list", steps("- { id: a, type: cli, with: { argv: [] } }"), 6, 39, /argv/],
    ["wrong-value", cli("capture: { x: stdin }"), 6, 74, /stdout/],
    ["bad-duration", cli("timeout: 1 day"), 6, 69, /1 day/],
  ],
  domain: [
    [
      "duplicate-step",
      steps("- { id: a, type: manual, instructions: x }\n- { id: a, type: manual, instructions: y }"),
      7,
      11,
      /a/,
    ],
    ["unknown-template", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ .nz }}" }'), 6, 53, /'ns'/],
    ["template-syntax", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ if .x }}" }'), 6, 53, /if/],
    ["template-syntax", steps('- { id: a, type: manual, instructions: "{{ .ns }} {{ .ns" }'), 6, 53, /\.ns/],
    ["allowed-and-denied", governed("{ allowed_commands: [ls], denied_commands: [ls] }"), 5, 15, /ls/],
    ["command-not-allowed", governed("{ allowed_commands: [cat] }"), 7, 40, /cat|allowed/],
    ["command-not-allowed", governed("{ denied_commands: [ls] }"), 7, 40, /denied/],
    ["command-not-allowed", governed("{ allowed_commands: [ls] }", '[/bin/ls, "{{ .ns }}"]'), 7, 40, /\/bin\/ls/],
    ["template-as-written", cli('title: "on {{ .ns }}"'), 6, 67, /'on \{\{ \.ns \}\}'/],
    [
      "template-as-written",
      manual('required_evidence: [{ kind: checklist, name: n, items: ["{{ .ns }}"] }]'),
      6,
      111,
      /'\{\{ \.ns \}\}'/,
    ],
    ["denied-name", governed('{ deny_env_vars: ["n*"] }'), 7, 45, /'n\*'/],
    ["bad-pattern", governed('{ redact: [{ pattern: "(", replace: x }] }'), 5, 37, /RE2/],
    ["bad-pattern", cli('assertions: [{ matches: "(" }]'), 6, 84, /RE2/],
    ["json-path", cli('assertions: [{ json_path: { path: "$..a", equals: 1 } }]'), 6, 94, /\$\.items/],
    ["choose-one", cli("assertions: [{ contains: a, equals: b }]"), 6, 73, /contains/],
    ["choose-one", cli("assertions: [{}]"), 6, 73, /json_path/],
    ["missing-field", manual("required_evidence: [{ kind: checklist, name: n }]"), 6, 75, /items/],
    ["empty-list", manual("required_evidence: [{ kind: checklist, name: n, items: [] }]"), 6, 110, /items/],
    [
      "evidence-twice",
      manual("required_evidence: [{ kind: text, name: n }, { kind: attachment, name: n }]"),
      6,
      74,
      /'n'/,
    ],
  ],
};

describe.each(Object.entries(layers))("%s", (_, findings) => {
  test.each(findings)("%s: %s", (...finding) => expectFinding(...finding));
});

test("what a denied name stands for is nowhere in the graph", () => {
  const { bundle } = parseRunbook(governed('{ deny_env_vars: ["N*", "n*"] }'), { uri: "t" });
  const [action] = bundle?.graphs[0]?.nodes ?? [];
  expect(JSON.stringify(action)).toContain("'ns' is denied");
  expect(JSON.stringify(action)).not.toContain("inputs.ns");
});

/** What governance refuses, a run refuses; the document as such is in order, and so is what it doesn't forbid. */
test.each([
  ["exactly the program is compared", governed("{ allowed_commands: [ls] }"), []],
  ["a command that is denied is a warning", governed("{ denied_commands: [ls] }"), ["warning"]],
  ["so is a name that is denied", governed('{ deny_env_vars: ["??"] }'), ["warning"]],
  ["letters count in their case", governed('{ deny_env_vars: ["NS", "N?", "s*"] }'), []],
  ["a long pattern denies what fits it", governed(`{ deny_env_vars: ["${"*".repeat(2000)}"] }`), ["warning"]],
  ["and nothing else", governed(`{ deny_env_vars: [${"x".repeat(2000)}] }`), []],
])("%s", (_, text, severities) => {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  const found = diagnostics.filter(({ code }) => code !== "runbook/unused-input");
  expect(found.map(({ severity }) => severity)).toEqual(severities);
});

test("a variable that nothing uses is told by where it stands", () => {
  const { diagnostics } = parseRunbook(steps("- { id: a, type: manual, instructions: x }"), { uri: "t" });
  expect(diagnostics.map(({ message }) => message)).toEqual(["Nothing uses 'ns' under 'meta.vars'."]);
});
