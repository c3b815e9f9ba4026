/** Runs one case of a model of the suite, and gives the log that it leaves. */
import type { Bundle, Json, Node } from "@rb/ir";
import type { Executor, Failure, Invocation, Languages, State } from "@rb/kernel";
import { LiveSession, type Rest } from "../../live-session.js";
import { VirtualClock } from "../../virtual-clock.js";
import type { BetsyCase } from "./betsy-case.js";
import { meaningOf, type ScriptWorld } from "./betsy-scripts.js";

/** The process that `startParallelProcessFirst` speaks of. */
const PARALLEL_PROCESS = "ParallelProcess";

/** What is started, and how. */
export interface BetsyRun {
  readonly bundle: Bundle;
  readonly languages: Languages;
  readonly processId: string;
}

/** The log of a case, in the order in which it was written; what came of the run last. */
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
  return [...desk.close(expectedTraces.includes(MARKER)), ...(error === null ? [] : [error])];
}

const MARKER = "MARKER_exists";

/** The executor of the suite's scripts, and all that they leave behind. */
class ScriptDesk implements Executor {
  readonly #bundle: Bundle;
  readonly #clock: VirtualClock;
  readonly #delayMs: number;
  readonly #state: () => State | null;
  readonly #log: string[] = [];
  readonly #times = new Map<string, (readonly [fromMs: number, untilMs: number])[]>();
  #isMarked = false;
  #unknown: string | null = null;

  constructor(bundle: Bundle, clock: VirtualClock, delayMs: number, state: () => State | null) {
    this.#bundle = bundle;
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#state = state;
  }

  readonly invoke: Executor["invoke"] = ({ job }, signal) => {
    const script = textOf(job.request, "script");
    const meaning = meaningOf(script);
    if (meaning === null) {
      this.#unknown ??= script;
      return { kind: "failed", code: "unknown-token", message: `Nobody knows what the script '${script}' means.` };
    }
    const wait = (ms: number) => {
      // The suite looks at the log its delay after the work is done.
      this.#clock.extendBy(ms + this.#delayMs);
      return this.#clock.sleep(ms, signal);
    };
    return meaning({ ...this.#world, wait, ...this.#dataOf(job) });
  };

  /** @throws when a script was met whose token isn't known: what the model leaves then says nothing. */
  close(wantsMarker: boolean): readonly string[] {
    if (this.#unknown !== null) throw new Error(`The token of the script '${this.#unknown}' is not in the table.`);
    return [
      ...this.#log,
      ...(this.#isMarked && wantsMarker ? [MARKER] : []),
      ...(this.#overlap() ? ["EXECUTION_parallel"] : []),
    ];
  }

  readonly #world: Omit<ScriptWorld, "wait" | "read" | "data" | "dataOutputs"> = {
    log: (token) => this.#log.push(token),
    mark: () => {
      this.#isMarked = true;
    },
    now: () => this.#clock.now(),
    timed: (name, fromMs, untilMs) => {
      this.#times.set(name, [...(this.#times.get(name) ?? []), [fromMs, untilMs]]);
    },
  };

  #overlap(): boolean {
    const [one, two] = [this.#times.get("1") ?? [], this.#times.get("2") ?? []];
    return one.some(([from, until]) => two.some(([otherFrom, otherUntil]) => from < otherUntil && otherFrom < until));
  }

  #dataOf({ effect, graph, node, request }: Invocation["job"]): Pick<ScriptWorld, "read" | "data" | "dataOutputs"> {
    const read = (name: string): Json => variableOf(this.#state(), effect, name);
    const inputs = member(request, "inputs");
    const given = typeof inputs === "object" && inputs !== null ? Object.values(inputs) : [];
    return {
      read,
      data: () => (given.length > 0 ? given : [read("data")]),
      dataOutputs: outputNames(this.#bundle.graphs.find(({ id }) => id === graph)?.nodes.find(({ id }) => id === node)),
    };
  }
}

/** What a name means where the job is: its token's own variables, then those of the instances around it. */
function variableOf(state: State | null, effect: string, name: string): Json {
  for (const token of state?.tokens.values() ?? []) {
    if (token.job?.request.effect !== effect) continue;
    let slot = token.locals?.get(name);
    for (let frame: typeof token.frame | null = token.frame; frame !== null && slot === undefined; frame = frame.up)
      slot = frame.variables?.get(name);
    return slot !== undefined && "json" in slot ? slot.json : null;
  }
  return null;
}

/** The members of the answer that its outputs read. */
function outputNames(node: Node | undefined): readonly string[] {
  const outputs = node?.kind === "action" ? (node.outputs ?? []) : [];
  return outputs.flatMap(({ from }) => ("result" in from && from.result[0] !== undefined ? [from.result[0]] : []));
}

function member(json: Json, name: string): Json | undefined {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as { readonly [name: string]: Json })[name]
    : undefined;
}

function textOf(json: Json, name: string): string {
  const text = member(json, name);
  return typeof text === "string" ? text : "";
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
