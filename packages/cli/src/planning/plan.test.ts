import { readFileSync } from "node:fs";
import type { Bundle } from "@rb/ir";
import { load } from "@rb/loader";
import { expect, test } from "vitest";
import { planOf } from "./plan.js";

async function planOfPack(name: string) {
  const file = new URL(`../../../../fixtures/dialects/task-pack/${name}.pack.yaml`, import.meta.url);
  const { bundle } = await load(readFileSync(file, "utf8"), { uri: name });
  return planOf(bundle as Bundle, { inputs: { "inputs.env": "live" }, secrets: {}, warnings: [] });
}

test("a plan says who approves: how many, as whom, how soon", async () => {
  const { people, hash, inputs, approvals } = await planOfPack("rollout");
  expect(people).toEqual(["ask: approves, 2 people, as owner, within 1 h 30 min"]);
  expect(approvals).toEqual([
    {
      step: "ask",
      by: "people",
      roles: ["owner"],
      count: 2,
      expiresMs: 5_400_000,
      message: expect.stringMatching(/^Roll out to /),
    },
  ]);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(inputs).toEqual([{ name: "inputs.env", secret: false, state: "given", value: "live" }]);
});

test("a plan names the secrets that are missing, and through whom steps act", async () => {
  const { inputs, effects } = await planOfPack("weekly-report");
  expect(inputs.find(({ name }) => name === "secrets.log-token")).toEqual({
    name: "secrets.log-token",
    secret: true,
    scope: "logs.read",
    state: "missing",
    description: "Reads the logs",
  });
  expect(effects.map(({ executor }) => executor)).toEqual(["pack"]);
});

test("a plan shows what its author says about it", async () => {
  const { about } = await planOfPack("weekly-report");
  expect(about).toEqual({
    version: "1.2.0",
    tags: ["reports"],
    tenantVisibility: "private",
    maintainers: [{ name: "Operations", email: "ops@example.com" }],
    license: "MIT",
  });
});
