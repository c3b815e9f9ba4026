/** Graphs beside the playbook's own, and the routes of messages between them: other processes of the document that it was made of. */
import { type Bundle, checkShape, type Graph, IR_VERSION, type Json } from "@rb/ir";
import type { Document } from "../document.js";
import { type ObjectTree, toJson } from "../json-tree.js";
import { lowerStep } from "../lower-step.js";
import { Lowering } from "../lowering.js";
import type { Playbook } from "../playbook.js";
import { objectMember, stringMember } from "../read-members.js";
import { inOwnWords } from "./own-graph.js";
import { ownExtensionOf } from "./own-step.js";
import { ownBody } from "./own-words.js";

/** Each looks at all steps of the playbook, so that there may be only so many. */
const mostGraphs = 100;

export interface OtherGraphs {
  readonly graphs: readonly Graph[];
  readonly routes: NonNullable<Bundle["routes"]>;
  readonly lowerings: readonly Lowering[];
}

export function lowerOtherGraphs(document: Document, playbook: Playbook): OtherGraphs {
  const tree = ownExtensionOf(playbook.tree, "playbook_extensions");
  const list = tree?.members.get("graphs");
  const items = list?.kind === "array" ? list.items.filter((item) => item.kind === "object") : [];
  if (tree === undefined || items.length === 0) return { graphs: [], routes: [], lowerings: [] };
  const graphs: Graph[] = [];
  const lowerings: Lowering[] = [];
  if (items.length > mostGraphs) report(document, tree, `there are more than ${mostGraphs} other graphs`);
  let count = 0;
  for (const item of items.slice(0, mostGraphs)) {
    if (count > document.limits.maxNodes) {
      document.report("too-many-nodes", document.originOf(item), { limit: document.limits.maxNodes });
      break;
    }
    const lowering = new Lowering(document, playbook);
    const graph = lowerOther(lowering, item);
    if (graph === undefined) report(document, item, "a graph needs an id and a region");
    else graphs.push(graph);
    lowerings.push(lowering);
    count += lowering.nodes.length;
  }
  return { graphs, routes: readRoutes(document, tree), lowerings };
}

function lowerOther(lowering: Lowering, tree: ObjectTree): Graph | undefined {
  const [id, region] = [stringMember(tree, "id")?.value, objectMember(tree, "region")];
  if (id === undefined || region === undefined) return undefined;
  const body = ownBody(lowering, region);
  for (let instance = lowering.take(); instance !== undefined; instance = lowering.take())
    lowerStep(lowering, instance);
  const { nodes, flows } = lowering;
  const origin = lowering.document.originOf(tree);
  const graph = { id, region: { entries: body.entries as string[] }, nodes, flows, origin };
  return inOwnWords(lowering, graph, { graph: tree, region: body, isUnnamed: false });
}

function readRoutes(document: Document, tree: ObjectTree): NonNullable<Bundle["routes"]> {
  const list = tree.members.get("routes");
  if (list === undefined) return [];
  const routes: Json = toJson(list);
  const problem = checkShape("bundle", { version: IR_VERSION, main: "", graphs: [], routes })[0]?.what;
  if (problem !== undefined) report(document, tree, problem);
  return problem === undefined ? (routes as unknown as NonNullable<Bundle["routes"]>) : [];
}

function report(document: Document, tree: ObjectTree, problem: string): void {
  document.report("own-words", document.originOf(tree), { problem });
}
