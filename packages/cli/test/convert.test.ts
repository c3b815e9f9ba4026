import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, rb } from "./rb.js";

const playbook = "../../../fixtures/cacao/phishing-response.json";
let scratch = "";
beforeAll(() => {
  build();
  scratch = mkdtempSync(join(tmpdir(), "rb-convert-"));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Each start of the event subprocess begins a copy of it, and a message flow leads to one step only. */
const waitsInWhatTwoStartsShare = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <message id="m" name="m"/><signal id="s1" name="s1"/><signal id="s2" name="s2"/>
  <collaboration id="c">
    <participant id="a" processRef="one"/><participant id="b" processRef="two"/>
    <messageFlow id="flow" sourceRef="send" targetRef="wait"/>
  </collaboration>
  <process id="one">
    <startEvent id="begin"/><sequenceFlow id="f1" sourceRef="begin" targetRef="send"/>
    <endEvent id="send"><messageEventDefinition messageRef="m"/></endEvent>
  </process>
  <process id="two">
    <startEvent id="start"/><sequenceFlow id="f2" sourceRef="start" targetRef="work"/>
    <userTask id="work"/><sequenceFlow id="f3" sourceRef="work" targetRef="done"/><endEvent id="done"/>
    <subProcess id="aside" triggeredByEvent="true">
      <startEvent id="first"><signalEventDefinition signalRef="s1"/></startEvent>
      <startEvent id="second"><signalEventDefinition signalRef="s2"/></startEvent>
      <sequenceFlow id="f4" sourceRef="first" targetRef="wait"/><sequenceFlow id="f5" sourceRef="second" targetRef="wait"/>
      <intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
      <sequenceFlow id="f6" sourceRef="wait" targetRef="over"/><endEvent id="over"/>
    </subProcess>
  </process>
</definitions>`;

describe("rb convert", () => {
  it("writes a playbook as BPMN that its own commands read, draw and run", () => {
    const file = join(scratch, "playbook.bpmn");
    const { code, stdout, stderr } = rb(["convert", playbook, "--to", "bpmn", "-o", file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/rb: \d+ parts: \d+ in the format's own words, \d+ with an extension, 0 lost/);
    expect(rb(["validate", file]).code).toBe(0);
    expect(rb(["graph", file, "-f", "svg", "--layout", "own"])).toMatchObject({ code: 0 });
    const ran = rb(["run", file]);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("Remove from all mailboxes") });
  });

  it("gives the document on standard output and the report, as JSON, beside it", () => {
    const { code, stdout, stderr } = rb(["convert", playbook, "--to", "bpmn", "--json"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<\?xml /);
    expect(JSON.parse(stderr)).toMatchObject({ counts: { lost: 0 }, diagnostics: expect.any(Array) });
  });

  it("says where something is lost, and fails unless that was agreed to", () => {
    const file = join(scratch, "shared.bpmn");
    writeFileSync(file, waitsInWhatTwoStartsShare);
    const lost = rb(["convert", file, "--to", "bpmn"]);
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain("convert/not-expressible");
    expect(lost.stdout).toContain("<bpmn:collaboration");
    expect(rb(["convert", file, "--to", "bpmn", "--lossy"]).code).toBe(0);
  });

  it("writes a process as a playbook that its own commands find nothing wrong with, and run", () => {
    const file = join(scratch, "process.json");
    const { code, stdout, stderr } = rb([
      "convert",
      "../../../fixtures/procedures/nested.bpmn",
      "--to",
      "cacao",
      "-o",
      file,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/rb: \d+ parts: \d+ in the format's own words, \d+ with an extension, 0 lost/);
    expect(rb(["validate", "--strict", file]).code).toBe(0);
    expect(rb(["run", file])).toMatchObject({ code: 0, stdout: expect.stringContaining("Sign the report") });
  });

  it("says which flow keeps a process from being a playbook, which has only blocks", () => {
    const file = "../../../fixtures/bpmn/semantics/parallel-join-counts-flows.bpmn";
    const refused = rb(["convert", file, "--to", "cacao"]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/convert\/not-structured[\s\S]*parallel-join-counts-flows\.bpmn:\d+/);
  });

  it("writes a process as a runbook that its own commands find nothing wrong with, lay out no other way, and run", () => {
    const file = join(scratch, "process.runbook.yaml");
    const process = "../../../fixtures/procedures/nested.bpmn";
    const { code, stdout, stderr } = rb(["convert", process, "--to", "runbook", "-o", file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/rb: \d+ parts: \d+ in the format's own words, \d+ as in the graph, 0 lost/);
    expect(rb(["validate", "--strict", file]).code).toBe(0);
    expect(rb(["fmt", "--check", file]).code).toBe(0);
    expect(rb(["run", file])).toMatchObject({ code: 0, stdout: expect.stringContaining("Sign the report") });
  });

  it("rewrites runbooks of other versions in the native words, and leaves those that have them to rb fmt", () => {
    const file = join(scratch, "gate.runbook.yaml");
    const gate = "../../../fixtures/dialects/task-pack/semantics/gate.pack.yaml";
    const { code, stdout, stderr } = rb(["convert", gate, "--to", "runbook", "-o", file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/rb: \d+ parts: \d+ in the format's own words, 0 as in the graph, 0 lost/);
    expect(rb(["fmt", "--check", file]).code).toBe(0);
    expect(rb(["validate", "--strict", file]).code).toBe(0);
    expect(rb(["convert", gate, "--to", "runbook", "--as", "runbook"]).code).toBe(0);
    const again = rb(["convert", file, "--to", "runbook"]);
    expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("'rb fmt' lays it out.") });
  });

  it("converts no document with errors, and wants to know what to convert to", () => {
    const wrong = rb(["convert", "-", "--to", "bpmn"], {
      stdin: readFileSync(new URL(playbook, import.meta.url), "utf8").replace('"workflow_start"', '"workflow_begin"'),
    });
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(rb(["convert", playbook])).toMatchObject({ code: 2, stdout: "" });
    expect(rb(["convert", playbook, "--to", "pdf"])).toMatchObject({ code: 2, stdout: "" });
  });
});
