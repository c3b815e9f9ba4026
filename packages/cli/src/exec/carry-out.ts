/** Drives a runbook to its end, or to where it can't go on. What happens on the way is seen record by record. */
import type { Bundle, Json } from "@rb/ir";
import {
  type Answers,
  type Clock,
  compile,
  type DecisionPoint,
  type Executor,
  type Journal,
  type JournalRecord,
  type Languages,
  type RunResult,
  run,
  type StandIn,
  standInFor,
  UnrunnableError,
} from "@rb/kernel";

/** What every mode takes. */
export interface Wanted {
  readonly bundle: Bundle;
  readonly languages: Languages;
  /** Part of the keys by which executors know what they did before; so one of its own for each process. */
  readonly run: string;
  readonly actor: string;
  readonly inputs: { readonly [name: string]: Json };
  readonly secrets: { readonly [name: string]: string };
  readonly decisionPoint: DecisionPoint;
  readonly answers: Answers;
}

/** Nothing leaves: what nobody answers is assumed. */
export function carryOutDry(wanted: Wanted, nowMs: number, see: (record: JournalRecord) => void): Promise<RunResult> {
  const { bundle, ...options } = wanted;
  return run(bundle, {
    ...options,
    nowMs,
    keepRecords: false,
    onRecord: (record, { world }) => world === 0 && see(record),
  });
}

/** What does things, and what lasts before more is done. */
export interface Means {
  readonly executors: { readonly [name: string]: Executor };
  readonly clock: Clock;
  readonly journal: Journal;
  /** What people say about a step, besides the answers. */
  readonly approvals?: StandIn["approvals"];
}

/** @throws UnrunnableError */
export function carryOutLive(wanted: Wanted, { executors, clock, journal, approvals }: Means): Promise<RunResult> {
  const { bundle, languages, answers, ...options } = wanted;
  const { program, diagnostics } = compile(bundle, languages);
  if (program === null) throw new UnrunnableError(diagnostics);
  const pinned = standInFor(program, answers);
  const standIn: StandIn = { ...pinned, approvals: (job) => [...(approvals?.(job) ?? []), ...pinned.approvals(job)] };
  const live = { mode: "live", executors, clock, journal, standIn } as const;
  // Runbooks have no waits of their own: what is left when nobody is at work is a timeout of what can't go on.
  return run(program, { ...options, ...live, languages, patienceMs: 0, keepRecords: false });
}
