import { describe, expect, it } from "vitest";
import { detect, inspect } from "./detect.js";

const BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"';

describe("detect", () => {
  it.each([
    ["BPMN with a default namespace", `<definitions ${BPMN}/>`],
    [
      "BPMN after declaration, comment and byte order mark",
      `\ufeff<?xml version="1.0"?>\n<!-- <html> -->\n<bpmn:definitions x="1">`,
    ],
    ["BPMN after a document type, which the parser refuses", `<!DOCTYPE d [<!ENTITY a "b">]>\n<definitions/>`],
    ["a fragment of BPMN", `<process ${BPMN}>`],
    ["BPMN that breaks off", "<definitions"],
  ])("%s", (_, text) => expect(detect(text)).toBe("bpmn"));

  it.each([
    ["a playbook by its type", '{"id":"x","type": "playbook"'],
    ["a playbook by its version, the type being wrong", '{"type":"playbok","spec_version":"cacao-2.0"}'],
    [
      "a playbook after nested values with the same words",
      '{"a":{"graphs":1,"main":[{}]},"b":"\\"","type":"playbook"}',
    ],
    ["a playbook with a mistake after the type", '{"type":"playbook",,'],
  ])("%s", (_, text) => expect(detect(text)).toBe("cacao"));

  it.each([
    ["a graph", '{"version":1,"main":"g","graphs":[]}', "graph"],
    ["a runbook", "# hello\n---\napiVersion: runbook/v0\n", "runbook"],
    ["a runbook with quoted keys", '"apiVersion": "rb/v1"', "runbook"],
    ["a runbook without its version", "name: x\nsteps:\n  - a", "runbook"],
    ["a runbook written as JSON", '{"apiVersion":"rb/v1"}', "runbook"],
  ])("%s", (_, text, format) => expect(detect(text)).toBe(format));

  it.each([
    ["a scenario of cli-replay", "meta:\n  name: x\nsteps:\n  - match:\n      argv: [ls]\n    respond: { exit: 0 }\n"],
    [
      "a message between a platform and its workers (CAP)",
      '{"trace_id":"t","protocol_version":1,"heartbeat":{"worker_id":"w"}}',
    ],
    [
      "a collection of messages between a platform and its workers (CAP)",
      '{"job_request_packet":{},"child_job_result":{}}',
    ],
    ["a recorded command", '{"argv":["ls"],"exit":0}\n{"argv":["ls"],"exit":1}\n'],
    ["a JSON Schema", '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}'],
    ["the manifest of a pack", 'apiVersion: packs/v1\nkind: "Pack"\nresources: {}\n'],
    ["a safety policy", "version: 1\nrules:\n  - id: a\n"],
    ["a list of worker pools", "topics: { job.a: pool }\npools: { pool: {} }\n"],
  ])("%s is refused, with what was probably meant", (saw, text) =>
    expect(inspect(text)).toEqual({ format: null, saw, help: expect.stringMatching(/^[A-Z].*\.$/) }),
  );

  it("says what it has seen where nothing tells what it is", () =>
    expect(inspect("rules: {}\nextends: base\n")).toEqual({ format: null, saw: "YAML with 'rules', 'extends'" }));

  it.each([
    [
      "a workflow with cases",
      "id: t\nsteps:\n  a:\n    input:\n      cases:\n        - match: spam\n          next: b\n",
    ],
    ["a runbook with such a word in it", "apiVersion: runbook/v0\nmeta: {}\nsteps:\n  - match:\n"],
  ])("%s stays a runbook", (_, text) => expect(detect(text)).toBe("runbook"));

  it.each([
    ["", "nothing but white space"],
    ["  \n\t", "nothing but white space"],
    ["<html><body/></html>", "XML with the root element <html>"],
    ["<!-- only a comment -->", "XML without a root element"],
    ["[1,2]", "a JSON list"],
    ["{}", "a JSON object without members"],
    ['{"type":"bundle","id":"b"}', "a JSON object with 'type', 'id'"],
    ["name: x\non: push\n", "YAML with 'name', 'on'"],
    ["Dear all,\nthe server is down.", "plain text"],
    ["a: 1\n---\napiVersion: of the second document", "YAML with 'a'"],
  ])("%j is none of them", (text, saw) => expect(inspect(text)).toEqual({ format: null, saw }));

  it("takes time in proportion to the length, whatever the nesting", () => {
    const deep = '{"a":'.repeat(100_000);
    const start = performance.now();
    expect(detect(deep)).toBeNull();
    expect(detect("<".repeat(100_000))).toBeNull();
    expect(detect(`<!DOCTYPE [${"<!--".repeat(100_000)}`)).toBeNull();
    expect(detect("a:".repeat(100_000))).toBeNull();
    expect(detect('{"'.repeat(100_000))).toBeNull();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
