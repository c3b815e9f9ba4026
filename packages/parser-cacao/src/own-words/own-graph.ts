/** The graph of a playbook once more, with what it says in its own words. */
import {
  checkShape,
  type Flow,
  type Graph,
  type JsonObject,
  type Node,
  type NodeId,
  type Region,
  withOrigins,
} from "@rb/ir";
import { type ObjectTree, toJson } from "../json-tree.js";
import type { Lowering } from "../lowering.js";
import { booleanMember, objectMember } from "../read-members.js";
import { ownExtensionOf } from "./own-step.js";
import { ownRegion, reportOwnWords } from "./own-words.js";

/** What the playbook's extension says, read before its steps are lowered, as it may begin at some of them. */
export interface OwnPlaybook {
  readonly graph: ObjectTree;
  readonly region: JsonObject | undefined;
  readonly isUnnamed: boolean;
}

export function lowerOwnPlaybook(lowering: Lowering): OwnPlaybook | undefined {
  const extension = ownExtensionOf(lowering.playbook.tree, "playbook_extensions");
  const graph = extension === undefined ? undefined : objectMember(extension, "graph");
  if (extension === undefined || graph === undefined) return undefined;
  const region = objectMember(graph, "region");
  return {
    graph,
    region: region === undefined ? undefined : ownRegion(lowering, region),
    isUnnamed: booleanMember(extension, "unnamed") === true,
  };
}

export function inOwnWords(lowering: Lowering, graph: Graph, own: OwnPlaybook | undefined): Graph {
  const { ownNodes, ownWays, ownSlots } = lowering;
  if (ownNodes.size + ownWays.size + ownSlots.size === 0 && own === undefined) return graph;
  const nodes = graph.nodes.map((node) => ownNode(lowering, node));
  const slotted = graph.flows.map((flow): Flow => {
    const slot = ownSlots.get(flow.from)?.get(flow.port ?? "out");
    return slot === undefined ? flow : { ...flow, slot };
  });
  const said = { ...graph, nodes, flows: inOrder(slotted, ownWays) };
  return dissolve(lowering, own === undefined ? said : ownGraph(lowering, said, own));
}

function ownGraph(lowering: Lowering, graph: Graph, { graph: tree, region, isUnnamed }: OwnPlaybook): Graph {
  const { id, name, description, origin, nodes, flows } = graph;
  const { entries, handlers } = graph.region;
  const said = withOrigins("graph", toJson(tree), lowering.document.originOf(tree)) as JsonObject;
  const whole = {
    ...said,
    id,
    ...(name === undefined || isUnnamed ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    origin,
    nodes,
    flows,
    region: { ...(handlers === undefined ? {} : { handlers }), ...region, entries },
    meta: { ...(said.meta as JsonObject | undefined), ...(graph.meta?.author && { author: graph.meta.author }) },
  };
  const problem = checkShape("graph", whole)[0]?.what;
  if (problem === undefined) return whole as unknown as Graph;
  reportOwnWords(lowering, tree, problem);
  return graph;
}

function ownNode(lowering: Lowering, node: Node): Node {
  const own = lowering.ownNodes.get(node.id);
  if (own === undefined) return node;
  const { id, name, description, origin } = node;
  const whole = {
    ...own.members,
    id,
    origin,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(node.kind === "scope"
      ? { region: { ...(own.members.region as JsonObject), entries: node.region.entries } }
      : {}),
  };
  const problem = checkShape("node", whole)[0]?.what;
  if (problem === undefined) return whole as unknown as Node;
  reportOwnWords(lowering, own.at, problem);
  return node;
}

/** Flows of one node in the order that its ways are said in, at the place of the first. */
function inOrder(flows: readonly Flow[], ways: ReadonlyMap<NodeId, readonly string[]>): readonly Flow[] {
  if (ways.size === 0) return flows;
  const places = new Map<string, number>();
  for (const [id, roles] of ways) for (const [at, role] of roles.entries()) places.set(`${id}/${role}`, at);
  const groups = new Map<NodeId, Flow[]>();
  for (const flow of flows) {
    if (!ways.has(flow.from)) continue;
    const group = groups.get(flow.from);
    if (group === undefined) groups.set(flow.from, [flow]);
    else group.push(flow);
  }
  const placeOf = ({ id }: Flow): number => places.get(id) ?? places.size;
  for (const group of groups.values()) group.sort((a, b) => placeOf(a) - placeOf(b));
  return flows.flatMap((flow) => {
    const group = groups.get(flow.from);
    if (group === undefined) return flow;
    groups.set(flow.from, []);
    return group;
  });
}

/** Takes out the steps that stand for ways of the step in front of them, or for the entries of a region. */
function dissolve(lowering: Lowering, graph: Graph): Graph {
  const { spread, entryForks } = lowering;
  if (spread.size === 0 && entryForks.size === 0) return graph;
  const into = new Map<NodeId, number>();
  const from = new Map<NodeId, Flow[]>();
  for (const flow of graph.flows) {
    if (spread.has(flow.to)) into.set(flow.to, (into.get(flow.to) ?? 0) + 1);
    if (!spread.has(flow.from) && !entryForks.has(flow.from)) continue;
    const known = from.get(flow.from);
    if (known === undefined) from.set(flow.from, [flow]);
    else known.push(flow);
  }
  const gone = new Set<NodeId>();
  for (const id of spread) if (into.get(id) === 1) gone.add(id);
  const flows = graph.flows.flatMap((flow) => {
    if (gone.has(flow.from)) return [];
    const ways = gone.has(flow.to) ? (from.get(flow.to) ?? []) : undefined;
    return (
      ways?.map((way) => ({ ...way, from: flow.from, ...(flow.port === undefined ? {} : { port: flow.port }) })) ?? flow
    );
  });
  return withEntries({ ...graph, flows, nodes: graph.nodes.filter(({ id }) => !gone.has(id)) }, entryForks, from);
}

function withEntries(graph: Graph, forks: ReadonlySet<NodeId>, from: ReadonlyMap<NodeId, readonly Flow[]>): Graph {
  if (forks.size === 0) return graph;
  const next = new Map(graph.flows.map(({ from: source, to }) => [source, to]));
  const starts = new Set(graph.nodes.flatMap((node) => (node.kind === "start" && !node.triggers ? [node.id] : [])));
  const gone = new Set<NodeId>();
  const entriesOf = (entry: NodeId): readonly NodeId[] => {
    const fork = starts.has(entry) ? (next.get(entry) ?? entry) : entry;
    if (!forks.has(fork)) return [entry];
    gone.add(entry).add(fork);
    return (from.get(fork) ?? []).map(({ to }) => to);
  };
  const inRegion = (region: Region): Region => ({
    ...region,
    entries: region.entries.flatMap(entriesOf),
    ...(region.handlers && { handlers: region.handlers.map((one) => ({ ...one, body: inRegion(one.body) })) }),
  });
  const region = inRegion(graph.region);
  const nodes = graph.nodes.map((node) => (node.kind === "scope" ? { ...node, region: inRegion(node.region) } : node));
  return {
    ...graph,
    region,
    nodes: nodes.filter(({ id }) => !gone.has(id)),
    flows: graph.flows.filter((flow) => !gone.has(flow.from) && !gone.has(flow.to)),
  };
}
