/** What stands in a run's files, member by member as `runbook/v0` has it. */
import type { JsonObject } from "@rb/ir";

export type ExecMode = "real" | "replay" | "dry-run";
export const execModes: readonly ExecMode[] = ["real", "replay", "dry-run"];

/** What became of one step. */
export interface StepResult {
  readonly run_id: string;
  readonly step_id: string;
  /** `skipped`: a dry run has not carried it out, and nobody has said what would come of it. */
  readonly status: "passed" | "failed" | "skipped";
  readonly actor: "engine" | "human";
  /** ISO 8601, UTC; so is the next. */
  readonly started_at: string;
  readonly ended_at: string;
  readonly evidence: JsonObject;
  readonly captures: Captures;
  readonly error: string | null;
}

/** Captured texts by name, or their hashes (`sha256:…`); null where it isn't known what a command would have printed. */
export interface Captures {
  readonly [name: string]: string | null;
}

/** Everything about a run after a step: a snapshot. */
export interface RunState {
  readonly run_id: string;
  readonly runbook_path: string;
  readonly mode: ExecMode;
  readonly started_at: string;
  readonly actor: string;
  /** Of the step that the last result is about, from 0. */
  readonly current_step_index: number;
  readonly vars: { readonly [name: string]: string };
  /** Of all steps so far; what was captured later stands for what had its name before. */
  readonly captures: Captures;
  readonly history: readonly StepResult[];
}

/** A line of the trace before a command is started for real. */
export interface StartedLine {
  readonly type: "step_started";
  readonly timestamp: string;
  readonly run_id: string;
  readonly step_id: string;
}

/** A line of the trace: what came of a step. */
export interface TraceLine {
  readonly type: "step_result";
  readonly timestamp: string;
  readonly run_id: string;
  readonly result: StepResult;
}

export function traceLine(result: StepResult): TraceLine {
  return { type: "step_result", timestamp: result.ended_at, run_id: result.run_id, result };
}
