import type { Bundle, Json } from "@rb/ir";
import { type Answers, run } from "@rb/kernel";
import { load } from "@rb/loader";
import { describe, expect, test } from "vitest";

import { textReport } from "./run-report.js";

const at = Date.UTC(2030, 0, 31, 8);

interface Given {
  readonly inputs?: { readonly [name: string]: Json };
  readonly answers?: Answers;
}

/** What a dry run of a runbook with these steps shows. */
async function shown(steps: string, given: Given = {}): Promise<string> {
  const text = `apiVersion: rb/v1\nkind: Runbook\nmetadata: {name: r}\n${steps}`;
  const { bundle, languages, diagnostics } = await load(text, { uri: "r.yaml" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const lines: string[] = [];
  const out = { write: (one: string) => lines.push(one), interactive: false, paint: (_: string, one: string) => one };
  const facts = { bundle: bundle as Bundle, format: "runbook", file: "r.yaml", dry: true, run: "dry-run", plan: "" };
  const report = textReport(facts as Parameters<typeof textReport>[0], out as never);
  report.end(await run(bundle as Bundle, { languages, nowMs: at, onRecord: report.record, ...given }));
  return lines.join("");
}

describe("a step that asks a policy", () => {
  const steps = "steps:\n  - {id: a, run: [echo]}\n  - {id: p, policy: may-deploy}\n  - {id: b, run: [echo]}\n";

  test("is assumed to be allowed", async () => {
    expect(await shown(steps)).toContain("≈ p  policy may-deploy: assumed allowed\n");
  });

  test.each([
    ["approve", "✔ p  policy may-deploy: allowed: the answers say so\n"],
    ["reject", "✖ p  policy may-deploy: denied: the answers say so\n"],
  ] as const)("is answered: %s", async (verdict, line) => {
    expect(await shown(steps, { answers: { approvals: { p: { verdict } } } })).toContain(line);
  });
});
