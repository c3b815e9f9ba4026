/** A live run of the kernel on a virtual clock, of a bundle that may have several pools, in a world that lets everything happen. */
import { type Bundle, type GraphId, type Json, MANUAL, type NodeId } from "@rb/ir";
import {
  compile,
  type DecisionPoint,
  type Delivery,
  type Executor,
  type Incident,
  isFinal,
  type JournalRecord,
  type Languages,
  type LiveRun,
  type Program,
  type RunLimits,
  type RunOptions,
  type RunResult,
  resumeLive,
  type State,
  startLive,
} from "@rb/kernel";
import type { VirtualClock } from "./virtual-clock.js";

/** What a pool is started with. */
export interface PoolStart {
  readonly graph: GraphId;
  readonly entry?: NodeId;
  readonly inputs: { readonly [name: string]: Json };
}

/** What a session may be told. */
export interface SessionSettings {
  /** Whatever has no executor here is done at once and answers nothing; what a person would do, too. */
  readonly executors?: { readonly [name: string]: Executor };
  /** It is at rest when the next timer is further away than this. Default: only when there is none. */
  readonly patienceMs?: number;
}

/** How a session came to rest. */
export interface Rest {
  /** Null while something is still going on at the clock's limit. */
  readonly result: RunResult | null;
  readonly incidents: readonly Incident[];
}

const policy = "everything-is-allowed";
const everythingIsAllowed: DecisionPoint = {
  policy: () => policy,
  decide: () => ({ decision: "allow", rule: policy, policy }),
};

const done: Executor = { invoke: () => ({ kind: "ok", output: { json: null } }) };

/** Every run records this much at most: a document that goes round for ever comes to an end in a moment. */
const limits: Partial<RunLimits> = { maxRecords: 200_000 };

export class LiveSession {
  readonly records: JournalRecord[] = [];
  readonly #bundle: Bundle;
  readonly #languages: Languages;
  readonly #clock: VirtualClock;
  readonly #settings: SessionSettings;
  #program: Program | null = null;
  #run: LiveRun | null = null;
  #last: RunResult | null = null;

  constructor(bundle: Bundle, languages: Languages, clock: VirtualClock, settings: SessionSettings = {}) {
    this.#bundle = bundle;
    this.#languages = languages;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** The run's state as it is now. */
  get state(): State | null {
    return this.#run?.state ?? null;
  }

  /** Starts a pool: the first one starts the run, another one joins it unless it is over. Resolves when nothing goes on by itself. */
  async start(pool: PoolStart, patienceMs: number | undefined = this.#settings.patienceMs): Promise<Rest> {
    if (this.#last !== null && !isFinal(this.#last.status)) {
      const variables = Object.fromEntries(Object.entries(pool.inputs).map(([name, json]) => [name, { json }]));
      const entry = pool.entry === undefined ? {} : { entry: pool.entry };
      return this.send([{ input: { type: "start", run: RUN, graph: pool.graph, ...entry, variables } }]);
    }
    this.#program = this.#compiled(pool.graph);
    const entry = pool.entry === undefined ? {} : { entry: pool.entry };
    return this.#rest(startLive(this.#program, { ...this.#options(patienceMs), ...entry, inputs: pool.inputs }));
  }

  /** Hands something over to the run at rest, and goes on until it is at rest again. */
  async send(deliveries: readonly Delivery[]): Promise<Rest> {
    if (this.#last === null || this.#program === null) throw new Error("The session has not come to rest.");
    return this.#rest(
      resumeLive(this.#program, this.#last.state, this.#options(this.#settings.patienceMs), deliveries),
    );
  }

  async #rest(run: LiveRun): Promise<Rest> {
    this.#run = run;
    const result = await Promise.race([run.result, this.#clock.stopped.then(() => null)]);
    this.#last = result;
    return { result, incidents: result?.incidents ?? incidentsOf(run.state) };
  }

  #options(patienceMs: number | undefined): RunOptions {
    return {
      mode: "live",
      run: RUN,
      clock: this.#clock,
      languages: this.#languages,
      decisionPoint: everythingIsAllowed,
      executors: { ...this.#defaults(), ...this.#settings.executors },
      limits,
      keepRecords: false,
      onRecord: (record) => this.records.push(record),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    };
  }

  #defaults(): { readonly [name: string]: Executor } {
    const nodes = this.#bundle.graphs.flatMap((graph) => graph.nodes);
    const named = nodes.flatMap((node) => (node.kind === "action" ? [node.executor] : []));
    return Object.fromEntries([...named, MANUAL, "message", "signal"].map((name) => [name, done]));
  }

  #compiled(main: GraphId): Program {
    const { program, diagnostics } = compile({ ...this.#bundle, main }, this.#languages);
    if (program === null) throw new Error(`It doesn't compile: ${diagnostics[0]?.message ?? "unknown reason"}`);
    return program;
  }
}

const RUN = "conformance";

function incidentsOf(state: State): readonly Incident[] {
  return [...state.tokens.values()].flatMap(({ id, node, incident }) =>
    incident === null
      ? []
      : [{ token: id, graph: node.graph.id, node: node.id, code: incident.code, message: incident.message }],
  );
}
