import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";
import { generateSequence } from "./generate.js";
import { survives } from "./survives.js";

const folder = fileURLToPath(new URL("./lowering/", import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".bpmn"))
  .map((name) => readFileSync(folder + name, "utf8"));

test("a document cut off anywhere is refused or read, never thrown over", () => {
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.double({ min: 0, max: 1, noNaN: true }), (text, part) =>
      survives(text.slice(0, Math.floor(text.length * part))),
    ),
    { numRuns: 60 },
  );
});

test("a document with its words exchanged is refused or read, never thrown over", () => {
  const words = [...new Set(sources.flatMap((text) => text.match(/[\w-]+/g) ?? []))];
  const change = fc.record({
    at: fc.nat(),
    word: fc.constantFrom(...words, "", "<", "constructor", "__proto__", "1e999"),
  });
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 8 }), (text, changes) => {
      const pieces = text.split(/([\w-]+)/);
      for (const { at, word } of changes) pieces[at % pieces.length] = word;
      survives(pieces.join(""));
    }),
    { numRuns: 300 },
  );
});

test("names from a document reach no prototype", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  survives(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:v"><process id="__proto__" name="constructor">
      <extensionElements><v:toString v:hasOwnProperty="1" valueOf="2">x</v:toString></extensionElements>
      <property id="toString" name="__proto__"/><task id="hasOwnProperty" v:valueOf="1"/><toString/>
      <sequenceFlow id="valueOf" sourceRef="constructor" targetRef="__proto__"><conditionExpression>__proto__.x == constructor</conditionExpression></sequenceFlow>
    </process></definitions>`,
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});

test("a mapping into deeper members than values may have is told of", () => {
  for (const depth of [50, 51, 200_000]) {
    const target = `a${".a".repeat(depth - 1)}`;
    const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
      <process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><serviceTask id="t">
      <extensionElements><zeebe:taskDefinition type="x"/><zeebe:ioMapping><zeebe:input source="=1" target="${target}"/>
      <zeebe:output source="=x" target="${target}"/></zeebe:ioMapping></extensionElements></serviceTask></process></definitions>`;
    const { diagnostics } = parseBpmn(text, { uri: "deep.bpmn" });
    const told = diagnostics.filter(({ code }) => code === "bpmn/vendor-mapping");
    expect(told.map(({ message }) => /deeper than 50 levels/.test(message))).toEqual(depth > 50 ? [true, true] : []);
  }
});

test("lists of any length are read", () => {
  const vendor = `xmlns:v="http://camunda.org/schema/1.0/bpmn"`;
  const user = (text: string): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${vendor}><process id="p"><userTask id="t" v:candidateUsers="${text}"/></process></definitions>`;
  survives(user("x,".repeat(300_000)));
  const elements = Array.from({ length: 150_000 }, (_, at) => `<a xmlns="${at}"/>`).join("");
  survives(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><extensionElements>${elements}</extensionElements></definitions>`,
  );
});

const begin = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>';
const end = "</process></definitions>";
const many = 20_000;
const lines = (line: (n: number) => string): string => Array.from({ length: many }, (_, n) => line(n)).join("");

/** Each of these once cost, or could cost, the square of its size. */
test.each<[string, string]>([
  ["flows to nothing", begin + lines((n) => `<sequenceFlow id="f${n}" sourceRef="s" targetRef="x${n}"/>`) + end],
  ["elements without id", begin + lines(() => "<task/>") + end],
  ["unknown elements", begin + lines(() => "<unknown/>") + end],
  ["the same id", begin + lines(() => '<task id="t"/>') + end],
  ["empty processes", `${begin}</process>${lines((n) => `<process id="p${n}"/>`)}</definitions>`],
  [
    "links",
    begin +
      lines(
        (n) =>
          `<intermediate${n % 2 === 0 ? "Throw" : "Catch"}Event id="l${n}"><linkEventDefinition name="${n}"/></intermediate${n % 2 === 0 ? "Throw" : "Catch"}Event>`,
      ) +
      end,
  ],
  [
    "ways of one choice",
    `${begin}<exclusiveGateway id="g"/>${lines((n) => `<sequenceFlow id="f${n}" sourceRef="g" targetRef="s"/>`)}${end}`,
  ],
  [
    "events that instantiate together",
    `${begin}<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>${lines((n) => `<intermediateCatchEvent id="c${n}"><signalEventDefinition/></intermediateCatchEvent><sequenceFlow id="f${n}" sourceRef="g" targetRef="c${n}"/>`)}${end}`,
  ],
  [
    "boundary events of one task",
    `${begin}<task id="t"/>${lines((n) => `<boundaryEvent id="b${n}" attachedToRef="t"><signalEventDefinition/></boundaryEvent>`)}${end}`,
  ],
  [
    "flows to a task, half of them from an event-based gateway",
    `${begin}<eventBasedGateway id="g"/><receiveTask id="c"/>${lines((n) => `<sequenceFlow id="f${n}" sourceRef="${n % 2 === 0 ? "s" : "g"}" targetRef="c"/>`)}${end}`,
  ],
  [
    "sources of one link",
    `${begin}<intermediateCatchEvent id="c"><linkEventDefinition id="d">${lines((n) => `<source>t${n}</source>`)}</linkEventDefinition></intermediateCatchEvent>${lines((n) => `<intermediateThrowEvent id="t${n}"><linkEventDefinition><target>d</target></linkEventDefinition></intermediateThrowEvent>`)}${end}`,
  ],
  [
    "calls of one process, and what it takes",
    `${begin}${lines((n) => `<callActivity id="c${n}" calledElement="q"/>`)}</process><process id="q"><ioSpecification>${lines((n) => `<dataInput id="i${n}"/>`)}</ioSpecification>${end}`,
  ],
  [
    "definitions of one event",
    `${begin}<intermediateCatchEvent id="c">${lines((n) => `<signalEventDefinition v:errorCodeVariable="v${n}"/>`)}</intermediateCatchEvent>${end}`.replace(
      "<process",
      '<process xmlns:v="http://camunda.org/schema/1.0/bpmn"',
    ),
  ],
  [
    "gateways before one event of many definitions",
    `${begin}<intermediateCatchEvent id="c">${lines(() => "<signalEventDefinition/>")}</intermediateCatchEvent>${lines((n) => `<eventBasedGateway id="g${n}"/><sequenceFlow id="f${n}" sourceRef="g${n}" targetRef="c"/>`)}${end}`,
  ],
  [
    "definitions and data of one event that catches",
    `${begin}<dataObject id="d"/><intermediateCatchEvent id="c">${lines((n) => `<signalEventDefinition/><dataOutput id="o${n}"/><dataOutputAssociation><sourceRef>o${n}</sourceRef><targetRef>d</targetRef></dataOutputAssociation>`)}</intermediateCatchEvent>${end}`,
  ],
  [
    "definitions and data of one event that throws",
    `${begin}<dataObject id="d"/><intermediateThrowEvent id="t">${lines((n) => `<signalEventDefinition/><dataInput id="i${n}"/><dataInputAssociation><sourceRef>d</sourceRef><targetRef>i${n}</targetRef></dataInputAssociation>`)}</intermediateThrowEvent>${end}`,
  ],
  [
    "starts of one event subprocess",
    `${begin}<subProcess id="e" triggeredByEvent="true">${lines((n) => `<startEvent id="c${n}"><signalEventDefinition/></startEvent>`)}</subProcess>${end}`,
  ],
  [
    "event subprocesses in each other, each with two starts",
    begin +
      '<subProcess triggeredByEvent="true"><startEvent><signalEventDefinition/></startEvent><startEvent><signalEventDefinition/></startEvent>'.repeat(
        60,
      ) +
      "</subProcess>".repeat(60) +
      end,
  ],
  [
    "sets that name each other",
    `${begin}<ioSpecification><inputSet id="i">${lines((n) => `<outputSetRefs>o${n}</outputSetRefs><outputSetRefs>o</outputSetRefs>`)}</inputSet><outputSet id="o">${lines((n) => `<inputSetRefs>i${n}</inputSetRefs><optionalOutputRefs>o</optionalOutputRefs>`)}</outputSet></ioSpecification>${end}`,
  ],
  [
    "flows that a node lists",
    `${begin}<task id="g">${lines((n) => `<outgoing>x${n}</outgoing>`)}</task>${lines((n) => `<sequenceFlow id="f${n}" sourceRef="g" targetRef="s"/>`)}${end}`,
  ],
  [
    "expressions far down",
    `${begin}${"<subProcess>".repeat(40)}${lines((n) => (n % 4 > 0 ? "" : '<task><standardLoopCharacteristics><loopCondition language="x">all is not well</loopCondition></standardLoopCharacteristics></task>'))}${"</subProcess>".repeat(40)}${end}`,
  ],
  [
    "message flows",
    `${begin}</process><collaboration>${lines((n) => `<messageFlow sourceRef="s" targetRef="s${n % 2}"/>`)}</collaboration></definitions>`,
  ],
])("%s, many times over, end in bounded time and a bounded answer", (_, text) => {
  const before = performance.now();
  const result = parseBpmn(text, { uri: "x", limits: { maxBytes: 1e9, maxNodes: 1e6 } });
  expect(performance.now() - before).toBeLessThan(5000);
  expect(result.diagnostics.length).toBeLessThan(5000);
  expect(JSON.stringify(result.bundle).length).toBeLessThan(text.length * 50);
});

const long = "x".repeat(1_000_000);
test.each<[string, string]>([
  ["an id", `${begin.replace('id="p"', `id="${long}"`)}${lines(() => "<task/>")}${end}`],
  ["a name", `${begin}<task name="${long}"/>${end}`],
  ["a code", `${begin}</process><error id="e" errorCode="${long}"/></definitions>`],
  ["a namespace", `${begin}<task xmlns:n="${long}"/>${end}`],
])("%s of a megabyte is refused before anything repeats it", (_, text) => {
  const { bundle, diagnostics } = parseBpmn(text, { uri: "x" });
  expect(bundle).toBeNull();
  expect(diagnostics.map(({ code }) => code)).toEqual(["bpmn/too-long"]);
  expect(JSON.stringify(diagnostics).length).toBeLessThan(1000);
});

test.each<[string, string]>([
  [
    "a script that many call",
    `${begin}${lines((n) => (n < 5000 ? `<callActivity id="c${n}" calledElement="g"/>` : ""))}</process><globalScriptTask id="g"><script>${long}</script></globalScriptTask></definitions>`,
  ],
  [
    "a condition that many wait for",
    `${begin}${lines((n) => (n < 5000 ? `<intermediateCatchEvent id="c${n}"><eventDefinitionRef>d</eventDefinitionRef></intermediateCatchEvent>` : ""))}</process><conditionalEventDefinition id="d"><condition>a = "${long}"</condition></conditionalEventDefinition></definitions>`,
  ],
])("%s is not written down for each", (_, text) => {
  const { bundle, diagnostics } = parseBpmn(text, { uri: "x" });
  expect(diagnostics.some(({ code }) => code === "bpmn/too-much-copied")).toBe(true);
  expect(JSON.stringify(bundle).length).toBeLessThan(text.length * 10);
});

test("lanes in lanes have no endless names", () => {
  const lanes = `<laneSet>${`<lane name="${"n".repeat(4000)}"><flowNodeRef>s</flowNodeRef><childLaneSet>`.repeat(25)}${"</childLaneSet></lane>".repeat(25)}</laneSet>`;
  const { bundle } = parseBpmn(begin + lanes + end, { uri: "x" });
  expect(bundle?.graphs[0]?.nodes[0]?.meta?.labels?.lane).toHaveLength(4000);
});

test("a script full of patterns that never end is looked through in a moment", () => {
  const text = `${begin}<scriptTask id="t" scriptFormat="javascript"><script>${"a = /[".repeat(20_000)}</script></scriptTask>${end}`;
  const before = performance.now();
  parseBpmn(text, { uri: "x" });
  expect(performance.now() - before).toBeLessThan(2000);
});

test("a chain of processes that call each other is checked in linear time", () => {
  const processes = lines((n) =>
    n < 4000
      ? `<process id="p${n}"><startEvent id="s${n}"/><callActivity id="c${n}" calledElement="p${n + 1}"/></process>`
      : "",
  );
  const before = performance.now();
  parseBpmn(`${begin}</process>${processes}</definitions>`, { uri: "x" });
  expect(performance.now() - before).toBeLessThan(5000);
});

test("ten thousand tasks become a graph without a finding", () => {
  const limits = { maxNodes: 10_002 };
  const { bundle, diagnostics } = parseBpmn(generateSequence(10_000), { uri: "generated", limits });
  expect(diagnostics).toEqual([]);
  expect(bundle?.graphs[0]?.nodes).toHaveLength(10_002);
  expect(bundle?.graphs[0]?.flows).toHaveLength(10_001);
});
