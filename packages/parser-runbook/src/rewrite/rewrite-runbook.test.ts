import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { canonicalize, documentLimits } from "@rb/ir";
import { expect, test } from "vitest";
import { parseRunbook } from "../parse-runbook.js";
import { versions } from "../versions.js";
import { readYaml } from "../yaml/read-yaml.js";
import type { YamlNode } from "../yaml/tree.js";
import { rewriteRunbook } from "./rewrite-runbook.js";
import { writeRunbook } from "./write-runbook.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const own = ["packages/parser-runbook/test/lowering/", "fixtures/runbook/", "fixtures/runbook/semantics/"].flatMap(
  (folder) =>
    readdirSync(root + folder)
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => folder + file)
      .filter((file) => !/^(?:flow|runbooks):/m.test(readFileSync(root + file, "utf8"))),
);
const uri = "t.yaml";

/** What a document means: the graph, but for where its parts stand. */
function meaning(text: string): string {
  const { bundle, diagnostics } = parseRunbook(text, { uri });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return canonicalize(JSON.parse(JSON.stringify(bundle, (key, value) => (key === "origin" ? undefined : value))));
}

/** All words but flows are written as they are read, also those that no other version has. */
test.each(own)("%s means the same when it is written", (file) => {
  const text = readFileSync(root + file, "utf8");
  const { root: tree, log } = readYaml(text, uri, documentLimits);
  const model = versions["rb/v1"].read(tree as YamlNode, log);
  if (model === undefined) throw new Error("There is no runbook.");
  expect(meaning(writeRunbook(model))).toBe(meaning(text));
});

const found = (text: string): readonly (readonly string[])[] =>
  rewriteRunbook(text, { uri }).diagnostics.map(({ code, severity, message }) => [severity, code, message]);

test("a runbook/v0 becomes what an author would have written", () => {
  const text = `
apiVersion: runbook/v0
meta:
  name: Restart the service
  vars: { host: web-1 }
steps:
  - id: look
    type: cli
    with: { argv: [ssh, "{{ .host }}", uptime] }
    capture: { load: stdout }
    assertions: [{ exit_code: 0 }]
    timeout: 90s
  - id: decide
    type: manual
    instructions: |
      The load of {{ .host }} is {{ .load }}.
      Restart it?
    approvals: { min: 2 }
`;
  expect(rewriteRunbook(text, { uri })).toEqual({
    diagnostics: [],
    text: `apiVersion: rb/v1
kind: Runbook
metadata: { id: Restart the service, name: restart-the-service, title: Restart the service }
inputs:
  host: { type: string, default: web-1 }
steps:
  - id: look
    run: { command: [ssh, "\${{ inputs.host }}", uptime], exitCodes: any }
    outputs: { load: "\${{ result.stdout }}" }
    assert: { that: result.exitCode = 0, message: The exit code is not 0. }
    timeout: 1m30s
  - id: decide
    approve:
      message: |
        The load of \${{ inputs.host }} is \${{ steps.look.output.load }}.
        Restart it?
      count: 2
`,
  });
});

test("steps that several places have become a part, which sees what all of them see", () => {
  const text = `
id: w
steps:
  a: { topic: t.a, on_error: tell }
  b: { topic: t.b, depends_on: [a], on_error: tell }
  tell: { topic: t.tell, input: { why: "\${error.code}" } }
`;
  const { text: written } = rewriteRunbook(text, { uri });
  expect(written).toMatch(/parts:\n {2}tell:\n {4}sees: \[error\]\n {4}steps:\n {6}- id: tell\n/);
  expect(written?.match(/steps: tell\n/g)).toHaveLength(2);
  expect(parseRunbook(written as string, { uri }).diagnostics).toEqual([]);
});

test("steps deep in others become parts, so that the document doesn't", () => {
  const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
  const outer = names.map((name, index) => [
    name,
    { type: "parallel", input: { steps: [names[index + 1] ?? "last"] } },
  ]);
  const workflow = { id: "w", steps: Object.fromEntries([...outer, ["last", { topic: "t" }]]) };
  const text = JSON.stringify(workflow);
  expect(meaning(rewriteRunbook(text, { uri }).text as string)).toBe(meaning(text));
});

test("what the native format has is refused, and what has errors is told as it is", () => {
  expect(found("apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\nsteps: [{ id: a, wait: 1s }]")).toEqual([
    ["error", "runbook/rewrite-native", expect.any(String)],
  ]);
  const wrong = "apiVersion: runbook/v0\nmeta: { name: t }\nsteps: []";
  expect(rewriteRunbook(wrong, { uri })).toEqual({ text: null, diagnostics: parseRunbook(wrong, { uri }).diagnostics });
});

test("comments at the beginning and above steps stay", () => {
  const text = `# Ours.
# All of it.

id: w
name: W # Beside something.
steps:
  # First of all,
  #   ask.
  a:
    topic: "#1"
    input:
      text: |
        one
        # no comment
  # Then for each.
  b: { topic: t.b, for_each: '["x"]', depends_on: [a], on_error: c }
  c:
    # Not above.
    topic: t.c
`;
  const { text: written, diagnostics } = rewriteRunbook(text, { uri });
  expect(written).toMatch(/^# Ours\.\n# All of it\.\n\napiVersion/);
  expect(written).toContain("  # First of all,\n  #   ask.\n  - id: a\n");
  expect(written).toContain("  # Then for each.\n  - id: b\n");
  expect(written?.match(/^ *#/gm)).toHaveLength(6);
  expect(diagnostics).toMatchObject([{ code: "runbook/rewrite-comments", origin: { start: { line: 5, column: 9 } } }]);
  expect(meaning(written as string)).toBe(meaning(text));
});

test("other comments are left out, which is told where the first one is", () => {
  const text = "id: w # Ours.\nsteps: { a: { topic: '#1' } }";
  const { diagnostics } = rewriteRunbook(text, { uri });
  expect(diagnostics).toMatchObject([{ code: "runbook/rewrite-comments", origin: { start: { line: 1, column: 7 } } }]);
  expect(found("id: w\nsteps: { a: { topic: '#1' } }")).toEqual([]);
});

test("whatever stands in a text comes back", () => {
  const texts = [
    "\u007f\u0085\u2028\ufeff\uffff",
    "- a: #",
    "10",
    "no",
    "null",
    "a\n  b\n\n",
    " x ",
    "\u{1f600}",
    "\\u007f",
    "\r\n",
  ];
  for (const said of texts) {
    const pack = {
      apiVersion: "stellaops.io/pack.v1",
      kind: "TaskPack",
      metadata: { name: "p", description: "${{ $${{ }}" },
      spec: { steps: [{ id: "a", name: said, type: "run", module: "m", inputs: { said, [said]: 1 } }] },
    };
    const escaped = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
    const text = JSON.stringify(pack).replaceAll(/[\u007f-\u009f\u2028\ufeff\uffff]/g, escaped);
    const { text: written, diagnostics } = rewriteRunbook(text, { uri });
    expect(diagnostics).toEqual([]);
    expect([said, meaning(written as string)]).toEqual([said, meaning(text)]);
  }
});
