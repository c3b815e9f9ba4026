import { expect, test } from "vitest";
import { outOfOrder } from "../src/bpmn/token-simulation/order.js";
import { tokenSimulation } from "../src/bpmn/token-simulation/token-simulation.js";
import { definitions, flow, outcomes, process, tinyCorpora } from "./tiny-corpora.js";

/** What a model comes to that is held against a trace; lines without a scope get one, flows are entered and left. */
async function differences(content: string, trace: string, start = "start") {
  const lines = trace.trim().split(/\s+/).flatMap(written);
  const corpora = tinyCorpora({
    "bpmn/token-simulation/expected.json": { tests: [{ name: "model", file: "Model.bpmn", start, trace: lines }] },
    "bpmn/token-simulation/Model.bpmn": definitions(content),
  });
  return (await outcomes(tokenSimulation, corpora)).model;
}

/** `>a` entered, `<a` left, `!a` triggered, `a-b` a flow passed; `+a` a token appears there. */
function written(word: string): readonly string[] {
  const element = word.slice(1);
  if (word.startsWith(">")) return [`enter:${element}:A`];
  if (word.startsWith("<")) return [`exit:${element}:A`];
  if (word.startsWith("+")) return [`createScope:${element}:A`];
  if (word.startsWith("!")) return [`signal:${element}:A`];
  return [`createScope:${word}:A`, `enter:${word}:A`, `exit:${word}:B`];
}

const line = process(
  "P",
  `<startEvent id="start"/>${flow("start", "t")}<task id="t"/>${flow("t", "end")}<endEvent id="end"/>`,
);

test("a model passes that goes the way of its trace", async () => {
  expect(await differences(line, "!P !start <start start-t >t <t t-end >end <end <P")).toEqual([]);
});

test("entries that only one of the two has are told", async () => {
  expect(await differences(line, "<start start-t >t <t t-end >end <end >more <P")).toEqual([
    { what: "entries that only one of the two has", expected: ["enter:more"], actual: [] },
  ]);
  expect(await differences(line, "<start start-t >t <t t-end >end <P")).toEqual([
    { what: "entries that only one of the two has", expected: [], actual: ["exit:end"] },
  ]);
});

test("the order along a token's way has to be that of the trace", async () => {
  expect(await differences(line, "<start start-t <t >t t-end >end <end <P")).toEqual([
    { what: "order", expected: "exit:t, then enter:t", actual: "enter:t, then exit:t" },
  ]);
});

test("what runs side by side may come in any order", async () => {
  const fork = process(
    "P",
    `<startEvent id="start"/>${flow("start", "a")}${flow("start", "b")}<task id="a"/><task id="b"/>`,
  );
  expect(await differences(fork, "<start start-a start-b >a >b <a <b <P")).toEqual([]);
  expect(await differences(fork, "<start start-a start-b >b <b >a <a <P")).toEqual([]);
});

test("a choice goes where the trace goes, each time, and else takes its first flow", async () => {
  const loop = process(
    "P",
    `<startEvent id="start"/>${flow("start", "g")}<exclusiveGateway id="g" default="g-end"/>${flow("g", "t", "false")}${flow("g", "end")}
    <task id="t"/>${flow("t", "g")}<endEvent id="end"/>`,
  );
  expect(
    await differences(loop, "<start start-g >g <g g-t >t <t t-g >g <g g-t >t <t t-g >g <g g-end >end <end <P"),
  ).toEqual([]);
  const once = process(
    "P",
    `<startEvent id="start"/>${flow("start", "g")}<inclusiveGateway id="g"/>${flow("g", "a", "false")}<task id="a"/>${flow("g", "b", "true")}<task id="b"/>`,
  );
  expect(await differences(once, "<start start-g >g <g g-a >a <a <P")).toEqual([]);
  expect(await differences(once, "<start start-g >g <g +g-a +g-b g-a g-b >a >b <a <b <P")).toEqual([]);
});

const timer = "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>";

test("what is waited for comes when the trace shows it triggered, and never else", async () => {
  const model = process(
    "P",
    `<startEvent id="start"/>${flow("start", "wait")}<intermediateCatchEvent id="wait">${timer}</intermediateCatchEvent>${flow("wait", "end")}<endEvent id="end"/>`,
  );
  expect(await differences(model, "<start start-wait >wait !wait <wait wait-end >end <end <P")).toEqual([]);
  expect(await differences(model, "<start start-wait >wait")).toEqual([]);
});

test("an event on the boundary leaves what it interrupts", async () => {
  const model = process(
    "P",
    `<startEvent id="start"/>${flow("start", "s")}
    <subProcess id="s"><startEvent id="in"/>${flow("in", "wait")}<intermediateCatchEvent id="wait"><messageEventDefinition/></intermediateCatchEvent></subProcess>
    <boundaryEvent id="b" attachedToRef="s">${timer}</boundaryEvent>${flow("b", "end")}<endEvent id="end"/>`,
  );
  expect(await differences(model, "<start start-s >s <in in-wait >wait !b <s <b b-end >end <end <P")).toEqual([]);
});

test("nothing is evaluated: loops, data and conditions of events make no difference", async () => {
  const model = process(
    "P",
    `<startEvent id="start"/>${flow("start", "t")}
    <task id="t"><standardLoopCharacteristics><loopCondition>nobody &lt; knows</loopCondition></standardLoopCharacteristics></task>
    <boundaryEvent id="b" attachedToRef="t"><conditionalEventDefinition><condition>true</condition></conditionalEventDefinition></boundaryEvent>${flow("b", "never")}<endEvent id="never"/>
    ${flow("t", "wait")}<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>\${nobody}</timeDuration></timerEventDefinition></intermediateCatchEvent>${flow("wait", "end")}<endEvent id="end"/>`,
  );
  expect(await differences(model, "<start start-t >t <t t-wait >wait !wait <wait wait-end >end <end <P")).toEqual([]);
});

test("a call passes as a task does, whatever it calls", async () => {
  const model = `${process("P", `<startEvent id="start"/>${flow("start", "c")}<callActivity id="c" calledElement="Q"/>${flow("c", "end")}<endEvent id="end"/>`)}
    ${process("Q", '<startEvent id="q"/>')}`;
  expect(await differences(model, "<start start-c >c <c c-end >end <end <P")).toEqual([]);
});

test("a message that the model throws isn't given by hand", async () => {
  const throwing = `<message id="m" name="m"/>
    ${process("P", `<startEvent id="start"/>${flow("start", "wait")}<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>`)}
    ${process("Q", '<startEvent id="q"/><sequenceFlow id="q-end" sourceRef="q" targetRef="send"/><intermediateThrowEvent id="send"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>')}`;
  const [difference] = (await differences(throwing, "<start start-wait >wait !wait <wait <P")) ?? [];
  expect(difference?.expected).toEqual(["exit:wait", "exit:P"]);
});

test("pools are called by their participants, and message flows leave with what sends them", async () => {
  const model = `<collaboration id="c"><participant id="Pool" processRef="P"/><participant id="Other"/>
    <messageFlow id="m" sourceRef="t" targetRef="Other"/></collaboration>${line}`;
  expect(await differences(model, "<start start-t >t <t <m t-end >end <end <Pool")).toEqual([]);
});

test("a trigger that the trace names and no process has is an exception", async () => {
  await expect(differences(line, "<start", "nowhere")).rejects.toThrow("'nowhere'");
});

test("equal entries get the benefit of the doubt", () => {
  const entry = (text: string, ...after: number[]) => ({ text, after });
  const entries = [entry("a"), entry("b", 0), entry("a"), entry("b", 2)];
  expect(outOfOrder(entries, ["a", "a", "b", "b"])).toEqual([]);
  expect(outOfOrder(entries, ["a", "b", "b", "a"])).toEqual([["a", "b"]]);
});
