/** The hash of a plan is the same on every Node that is installed for the tests; on another machine, too. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { build, here, main } from "./rb.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const nodes = ["node22", "node24"]
  .map((release) => `${root}tests/node-versions/node_modules/${release}/bin/node`)
  .filter((path) => existsSync(path));

beforeAll(() => build(), 60_000);

const hashBy = (node: string, file: string, inputs: readonly string[]): string => {
  const given = inputs.flatMap((one) => ["-i", one]);
  const { stdout } = spawnSync(node, [main, "plan", `${root}fixtures/${file}`, ...given, "--json"], {
    cwd: here,
    encoding: "utf8",
  });
  return JSON.parse(stdout).hash;
};

test.each([
  ["runbook/disk-full.runbook.yaml", ["host=größe-1"]],
  ["dialects/task-pack/weekly-report.pack.yaml", ["image-ref=web:1.2", 'hosts=["ä", "\u{1f600}", "z"]']],
  ["dialects/workflow/patch-rollout.workflow.yaml", []],
])("%s", (file, inputs) => {
  const hash = hashBy(process.execPath, file, inputs);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(nodes.map((node) => hashBy(node, file, inputs))).toEqual(nodes.map(() => hash));
});
