/** Governance in the commands that anybody runs a runbook with. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommandLine } from "../run-command-line.js";
import type { Output } from "../terminal.js";

const folder = mkdtempSync(join(tmpdir(), "rb-governance-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rb(text: string, command: string, ...more: readonly string[]) {
  const file = join(folder, "runbook.yaml");
  writeFileSync(file, text);
  const pieces: string[] = [];
  const out: Output = { write: (piece) => void pieces.push(piece), paint: (_, piece) => piece, interactive: false };
  const code = await runCommandLine([command, file, ...more], { out, err: out, ask: null });
  return { code, written: pieces.join("") };
}

const native = (governance: string, steps: string): string =>
  `apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\ninputs: { program: string }\ngovernance: ${governance}\nsteps:\n${steps}`;
const removing = native(
  "{ allowedCommands: [ssh, rm], deniedCommands: [rm] }",
  "  - { id: look, run: [ssh, host] }\n  - { id: clean, run: [rm, -rf, /x] }\n  - { id: after, run: [ssh, host] }\n",
);
const given = ["--input", "program=curl"] as const;

test("a dry run shows that a step is denied, and stops there", async () => {
  const { code, written } = await rb(removing, "run", ...given);
  expect(code).toBe(1);
  expect(written).toMatch(/clean.*denied: The command 'rm' is denied by governance \(deniedCommands\)/);
  expect(written).toMatch(/failed/i);
});

test("a program that only the run knows is denied when it is known", async () => {
  const late = native(
    "{ allowedCommands: [ssh] }",
    "  - { id: late, run: ['${{ inputs.program }}'], continueOnError: true }\n",
  );
  const { code, written } = await rb(late, "run", ...given);
  expect([code, written]).toEqual([1, expect.stringMatching(/'curl' is not among those that governance allows/)]);
  expect((await rb(late, "run", "--input", "program=ssh")).code).toBe(0);
});

test("a plan says what governance says, and which steps it denies", async () => {
  const { code, written } = await rb(removing, "plan", ...given);
  expect(code).toBe(0);
  expect(written).toMatch(/Governance\n {2}allowed commands: ssh, rm\n {2}denied commands: rm/);
  expect(written.match(/✖ denied: The command 'rm'/g)).toHaveLength(1);
});

test("a live run denies it as well, whatever executors there are", async () => {
  const { code, written } = await rb(removing, "run", "--live", "--store", join(folder, "a"), ...given);
  expect(code).toBe(1);
  // Nothing starts commands here, so that it is governance which denies shows in the step that comes first.
  const first = native("{ deniedCommands: [rm] }", "  - { id: clean, run: [rm, x] }\n");
  const again = await rb(first, "run", "--live", "--store", join(folder, "b"), ...given);
  expect(again.written).toMatch(/'rm' is denied by governance/);
  expect(written).not.toMatch(/cli\/governance-not-enforced/);
});

test("what a live run doesn't keep of governance is told once, by name", async () => {
  const text = native(
    "{ redact: [{ pattern: a, replace: b }], requireEvidence: true, deniedCommands: [rm], storeOutput: true }",
    "  - { id: see, manual: Look. }\n",
  );
  const { written } = await rb(text, "run", "--live", "--store", join(folder, "c"), ...given);
  expect(written.match(/cli\/governance-not-enforced/g)).toHaveLength(1);
  expect(written).toMatch(/redact, requireEvidence\./);
  expect((await rb(text, "run", ...given)).written).not.toMatch(/governance-not-enforced/);
});

test("whoever converts a runbook/v0 document is told that rb exec is not for what comes out", async () => {
  const v0 = "apiVersion: runbook/v0\nmeta: { name: t }\nsteps:\n  - { id: a, type: cli, with: { argv: [ls] } }\n";
  expect((await rb(v0, "convert", "--to", "runbook")).written).toMatch(/for rb run; rb exec takes/);
  expect((await rb(removing, "convert", "--to", "runbook")).written).not.toMatch(/rb exec/);
});
