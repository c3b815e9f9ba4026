/** For real, with an executor of the test's: nothing that comes with `rb` starts commands. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "@rb/ir";
import type { Executor, Outcome } from "@rb/kernel";
import { afterEach, expect, test } from "vitest";
import { execCommand } from "../command-tables/exec.js";
import { readArguments } from "../read-arguments.js";
import type { Output } from "../terminal.js";
import { execWith } from "./exec.js";

let folder = "";
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  folder = "";
});

const runbook = `apiVersion: runbook/v0
meta:
  name: t
  vars: { word: "a b; $(c)" }
  governance: { allowed_commands: [say, stop] }
steps:
  - { id: one, type: cli, with: { argv: [say, "{{ .word }}"] }, capture: { said: stdout } }
  - { id: two, type: cli, timeout: 1s, with: { argv: [PROGRAM, "{{ .said }}"] } }
  - { id: three, type: manual, instructions: Look., approvals: { roles: [ops] } }
`;
const ok = (stdout: string): Outcome => ({ kind: "ok", output: { json: { stdout, stderr: "", exitCode: 0 } } });

async function forReal(
  program: string,
  respond: (argv: Json) => Outcome | Promise<Outcome>,
  ...more: readonly string[]
) {
  folder = folder === "" ? mkdtempSync(join(tmpdir(), "rb-exec-real-")) : folder;
  const file = join(folder, "runbook.yaml");
  writeFileSync(file, runbook.replace("PROGRAM", program));
  writeFileSync(join(folder, "answers.json"), '{"approvals":{"three":{"verdict":"approve","roles":["ops"]}}}');
  const words = [file, "--mode", "real", "--as", "bob", "--store", folder, ...more];
  const out: Output = { write: () => {}, paint: (_, text) => text, interactive: false };
  const asked: Json[] = [];
  const exec: Executor = {
    invoke: ({ job }) => {
      const { command } = job.request as { readonly command: Json };
      asked.push(command);
      return respond(command);
    },
  };
  const code = await execWith(readArguments(words, execCommand), { out, err: out, ask: null }, { exec });
  const run = readdirSync(join(folder, "runs"))[0] as string;
  const lines = readFileSync(join(folder, "runs", run, "trace.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const results = lines.flatMap((line) => JSON.parse(line).result ?? []);
  return { code, asked, run, lines, results };
}

const answers = (): readonly string[] => ["--answers", join(folder, "answers.json")];

test("commands get their words as they are, and people are whoever says so", async () => {
  folder = mkdtempSync(join(tmpdir(), "rb-exec-real-"));
  const { code, asked, results } = await forReal("stop", () => ok("x"), ...answers());
  expect([code, asked]).toEqual([
    0,
    [
      ["say", "a b; $(c)"],
      ["stop", "x"],
    ],
  ]);
  expect(results.map(({ status }) => status)).toEqual(["passed", "passed", "passed"]);
  expect(results[2].evidence["@approvals"]).toEqual([{ by: "user:bob", verdict: "approve", roles: ["ops"] }]);
});

test("what governance forbids is never asked for", async () => {
  const { code, asked, results } = await forReal("shred", () => ok("x"));
  expect([code, asked]).toEqual([2, [["say", "a b; $(c)"]]]);
  expect(results.at(-1)).toMatchObject({ step_id: "two", status: "failed", error: expect.stringContaining("'shred'") });
});

test("a command that fails ends the run; what it printed is kept", async () => {
  const data = { stdout: "half", stderr: "no", exitCode: 4 };
  const { code, results } = await forReal("stop", (argv) =>
    (argv as string[])[0] === "say"
      ? ok("x")
      : { kind: "failed", code: "exit-code", message: "It ended with 4.", data },
  );
  expect(code).toBe(1);
  expect(results.at(-1)).toMatchObject({
    error: "It ended with 4.",
    evidence: { exit_code: 4, stdout: { preview: "half" } },
  });
});

test("a command that takes too long fails", async () => {
  const { code, results, lines } = await forReal("stop", (argv) =>
    (argv as string[])[0] === "say" ? ok("x") : new Promise((resolve) => setTimeout(() => resolve(ok("late")), 1500)),
  );
  expect([code, results.at(-1).step_id, results.at(-1).status]).toEqual([1, "two", "failed"]);
  // That it was started is written once, also where something happens in between.
  const started = lines.filter((line) => line.includes('"step_started"'));
  expect(started).toHaveLength(2);
});

test("a command that was under way when the process died is carried out again only where that is asked for", async () => {
  const first = await forReal("stop", () => ok("x"));
  const trace = join(folder, "runs", first.run, "trace.jsonl");
  const lines = readFileSync(trace, "utf8").split("\n");
  expect(lines.map((line) => (line === "" ? "" : JSON.parse(line).type))).toEqual([
    ...["step_started", "step_result", "step_started", "step_result", "step_result", ""],
  ]);
  writeFileSync(trace, `${lines.slice(0, 3).join("\n")}\n`);
  for (const name of ["step-0002.json", "step-0003.json"]) rmSync(join(folder, "runs", first.run, "snapshots", name));
  await expect(forReal("stop", () => ok("x"), "--resume", first.run)).rejects.toMatchObject({
    code: "exec/unknown-outcome",
    exit: 4,
  });
  const again = await forReal("stop", () => ok("x"), "--resume", first.run, "--again", ...answers());
  expect([again.code, again.asked]).toEqual([0, [["stop", "x"]]]);
});

test("a step that waits for somebody is done when the run is resumed, and no other again", async () => {
  const first = await forReal("stop", () => ok("x"));
  expect([first.code, first.results.at(-1).error]).toEqual([1, "Somebody has to do it, and nobody has."]);
  const second = await forReal("stop", () => ok("x"), "--resume", first.run, ...answers());
  expect([second.code, second.asked]).toEqual([0, []]);
  expect(second.results.map(({ status }) => status)).toEqual(["passed", "passed", "failed", "passed"]);
});
