/** Takes up a run where its files say that it stands: what failed is carried out again, what passed isn't. */
import type { Json } from "@rb/ir";
import { ExecTrouble } from "./exec-trouble.js";
import type { RunDirectory } from "./run-directory.js";
import type { Captures, ExecMode, RunState, StepResult } from "./run-state.js";
import type { PlannedStep } from "./step-plan.js";

export interface Resumed {
  /** As it is known by its trace, which may be one result ahead of its snapshots. */
  readonly state: Omit<RunState, "current_step_index">;
  /** The step to go on with. */
  readonly next: PlannedStep;
}

/**
 * `again`: what was started, and whose outcome nobody knows, may be carried out once more.
 *
 * @throws ExecTrouble where the run can't be resumed with this runbook, in this mode.
 */
export function resumed(
  directory: RunDirectory,
  plan: readonly PlannedStep[],
  { mode, again }: { readonly mode: ExecMode; readonly again: boolean },
): Resumed {
  const { snapshot, results, started } = directory.read();
  const state = checkedState(snapshot);
  const history = results.map(checkedResult);
  if (state.mode !== mode)
    throw new ExecTrouble(
      "exec/other-mode",
      `The run was started with --mode ${state.mode}.`,
      `Resume it with --mode ${state.mode}.`,
    );
  if (started !== null && !again)
    throw new ExecTrouble(
      "exec/unknown-outcome",
      `The command of '${started}' was started, and nobody knows what came of it.`,
      "Look outside for what it did. If it may be carried out once more, give --again.",
    );
  const done = history.filter(({ status }) => status !== "failed").map(({ step_id: id }) => id);
  const strange = done.find((id, at) => plan[at]?.id !== id);
  if (strange !== undefined)
    throw new ExecTrouble(
      "exec/other-runbook",
      `The run has done '${strange}', which is not the step that comes then in this runbook.`,
      "Resume it with the runbook that it was started with; steps after the failed one may be changed.",
    );
  const next = plan[done.length];
  if (next === undefined)
    throw new ExecTrouble(
      "exec/nothing-left",
      "All steps of this run are done.",
      "Start the runbook again without --resume.",
    );
  const captures = Object.fromEntries(history.flatMap((result) => Object.entries(result.captures)));
  return { state: { ...state, captures, history }, next };
}

function checkedState(value: unknown): RunState {
  const { run_id, runbook_path, mode, started_at, actor, vars } = record(value);
  const texts = [run_id, runbook_path, mode, started_at, actor, ...Object.values(record(vars))];
  if (!texts.every((text) => typeof text === "string")) throw damaged();
  return value as RunState;
}

function checkedResult(value: unknown): StepResult {
  const { run_id, step_id, status, evidence, captures } = record(value);
  const isResult = typeof run_id === "string" && typeof step_id === "string" && statuses.has(status);
  const isCaptured = Object.values(record(captures)).every((text) => text === null || typeof text === "string");
  if (!isResult || !isCaptured) throw damaged();
  record(evidence);
  return value as StepResult;
}

const statuses: ReadonlySet<unknown> = new Set(["passed", "failed", "skipped"]);

function record(value: unknown): { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw damaged();
  return value as { readonly [name: string]: unknown };
}

function damaged(): ExecTrouble {
  return new ExecTrouble(
    "exec/damaged-run",
    "The files of this run are not as they were written.",
    "Restore them from a copy, or start the run again.",
  );
}

/** What a step has captured, by name, as far as a later process can go on with it: what was kept by its hash, or redacted, is not there. */
export function keptCaptures(history: readonly StepResult[], id: string): ReadonlyMap<string, Json> {
  const result = history.findLast((one) => one.step_id === id && one.status !== "failed");
  const { not_kept: changed } = result?.evidence ?? {};
  const lost = new Set<unknown>(Array.isArray(changed) ? changed : []);
  const captures: Captures = result?.captures ?? {};
  return new Map(Object.entries(captures).filter(([name]) => !lost.has(name)));
}
