/** What people read of a run: one line for each thing that they would call something that happened. */
import type { GraphId, Json, NodeId, Slot } from "@rb/ir";
import type { RecordPoint } from "./history.js";

export type TimelineLevel = "info" | "warning" | "error";

/** Where a value is that is not in the timeline itself: an attachment of the run, or a record of its trace. */
export type ResultPointer = { readonly attachment: string } | RecordPoint;

/** One thing that happened. */
export interface TimelineEntry {
  /** From 1, without gaps. */
  readonly n: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly level: TimelineLevel;
  /** `step.entered`, `decision.made`, `run.completed`, … */
  readonly eventType: string;
  readonly runId: string;
  /** The node, and its graph where it isn't the plan's main one. */
  readonly stepId?: NodeId;
  readonly graph?: GraphId;
  /** The step with the rounds of the loops around it, `prepare[1]::build`; absent outside of loops. */
  readonly instance?: string;
  /** Who did it. Absent for what only followed: from a plan, a policy, a clock, an executor. */
  readonly actor?: string;
  /** For people; names in it are as the document has them. */
  readonly message: string;
  /** The effect's id, for what is about a job. */
  readonly effect?: string;
  readonly result?: ResultPointer;
  readonly data?: { readonly [name: string]: Json };
}

/** An entry as one line. It may hold what a document holds: make it printable before it goes to a terminal. */
export function timelineLine({ at, level, eventType, stepId, actor, message }: TimelineEntry): string {
  const parts = [at, level.padEnd("warning".length), eventType, ...(stepId === undefined ? [] : [stepId]), message];
  return `${parts.join("  ")}${actor === undefined ? "" : `  (${actor})`}`;
}

/** Characters of a value that an entry may show. */
const PREVIEW = 80;

/** The beginning of a value; references stay references. */
export function preview(slot: Slot | null): string {
  if (slot === null) return "nothing";
  if ("json" in slot) return shortened(JSON.stringify(slot.json));
  if ("secret" in slot) return slot.secret;
  if ("unknown" in slot) return "unknown";
  return `${slot.pointer.size} bytes, ${slot.pointer.sha256}`;
}

/** The beginning of a text, of at most so many characters. */
export function shortened(text: string, most: number = PREVIEW): string {
  // Cut between characters, not inside of one.
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Where a value is to be had: what is stored outside says where itself. */
export function pointerTo(slot: Slot | null, point: RecordPoint): ResultPointer {
  return slot !== null && "pointer" in slot ? { attachment: slot.pointer.sha256 } : point;
}
