import { readFileSync } from "node:fs";
import type { Bundle, Json } from "@rb/ir";
import { load } from "@rb/loader";
import { expect, test } from "vitest";
import { simulate } from "./simulate.js";

async function simulated(name: string, inputs: { readonly [name: string]: Json }, secrets = {}) {
  const file = new URL(`../../../../fixtures/dialects/task-pack/${name}.pack.yaml`, import.meta.url);
  const { bundle, languages } = await load(readFileSync(file, "utf8"), { uri: name });
  return simulate(bundle as Bundle, { inputs, secrets, warnings: [] }, languages, { nowMs: 0 });
}

test.each([
  ["live", "requires-approval"],
  ["test", "skipped"],
])("a gate in %s: %s", async (env, state) => {
  const { status, steps } = await simulated("rollout", { "inputs.env": env });
  expect(status).toBe("completed");
  expect(steps).toEqual([
    { id: "ask", name: "ask", state },
    { id: "roll-out", name: "roll-out", state: "pending" },
  ]);
});

test("a policy is asked where the run comes to it", async () => {
  const { steps } = await simulated("semantics/policy", {});
  expect(new Set(steps.map(({ state }) => state))).toContain("requires-policy");
});

test("steps in loops are named by their rounds; outputs are told as far as they can be known", async () => {
  const { steps, outputs, artifacts, otherWays } = await simulated(
    "weekly-report",
    { "inputs.image-ref": "web:1.2", "inputs.hosts": ["north"] },
    { "secrets.log-token": "secret://vault/logs" },
  );
  expect(steps.find(({ id }) => id === "ping")).toMatchObject({ state: "pending", instances: ["measure[0]::ping"] });
  expect(Object.keys(outputs)).toEqual(["address", "chosen", "log", "report", "slowest"]);
  expect(outputs.report).toHaveProperty("unknown");
  expect(artifacts).toEqual([
    { name: "address", type: "url", status: "pending" },
    { name: "chosen", type: "object", status: "pending" },
    { name: "log", type: "file", status: "pending" },
    { name: "report", type: "file", status: "pending" },
    { name: "slowest", type: "object", status: "pending" },
  ]);
  expect(otherWays).toBeGreaterThan(0);
});

test("what fails is told", async () => {
  const { status, failure } = await simulated("rollout", { "inputs.env": "moon" });
  expect([status, failure?.code]).toEqual(["failed", "schema-violation"]);
});
