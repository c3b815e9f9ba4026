/**
 * Values in records that are too large for a line, and what stands for them. Only a slot, or a job's request, can be taken out, never
 * something inside a value: so what stands there (`attachment`, which neither a slot nor a job has) can't be forged by any document.
 */
import type { Slot } from "@rb/ir";
import type { Input, JobRequest, JournalRecord, Outcome } from "@rb/kernel";

/** Stands for a value in a line. */
export interface AttachmentRef {
  /** Hex, of the value's JSON in UTF-8. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** What becomes of a slot, and of a job's request. */
export interface SlotMap {
  readonly slot: (slot: Slot) => Slot;
  readonly job: (job: JobRequest) => JobRequest;
}

type Named = readonly (readonly [name: string, slot: Slot])[];

/** The record with each slot in it, and the request of its job, put through `map`. */
export function mapLargeValues(record: JournalRecord, map: SlotMap): JournalRecord {
  const named = (slots: Named): Named => slots.map(([name, slot]) => [name, map.slot(slot)]);
  switch (record.type) {
    case "received":
      return {
        ...record,
        input: mapInput(record.input, map),
        ...(record.answers === undefined
          ? {}
          : { answers: record.answers.map((a) => ("value" in a ? { ...a, value: map.slot(a.value) } : a)) }),
      };
    case "frameOpened":
      return { ...record, variables: named(record.variables) };
    case "variablesSet":
      return { ...record, set: named(record.set) };
    case "activityStarted":
      return { ...record, locals: named(record.locals) };
    case "loopStarted":
      return record.items === null ? record : { ...record, items: map.slot(record.items) };
    case "loopAdvanced":
      return record.collected === undefined ? record : { ...record, collected: record.collected.map(map.slot) };
    case "jobStaged":
      return { ...record, job: map.job(record.job) };
    case "jobSettled":
      return { ...record, outcome: mapOutcome(record.outcome, map) };
    case "waitFired":
      return record.payload === null ? record : { ...record, payload: map.slot(record.payload) };
    case "messageBuffered":
      return { ...record, payload: map.slot(record.payload) };
    case "incidentResolved":
      return record.how.do === "settle"
        ? { ...record, how: { do: "settle", outcome: mapOutcome(record.how.outcome, map) } }
        : record;
    case "statusChanged":
      return record.outputs === undefined ? record : { ...record, outputs: named(record.outputs) };
    default:
      return record;
  }
}

function mapInput(input: Input, map: SlotMap): Input {
  switch (input.type) {
    case "start":
      return {
        ...input,
        variables: Object.fromEntries(Object.entries(input.variables).map(([k, slot]) => [k, map.slot(slot)])),
        ...(input.payload === undefined ? {} : { payload: map.slot(input.payload) }),
      };
    case "settled":
      return { ...input, outcome: mapOutcome(input.outcome, map) };
    case "delivered":
    case "assumed":
      return { ...input, payload: map.slot(input.payload) };
    case "resolved":
      return input.how.do === "settle"
        ? { ...input, how: { do: "settle", outcome: mapOutcome(input.how.outcome, map) } }
        : input;
    default:
      return input;
  }
}

function mapOutcome(outcome: Outcome, map: SlotMap): Outcome {
  return outcome.kind === "ok" ? { ...outcome, output: map.slot(outcome.output) } : outcome;
}
