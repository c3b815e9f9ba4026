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

test("rounds that run side by side are told apart", async () => {
  const drain = "steps: [{ id: drain, run: [drain] }, { id: fill, run: [fill] }]";
  const text = await shown(
    `steps:\n  - { id: hosts, forEach: { items: [a, b], limit: 2, ${drain} } }\n  - { id: zones, forEach: { items: [c], limit: 1, steps: [{ id: look, run: [look] }] } }\n`,
  );
  const heads = text.split("\n").filter((line) => /^ *[▾≈] /.test(line));
  expect(heads.map((line) => line.replace(/ {2}exec.*/, ""))).toEqual([
    "  ▾ hosts, round 1",
    "  ▾ hosts, round 2",
    "    ≈ drain (round 1)",
    "    ≈ drain (round 2)",
    "    ≈ fill (round 1)",
    "    ≈ fill (round 2)",
    "  ▾ zones, round 1",
    "    ≈ look",
  ]);
});

test("steps of a loop over nothing were not reached for that reason", async () => {
  const text = await shown("steps:\n  - { id: none, forEach: { items: [], steps: [{ id: x, run: [echo] }] } }\n");
  expect(text).toContain("x: 'none' went through no items\n");
});

test("the other way of a wait is named by what comes", async () => {
  const text = await shown(
    "steps:\n  - { id: r, race: [{ signal: all-clear, steps: [{ id: c, manual: Go on }] }, { after: 30m, steps: [{ id: d, manual: Go on }] }] }\n",
  );
  expect(text).toContain("Or else: 'r' → after 30 min  this way runs to its end\n");
});
