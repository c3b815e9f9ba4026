/** Extensions are a document's too: whatever stands in them, it is read in linear time, and never thrown over. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { survives } from "./survives.js";

const folder = fileURLToPath(new URL("../../../fixtures/bpmn/vendors/", import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".bpmn"))
  .map((name) => readFileSync(folder + name, "utf8"));

test("documents of tools with their words exchanged are refused or read, never thrown over", () => {
  const words = [...new Set(sources.flatMap((text) => text.match(/[\w-]+/g) ?? []))];
  const word = fc.constantFrom(...words, "", "constructor", "__proto__", "${", "#{a}", "=", "{{secrets.x}}", "1e999");
  const change = fc.record({ at: fc.nat(), word });
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 12 }), (text, changes) => {
      const pieces = text.split(/([\w-]+)/);
      for (const { at, word } of changes) pieces[at % pieces.length] = word;
      survives(pieces.join(""));
    }),
    { numRuns: 150 },
  );
});

const root =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn" xmlns:z="http://camunda.org/schema/zeebe/1.0">';
const process = (body: string): string => `${root}<process id="p"><extensionElements/>${body}</process></definitions>`;
const extended = (extensions: string, type = "serviceTask"): string =>
  process(`<${type} id="t"><extensionElements>${extensions}</extensionElements></${type}>`);
const times = (count: number, one: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join("");
const many = 15_000;

test.each<readonly [name: string, text: string]>([
  ["fields", extended(times(many, (n) => `<c:field name="f${n}" stringValue="x"/>`))],
  [
    "form properties",
    extended(
      times(many, (n) => `<c:formProperty id="f${n}"/>`),
      "userTask",
    ),
  ],
  ["kinds of extensions", extended(times(many, (n) => `<c:kind${n}/>`))],
  [
    "parameters",
    extended(
      `<c:inputOutput>${times(many, (n) => `<c:inputParameter name="i${n}">\${a}</c:inputParameter>`)}</c:inputOutput>`,
    ),
  ],
  [
    "outputs",
    extended(`<z:ioMapping>${times(many, (n) => `<z:output source="=a+${n}" target="o${n}"/>`)}</z:ioMapping>`),
  ],
  [
    "outputs that read each other",
    extended(`<z:ioMapping>${times(many, (n) => `<z:output source="=o${n}.x" target="o${n + 1}"/>`)}</z:ioMapping>`),
  ],
  [
    "inputs that read each other",
    extended(`<z:ioMapping>${times(many, (n) => `<z:input source="=o${n}.x" target="o${n + 1}"/>`)}</z:ioMapping>`),
  ],
  [
    "members that read each other",
    extended(`<z:ioMapping>${times(many, (n) => `<z:input source="=o.p${n}" target="o.p${n + 1}"/>`)}</z:ioMapping>`),
  ],
  [
    "arguments that read each other",
    process(
      `<callActivity id="t"><extensionElements>${times(many, (n) => `<c:in source="o${n}" target="o${n + 1}"/>`)}</extensionElements></callActivity>`,
    ),
  ],
  [
    "events that share a definition",
    `${root}<messageEventDefinition id="m" c:class="x">${`<extensionElements><c:field name="f" stringValue="${"x".repeat(5000)}"/></extensionElements>`}</messageEventDefinition><process id="p">${times(1500, (n) => `<endEvent id="e${n}"><eventDefinitionRef>m</eventDefinitionRef></endEvent>`)}</process></definitions>`,
  ],
  [
    "nodes that nothing leads to",
    process(
      times(
        9000,
        (n) => `<task id="t${n}"/><sequenceFlow id="f${n}" sourceRef="t${n}" targetRef="t${(n + 1) % 9000}"/>`,
      ),
    ),
  ],
  [
    "members of one input",
    extended(`<z:ioMapping>${times(many, (n) => `<z:input source="a" target="o.p${n}"/>`)}</z:ioMapping>`),
  ],
  ["opened braces", extended(`<c:field name="f" expression="${"${".repeat(100_000)}"/>`)],
  ["expressions in one text", extended(`<c:field name="f" expression="${"${a},".repeat(many)}"/>`)],
  [
    "calls",
    process(
      times(
        1500,
        (n) =>
          `<callActivity id="c${n}"><extensionElements><z:calledElement processId="p"/></extensionElements></callActivity>`,
      ),
    ),
  ],
  ["extensionElements", process(`<task id="t">${"<extensionElements/>".repeat(many)}</task>`)],
  [
    "deep lists",
    extended(
      `<c:inputOutput><c:inputParameter name="i">${"<c:list>".repeat(90)}${"</c:list>".repeat(90)}</c:inputParameter></c:inputOutput>`,
    ),
  ],
  [
    "a form that is no form",
    process(
      `<userTask id="t"><extensionElements><z:formDefinition formKey="f"/></extensionElements></userTask>`,
    ).replace(
      "<extensionElements/>",
      `<extensionElements><z:userTaskForm id="f">${"[".repeat(100_000)}</z:userTaskForm></extensionElements>`,
    ),
  ],
])("many %s take a moment", (_, text) => {
  const began = performance.now();
  survives(text);
  expect(performance.now() - began).toBeLessThan(10_000);
});
