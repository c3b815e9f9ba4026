/** What rb writes beside elements is read as part of the graph, and checked as anything from outside is. */
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

const task = (own: string): string => `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:rb="urn:rb:bpmn:1" targetNamespace="urn:t">
  <process id="p">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <serviceTask id="t" name="Block"><extensionElements><rb:ir>${own}</rb:ir></extensionElements></serviceTask>
    <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
  </process>
</definitions>`;

function read(own: string): { readonly task: unknown; readonly codes: readonly string[] } {
  const { bundle, diagnostics } = parseBpmn(task(own), { uri: "t" });
  return { task: bundle?.graphs[0]?.nodes.find(({ id }) => id === "t"), codes: diagnostics.map(({ code }) => code) };
}

test("members of the graph count instead of what the element means", () => {
  const own = { kind: "action", executor: "http", request: { expr: { language: "juel", text: "x" } } };
  const { task, codes } = read(JSON.stringify(own));
  expect(codes).not.toContain("bpmn/own-words");
  expect(task).toMatchObject({ id: "t", name: "Block", executor: "http", request: { expr: { origin: { uri: "t" } } } });
});

test.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["no node", '{"kind":"robot"}'],
  ["a member of the wrong type", '{"kind":"action","executor":7}'],
  ["a member that isn't known", '{"kind":"action","executor":"http","__proto__":{"x":1}}'],
  ["too deep", `{"kind":"action","executor":"http","request":${'{"list":['.repeat(5000)}${"]}".repeat(5000)}}`],
])("%s is reported, and the drawing counts", (_, own) => {
  const { task, codes } = read(own);
  expect(codes).toContain("bpmn/own-words");
  expect(task).toMatchObject({ executor: "service" });
});

test("a text of many quotes takes time in proportion to it", () => {
  const began = performance.now();
  read(`{"${'\\"'.repeat(400_000)}`);
  expect(performance.now() - began).toBeLessThan(3000);
});

test("an expression in a language of the graph is carried as it is", () => {
  const text = task('{"kind":"action","executor":"http"}').replace(
    '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>',
    '<sequenceFlow id="f2" sourceRef="t" targetRef="e"><conditionExpression language="urn:rb:language:stix-comparison">__a__:value = 1</conditionExpression></sequenceFlow>',
  );
  const flow = parseBpmn(text, { uri: "t" }).bundle?.graphs[0]?.flows.find(({ id }) => id === "f2");
  expect(flow?.guard).toMatchObject({ expr: { language: "stix-comparison", text: "__a__:value = 1" } });
});
