/** Nothing of what governance has redacted is in what a run tells, or leaves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { execCommand } from "../command-tables/exec.js";
import { readArguments } from "../read-arguments.js";
import type { Output } from "../terminal.js";
import { execWith } from "./exec.js";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runbook = `apiVersion: runbook/v0
meta:
  name: Rotate hunter2
  vars: { pin: "98765432" }
  governance:
    redact:
      - { pattern: "\\\\d{8}", replace: "***" }
      - { pattern: 'pa"ss', replace: "***" }
      - { pattern: hunter2, replace: "***" }
      - { pattern: "--key \\\\S+", replace: "--key ***" }
steps:
  - id: ask
    type: manual
    instructions: Tell hunter2.
    required_evidence: [{ kind: text, name: said }, { kind: checklist, name: done, items: [hunter2 is rotated] }]
    approvals: { min: 1, roles: [hunter2] }
  - { id: call, type: cli, with: { argv: [login, 'pa"ss', --key, hunter3, "{{ .pin }}"] } }
`;
const approval = {
  verdict: "approve",
  by: "user:hunter2",
  roles: ["hunter2"],
  comment: "by hunter2",
  evidence: { said: { hunter2: 98765432 }, done: ["hunter2 is rotated"] },
};

async function told(...more: readonly string[]): Promise<string> {
  folder = mkdtempSync(join(tmpdir(), "rb-exec-redacted-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const answers = file("answers.json", JSON.stringify({ approvals: { ask: approval } }));
  const scenario = file("scenario.json", JSON.stringify({ commands: [] }));
  const words = [file("runbook.yaml", runbook), "--as", "bob", "--store", join(folder, "store"), ...more];
  const given = words.map((word) => ({ ANSWERS: answers, SCENARIO: scenario })[word] ?? word);
  let all = "";
  const write = (text: string): void => {
    all += text;
  };
  const out: Output = { write, paint: (_, text) => text, interactive: false };
  await execWith(readArguments(given, execCommand), { out, err: out, ask: null }, {});
  for (const entry of readdirSync(join(folder, "store"), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) all += readFileSync(join(entry.parentPath, entry.name), "utf8");
  return all.replaceAll(folder, "");
}

test.each([
  ["a dry run without answers", []],
  ["a dry run with answers", ["--answers", "ANSWERS"]],
  [
    "a replay in which a command has no response",
    ["--mode", "replay", "--answers", "ANSWERS", "--scenario", "SCENARIO"],
  ],
  ["the same for programs", ["--json", "--mode", "replay", "--answers", "ANSWERS", "--scenario", "SCENARIO"]],
])("%s", async (_, args) => {
  const all = await told(...args);
  expect(all).toContain("***");
  const step = /step_id":"call"|call {2}would be/.exec(all);
  expect(step).not.toBeNull();
  expect(all).not.toMatch(/hunter|98765432|pa[\\\\"]+ss/);
});
