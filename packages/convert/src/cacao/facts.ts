/** Members of a node that a step says by itself, and the rest, as an extension holds it. */
import { type GatewayNode, isActivity, type Json, type JsonObject, type Node, type Throw } from "@rb/ir";
import type { LevelSteps } from "./level-steps.js";

/** Every member of the node that isn't the step's own to say: without id, texts, and what lies in it. Ids in it are those of steps. */
export function nodeFacts(at: LevelSteps, node: Node): JsonObject {
  const { draft } = at;
  const { id: _id, name: _name, description: _description, origin: _origin, ...members } = node;
  const facts = draft.own("node", members) as { [name: string]: Json };
  const stepOf = (id: string): string => draft.stepOf.get(id) ?? id;
  if (isActivity(node) && node.compensation !== undefined) facts.compensation = stepOf(node.compensation);
  if (node.kind === "end" && node.leave !== undefined) {
    facts.leave = { scope: stepOf(node.leave.scope), port: node.leave.port };
  }
  if (node.kind === "call" && node.graph !== undefined) {
    const graph = draft.graphNames.get(node.graph);
    // What isn't in the document is called as any other playbook is.
    if (graph === undefined) delete facts.graph;
    else facts.graph = graph;
  }
  if ((node.kind === "end" || node.kind === "throw") && Array.isArray(facts.throws)) {
    facts.throws = facts.throws.map((one, at) => undone(one as JsonObject, node.throws?.[at], stepOf));
  }
  // A join of a single way joins nothing.
  if (node.kind === "gateway" && !joinsItself(at, node)) delete facts.join;
  return facts;
}

/** Whether a gateway does more with what comes than to let it through. */
export function joinsItself({ plan }: LevelSteps, { id, join }: GatewayNode): boolean {
  const { rule } = join ?? { rule: "each" };
  return rule === "count" || (rule !== "each" && (plan.spots.passages.incoming.get(id) ?? 0) > 1);
}

function undone(json: JsonObject, one: Throw | undefined, stepOf: (id: string) => string): JsonObject {
  return one?.raise === "compensation" && one.of !== undefined ? { ...json, of: stepOf(one.of) } : json;
}

/** Whether a node has no members but these, its texts, and what only its author's format says. */
export function hasOnly(node: Node, members: readonly string[]): boolean {
  const said = new Set(["id", "kind", "name", "description", "origin", "meta", ...members]);
  if (!Object.entries(node).every(([name, value]) => said.has(name) || value === undefined)) return false;
  return Object.keys(node.meta ?? {}).every((name) => name === "author");
}
