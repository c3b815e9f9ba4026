/** What a dry run says about a plan before anybody runs it: what becomes of each step, and what comes out. Nothing leaves this machine. */
import { governed } from "@rb/executors";
import { type Bundle, isActivity, type Node, type Slot } from "@rb/ir";
import type { Answers, Failure, RunResult } from "@rb/kernel";
import type { LoadedLanguages } from "@rb/loader";
import type { Inputs } from "../inputs.js";
import { type Artifact, artifactsOf } from "../running/artifacts.js";
import { BundleIndex, nodeTitle } from "../running/bundle-index.js";
import { worldReports } from "../running/worlds.js";

/** Skipped: on none of the ways that the run can take. */
export type StepState = "pending" | "skipped" | "requires-approval" | "requires-policy";

export interface SimulatedStep {
  readonly id: string;
  readonly graph?: string;
  readonly name: string;
  readonly state: StepState;
  /** In loops: the rounds of the main line, `prepare[1]::build`. */
  readonly instances?: readonly string[];
}

export interface Simulation {
  readonly status: RunResult["status"];
  readonly failure?: Failure;
  readonly incidents: RunResult["incidents"];
  /** In the order of the document. */
  readonly steps: readonly SimulatedStep[];
  /** Of the main line; what nobody can know before is unknown. */
  readonly outputs: { readonly [name: string]: Slot };
  readonly artifacts?: readonly Artifact[];
  /** Other ways that were gone through as well. */
  readonly otherWays: number;
}

export async function simulate(
  bundle: Bundle,
  { inputs, secrets }: Inputs,
  languages: LoadedLanguages,
  { answers = {}, nowMs }: { readonly answers?: Answers; readonly nowMs: number },
): Promise<Simulation> {
  const { onlyDryRuns, run, traceOf } = await import("@rb/kernel");
  const decisionPoint = governed(onlyDryRuns("dry-run"), bundle);
  const result = await run(bundle, { inputs, secrets, languages, answers, nowMs, decisionPoint });
  const visited = new Set<string>();
  worldReports(result, new BundleIndex(bundle), visited);
  const instances = new Map<string, Set<string>>();
  for (const { graph, node, instance } of traceOf(bundle, result.records)) {
    if (instance === node) continue;
    const key = `${graph}/${node}`;
    instances.set(key, (instances.get(key) ?? new Set()).add(instance));
  }
  const { status, failure, incidents, outputs, worlds, unexplored } = result;
  const artifacts = artifactsOf(bundle, Object.entries(outputs), true);
  return {
    status,
    ...(failure === undefined ? {} : { failure }),
    incidents,
    steps: stepsOf(bundle, visited, instances),
    outputs,
    ...(artifacts.length === 0 ? {} : { artifacts }),
    otherWays: worlds.length + unexplored,
  };
}

function stepsOf(
  bundle: Bundle,
  visited: ReadonlySet<string>,
  instances: ReadonlyMap<string, ReadonlySet<string>>,
): readonly SimulatedStep[] {
  return bundle.graphs.flatMap((graph) =>
    graph.nodes.filter(isStep).map((node): SimulatedStep => {
      const key = `${graph.id}/${node.id}`;
      const rounds = instances.get(key);
      return {
        id: node.id,
        ...(graph.id === bundle.main ? {} : { graph: graph.id }),
        name: nodeTitle(node),
        state: visited.has(key) ? stateOf(node) : "skipped",
        ...(rounds === undefined ? {} : { instances: [...rounds] }),
      };
    }),
  );
}

/** Steps of the author's own. */
function isStep(node: Node): boolean {
  return node.origin.kind === "source" && (isActivity(node) || node.kind === "catch" || node.kind === "throw");
}

function stateOf(node: Node): StepState {
  if (node.kind !== "gate") return "pending";
  return node.by === "people" ? "requires-approval" : "requires-policy";
}
