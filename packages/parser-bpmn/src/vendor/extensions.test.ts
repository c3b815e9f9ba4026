import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { extensions, rowOf, rowOfAttribute } from "./extensions.js";

const documented = readFileSync(new URL("../../../../docs/supported-vendors.md", import.meta.url), "utf8");

test("what becomes of extensions is documented for every row of the table", () => {
  const names = Object.values(extensions).flatMap((rows) => [...rows.keys()]);
  expect(names.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
});

test.each<readonly [name: string, owner: string, becomes: string | undefined]>([
  ["{http://camunda.org/schema/1.0/bpmn}topic", "serviceTask", "lowered"],
  ["{http://flowable.org/bpmn}topic", "globalTask", "lowered"],
  ["{http://activiti.org/bpmn}topic", "exclusiveGateway", undefined],
  ["{http://camunda.org/schema/zeebe/1.0}topic", "serviceTask", undefined],
  ["{http://camunda.org/schema/1.0/bpmn}class", "serviceTask", "code"],
  ["{http://camunda.org/schema/1.0/bpmn}constructor", "serviceTask", undefined],
  ["{http://camunda.org/schema/1.0/bpmn}asyncBefore", "endEvent", "fact"],
  ["{http://www.signavio.com}anything", "task", "fact"],
  ["{http://bpmn.io/schema/bpmn/biocolor/1.0}fill", "task", "aside"],
  ["{http://www.w3.org/2001/XMLSchema-instance}type", "from", "aside"],
  ["{urn:x}anything", "task", undefined],
  ["{}anything", "task", undefined],
])("%s at %s", (name, owner, becomes) => {
  expect(rowOf(name, owner)?.becomes).toBe(becomes);
});

test("what any tool notes at the root is about the file", () => {
  expect(rowOfAttribute("{urn:x}version", "definitions")?.becomes).toBe("fact");
  expect(rowOfAttribute("{urn:x}version", "process")).toBeUndefined();
});
