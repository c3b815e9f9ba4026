import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "@rb/ir";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseRunbook } from "./parse-runbook.js";
import { runbookSchema } from "./runbook-schema.js";

const own = fileURLToPath(new URL("../test/lowering/", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../fixtures/runbook/", import.meta.url));
const texts = [own, fixtures, `${fixtures}flow/`].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".runbook.yaml"))
    .map((file) => readFileSync(folder + file, "utf8")),
);

const validators: readonly (readonly [string, ValidateFunction])[] = [
  ["2020-12", new Ajv2020({ strictTypes: false }).compile(runbookSchema("2020-12"))],
  ["draft-07", new Ajv({ strictTypes: false }).compile(runbookSchema("draft-07"))],
];

/** Wrong by what a schema can say: fields, types, and which of them there are. */
const wrong: readonly string[] = [
  "steps: []",
  "steps: [{ id: a }]",
  "steps: [{ id: a, run: df -h }]",
  "steps: [{ id: a, run: [x], manual: y }]",
  "steps: [{ id: a b, run: [x] }]",
  "steps: [{ id: a, run: [x], retries: 3 }]",
  "steps: [{ id: a, run: [x], retry: { attempts: 0 } }]",
  "steps: [{ id: a, http: { url: x, method: FETCH } }]",
  "steps: [{ id: a, wait: [x] }]",
  "steps: [{ id: a, forEach: { items: inputs.x, as: steps, steps: [{ id: b, run: [x] }] } }]",
  "steps: [{ id: a, parallel: {} }]",
  "steps: [{ id: a, run: [x], on: [{ error: any }] }]",
  "steps: [{ id: a, run: [x], on: [{ steps: [{ id: b, run: [x] }] }] }]",
  "steps: [{ id: a, race: [{ after: 1s, message: m, steps: [{ id: b, run: [x] }] }] }]",
  "steps: [{ id: a, wait: {} }]",
  "steps: [{ id: a, when: 1, run: [x] }]",
  "steps: [{ id: a, run: [x] }]\ninputs: { x: text }",
  "steps: [{ id: a, run: [x] }]\nhints: {}",
  "flow: [{ id: a, kind: end }]\nsteps: [{ id: a, run: [x] }]",
  "flow: [{ id: a, kind: stop }]",
  "flow: [{ id: a, kind: end, executor: x }]",
  "flow: [{ id: a, kind: action }]",
  "flow: [{ id: '', kind: end }]",
  "flow: [{ id: a, run: [x], needs: [a] }]",
  "flow: [{ id: a, kind: gateway, then: [{ when: true }] }]",
  "flow: [{ id: a, kind: gateway, then: [{ to: a, when: [x] }] }]",
  "flow: [{ id: a, kind: gateway, join: { rule: some } }]",
  "flow: [{ id: a, kind: scope, region: { limit: 0 } }]",
  "flow: [{ id: a, kind: end }]\nvariables: { x: { initial: 1 } }",
  "flow: [{ id: a, kind: end }]\non: []",
];
const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: x }\n";

describe.each(validators)("%s", (_, validate) => {
  test("takes every runbook that is one", () => {
    for (const text of texts) expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each(wrong)("refuses %s, as the parser does", (body) => {
    expect(validate(parse(head + body))).toBe(false);
    const { diagnostics } = parseRunbook(head + body, { uri: "wrong.runbook.yaml" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).not.toEqual([]);
  });
});

test("explains every field", () => {
  const unexplained: string[] = [];
  const look = (schema: JsonObject): void => {
    JSON.stringify(schema, (key, value) => {
      if (key === "properties")
        for (const [name, field] of Object.entries(value as JsonObject))
          if (typeof (field as JsonObject).description !== "string") unexplained.push(name);
      return value;
    });
  };
  look(runbookSchema("2020-12"));
  expect(unexplained).toEqual([]);
});
