import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

/** The smallest document that breaks a rule, what is said of it, and its twin, which differs only in keeping the rule. */
export interface RuleCase {
  readonly name: string;
  readonly bad: string;
  /** `severity code line:column`, without the package; lines count from 2, where the body begins. */
  readonly says: readonly string[];
  readonly good: string;
}

/** What is found in a document with this body, which begins on line 2. */
export function findings(body: string): readonly string[] {
  const namespaces = `xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"`;
  const { diagnostics } = parseBpmn(`<definitions ${namespaces}>\n${body}\n</definitions>`, { uri: "rules.bpmn" });
  return diagnostics
    .filter(({ code }) => code.startsWith("bpmn/"))
    .map(({ severity, code, origin }) => {
      const { start } = origin.kind === "source" ? origin : origin.from;
      return `${severity} ${code.slice("bpmn/".length)} ${start.line}:${start.column}`;
    });
}

/** Each bad document gets what is expected, and no error besides; its twin gets none of those codes, and no error at all. */
export function checkRuleCases(cases: readonly RuleCase[]): void {
  test.each(cases)("$name", ({ bad, says, good }) => {
    const found = findings(bad);
    expect(found).toEqual(expect.arrayContaining([...says]));
    expect(found.filter((one) => one.startsWith("error") && !says.includes(one))).toEqual([]);
    const codes = says.map((one) => one.split(" ")[1]);
    const twin = findings(good);
    expect(twin.filter((one) => one.startsWith("error") || codes.includes(one.split(" ")[1]))).toEqual([]);
  });
}

export function flow(source: string, target: string, content = ""): string {
  const ends = `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}"`;
  return content === "" ? `${ends}/>` : `${ends}>${content}</sequenceFlow>`;
}

/** A process on line 2 whose own lines begin on line 4: a start, the task `t` and an end come first, in a row. */
export function executable(...lines: readonly string[]): string {
  return [
    '<process id="p" isExecutable="true">',
    `<startEvent id="s"/><task id="t"/><endEvent id="e"/>${flow("s", "t")}${flow("t", "e")}`,
    ...lines,
    "</process>",
  ].join("\n");
}

/** The same of a process that is only to be read. */
export function drawn(...lines: readonly string[]): string {
  return executable(...lines).replace(' isExecutable="true"', "");
}

/** A case whose bad document has a `^` in front of the place that is spoken of, instead of a line and column in `says`. */
export function marked(name: string, bad: string, says: string, good: string): RuleCase {
  const before = bad.slice(0, bad.indexOf("^")).split("\n");
  const place = `${before.length + 1}:${(before.at(-1) as string).length + 1}`;
  return { name, bad: bad.replace("^", ""), says: [`${says} ${place}`], good };
}
