import { expect, test } from "vitest";
import { checkRuleCases, drawn, executable, findings, flow, marked } from "./rule-cases.js";

const condition = '<conditionExpression xsi:type="tFormalExpression">x</conditionExpression>';
const subprocess = `<subProcess id="u"><startEvent id="us"/><task id="v"/><endEvent id="ue"/>${flow("us", "v")}${flow("v", "ue")}</subProcess>`;
const withFlow = (attributes: string): string => `<sequenceFlow id="f" sourceRef="t" targetRef="e"${attributes}/>`;
const into = (id: string): string => `<incoming>${id}</incoming>`;
const out = (id: string): string => `<outgoing>${id}</outgoing>`;

interface Lists {
  readonly start?: string;
  readonly task?: string;
  readonly end?: string;
}
const complete: Lists = { start: out("s-t"), task: into("s-t") + out("t-e"), end: into("t-e") };
/** A start, a task and an end that list their flows; `marks` go in front of the start, the end, and the flow to the end. */
function listing(
  { start = "", task = "", end = "" }: Lists,
  marks: readonly [string, string, string] = ["", "", ""],
): string {
  const nodes = `${marks[0]}<startEvent id="s">${start}</startEvent><task id="t">${task}</task>\n${marks[1]}<endEvent id="e">${end}</endEvent>`;
  return `<process id="p">\n${nodes}${flow("s", "t")}${marks[2]}${flow("t", "e")}</process>`;
}

checkRuleCases([
  marked(
    "a flow on which something may happen",
    executable(withFlow(' ^isImmediate="false"')),
    "error flow-not-immediate",
    executable(withFlow(' isImmediate="true"')),
  ),
  marked(
    "a flow on which something may happen, where that is only read",
    executable(withFlow(' ^isImmediate="0"')),
    "error flow-not-immediate",
    drawn(withFlow(' isImmediate="0"')),
  ),
  marked(
    "a condition on the only way out",
    drawn('<task id="u"/>', flow("t", "u"), flow("u", "e", `^${condition}`)),
    "warning lone-conditional-flow",
    drawn('<task id="u"/>', flow("t", "u"), flow("u", "e", condition), flow("u", "t")),
  ),
  marked(
    "a condition on the only way out of a subprocess",
    drawn(subprocess, flow("t", "u"), flow("u", "e", `^${condition}`)),
    "warning lone-conditional-flow",
    drawn(subprocess, flow("t", "u"), flow("u", "e")),
  ),
  marked(
    "a condition on the only way out of a task, but not of a gateway",
    drawn('<callActivity id="u"/>', flow("t", "u"), flow("u", "e", `^${condition}`)),
    "warning lone-conditional-flow",
    drawn('<exclusiveGateway id="u"/>', flow("t", "u"), flow("u", "e", condition)),
  ),
  marked(
    "a flow out of a subprocess",
    drawn(subprocess, flow("t", "u"), `^${flow("v", "e")}`),
    "error flow-crosses-border",
    drawn(subprocess, flow("t", "u"), flow("u", "e")),
  ),
  marked(
    "a default of another node",
    drawn('^<exclusiveGateway id="x" default="t-e"/>', flow("t", "x"), flow("x", "e")),
    "error default-flow",
    drawn('<exclusiveGateway id="x" default="x-e"/>', flow("t", "x"), flow("x", "e")),
  ),
  marked(
    "a default that is no flow",
    drawn('^<inclusiveGateway id="x" default="s"/>', flow("t", "x"), flow("x", "e")),
    "error default-flow",
    drawn('<inclusiveGateway id="x"/>', flow("t", "x"), flow("x", "e")),
  ),
  marked(
    "a flow that its source doesn't list",
    listing({ ...complete, task: into("s-t") }, ["", "", "^"]),
    "warning flow-not-listed",
    listing(complete),
  ),
  marked(
    "a flow that its target doesn't list",
    listing({ ...complete, end: "" }, ["", "", "^"]),
    "warning flow-not-listed",
    listing({ start: out("any:s-t"), task: into("any:s-t") + out("any:t-e"), end: into(" t-e ") }),
  ),
  marked(
    "a node that lists a flow of others",
    listing({ ...complete, end: into("t-e") + into("s-t") }, ["", "^", ""]),
    "warning listed-flow-elsewhere",
    listing(complete),
  ),
  marked(
    "a node that lists what isn't there",
    listing({ ...complete, start: out("s-t") + out("old") }, ["^", "", ""]),
    "warning listed-flow-elsewhere",
    listing({}),
  ),
]);

test("a flow whose other end is broken is listed where it is", () => {
  const body = listing({ ...complete, end: into("t-e") + into("f") }).replace(
    "</process>",
    `${flow("nowhere", "e").replace("nowhere-e", "f")}</process>`,
  );
  expect(findings(body)).toContainEqual(expect.stringMatching("dangling-sequence-flow"));
  expect(findings(body).filter((one) => one.includes("list"))).toEqual([]);
});

test("a flow that neither end lists is told once", () => {
  const found = findings(listing({ ...complete, task: into("s-t"), end: "" })).filter((one) => one.includes("list"));
  expect(found).toHaveLength(1);
});

test("flows on which something may happen are told once for their level, and as a warning where the tool writes it everywhere", () => {
  const slow = (more: string): string =>
    executable(withFlow(' isImmediate="false"'), withFlow(' isImmediate="false"').replace('id="f"', `id="g"${more}`));
  const triso = ' xmlns:triso="http://www.trisotech.com/2015/triso/modeling" triso:readOnly="false"';
  const told = (body: string): readonly string[] => findings(body).filter((one) => one.includes("immediate"));
  expect(told(slow(""))).toHaveLength(1);
  expect(told(slow(triso))).toEqual([expect.stringMatching("error")]);
  expect(told(slow(triso).replace('id="f"', `id="f"${triso}`))).toEqual([expect.stringMatching("warning")]);
});
