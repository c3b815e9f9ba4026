import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { end, playbook, start, text } from "./playbook-text.js";

function triggersOf(trigger: object): unknown {
  const steps = { start: start("e", { step_extensions: { trigger } }), e: end };
  const { bundle } = parseCacao(text(playbook(steps)), { uri: "p.json" });
  const node = bundle?.graphs[0]?.nodes.find(({ kind }) => kind === "start");
  return node?.kind === "start" ? node.triggers : undefined;
}

describe("what starts a playbook", () => {
  it.each([
    [
      { kind: "message", subject: "soc.alert" },
      { on: "message", name: { json: "soc.alert" } },
    ],
    [
      { kind: "message", name: "soc.alert", key: "k" },
      { on: "message", name: { json: "soc.alert" }, key: { json: "k" } },
    ],
    [
      { kind: "signal", subject: "lockdown" },
      { on: "signal", name: { json: "lockdown" } },
    ],
    [
      { kind: "timer", at: "2024-05-31T09:00:00Z" },
      { on: "timer", at: { json: "2024-05-31T09:00:00Z" } },
    ],
    [
      { kind: "timer", after: "PT5M" },
      { on: "timer", after: { json: "PT5M" } },
    ],
    [
      { kind: "schedule", every: "R/2024-01-01T08:00:00Z/P1D" },
      { on: "timer", every: { json: "R/2024-01-01T08:00:00Z/P1D" } },
    ],
    [
      { kind: "timer", every: "PT1H" },
      { on: "timer", every: { json: "PT1H" } },
    ],
  ])("%j", (written, trigger) => expect(triggersOf(written)).toEqual([trigger]));

  it.each([
    { kind: "none" },
    { kind: "message" },
    { kind: "timer" },
    { kind: "timer", at: "soon" },
    { kind: "timer", after: "PT5M", every: "PT5M" },
  ])("%j starts nothing", (written) => expect(triggersOf(written)).toBeUndefined());
});
