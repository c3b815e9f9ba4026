/** How often a job is tried: `R3/PT10M` of an engine, or a number of Zeebe. Both count all attempts, the first one included. */
import { addDuration, parseDuration, parseRepeating, type Retry } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import type { Lowering } from "../lower/lowering.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { vendorChildren, vendorElement } from "./names.js";

const most = 1000;

/** `task` is the node's own element, or the global task that it calls. */
export function retryOf(lowering: Lowering, node: FlowNode, task: XmlElement): Retry | undefined {
  const cycle = vendorElement(task, "engine", "failedJobRetryTimeCycle");
  const definition = vendorElement(task, "zeebe", "taskDefinition");
  const retries = definition === undefined ? undefined : attribute(definition, "retries");
  const [element, name, text] =
    cycle !== undefined
      ? [cycle, "failedJobRetryTimeCycle", cycle.text.trim()]
      : [definition, "the retries", retries ?? ""];
  if (element === undefined || text === "") return undefined;
  const retry = cycle !== undefined ? cycleOf(text) : countOf(task, text);
  if (retry !== undefined) return retry.attempts > 1 ? retry : undefined;
  lowering.report(bpmn.report("vendor-retry", lowering.originOf(element), { what: describe(node), name, text }));
  return undefined;
}

/** A repeating interval; or the waits before each further attempt, divided by commas. */
function cycleOf(text: string): Retry | undefined {
  const repeating = parseRepeating(text);
  if (repeating !== null) {
    if (repeating.times === null || repeating.times > most || repeating.start !== null) return undefined;
    return {
      attempts: Math.max(1, repeating.times),
      firstMs: milliseconds(text.slice(text.lastIndexOf("/") + 1)) ?? 0,
    };
  }
  const parts = text.split(",", most).map((wait) => milliseconds(wait.trim()));
  const waitsMs = parts.filter((wait) => wait !== undefined);
  const [firstMs] = waitsMs;
  if (firstMs === undefined || waitsMs.length < parts.length) return undefined;
  const attempts = waitsMs.length + 1;
  return waitsMs.every((wait) => wait === firstMs) ? { attempts, firstMs } : { attempts, firstMs, waitsMs };
}

/** A connector says in a header how long to wait. */
function countOf(task: XmlElement, text: string): Retry | undefined {
  if (!/^\d{1,4}$/.test(text) || Number(text) > most) return undefined;
  const headers = vendorElement(task, "zeebe", "taskHeaders");
  const backoff = (headers === undefined ? [] : vendorChildren(headers, "zeebe", "header")).find(
    (header) => attribute(header, "key") === "retryBackoff",
  );
  return {
    attempts: Math.max(1, Number(text)),
    firstMs: milliseconds((backoff && attribute(backoff, "value")) ?? "") ?? 0,
  };
}

/** A span as an engine that knows no calendar would count it, from the beginning of time. */
function milliseconds(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration === null ? undefined : addDuration(0, duration);
}
