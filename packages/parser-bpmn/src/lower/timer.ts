/** Timers: a date, a duration or a cycle, in ISO 8601 or as an expression (BPMN 2.0.2, 10.5.5). */
import { addDuration, parseDateTime, parseDuration, parseRepeating, type Value, type WaitTrigger } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { whereExecutable } from "../model/executable.js";
import type { FlowNode } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import { isMarked, textOf } from "./expression.js";
import type { Lowering } from "./lowering.js";

type TimerOf = (lowering: Lowering, node: FlowNode, element: XmlElement) => WaitTrigger;
const timers: ReadonlyMap<string, TimerOf> = new Map<string, TimerOf>([
  ["timeDate", dateTimer],
  ["timeDuration", durationTimer],
  ["timeCycle", cycleTimer],
]);

export function timerTrigger(lowering: Lowering, node: FlowNode, definition: XmlElement): WaitTrigger {
  for (const element of definition.children) {
    const timer = timers.get(element.type);
    if (timer !== undefined && element.text.trim() !== "") return timer(lowering, node, element);
  }
  const what = describe(node);
  lowering.report(bpmn.report("timer-without-value", lowering.originOf(node.element), { what }));
  return saidBySomebody(what);
}

/** A timer that nobody can compute waits until a person says that its time has come. */
function saidBySomebody(what: string): WaitTrigger {
  return { on: "condition", test: { unspecified: `The timer of ${what} doesn't say when it fires.` } };
}

function dateTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const at = textOf(lowering, element, element.text);
  if (!isText(at) || parseDateTime(at.json) !== null) return { on: "timer", at };
  const [text, what] = [at.json, describe(node)];
  const inUtc = momentInUtc(text);
  if (parseDateTime(inUtc) !== null) {
    lowering.report(bpmn.report("timer-offset", lowering.originOf(element), { what, text }));
    return { on: "timer", at: { json: inUtc } };
  }
  return unreadable(lowering, element, { what, text, wanted: "a date with a time" });
}

/** A date and time that says no offset is meant in UTC: what it means must not depend on the machine. */
function momentInUtc(text: string): string {
  return parseDateTime(text) === null && parseDateTime(`${text}Z`) !== null ? `${text}Z` : text;
}

function durationTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const after = textOf(lowering, element, element.text);
  if (!isText(after) || parseDuration(after.json) !== null) return { on: "timer", after };
  return unreadable(lowering, element, { what: describe(node), text: after.json, wanted: "a duration" });
}

/** Some engines take cron expressions here: no mistake, only nothing that is understood. */
function cycleTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const every = textOf(lowering, element, element.text);
  if (!isText(every) || parseRepeating(every.json) !== null) return { on: "timer", every };
  const args = { what: describe(node), text: every.json };
  const inUtc = args.text.split("/").map(momentInUtc).join("/");
  if (parseRepeating(inUtc) !== null) {
    lowering.report(bpmn.report("timer-offset", lowering.originOf(element), args));
    return { on: "timer", every: { json: inUtc } };
  }
  if (hasNoPeriod(inUtc)) {
    const found = bpmn.report("timer-zero", lowering.originOf(element), args);
    lowering.report(whereExecutable(lowering.process, found));
    return saidBySomebody(args.what);
  }
  if (!cron.test(args.text)) return unreadable(lowering, element, { ...args, wanted: "a repeating interval" });
  lowering.report(bpmn.report("timer-cycle", lowering.originOf(element), args));
  return saidBySomebody(args.what);
}

/** Whether a cycle would be one, were its period longer than nothing. */
function hasNoPeriod(text: string): boolean {
  const [head = "", ...rest] = text.split("/", 4);
  if (rest.length === 0 ? parseDuration(head) === null : !/^R\d{0,9}$/.test(head)) return false;
  const [start, end] = rest.map(parseDateTime);
  if (start != null && end != null) return end <= start;
  const period = [head, ...rest].map(parseDuration).find((duration) => duration !== null);
  return period !== undefined && addDuration(0, period) <= 0;
}

/** Five to seven fields, or a name such as `@daily`. */
const cron = /^(?:@[a-z]+|(?:[\d*?LW#,/A-Z-]{1,99}\s+){4,6}[\d*?LW#,/A-Z-]{1,99})$/i;

/** Where the process is meant to run, a value that says nothing is a mistake. That an expression isn't understood has been told. */
function unreadable(
  lowering: Lowering,
  element: XmlElement,
  args: { readonly what: string; readonly text: string; readonly wanted: string },
): WaitTrigger {
  if (!isMarked(args.text) && !/[$#]\{/.test(args.text)) {
    const diagnostic = bpmn.report("timer-syntax", lowering.originOf(element), args);
    lowering.report(whereExecutable(lowering.process, diagnostic));
  }
  return saidBySomebody(args.what);
}

function isText(value: Value): value is { readonly json: string } {
  return "json" in value && typeof value.json === "string";
}
