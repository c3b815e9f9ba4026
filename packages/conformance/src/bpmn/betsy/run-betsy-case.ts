/** Runs one case of a model of the suite, and gives the log that it leaves. */
import type { Bundle } from "@rb/ir";
import type { Failure, Languages } from "@rb/kernel";
import { LiveSession, type Rest } from "../../live-session.js";
import { VirtualClock } from "../../virtual-clock.js";
import type { BetsyCase } from "./betsy-case.js";
import { ScriptDesk } from "./script-desk.js";

/** The process that `startParallelProcessFirst` speaks of. */
const PARALLEL_PROCESS = "ParallelProcess";

/** What is started, and how. */
export interface BetsyRun {
  readonly bundle: Bundle;
  readonly languages: Languages;
  readonly processId: string;
}

/**
 * The log of a case, in the order in which it was written; what came of the run last.
 *
 * @throws when the model has a script whose token isn't known.
 */
export async function runBetsyCase(
  { bundle, languages, processId }: BetsyRun,
  { variables, delayMs, startParallelProcessFirst, expectedTraces }: BetsyCase,
): Promise<readonly string[]> {
  const clock = new VirtualClock(delayMs);
  const desk: ScriptDesk = new ScriptDesk(bundle, clock, delayMs, () => session.state);
  const session: LiveSession = new LiveSession(bundle, languages, clock, { executors: { script: desk } });
  const first = startParallelProcessFirst ? await session.start({ graph: PARALLEL_PROCESS, inputs: {} }, 0) : null;
  const second = await session.start({ graph: processId, inputs: variables });
  const error = (first && errorOf(bundle, first)) ?? errorOf(bundle, second);
  return [...desk.log(expectedTraces), ...(error === null ? [] : [error])];
}

/** The suite's words for a run that failed: by an error event that was thrown and nobody caught, or otherwise. */
function errorOf(bundle: Bundle, { result, incidents }: Rest): string | null {
  if (result?.failure !== undefined) return isThrown(bundle, result.failure) ? "ERROR_thrownErrorEvent" : RUNTIME;
  return incidents.some(({ code }) => code !== WAITS_FOR_EVER) ? RUNTIME : null;
}

const RUNTIME = "ERROR_runtime";
/** A join whose tokens never come is an incident of ours; in the suite it is a process that doesn't go on, and no error. */
const WAITS_FOR_EVER = "stuck-join";

function isThrown(bundle: Bundle, { node: id }: Failure): boolean {
  const node = bundle.graphs.flatMap(({ nodes }) => nodes).find((one) => one.id === id);
  return (node?.kind === "end" || node?.kind === "throw") && (node.throws ?? []).some(({ raise }) => raise === "error");
}
