/** What became of one step, for people and for other programs. The same whether a machine or a person did it. */
import type { Previews } from "./previews.js";

/** What one person said. */
export interface SaidByPerson {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `approve` and `reject` decide; `done` and `failed` are the outcome of manual work; `settle` and `choose` answer an incident. */
  readonly said: "approve" | "reject" | "done" | "failed" | "settle" | "choose";
  readonly comment?: string;
  readonly roles?: readonly string[];
  readonly gave?: Previews;
}

/** One activity that ended: an action, a gate, a scope, a call; one instance or round of it, where it loops, and then the whole. */
export interface StepResult {
  readonly run_id: string;
  readonly step_id: string;
  /** Where it isn't the main one of the bundle. */
  readonly graph?: string;
  /** `skipped`: it was come to, and not done. */
  readonly status: "passed" | "failed" | "skipped";
  readonly actor: "engine" | "human";
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly ended_at: string;
  /** From 1. */
  readonly attempt: number;
  /** The id of its last obligation to the outside, if it had any. */
  readonly effect?: string;
  /** The instance that it ran in. */
  readonly frame: number;
  /** Which instance or round of its loop, from 0; absent for the whole. */
  readonly iteration?: number;
  readonly evidence: { readonly people?: readonly SaidByPerson[] };
  /** What its outputs set. */
  readonly captures: Previews;
  readonly error: { readonly code: string; readonly message: string } | null;
}
