/** A step of a run: one visit of a token to a node, with everything that happened there. */
import type { GraphId, NodeId, NodeKind, Slot } from "@rb/ir";
import type { Approval, Failure, Id, JobRequest, Outcome, Resolution, Verdict, WaitKind } from "@rb/kernel";
import type { RecordPoint } from "./history.js";

/** How a step ended, or stands: `stuck` has an incident, `cancelled` was taken down by something else. */
export type StepStatus = "running" | "waiting" | "stuck" | "completed" | "failed" | "cancelled";

/** One job of a step: an attempt, a round of a loop, a review, a publication. */
export interface StepJob {
  readonly job: JobRequest;
  readonly stagedAtMs: number;
  /** From the first time that people were asked, to when it was permitted or ended. */
  reviewedFromMs: number | null;
  reviewedToMs: number | null;
  startedAtMs: number | null;
  endedAtMs: number | null;
  outcome: Outcome | null;
  /** What a person said that it came to, where its outcome left that open. */
  settledAs: Outcome | null;
  verdict: Verdict | null;
  readonly approvals: { readonly approval: Approval; readonly counts: boolean }[];
}

/** Trouble that a person has to look at. */
export interface StepIncident {
  readonly code: string;
  readonly message: string;
  readonly openedAtMs: number;
  resolved: { readonly atMs: number; readonly by: string; readonly how: Resolution } | null;
}

/** Something that a step waited for and that came. */
export interface StepEvent {
  readonly atMs: number;
  /** Which arm. */
  readonly index: number;
  readonly kind: WaitKind;
  readonly payload: Slot | null;
  /** Thrown by another step of the run. */
  readonly fromInside: boolean;
}

/** One visit of a token to a node. */
export interface Step {
  /** Its place in the list of all steps. */
  readonly index: number;
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly kind: NodeKind;
  readonly name: string;
  /** An instance of a loop over items, by its index; the step of the loop itself has none. */
  readonly item: number | null;
  /** Counts the node's steps from 1; instances of loops are counted apart from the loops that they are of. */
  readonly occurrence: number;
  readonly token: Id;
  /** The step whose scope, call or loop it is in, by index; null at the top. */
  readonly inside: number | null;
  /** The steps right before it, by index: all that it waited for. */
  readonly after: number[];
  readonly at: RecordPoint;
  readonly beganAtMs: number;
  endedAtMs: number | null;
  status: StepStatus;
  failure: Failure | null;
  readonly jobs: StepJob[];
  readonly incidents: StepIncident[];
  /** What it listened for and was told: arms of a catch. */
  readonly events: StepEvent[];
  /** Questions about the way on, as they were answered. */
  readonly choices: { readonly about: string; readonly option: readonly string[] }[];
  /** Variables that its end assigned. */
  readonly captures: Map<string, Slot>;
}
