import type { Bundle } from "@rb/ir";
import { load } from "@rb/loader";
import { expect, test } from "vitest";
import { idleAnswers } from "./answers-file.js";

async function bundleOf(steps: string): Promise<Bundle> {
  const { bundle } = await load(`apiVersion: rb/v1\nkind: Runbook\nmetadata: {name: r}\n${steps}`, { uri: "r.yaml" });
  return bundle as Bundle;
}

const waiting = `
steps:
  - { id: w, wait: { for: { message: mail-received } } }
  - { id: r, race: [{ signal: all-clear, steps: [{ id: c, manual: Go on }] }, { after: 1h, steps: [{ id: d, manual: Go on }] }] }
  - { id: m, manual: Look, on: [{ message: stop, steps: [{ id: h, manual: Stop }] }] }
on:
  - { signal: alarm, steps: [{ id: e, manual: Look up }] }
`;

test("answers to nothing in the document are told, each with what was probably meant", async () => {
  const bundle = await bundleOf(waiting);
  const output = { output: null };
  expect(
    idleAnswers(
      { steps: { n: output, m: output }, choices: { q: "x" }, events: { "mail-recieved": 1, m: 2, zebra: 3 } },
      bundle,
    ),
  ).toEqual([
    expect.stringMatching(/^The answer 'steps: n' is for nothing in the document\./),
    expect.stringMatching(/^The answer 'choices: q' is/),
    "The answer 'events: mail-recieved' is for nothing in the document. Did you mean 'mail-received'?",
    expect.stringMatching(/^The answer 'events: m' is for nothing/),
    "The answer 'events: zebra' is for nothing in the document.",
  ]);
});

test("events are known by their names, or by the steps that wait for them", async () => {
  const events = { "mail-received": 1, "all-clear": 2, stop: 3, alarm: 4, w: 5, r: 6 };
  expect(idleAnswers({ events }, await bundleOf(waiting))).toEqual([]);
});

test("where the name of an event is computed, any may be meant", async () => {
  const bundle = await bundleOf(
    "inputs: {who: {type: string}}\nsteps: [{ id: w, wait: { for: { message: \"${{ 'to-' & inputs.who }}\" } } }]\n",
  );
  expect(idleAnswers({ events: { anything: 1 } }, bundle)).toEqual([]);
});
