/**
 * How much data a run has taken up: what keeps a document that doubles a text, or a list, in a loop from filling the memory. Every
 * value that a record holds is counted, by about the length of its JSON, so the sum bounds the journal, the state and what has to be
 * hashed alike. What a value holds twice counts twice, though it may be stored once: it is written twice. Only an outcome, which is received
 * and settled in the same step, counts once.
 */
import type { Json, Slot } from "@rb/ir";
import type { Input, Outcome } from "./envelope.js";
import { LimitSignal } from "./limit-signal.js";
import type { JournalRecord } from "./record.js";
import type { RunLimits } from "./run-options.js";

/** What a number, a word, a member or an item costs besides its text. */
const itemSize = 8;

/** What counting stops at, since what is measured may be far larger than anything that can be walked over. */
export type DataLimits = Pick<RunLimits, "maxData" | "maxValueDepth">;

const none: DataLimits = { maxData: Number.POSITIVE_INFINITY, maxValueDepth: Number.POSITIVE_INFINITY };

/** What the record adds to the `have` that is there already. Throws `LimitSignal` beyond the limits. */
export function dataOf(record: JournalRecord, have = 0, limits: DataLimits = none): number {
  switch (record.type) {
    case "received": {
      const { input, answers } = record;
      if (input.type === "settled" && answers === undefined) return outcomeSize(input.outcome, have, limits);
      const brought = valuesOf(input);
      if (brought === undefined && answers === undefined) return 0;
      return sizeOf([brought, answers], have, limits);
    }
    case "frameOpened":
      return record.variables.length === 0 ? 0 : sizeOf(record.variables, have, limits);
    case "variablesSet":
      return sizeOf(record.set, have, limits);
    case "activityStarted":
      return record.locals.length === 0 ? 0 : sizeOf(record.locals, have, limits);
    case "loopStarted":
      return sizeOf(record.items, have, limits);
    case "loopAdvanced":
      return record.collected === undefined ? 0 : sizeOf(record.collected, have, limits);
    case "jobStaged":
      return sizeOf(record.job.request, have, limits) + sizeOf(record.job.secrets, have, limits);
    case "jobSettled":
      // The very value that was received with it.
      return 0;
    case "activityFailed":
      return sizeOf(record.failure, have, limits);
    case "waitOpened":
      return sizeOf(record.wait.key, have, limits) + sizeOf(record.wait.name, have, limits);
    case "waitFired":
      return sizeOf(record.payload, have, limits);
    case "raised":
      return sizeOf(record.name, have, limits);
    case "messageBuffered":
      return sizeOf([record.name, record.key, record.payload], have, limits);
    case "incidentOpened":
      return sizeOf([record.message, record.detail], have, limits);
    case "statusChanged":
      return sizeOf([record.outputs, record.failure], have, limits);
    default:
      return 0;
  }
}

/** Asked for every step of every run; most bring little. */
function outcomeSize(outcome: Outcome, have: number, limits: DataLimits): number {
  if (outcome.kind !== "ok") return sizeOf(outcome, have, limits);
  return "json" in outcome.output ? sizeOf(outcome.output.json, have, limits) : sizeOf(outcome.output, have, limits);
}

function valuesOf(input: Input): unknown {
  switch (input.type) {
    case "start":
      return [input.variables, input.payload];
    case "settled":
      return input.outcome;
    case "delivered":
      return [input.key, input.payload];
    case "assumed":
      return input.payload;
    case "resolved":
      return input.how;
    default:
      return undefined;
  }
}

/** Throws `LimitSignal` when the value would not fit: for what is made from a value before a record holds it. */
export function checkFits(value: Json | Slot, have: number, limits: DataLimits): void {
  sizeOf(value, have, limits);
}

/** Takes `unknown`, as it measures slots, outcomes and bare JSON alike; members that are undefined are not there. */
function sizeOf(value: unknown, have: number, limits: DataLimits): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== "object" && typeof value !== "string") return itemSize;
  return measure(value, limits.maxData - have, limits, 0);
}

function measure(value: unknown, room: number, limits: DataLimits, depth: number): number {
  let size = itemSize;
  if (typeof value === "string") size += value.length;
  else if (typeof value === "object" && value !== null) {
    if (depth > limits.maxValueDepth) throw new LimitSignal("maxValueDepth", limits.maxValueDepth);
    if (Array.isArray(value)) for (const item of value) size += measure(item, room - size, limits, depth + 1);
    else {
      for (const key of Object.keys(value)) {
        size +=
          key.length + measure((value as { readonly [key: string]: unknown })[key], room - size, limits, depth + 1);
      }
    }
  }
  if (size > room) throw new LimitSignal("maxData", limits.maxData);
  return size;
}
