import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { canonicalize } from "@rb/ir";
import { expect, test } from "vitest";
import { parseRunbook } from "../parse-runbook.js";
import { formatRunbook } from "./format-runbook.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folders = [
  "packages/parser-runbook/test/lowering/",
  "packages/parser-runbook/test/dialects/",
  "fixtures/runbook/",
  "fixtures/runbook/semantics/",
  "fixtures/runbook/flow/",
  "fixtures/dialects/task-pack/",
  "fixtures/dialects/task-pack/semantics/",
  "fixtures/dialects/workflow/",
];
const files = folders.flatMap((folder) =>
  readdirSync(root + folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => folder + file),
);
const uri = "a.runbook.yaml";

function formatted(text: string): string {
  const { text: result } = formatRunbook(text, { uri });
  if (result === null) throw new Error("It is not YAML.");
  return result;
}

/** What a document means: the graph, but for where its parts stand. */
function meaning(text: string): string {
  const { bundle } = parseRunbook(text, { uri });
  return canonicalize(JSON.parse(JSON.stringify(bundle, (key, value) => (key === "origin" ? undefined : value))));
}

test.each(files)("%s means the same, and is laid out once for all", (file) => {
  const text = readFileSync(root + file, "utf8");
  const once = formatted(text);
  expect(meaning(once)).toBe(meaning(text));
  expect(formatted(once)).toBe(once);
  const comments = (of: string): readonly string[] => (of.match(/(?<=^|\s)#.*$/gm) ?? []).toSorted();
  expect(comments(once)).toEqual(comments(text));
});

test("fields stand in the order in which they are taught, with their comments", () => {
  const text = `kind: Runbook
# What it is.
apiVersion: rb/v1
steps:
  # First of all.
  - retry: {delay: 5s,   attempts: 3} # Often.
    run: [df,
       -h]
    id: measure


  - when: 1 = 1
    id: 'last'
    switch:
      - steps: [{manual: "Look.", id: look}]
        when: 2 = 2
metadata: {title: T, name: t}
`;
  expect(formatted(text)).toBe(`# What it is.
apiVersion: rb/v1
kind: Runbook
metadata: { name: t, title: T }
steps:
  # First of all.
  - id: measure
    run: [df, -h]
    retry: { attempts: 3, delay: 5s } # Often.

  - id: "last"
    when: 1 = 1
    switch:
      - when: 2 = 2
        steps: [{ id: look, manual: "Look." }]
`);
});

test("other versions have an order of their own", () => {
  const pack =
    "kind: TaskPack\nspec: {steps: []}\nmetadata: {version: 1.0.0, name: p}\napiVersion: stellaops.io/pack.v1\n";
  expect(formatted(pack)).toBe(
    "apiVersion: stellaops.io/pack.v1\nkind: TaskPack\nmetadata: { name: p, version: 1.0.0 }\nspec: { steps: [] }\n",
  );
  const workflow = "steps:\n  b: {topic: x, type: worker}\n  a: {topic: x}\nid: w\n";
  expect(formatted(workflow)).toBe("id: w\nsteps:\n  b: { type: worker, topic: x }\n  a: { topic: x }\n");
});

test("what has to be an escape stays one", () => {
  const text = 'id: w\nsteps: {a: {topic: x, name: "\\u007f\\u0085\\u009f\\uffff"}}\n';
  expect(formatted(text)).toContain("\\u007f");
  expect(meaning(formatted(text))).toBe(meaning(text));
});

test("what is no YAML is left to its author", () => {
  expect(formatRunbook("a: [", { uri })).toMatchObject({ text: null, diagnostics: [{ code: "runbook/yaml-syntax" }] });
  expect(formatRunbook("a: &x 1\nb: *x", { uri }).text).toBeNull();
});

test("what nobody sees is written as an escape, in texts and in comments, and stays what it is", () => {
  const unseen = "\u061c\u200b\u200f\u202a\u202e\u2060\u2064\u2066\u2069";
  const head = `# c${unseen}\napiVersion: rb/v1\nkind: Runbook\nmetadata: {name: r, title: "a${unseen}b"}\n`;
  const text = `${head}steps:\n  - id: a\n    manual: |\n      x\n      y${unseen}\n`;
  const result = formatted(text);
  expect(result).not.toMatch(/[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]/);
  expect(result).toContain("# c\\u061c");
  const graph = (one: string) => parseRunbook(one, { uri }).bundle?.graphs[0];
  expect(graph(result)?.name).toBe(`a${unseen}b`);
  expect(JSON.stringify(graph(result))).toContain(`x\\ny${unseen}`);
  expect(formatted(result)).toBe(result);
});
