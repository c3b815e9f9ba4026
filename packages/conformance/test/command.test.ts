/** The command as it is typed: what it writes, and how it ends. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { definitions, flow, process as process_, script, tinyCorpora } from "./tiny-corpora.js";

const command = fileURLToPath(new URL("../../../scripts/conformance.mjs", import.meta.url));

function conformance(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const model = (token: string) =>
  definitions(process_("P", `<startEvent id="start"/>${flow("start", "t")}${script("t", token)}`));
const betsyTest = (id: string) => ({
  id,
  file: `${id}.bpmn`,
  processId: "P",
  cases: [{ number: 1, variables: {}, startParallelProcessFirst: false, delayMs: 0, expectedTraces: ["SCRIPT_task1"] }],
});

test("what failed ends it with 1, what isn't there is said to be missing, and known failures have to fail", () => {
  const corpora = tinyCorpora({
    "bpmn/betsy/expected.json": { tests: ["GOOD", "BAD", "WORSE"].map(betsyTest), constraints: [] },
    "bpmn/betsy/GOOD.bpmn": model("SCRIPT_task1"),
    "bpmn/betsy/BAD.bpmn": model("SCRIPT_task2"),
    "bpmn/betsy/WORSE.bpmn": model("NO_SUCH_TOKEN"),
    "none.json": {},
    "known.json": { "betsy-models": { BAD: "For the test.", WORSE: "For the test." } },
    "outdated.json": { "betsy-models": { GOOD: "For the test.", BAD: "For the test.", WORSE: "For the test." } },
  });
  const run = (known: string, ...more: string[]) =>
    conformance("--corpora", corpora, "--known", join(corpora, known), ...more);

  const failing = run("none.json", "--json");
  expect(failing.status).toBe(1);
  const [models, ...others] = JSON.parse(failing.stdout);
  expect(models).toMatchObject({
    set: "betsy-models",
    passed: 1,
    total: 3,
    failures: [
      { id: "BAD", differences: [{ what: "case 1", expected: ["SCRIPT_task1"], actual: ["SCRIPT_task2"] }] },
      { id: "WORSE", differences: [{ what: "run", actual: expect.stringContaining("NO_SUCH_TOKEN") }] },
    ],
  });
  expect(others.map(({ missing }: { missing: boolean }) => missing)).toEqual(others.map(() => true));

  const known = run("known.json");
  expect(known.status).toBe(0);
  expect(known.stdout).toContain("betsy-models: 1 of 3 (2 known to fail)");
  expect(known.stdout).toContain("token-simulation: not there");

  const outdated = run("outdated.json", "--set", "betsy-models");
  expect(outdated.status).toBe(1);
  expect(outdated.stdout).toContain("PASSES GOOD: unexpected");
}, 60_000);

test("a wrong argument ends it with 2", () => {
  const { status, stdout, stderr } = conformance("--sett", "betsy-models");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Usage: pnpm conformance");
});
