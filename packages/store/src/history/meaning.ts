/**
 * Whether two parts of graphs mean the same. What counts as meaning is the plan hash's business (origins and descriptions don't, a default that
 * is spelled out is the same as none), so a part is hashed as the only one of a plan.
 */
import { type Flow, type Graph, IR_VERSION, type Node, type Origin, planHash } from "@rb/ir";

const nowhere: Origin = { kind: "source", uri: "", pointer: "", start: { line: 1, column: 1 } };
const empty: Graph = { id: "", region: { entries: [] }, nodes: [], flows: [], origin: nowhere };

function hashOf(graph: Partial<Graph>): string {
  return planHash({ version: IR_VERSION, main: "", graphs: [{ ...empty, ...graph }] });
}

/** The members by which two nodes of one id differ in meaning, in alphabetical order; none when they mean the same. */
export function changesOfNode(a: Node, b: Node): readonly string[] {
  return changes(a, b, (node) => hashOf({ nodes: [node] }));
}

/** As `changesOfNode`, for flows. */
export function changesOfFlow(a: Flow, b: Flow): readonly string[] {
  return changes(a, b, (flow) => hashOf({ flows: [flow] }));
}

/** As `changesOfNode`, for what belongs to a graph beside its nodes and flows. */
export function changesOfGraph(a: Graph, b: Graph): readonly string[] {
  const shell = ({ nodes: _, flows: __, ...rest }: Graph): Partial<Graph> => rest;
  return changes(shell(a), shell(b), hashOf);
}

function changes<T extends object>(a: T, b: T, hash: (part: T) => string): readonly string[] {
  if (a === b || hash(a) === hash(b)) return [];
  const members = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  // A flow's slot is its id unless it says otherwise, so the id goes with each.
  const only = (part: T, member: string): T =>
    Object.fromEntries(Object.entries(part).filter(([key]) => key === member || key === "id")) as T;
  return members.filter((member) => member !== "id" && hash(only(a, member)) !== hash(only(b, member)));
}
