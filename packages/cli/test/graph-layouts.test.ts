import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, rb } from "./rb.js";

const drawn = "../../../fixtures/bpmn/lost-laptop.bpmn";
const undrawn = "fixtures/invoice.bpmn";
let scratch = "";
let incomplete = "";
beforeAll(() => {
  build();
  scratch = mkdtempSync(join(tmpdir(), "rb-layout-"));
  incomplete = join(scratch, "incomplete.bpmn");
  const text = readFileSync(new URL(drawn, import.meta.url), "utf8");
  writeFileSync(incomplete, text.replace('bpmnElement="unlock"', 'bpmnElement="other"'));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What is said about the document itself is told apart: that it has warnings. */
const svg = (...args: readonly string[]): ReturnType<typeof rb> => {
  const outcome = rb(["graph", "-f", "svg", ...args]);
  return { ...outcome, stderr: outcome.stderr.replace(/^rb: \d+ warnings?; see .*\n/, "") };
};
const isOwn = ({ stdout }: ReturnType<typeof rb>): boolean => stdout.includes("The author&#39;s own diagram");

describe("rb graph", () => {
  it("draws a document where its author drew it, unless told otherwise", () => {
    expect(svg(drawn)).toMatchObject({ code: 0, stderr: "" });
    expect(isOwn(svg(drawn))).toBe(true);
    expect(svg(drawn, "--layout", "own").stdout).toBe(svg(drawn).stdout);
    const computed = svg(drawn, "--layout", "computed");
    expect(computed).toMatchObject({ code: 0, stderr: "" });
    expect(isOwn(computed)).toBe(false);
  });

  it("says that no direction applies to positions of the author's own", () => {
    const { code, stdout, stderr } = svg(drawn, "--direction", "down");
    expect({ code, stdout }).toEqual({ code: 0, stdout: svg(drawn).stdout });
    expect(stderr).toMatch(/^rb: --direction is for rb's own layout/);
    expect(svg(drawn, "--direction", "down", "--layout", "computed").stderr).toBe("");
  });

  it("lays a document out anew when its diagram doesn't show all of it, and says so", () => {
    const outcome = svg(incomplete);
    expect(outcome.code).toBe(0);
    expect(isOwn(outcome)).toBe(false);
    expect(outcome.stderr).toMatch(
      /^rb: The document's own diagram isn't used.*doesn't show the service task 'Unlock it'/,
    );
    expect(rb(["graph", incomplete]).stderr).not.toContain("diagram");
  });

  it.each([
    ["that has no positions", undrawn, /doesn't say where to draw/],
    ["whose positions can't be used", "incomplete", /doesn't show the service task/],
  ])("--layout own draws nothing of a document %s", (_, file, reason) => {
    const { code, stdout, stderr } = svg(file === "incomplete" ? incomplete : file, "--layout", "own");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
  });

  it("has positions in SVG only", () => {
    const { code, stderr } = rb(["graph", drawn, "--layout", "own"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Only SVG has positions");
    expect(rb(["graph", drawn, "--layout", "auto"]).code).toBe(0);
  });
});

describe("a diagram", () => {
  it("is part of neither the graph nor the plan", () => {
    const without = join(scratch, "without.bpmn");
    const text = readFileSync(new URL(drawn, import.meta.url), "utf8");
    writeFileSync(without, text.replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, ""));
    const hash = (file: string): unknown => JSON.parse(rb(["plan", "--json", file]).stdout).hash;
    expect(hash(drawn)).toMatch(/^sha256:/);
    expect(hash(without)).toBe(hash(drawn));
    expect(rb(["ir", drawn]).stdout).not.toContain("bounds");
  });
});
