import type { GatewayNode, Node, NodeId } from "../graph.js";
import { eachRegionOf, entriesOf, type GraphIndex, successors } from "../traverse.js";
import { atLeast } from "./activities.js";
import { type Nesting, nestingOf } from "./nesting.js";
import { irDiagnostics as ir } from "./rules.js";
import type { GraphScene } from "./scene.js";

/** What can be reached from where: entries, nodes, joins, jumps, and how deep scopes stand in each other. */
export function checkReachability(scene: GraphScene): void {
  const { graph, index, add, hint } = scene;
  const entries = new Set<NodeId>();
  eachRegionOf(graph, (region, { node, handler }) => {
    const { origin } = handler ?? node ?? graph;
    if (region.entries.length === 0) add(ir.report("empty-region", origin, {}));
    for (const entry of region.entries) {
      entries.add(entry);
      if (index.nodes.has(entry)) continue;
      add(ir.report("unknown-entry", origin, { node: entry, hint: hint(entry, index.nodes.keys()) }));
    }
  });
  const nesting = nestingOf(index);
  checkNesting(scene, nesting);
  for (const node of index.nodes.values()) {
    if (nesting.depthOf(node.id) === undefined) add(ir.report("unreachable-node", node.origin, { node: node.id }));
    else if (node.kind === "gateway") checkJoin(scene, node, nesting, entries.has(node.id));
  }
  checkJumps(scene);
}

function checkNesting({ index, limits, add }: GraphScene, nesting: Nesting): void {
  for (const scope of nesting.insideThemselves) {
    add(ir.report("scope-inside-itself", scope.origin, { node: scope.id }));
  }
  for (const node of index.nodes.values()) {
    if (node.kind !== "scope") continue;
    const inside = Math.max(0, ...entriesOf(node.region).map((entry) => entry.deeper));
    const depth = (nesting.depthOf(node.id) ?? 0) + 1 + inside;
    if (depth <= limits.maxDepth) continue;
    // Everything further in is too deep as well: the outermost one says it for all.
    add(ir.report("nested-too-deep", node.origin, { depth, limit: limits.maxDepth }));
    return;
  }
}

function checkJoin(scene: GraphScene, node: GatewayNode, nesting: Nesting, isEntry: boolean): void {
  const { index, add } = scene;
  const { join } = node;
  if (join === undefined || join.rule === "each" || join.rule === "reachable") return;
  const incoming = index.flowsTo(node.id);
  if (join.rule === "all") {
    const live = new Set(incoming.filter((f) => nesting.depthOf(f.from) !== undefined).map((f) => f.slot ?? f.id));
    const dead = incoming.find((flow) => !live.has(flow.slot ?? flow.id));
    if (dead === undefined) return;
    const related = [{ message: "This is the way in.", origin: dead.origin }];
    add(ir.report("join-slot-unreachable", node.origin, { node: node.id, flow: dead.id }, related));
    return;
  }
  if (!("json" in join.need) || typeof join.need.json !== "number") return;
  const need = join.need.json;
  atLeast(scene, node.origin, "join.need", need, 1);
  // Where a region is entered, a token comes by no flow.
  const slots = new Set(incoming.map((flow) => flow.slot ?? flow.id)).size + (isEntry ? 1 : 0);
  if (join.of !== "tokens" && need > slots) {
    add(ir.report("join-never-fires", node.origin, { node: node.id, need, slots }));
  }
}

/** A jump leaves the nearest instance of its scope that surrounds it, so some way has to lead to it from inside that scope. */
function checkJumps({ graph, index, add, hint }: GraphScene): void {
  const insides = new Map<NodeId, ReadonlySet<NodeId>>();
  for (const node of graph.nodes) {
    if (node.kind !== "end" || node.leave === undefined) continue;
    const { scope: id } = node.leave;
    const scope = index.nodes.get(id);
    if (scope?.kind !== "scope") {
      const scopes = graph.nodes.filter((other) => other.kind === "scope").map((other) => other.id);
      add(ir.report("unknown-jump-scope", node.origin, { scope: id, hint: hint(id, scopes) }));
      continue;
    }
    const inside =
      insides.get(id) ??
      reachableFrom(
        index,
        entriesOf(scope.region).map((entry) => entry.to),
      );
    insides.set(id, inside);
    if (!inside.has(node.id)) add(ir.report("jump-from-outside", node.origin, { scope: id, node: node.id }));
  }
}

/** Everything that runs in or below what begins at these nodes. Linear, and asked once for each scope that is jumped out of. */
function reachableFrom(index: GraphIndex, starts: readonly NodeId[]): ReadonlySet<NodeId> {
  const found = new Set<NodeId>(starts);
  for (const id of found) {
    const node: Node | undefined = index.nodes.get(id);
    if (node === undefined) continue;
    for (const { to } of successors(index, node)) found.add(to);
  }
  return found;
}
