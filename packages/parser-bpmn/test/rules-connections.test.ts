import { sourceOf } from "@rb/ir";
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";
import { checkRuleCases, drawn, executable, findings, flow } from "./rule-cases.js";

const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const level = (type: string, content: string): string =>
  executable(`<${type} id="u">${content}</${type}>`, flow("t", "u"), flow("u", "e"));

checkRuleCases([
  {
    name: "an end without a start",
    bad: `<process id="p">\n<task id="t"/><endEvent id="e"/>${flow("t", "e")}</process>`,
    says: ["warning level-without-start 2:1"],
    good: `<process id="p">\n<receiveTask id="t" instantiate="true"/><endEvent id="e"/>${flow("t", "e")}</process>`,
  },
  ...["subProcess", "transaction"].map((type) => ({
    name: `an end without a start in a ${type}`,
    bad: level(type, `<task id="v"/><endEvent id="w"/>${flow("v", "w")}`),
    says: ["warning level-without-start 4:1"],
    good: level(type, `<startEvent id="r"/><task id="v"/><endEvent id="w"/>${flow("r", "v")}${flow("v", "w")}`),
  })),
  {
    name: "a start without an end",
    bad: `<process id="p">\n<startEvent id="s"/><task id="t"/>${flow("s", "t")}</process>`,
    says: ["warning level-without-end 2:1"],
    good: drawn(),
  },
  {
    name: "a start without an end in a subprocess whose own subprocess has one",
    bad: level(
      "subProcess",
      `<startEvent id="r"/><subProcess id="v"><startEvent id="x"/><endEvent id="y"/>${flow("x", "y")}</subProcess>${flow("r", "v")}`,
    ),
    says: ["warning level-without-end 4:1"],
    good: level("subProcess", `<startEvent id="r"/><endEvent id="w"/>${flow("r", "w")}`),
  },
  {
    name: "a start that nothing follows",
    bad: drawn('<startEvent id="x"/>'),
    says: ["warning start-event-without-outgoing 4:1"],
    good: drawn('<startEvent id="x"/>', flow("x", "t")),
  },
  {
    name: "an end that is never reached",
    bad: drawn('<endEvent id="x"/>'),
    says: ["warning end-event-without-incoming 4:1"],
    good: drawn('<endEvent id="x"/>', flow("t", "x")),
  },
  {
    name: "an intermediate event that nothing leads to",
    bad: drawn(`<intermediateCatchEvent id="x">${timer}</intermediateCatchEvent>`, flow("x", "e")),
    says: ["warning intermediate-event-without-incoming 4:1"],
    good: drawn('<intermediateCatchEvent id="x"><linkEventDefinition/></intermediateCatchEvent>', flow("x", "e")),
  },
  {
    name: "an intermediate event that nothing leaves",
    bad: drawn(`<intermediateCatchEvent id="x">${timer}</intermediateCatchEvent>`, flow("t", "x")),
    says: ["warning intermediate-event-without-outgoing 4:1"],
    good: drawn(
      '<intermediateThrowEvent id="x"><linkEventDefinition/></intermediateThrowEvent>',
      '<intermediateCatchEvent id="y"><linkEventDefinition/></intermediateCatchEvent>',
      flow("t", "x"),
      flow("y", "e"),
    ),
  },
  {
    name: "a boundary event that nothing follows",
    bad: drawn(`<boundaryEvent id="b" attachedToRef="t">${timer}</boundaryEvent>`),
    says: ["warning boundary-without-outgoing 4:1"],
    good: drawn(
      '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>',
      '<task id="undo" isForCompensation="true"/><association sourceRef="b" targetRef="undo"/>',
    ),
  },
  {
    name: "a task that nothing leads to",
    bad: drawn('<task id="u"/>', flow("u", "e")),
    says: ["warning node-without-incoming 4:1"],
    good: drawn(`<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}</startEvent></subProcess>`),
  },
  {
    name: "a gateway that nothing leaves",
    bad: drawn('<parallelGateway id="g"/>', flow("s", "g"), flow("t", "g")),
    says: ["warning node-without-outgoing 4:1"],
    good: drawn('<parallelGateway id="g"/>', flow("s", "g"), flow("t", "g"), flow("g", "e")),
  },
]);

test("what breaks such a rule many times is told once, with the number and some names", () => {
  const tasks = Array.from({ length: 5 }, (_, n) => `<task id="u${n}"/>${flow("t", `u${n}`)}`).join("\n");
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${drawn(tasks)}</definitions>`;
  const told = parseBpmn(text, { uri: "x" }).diagnostics.filter(({ code }) => code === "bpmn/node-without-outgoing");
  expect(told.map(({ message }) => message)).toEqual([
    "No flow leaves task 'u0', task 'u1', task 'u2' and 2 more, although there is an end event beside them; a token ends there.",
  ]);
});

test("the ends of a flow that leads nowhere, or across a border, are told of once, with the flow", () => {
  const lines = [
    '<task id="a"/><task id="b"/><subProcess id="u"><task id="v"/></subProcess>',
    flow("t", "a"),
    flow("a", "x"),
  ];
  const found = findings(executable(...lines, flow("y", "b"), flow("b", "v"), flow("t", "u")));
  expect(found).toContain("error dangling-sequence-flow 6:1");
  expect(found.filter((one) => /without-(?:incoming|outgoing)/.test(one))).toEqual([]);
});

/** What is said of the nodes that no token reaches, with the graph's own findings. */
function unreached(...lines: readonly string[]): readonly string[] {
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${executable(...lines)}</definitions>`;
  return parseBpmn(text, { uri: "x" }).diagnostics.map(({ code, origin }) => {
    const { start } = sourceOf(origin);
    return `${code} ${start.line}:${start.column}`;
  });
}

test("what nothing is connected to is told of once", () => {
  expect(unreached('<task id="a"/>')).toEqual(["bpmn/node-without-incoming 3:1"]);
  const branch = [
    flow("a", "b"),
    '<task id="b"/><boundaryEvent id="h" attachedToRef="b"><timerEventDefinition/></boundaryEvent>',
    flow("h", "a"),
  ];
  expect(unreached('<task id="a"/>', ...branch).filter((one) => one.startsWith("ir/"))).toEqual([
    "ir/unreachable-node 3:1",
  ]);
});

test("of what lies behind a flow that leads nowhere, only the flow is told of", () => {
  const behind = ['<task id="b"/><task id="c"/>', flow("b", "c"), flow("c", "e")];
  expect(unreached(flow("t", "nowhere"), ...behind)).toEqual(["bpmn/dangling-sequence-flow 3:1"]);
});

test("of a process in which nothing can begin, that alone is told", () => {
  const circle = `<process id="p"><task id="a"/><task id="b"/>${flow("a", "b")}${flow("b", "a")}</process>`;
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${circle}</definitions>`;
  expect(parseBpmn(text, { uri: "x" }).diagnostics.map(({ code }) => code)).toEqual(["bpmn/no-entry"]);
});

test("what is found is told from top to bottom", () => {
  const places = unreached(
    '<task id="a"/>',
    flow("t", "a"),
    '<task id="b"/>',
    '<userTask id="c" startQuantity="0"/>',
  ).map((one) => one.split(" ")[1]);
  expect(places).toEqual([...places].sort());
  expect(new Set(places).size).toBeGreaterThan(2);
});
