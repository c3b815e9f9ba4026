import { run } from "@rb/kernel";
import { expect, test } from "vitest";
import { load } from "./index.js";

const text = `apiVersion: rb/v1
kind: Runbook
metadata: { name: image }
inputs:
  image: { type: string, schema: { pattern: "^[a-z0-9./-]+:[a-z0-9.-]+$" } }
steps:
  - { id: pull, run: [pull, "\${{ inputs.image }}"] }
`;

test("what a graph is to be held against by JSON Schema is: the loader brings it where a graph names it", async () => {
  const { bundle, diagnostics, languages } = await load(text, { uri: "image.runbook.yaml" });
  expect(diagnostics).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  const good = await run(bundle, { languages, inputs: { "inputs.image": "web:1.2" } });
  expect(good.status).toBe("completed");
  const bad = await run(bundle, { languages, inputs: { "inputs.image": "Web" } });
  expect(bad).toMatchObject({ status: "failed", failure: { code: "schema-violation" } });
});

test("a document without it doesn't load the library", async () => {
  const { languages } = await load(text.replace(/, schema: .*\}/, " }"), { uri: "image.runbook.yaml" });
  expect(languages.schemas.map(({ name }) => name)).not.toContain("json-schema");
});

test.each([
  ["schema: { allOf: [{ type: nothing }] }", "invalid-schema", /type/],
  ["schema: { allOf: [{ minLength: 3 }] }, default: ab", "default-mismatch", /'inputs.image'/],
])(
  "a schema that is none, and a default that isn't what it asks for, are told before anything runs: %s",
  async (said, code, words) => {
    const { diagnostics } = await load(text.replace(/schema: \{.*\}/, `${said} }`), { uri: "t" });
    expect(diagnostics).toMatchObject([{ code: `loader/${code}`, message: expect.stringMatching(words) }]);
  },
);
