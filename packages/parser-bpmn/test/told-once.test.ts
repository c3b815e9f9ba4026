import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

/** What is said with a code about a process with this body, which has a vendor's namespace. */
function told(code: string, body: string): readonly string[] {
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:v" xmlns:w="urn:w">${body}</definitions>`;
  const { diagnostics } = parseBpmn(text, { uri: "told.bpmn" });
  return diagnostics.filter((one) => one.code === `bpmn/${code}`).map(({ message }) => message);
}

test("signals without a name are told of once, and so are messages", () => {
  const event = (id: string, kind: string): string =>
    `<intermediateThrowEvent id="${id}" name="At&#xA; ${id}"><${kind}EventDefinition/></intermediateThrowEvent>`;
  const body = `<process id="p"><task id="t"/>${["a", "b", "c", "d"].map((id) => event(id, "signal")).join("")}${event("m", "message")}</process>`;
  const [signals, ...more] = told("signal-without-name", body);
  expect(more).toEqual([]);
  expect(signals).toMatch(/'At a' \(a\), .*'At b' \(b\), .*'At c' \(c\) and 1 more don't say which signal.*'signal'/);
  expect(told("trigger-without-name", body)).toEqual([expect.stringMatching(/'At m' \(m\) doesn't say/)]);
});

test("a start that would set itself off goes by its own name, and that is said", () => {
  const event = (type: string, id: string): string => `<${type} id="${id}"><signalEventDefinition/></${type}>`;
  const body = `<process id="p">${event("startEvent", "called")}${event("endEvent", "calls")}<sequenceFlow id="f" sourceRef="called" targetRef="calls"/></process>`;
  expect(told("trigger-without-name", body)).toEqual([expect.stringContaining("start event 'called'")]);
  expect(told("signal-without-name", body)).toEqual([expect.stringContaining("end event 'calls'")]);
});

test("a choice without conditions is told of once, with its flows", () => {
  const flows = ["a", "b", "c", "d"].map(
    (to) => `<sequenceFlow id="f${to}" sourceRef="g" targetRef="${to}"/><task id="${to}"/>`,
  );
  const body = `<process id="p"><exclusiveGateway id="g" default="fd"/>${flows.join("")}</process>`;
  expect(told("choice-without-condition", body)).toEqual([expect.stringContaining("('fa', 'fb' and 'fc')")]);
});

test("a vendor's words are told of once for each vendor", () => {
  const body = `<process id="p" v:one="1" v:two="2" w:one="3"><task id="t" v:one="4"/></process>`;
  expect(told("vendor-extension", body)).toEqual([
    expect.stringMatching(/^\{urn:v\}one and \{urn:v\}two are .* \(3 here\)/),
    expect.stringMatching(/^\{urn:w\}one is .* \(1 here\)/),
  ]);
});

test("an empty condition in a drawing is no second mistake", () => {
  const flow = (to: string): string =>
    `<sequenceFlow id="f${to}" sourceRef="g" targetRef="${to}"><conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression"/></sequenceFlow>`;
  const body = `<process id="p"><exclusiveGateway id="g"/><task id="a"/><task id="b"/>${flow("a")}${flow("b")}</process>`;
  expect(told("expression-empty", body)).toEqual([]);
  expect(told("choice-without-condition", body)).toHaveLength(1);
});

test("what engines' modelers always write, or have no word for, is no matter of quality", () => {
  const done = "<completionCondition>$" + "{nrOfCompletedInstances > 1}</completionCondition>";
  const body = (more: string): string =>
    `<process id="p" isExecutable="true"${more}><task id="t"><multiInstanceLoopCharacteristics><loopCardinality>=3</loopCardinality>${done}</multiInstanceLoopCharacteristics></task><endEvent id="e"><messageEventDefinition messageRef="m"/></endEvent></process><message id="m" name="m"/>`;
  expect(told("expression-untyped", body(""))).toEqual([]);
  const bare = (more: string, text = "3"): string => body(more).replace("=3", text);
  expect(told("expression-untyped", bare(""))).toHaveLength(1);
  expect(told("message-without-operation", body(""))).toHaveLength(1);
  const flowable = ' xmlns:f="http://flowable.org/bpmn" f:candidateStarterGroups="all"';
  expect(told("message-without-operation", body(flowable))).toEqual([]);
  expect(told("expression-untyped", bare(flowable))).toEqual([]);
  expect(told("expression-untyped", bare(flowable, "count(3"))).toHaveLength(1);
  expect(told("expression-untyped", bare("").replace("<loopCardinality", '<loopCardinality language="feel"'))).toEqual(
    [],
  );
});

test("message flows without effect are told of together, by why", () => {
  const flows = ["a", "b"].map((id) => `<messageFlow id="${id}" sourceRef="them" targetRef="s"/>`).join("");
  const body = `<collaboration id="c"><participant id="us" processRef="p"/><participant id="them"/>${flows}<messageFlow id="inside" sourceRef="t" targetRef="s"/></collaboration><process id="p"><startEvent id="s"/><task id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/></process>`;
  expect(told("message-flow-ignored", body)).toEqual([
    expect.stringMatching("flows 'a' and 'b' have no effect: .*pool without a process"),
    expect.stringMatching("flow 'inside' has no effect"),
  ]);
});

test("a flow that leaves an end is told of once", () => {
  const body = '<process id="p"><startEvent id="s"/><endEvent id="e"/><task id="t"/>';
  const flows =
    '<sequenceFlow id="f" sourceRef="s" targetRef="e"/><sequenceFlow id="g" sourceRef="e" targetRef="t"/></process>';
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${body}${flows}</definitions>`;
  const errors = parseBpmn(text, { uri: "told.bpmn" }).diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code }) => code)).toEqual(["bpmn/end-event-outgoing"]);
});
