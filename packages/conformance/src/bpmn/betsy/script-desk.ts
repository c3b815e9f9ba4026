/** Where the suite's scripts are carried out, and what they leave behind. */
import type { Bundle, Json, Node } from "@rb/ir";
import type { Executor, Invocation, State } from "@rb/kernel";
import type { VirtualClock } from "../../virtual-clock.js";
import { meaningOf, type ScriptWorld } from "./betsy-scripts.js";

const MARKER = "MARKER_exists";

/** The executor of the suite's scripts, and all that they leave behind. */
export class ScriptDesk implements Executor {
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

  /**
   * What was logged; the marker only where it is looked for.
   *
   * @throws when a script was met whose token isn't known: what the model leaves then says nothing.
   */
  log(expected: readonly string[]): readonly string[] {
    if (this.#unknown !== null) throw new Error(`The token of the script '${this.#unknown}' is not in the table.`);
    return [
      ...this.#log,
      ...(this.#isMarked && expected.includes(MARKER) ? [MARKER] : []),
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
      data: () => [...given, read("data")],
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
