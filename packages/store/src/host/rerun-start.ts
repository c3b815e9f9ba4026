/** A rerun out of the store: what it would do, what it is started with, and, when it was interrupted, what stands in for the world again. */
import { canonicalize, type Json } from "@rb/ir";
import type { StandIn } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { planRerun, type RerunPlan } from "../history/rerun.js";
import type { Executable, LoadGraph } from "../run/recover.js";
import { readHistory } from "../run/stored-history.js";
import { StoreError } from "../store-error.js";
import type { RunHeader } from "../trace/run-header.js";
import type { Loaded, StartOptions } from "./host-options.js";

/** What to start, and how. */
export interface RerunStart {
  readonly plan: RerunPlan;
  readonly loaded: Loaded;
  readonly options: StartOptions;
}

/**
 * What a rerun of `of` from the step `from` would do, and what to start it with; with `newer`, under that definition. Nothing is locked or changed.
 *
 * @throws StoreError `store/cannot-rerun`; when the earlier run can't be read, why.
 */
export async function prepareRerun(
  disk: Disk,
  load: LoadGraph<Loaded & Executable>,
  of: string,
  from: string,
  newer?: Loaded,
): Promise<RerunStart> {
  const { header, stretches } = await readHistory(disk, of, load);
  const plan = planRerun({ history: stretches, from, ...(newer === undefined ? {} : { newer: newer.bundle }) });
  const { title, tenant, labels, limits, runbook_path, runbook_format } = header;
  const options: StartOptions = {
    ...inputsOf(plan),
    limits,
    rerun: { of, from },
    standIn: plan.precedent(),
    ...(title === undefined ? {} : { title }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(labels === undefined ? {} : { labels }),
    ...(runbook_path === undefined ? {} : { runbookPath: runbook_path }),
    ...(runbook_format === undefined ? {} : { runbookFormat: runbook_format }),
  };
  const loaded = newer ?? (await load(canonicalize(plan.bundle)));
  return { plan, loaded, options };
}

function inputsOf({ starts }: RerunPlan): Pick<StartOptions, "inputs" | "secrets" | "entry"> {
  const [first, second] = starts;
  if (first === undefined || second !== undefined)
    throw new StoreError(
      "store/cannot-rerun",
      `The run was given ${starts.length} starts, and a rerun can give one.`,
      "Start it anew.",
    );
  const slots = Object.entries(first.variables);
  const inputs = slots.flatMap(([name, slot]): [string, Json][] => ("json" in slot ? [[name, slot.json]] : []));
  const secrets = slots.flatMap(([name, slot]): [string, string][] => ("secret" in slot ? [[name, slot.secret]] : []));
  const { entry } = first;
  return {
    inputs: Object.fromEntries(inputs),
    secrets: Object.fromEntries(secrets),
    ...(entry === undefined ? {} : { entry }),
  };
}

/**
 * What stood in for the world when a rerun was interrupted: made again from the earlier run, and told all that the rerun has recorded. Undefined
 * for a run that is no rerun.
 *
 * @throws StoreError when the earlier run can't be read: what it had shown would else be done again for real.
 */
export async function standInAgain(
  disk: Disk,
  load: LoadGraph<Executable>,
  header: RunHeader,
): Promise<StandIn | undefined> {
  const { run_id, rerun_of, rerun_from } = header;
  if (rerun_of === undefined || rerun_from === undefined) return undefined;
  const own = await readHistory(disk, run_id, load);
  const [first] = own.stretches;
  const earlier = await readHistory(disk, rerun_of, load);
  const newer = first === undefined ? {} : { newer: first.bundle };
  const precedent = planRerun({ history: earlier.stretches, from: rerun_from, ...newer }).precedent();
  for (const { records } of own.stretches) for (const record of records) precedent.see(record);
  return precedent;
}
