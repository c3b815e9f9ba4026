/** A failed step with `continueOnError` counts as done wherever it stands, also where nothing comes after it. */

import { run, traceOf } from "@rb/kernel";
import { load } from "@rb/loader";
import { expect, test } from "vitest";

const failing = "use: { executor: x }, continueOnError: true";
const broken = { fail: { code: "broken" } };
const places: readonly (readonly [place: string, steps: string])[] = [
  ["the last step", `- { id: bad, ${failing} }`],
  ["the last step, with a condition", `- { id: bad, when: 1 = 1, ${failing} }`],
  ["a step that nothing waits for", `- { id: bad, ${failing} }\n  - { id: other, after: [], use: { executor: x } }`],
  ["a branch", `- { id: p, parallel: [{ steps: [{ id: bad, ${failing} }] }] }`],
  ["one branch of few at once", `- { id: p, limit: 1, parallel: [{ steps: [{ id: bad, ${failing} }] }] }`],
  [
    "a branch in a branch",
    `- { id: p, parallel: [{ steps: [{ id: q, parallel: [{ steps: [{ id: bad, ${failing} }] }] }] }] }`,
  ],
  ["a case", `- { id: s, switch: [{ when: 1 = 1, steps: [{ id: bad, ${failing} }] }] }`],
  [
    "the other case",
    `- { id: s, switch: [{ when: 1 = 2, steps: [{ id: no, fail: x }] }, { else: [{ id: bad, ${failing} }] }] }`,
  ],
  ["a loop over items", `- { id: f, forEach: { items: [1, 2], steps: [{ id: bad, ${failing} }] } }`],
  ["a loop with a condition", `- { id: w, while: { condition: 1 = 1, max: 2, steps: [{ id: bad, ${failing} }] } }`],
];

async function runOf(steps: string) {
  const text = `apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\nsteps:\n  ${steps}\n`;
  const { bundle, languages, diagnostics } = await load(text, { uri: "t.runbook.yaml" });
  expect(diagnostics).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  const result = await run(bundle, { languages, answers: { steps: { bad: broken, end: broken } } });
  return { result, names: traceOf(bundle, result.records).map(({ name }) => name) };
}

test.each(places)("%s", async (_, steps) => {
  const { result, names } = await runOf(steps);
  expect(names).toContain("bad");
  expect([result.status, result.incidents]).toEqual(["completed", []]);
});

test.each(places)("without it, the failure of %s fails the run", async (_, steps) => {
  const { result } = await runOf(steps.replace(", continueOnError: true", ""));
  expect(result.status).toBe("failed");
});

test("what comes after the block goes on", async () => {
  const branches = `{ left: { steps: [{ id: bad, ${failing} }] }, right: { steps: [{ id: good, use: { executor: x } }] } }`;
  const { result, names } = await runOf(`- { id: p, parallel: ${branches} }\n  - { id: next, use: { executor: x } }`);
  expect(result.status).toBe("completed");
  expect(names).toEqual(expect.arrayContaining(["bad", "good", "next"]));
});

test("a block as the last step", async () => {
  const inside = "[{ id: bad, use: { executor: x } }]";
  for (const block of [
    `forEach: { items: [1], steps: ${inside} }`,
    `parallel: [{ steps: ${inside} }]`,
    `switch: [{ when: 1 = 1, steps: ${inside} }]`,
    `while: { condition: 1 = 1, max: 1, steps: ${inside} }`,
  ]) {
    const { result } = await runOf(`- { id: block, ${block}, continueOnError: true }`);
    expect([block, result.status]).toEqual([block, "completed"]);
  }
});

test.each(["1 = 2", "1 = 1"])("a last step that needs a failed one, when %s", async (when) => {
  const { result } = await runOf(`- { id: bad, ${failing} }\n  - { id: end, needs: bad, when: ${when}, ${failing} }`);
  expect([result.status, result.incidents]).toEqual(["completed", []]);
});
