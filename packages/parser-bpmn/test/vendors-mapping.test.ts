/** The order of a mapping where it can't be kept is told, and where it doesn't matter the graph doesn't mention it. */
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

const root = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">`;
const flows = '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>';

/** What is said about the mapping of `t`, and whether it is in order. */
function read(type: string, extensions: string, more = "") {
  const body = `<startEvent id="s"/><${type} id="t"><extensionElements>${extensions}</extensionElements>${more}</${type}><endEvent id="e"/>${flows}`;
  const { bundle, diagnostics } = parseBpmn(`${root}<process id="p">${body}</process></definitions>`, { uri: "x" });
  const graph = bundle?.graphs[0];
  return {
    says: diagnostics.filter(({ code }) => code.startsWith("bpmn/vendor-")).map(({ code, message }) => [code, message]),
    inOrder: graph?.nodes.some((node) => "inOrder" in node && node.inOrder === true),
    variables: graph?.region.variables?.map(({ name }) => name) ?? [],
  };
}
const input = (source: string, target: string): string => `<zeebe:input source="${source}" target="${target}"/>`;
const mapping = (...parts: readonly string[]): string => `<zeebe:ioMapping>${parts.join("")}</zeebe:ioMapping>`;
const unkept = (variable: string): readonly [string, string] => [
  "bpmn/vendor-order",
  `zeebe:ioMapping of service task 't' sets '${variable}' and reads it, in an order that is not kept here.`,
];

test("what doesn't read what others give is computed together", () => {
  const found = read("serviceTask", mapping(input("=a", "b"), input("=c", "a"), input("=d", "d")));
  expect(found).toEqual({ says: [], inOrder: false, variables: ["a", "c", "d"] });
});

test("what an earlier input gives is no input of the process", () => {
  const found = read("serviceTask", mapping(input("=a", "b"), input("=b + 1", "c")));
  expect(found).toEqual({ says: [], inOrder: true, variables: ["a"] });
});

test.each<readonly [name: string, parts: readonly string[], variable: string]>([
  ["a member that reads another one", [input("=a", "box.x"), input("=box.x", "box.y")], "box"],
  ["a member that is added to what was read", [input("=a", "box.x"), input("=box", "b"), input("=c", "box.y")], "box"],
  [
    "a member that reads what comes after its variable",
    [input("=a", "box.x"), input("=c", "b"), input("=b", "box.y")],
    "b",
  ],
])("%s", (_, parts, variable) => {
  expect(read("serviceTask", mapping(...parts)).says).toEqual([unkept(variable)]);
});

test("the arguments of a call that read each other can't be kept apart from local variables that they read", () => {
  const swap = '<camunda:in source="a" target="b"/><camunda:in source="b" target="a"/>';
  const local =
    '<camunda:inputOutput><camunda:inputParameter name="x">1</camunda:inputParameter></camunda:inputOutput>';
  expect(read("callActivity", swap)).toEqual({ says: [], inOrder: false, variables: ["a", "b"] });
  expect(read("callActivity", `${local}${swap}`)).toEqual({ says: [], inOrder: false, variables: ["a", "b"] });
  const { says } = read("callActivity", `${local}${swap}<camunda:in source="x" target="c"/>`);
  expect(says.map(([code]) => code)).toEqual(["bpmn/vendor-order"]);
});

test("an event has no room for an order", () => {
  const { says } = read(
    "intermediateThrowEvent",
    mapping(input("=a", "b"), input("=b", "c")),
    "<signalEventDefinition/>",
  );
  expect(says).toEqual([
    [
      "bpmn/vendor-mapping",
      "The order of the inputs of intermediate throw event 't' is kept but not carried out: what an event takes along is computed together.",
    ],
  ]);
});
