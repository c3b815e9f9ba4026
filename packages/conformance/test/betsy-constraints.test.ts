import { expect, test } from "vitest";
import { bpmn } from "../../parser-bpmn/src/diagnostics.js";
import { betsyConstraints } from "../src/bpmn/betsy/betsy-constraints.js";
import { ruleCodes } from "../src/bpmn/rule-codes.js";
import { sameAs, weightOf } from "../src/bpmn/rules.js";
import { definitions, flow, outcomes, process, tinyCorpora } from "./tiny-corpora.js";

const body = `<startEvent id="start"/>${flow("start", "end")}<endEvent id="end"/>`;
/** Breaks the rule that ids are unique. */
const twice = definitions(process("Main", `${body}<task id="end"/>`));
const good = definitions(process("Main", body));

/** What comes of a file of the suite, at a path and said to break a rule. */
async function differences(file: string, text: string, constraint?: string) {
  const constraints = constraint === undefined ? [] : [{ name: "x", constraint, file: `bpmn_constraints/${file}` }];
  const corpora = tinyCorpora({
    "bpmn/betsy/expected.json": { tests: [], constraints },
    [`bpmn/betsy/bpmn_constraints/${file}`]: text,
  });
  return (await outcomes(betsyConstraints, corpora))[file];
}

test("a file passes that gets a diagnostic of the rule that it breaks", async () => {
  expect(await differences("EXT002/EXT002_1.bpmn", twice, "EXT002")).toEqual([]);
});

test("a file that gets none is told with what would have stated the rule", async () => {
  expect(await differences("EXT002/EXT002_1.bpmn", good, "EXT002")).toEqual([
    { what: "EXT002", expected: { severity: "error", anyOf: ["bpmn/duplicate-id"] }, actual: [] },
  ]);
});

test("another rule's diagnostic doesn't count", async () => {
  const [difference] = (await differences("EXT104/EXT104_1.bpmn", twice, "EXT104")) ?? [];
  expect(difference?.expected).toEqual({ severity: "error", anyOf: ["bpmn/end-event-outgoing"] });
});

test("files that no list names break the rule that they are filed under", async () => {
  expect(await differences("EXT002/EXT002_9.bpmn", twice)).toEqual([]);
});

test("a file that is filed under another rule than its name says may show that one", async () => {
  expect(await differences("EXT002/EXT104_1.bpmn", twice, "EXT104")).toEqual([]);
});

test("what matters only when a process is executable is an error only then", async () => {
  const timer = (executable: boolean) =>
    definitions(`<process id="Main" isExecutable="${executable}"><startEvent id="start"/>${flow("start", "wait")}
      <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>soon</timeDuration></timerEventDefinition></intermediateCatchEvent>
      ${flow("wait", "end")}<endEvent id="end"/></process>`);
  expect(await differences("EXT134/a.bpmn", timer(true), "EXT134")).toEqual([]);
  expect(await differences("EXT134/b.bpmn", timer(false), "EXT134")).toEqual([]);
});

test("the set is not there without its files", () => {
  expect(betsyConstraints.load(tinyCorpora({}))).toBeNull();
});

test.each([
  ["EXT006", "error"],
  ["EXT024", "executable"],
  ["EXT053", "warning"],
  ["REF", "error"],
])("%s weighs as %s", (rule, weight) => {
  expect(weightOf(rule)).toBe(weight);
});

test("rules that say the same may stand for each other", () => {
  expect(sameAs("EXT129")).toEqual(["EXT129", "EXT059"]);
  expect(sameAs("EXT002")).toEqual(["EXT002"]);
});

test("every code of the table is one of ours", () => {
  const known = new Set(Object.keys(bpmn.rules).map((reason) => `bpmn/${reason}`));
  const codes = Object.values(ruleCodes).flat();
  expect(codes.filter((code) => code.startsWith("bpmn/") && !known.has(code))).toEqual([]);
});
