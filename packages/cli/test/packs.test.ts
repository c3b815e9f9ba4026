/** `rb pack`: from nothing to a run of the very plan that was looked at. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build, type Outcome, rb } from "./rb.js";

let cwd = "";
const pack = "report/pack.yaml";
const rollout = new URL("../../../fixtures/dialects/task-pack/rollout.pack.yaml", import.meta.url).pathname;
const weekly = new URL("../../../fixtures/dialects/task-pack/weekly-report.pack.yaml", import.meta.url).pathname;
const here = (...args: string[]): Outcome => rb(args, { cwd });
const planned = (...args: string[]) => JSON.parse(here("pack", "plan", ...args, "--json").stdout);

beforeAll(() => {
  build();
  cwd = mkdtempSync(join(tmpdir(), "rb-packs-"));
  here("pack", "init", "report");
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("help", async () => {
  const { stdout } = rb(["help", "pack", "plan"]);
  await expect(stdout).toMatchFileSnapshot("transcripts/help-pack-plan.txt");
  expect(rb(["pack", "plan", "--help"]).stdout).toBe(stdout);
  expect(rb(["pack", "paln", "x"])).toMatchObject({ code: 2, stderr: expect.stringContaining("'pack plan'") });
  expect(rb(["pack"])).toMatchObject({ code: 2, stderr: expect.stringContaining("pack init, pack validate") });
});

test("a pack that was begun is valid, and runs dry", () => {
  const files = readdirSync(join(cwd, "report"), { recursive: true }).toSorted();
  expect(files).toEqual([".packignore", "docs", "docs/usage.md", "pack.yaml", "schemas", "schemas/inputs.schema.json"]);
  expect(here("pack", "validate", "--strict", pack)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("✔ valid"),
  });
  const { code, stdout } = here("pack", "run", pack, "--inputs", "target=web-1");
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/\nPublished\n[\s\S]*\n {2}report = .*\(file, pending\)\n/),
  ]);
  const schema = JSON.parse(readFileSync(join(cwd, "report/schemas/inputs.schema.json"), "utf8"));
  expect(Object.keys(schema.properties)).toEqual(
    planned(pack).inputs.map(({ name }: { name: string }) => name.slice(7)),
  );
});

test("nothing is written over, and no half of a pack is left", () => {
  expect(here("pack", "init", "report")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("report/pack.yaml"),
  });
  writeFileSync(join(cwd, ".packignore"), "mine");
  expect(here("pack", "init", "other", "--dir", ".")).toMatchObject({ code: 2, stdout: "" });
  expect(existsSync(join(cwd, "pack.yaml"))).toBe(false);
});

test.each(["../up", "Upper", "true", "a b", ""])("'%s' is no name of a pack", (name) => {
  expect(here("pack", "init", name)).toMatchObject({ code: 2, stdout: "" });
});

test("a wrong field is named with its place", () => {
  writeFileSync(join(cwd, "wrong.yaml"), readFileSync(rollout, "utf8").replace("requiredCount", "requireCount"));
  const { code, stdout } = here("pack", "validate", "wrong.yaml");
  expect([code, stdout]).toEqual([1, expect.stringMatching(/runbook\/unknown-field\][\s\S]*wrong.yaml:8:/)]);
});

test("a plan has the hash, who approves, the secrets, and what becomes of each step", () => {
  const { hash, approvals, simulation } = planned(rollout, "--inputs", "env=live");
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(approvals).toMatchObject([{ step: "ask", roles: ["owner"], count: 2 }]);
  const states = (plan: { simulation: { steps: { id: string; state: string }[] } }) =>
    plan.simulation.steps.map(({ id, state }) => `${id} ${state}`);
  expect(states({ simulation })).toEqual(["ask requires-approval", "roll-out pending"]);
  expect(states(planned(rollout, "--inputs", "env=test"))).toEqual(["ask skipped", "roll-out pending"]);
  const given = ["--inputs", "image-ref=web:1.2", "-i", "log-token=secret://vault/logs"];
  const secret = planned(weekly, ...given).inputs.find(({ secret: is }: { secret: boolean }) => is);
  expect(secret).toMatchObject({ scope: "logs.read", state: "given" });
  expect(here("pack", "plan", weekly).stdout).toMatch(/secrets\.log-token +✖ missing +secret for logs\.read/);
});

test("a bad input is refused, with its path and what is wrong", () => {
  expect(here("pack", "plan", weekly, "--inputs", "image-ref=Web")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("image-ref"),
  });
  expect(here("pack", "plan", weekly, "-i", "log-token=hunter2")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.not.stringContaining("hunter2"),
  });
});

test("inputs come one by one, or from a file, which is the same", () => {
  writeFileSync(join(cwd, "in.json"), '{ "target": "web-1" }');
  const hashes = ["target=web-1", "@in.json", "in.json"].map((one) => planned(pack, "--inputs", one).hash);
  expect(new Set(hashes).size).toBe(1);
  expect(planned(pack, "--inputs", "@in.json", "--inputs", "target=web-2").hash).not.toBe(hashes[0]);
});

test("a simulation is kept with the hash of its plan, and does nothing else", () => {
  const before = readdirSync(cwd).toSorted();
  const { code, stdout } = here("pack", "plan", pack, "--inputs", "target=web-1", "--json", "-o", "plan.json");
  const kept = readFileSync(join(cwd, "plan.json"), "utf8");
  expect([code, kept]).toEqual([0, stdout]);
  expect(JSON.parse(kept)).toMatchObject({
    hash: expect.stringMatching(/^sha256:/),
    simulation: { status: "completed", artifacts: [{ name: "report", type: "file", status: "pending" }] },
  });
  expect(readdirSync(cwd).toSorted()).toEqual([...before, "plan.json"].toSorted());
  expect(here("pack", "plan", rollout, "--inputs", "env=live", "-o", "no/such/place.json")).toMatchObject({ code: 2 });
});

test("what modules are expected to give can be said, and then the outputs are known", () => {
  writeFileSync(join(cwd, "answers.yaml"), "steps: { collect: { output: { report: found.json } } }");
  const { simulation } = planned(pack, "--inputs", "target=web-1", "--answers", "answers.yaml");
  expect(simulation.outputs).toEqual({ report: { json: "found.json" } });
  expect(here("plan", pack, "--answers", "answers.yaml")).toMatchObject({ code: 2, stdout: "" });
});

test("only the plan that was looked at is run", () => {
  const inputs = ["--inputs", "target=web-1"];
  const { hash } = planned(pack, ...inputs);
  const runWith = (file: string, ...more: string[]) => here("pack", "run", file, ...more, "--plan-hash", hash);
  expect(runWith(pack, ...inputs).code).toBe(0);
  const changed = runWith(pack, "--inputs", "target=web-2");
  expect(changed).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/refused.*not sha256:/) });
  const text = readFileSync(join(cwd, pack), "utf8");
  writeFileSync(
    join(cwd, "commented.yaml"),
    `# said beside it\n${text.replace("description: What the pack", "description: All that it")}`,
  );
  expect(runWith("commented.yaml", ...inputs).code).toBe(0);
  writeFileSync(join(cwd, "changed.yaml"), text.replace("example/publish", "example/delete"));
  expect(runWith("changed.yaml", ...inputs).code).toBe(1);
  const live = runWith("changed.yaml", ...inputs, "--live", "--store", "runs");
  expect([live.code, existsSync(join(cwd, "runs"))]).toEqual([1, false]);
  expect(here("pack", "run", pack, "--plan-hash", "9b1c")).toMatchObject({ code: 2 });
});

test("a live run is of the plan that has this hash", () => {
  const inputs = ["--inputs", "env=live"];
  const { hash } = planned(rollout, ...inputs);
  const started = here(
    "pack",
    "run",
    rollout,
    ...inputs,
    "--live",
    "--plan-hash",
    hash,
    "--store",
    "live",
    "--tenant",
    "acme",
  );
  expect(started.code).toBe(1);
  const shown = JSON.parse(here("show", "last", "--store", "live", "--json").stdout);
  expect(shown).toMatchObject({ plan: hash, tenant: "acme", status: "waiting" });
  expect(shown.waiting[0]).toMatchObject({ for: "approval", node: "ask", count: 2, roles: ["owner"] });
});

test("people are told what the author has to say at the end", () => {
  writeFileSync(join(cwd, "no.yaml"), "approvals: { ask: { verdict: reject } }");
  const rejected = here("pack", "run", rollout, "--inputs", "env=live", "--answers", "no.yaml");
  expect([rejected.code, rejected.stdout]).toEqual([1, expect.stringContaining("\nNot rolled out\n")]);
  const given = ["--inputs", "image-ref=web:1.2", "-i", "log-token=secret://vault/logs"];
  expect(here("pack", "run", weekly, ...given).stdout).toContain("\nThe report is there\n");
});

test("a live run that lacks a secret doesn't begin, and says which", () => {
  expect(here("pack", "run", weekly, "--inputs", "image-ref=web:1.2", "--live", "--store", "none")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--input log-token="),
  });
  expect(existsSync(join(cwd, "none"))).toBe(false);
});

test("what a run gives is listed with its type, and is pending until somebody has fetched it", () => {
  const given = ["--inputs", "image-ref=web:1.2", "-i", "log-token=secret://vault/logs"];
  const lines = here("pack", "run", weekly, ...given, "--json")
    .stdout.trimEnd()
    .split("\n");
  const { artifacts } = JSON.parse(lines.at(-1) as string);
  expect(artifacts).toHaveLength(5);
  expect(artifacts).toContainEqual({ name: "address", type: "url", status: "pending" });
});
