/** What governance says about a plan, before anything is run. */
import { type Bundle, commandRulesOf, EXEC, type Governance, knownProgramOf, type Node } from "@rb/ir";

/** A graph's governance; `graph` is absent for that which the run is of. */
export interface PlanGovernance extends Governance {
  readonly graph?: string;
}

export function governanceOf({ graphs, main }: Bundle): readonly PlanGovernance[] {
  return graphs.flatMap(({ id, governance }) =>
    governance === undefined ? [] : [{ ...(id === main ? {} : { graph: id }), ...governance }],
  );
}

/** The steps that a run will be denied, with why: those whose program the document says. */
export function deniedSteps(bundle: Bundle): ReadonlyMap<Node, string> {
  const rules = commandRulesOf(bundle);
  const denied = new Map<Node, string>();
  for (const { id, nodes } of bundle.graphs) {
    const ofGraph = rules.get(id);
    if (ofGraph === undefined) continue;
    for (const node of nodes) {
      if (node.kind !== "action" || node.executor !== EXEC) continue;
      const program = knownProgramOf(node.request);
      const refusal = program === undefined ? null : ofGraph(program);
      if (refusal !== null) denied.set(node, refusal.reason);
    }
  }
  return denied;
}

/** For people. */
export function governanceLines({ graph, ...rules }: PlanGovernance): readonly string[] {
  const { allowedCommands, deniedCommands, deniedVariables, redact, requireEvidence, storeOutput } = rules;
  const list = (about: string, names: readonly string[] | undefined): readonly string[] =>
    names === undefined ? [] : [`${about}: ${names.join(", ") || "none"}`];
  const lines = [
    ...list("allowed commands", allowedCommands),
    ...list("denied commands", deniedCommands),
    ...list("denied variables", deniedVariables),
    ...list(
      "redacted",
      redact?.map(({ pattern }) => pattern),
    ),
    ...(requireEvidence === true ? ["evidence is required"] : []),
    ...(storeOutput === undefined ? [] : [storeOutput ? "all output is kept" : "output is kept by its hash"]),
  ];
  return graph === undefined ? lines : lines.map((line) => `${graph}: ${line}`);
}
