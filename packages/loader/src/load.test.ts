import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { load } from "./load.js";

const bpmn = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
<process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>`;
const runbook = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: a }\nsteps:\n  - { id: a, manual: Do it. }\n";

describe("load", () => {
  it.each([
    ["bpmn", bpmn],
    ["runbook", runbook],
  ])("finds the parser for %s", async (format, text) => {
    const loaded = await load(text, { uri: "x" });
    expect(loaded).toMatchObject({ format, bundle: { version: 1 } });
    expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("reads the graph that it gave, with the languages of every format", async () => {
    const { bundle } = await load(runbook, { uri: "x" });
    const again = await load(JSON.stringify(bundle), { uri: "y" });
    expect(again).toMatchObject({ format: "graph", bundle, diagnostics: [] });
    const names = again.languages.expressions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(2);
  });

  it.each([
    ["", "loader/empty", 1, 1],
    ["\ufeff \n", "loader/empty", 1, 1],
    ["ab\nc\0d", "loader/binary", 2, 2],
    ["Dear all", "loader/unknown-format", 1, 1],
  ])("refuses %j, with its place", async (text, code, line, column) => {
    const { format, bundle, diagnostics } = await load(text, { uri: "x" });
    expect({ format, bundle }).toEqual({ format: null, bundle: null });
    expect(diagnostics).toMatchObject([{ code, severity: "error", origin: { uri: "x", start: { line, column } } }]);
  });

  it("says when text was lost before it came here", async () => {
    const { diagnostics } = await load(runbook.replace("Do it", "Do \ufffd it"), { uri: "x" });
    expect(diagnostics).toMatchObject([{ code: "loader/replaced-character", origin: { start: { line: 5 } } }]);
  });

  it("takes the caller's word for the format", async () => {
    const { format, bundle } = await load("Dear all", { uri: "x", format: "bpmn" });
    expect({ format, bundle }).toEqual({ format: "bpmn", bundle: null });
  });

  it("hands limits on", async () => {
    const { diagnostics } = await load(runbook, { uri: "x", limits: { maxBytes: 10 } });
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });

  it("never throws, whatever a document says", async () => {
    const seeds = [
      bpmn,
      runbook,
      '{"type":"playbook","spec_version":"cacao-2.0","workflow":{}}',
      '{"version":1,"main":"g","graphs":[]}',
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(20), fc.string({ unit: "binary", maxLength: 8 }))
      .map(([seed, at, length, insert]) => {
        const from = at % (seed.length + 1);
        return seed.slice(0, from) + insert + seed.slice(from + length);
      });
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        const { bundle, diagnostics } = await load(text, { uri: "x" });
        expect(bundle !== null || diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
