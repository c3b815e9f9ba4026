import type { GatewayNode, NodeId, Region } from "../graph.js";
import { eachEntry, eachSuccessor, type GraphIndex, type Place } from "../traverse.js";
import { atLeast } from "./activities.js";
import { type Nesting, nestingOf } from "./nesting.js";
import { irDiagnostics as ir } from "./rules.js";
import type { GraphScene } from "./scene.js";

/** What can be reached from where: entries, nodes, joins, jumps, and how deep scopes stand in each other. */
export function checkReachability(scene: GraphScene): void {
  const { regions, index, add, hint } = scene;
  const entries = new Set<NodeId>();
  for (const { region, origin } of regions) {
    if (region.entries.length === 0) add(ir.report("empty-region", origin, {}));
    for (const entry of region.entries) {
      entries.add(entry);
      if (index.places.has(entry)) continue;
      add(ir.report("unknown-entry", origin, { node: entry, hint: hint(entry, index.places.keys()) }));
    }
  }
  const nesting = nestingOf(index);
  checkNesting(scene, nesting);
  for (const place of index.places.values()) {
    const { node } = place;
    const isReached = nesting.depths[place.number] !== -1;
    if (isReached && node.kind === "gateway") checkJoin(scene, node, place, nesting, entries.has(node.id));
  }
  checkReached(scene, nesting);
  checkJumps(scene);
}

/** Of what is never reached, only that is told which nothing else of it leads to; of a circle, its first node. */
function checkReached({ index, add }: GraphScene, { depths }: Nesting): void {
  const isDead = ({ number }: Place): boolean => depths[number] === -1;
  const dead = [...index.places.values()].filter(isDead);
  if (dead.length === 0) return;
  // None of these leads to a later one; a second time, from behind, leaves those that no other leads to.
  const candidates = unled(index, dead, isDead);
  const first = unled(index, candidates.reverse(), isDead).reverse();
  for (const { node } of first) add(ir.report("unreachable-node", node.origin, { node: node.id }));
}

/** Those of `places`, in order, that none before them leads to. */
function unled(index: GraphIndex, places: readonly Place[], within: (place: Place) => boolean): Place[] {
  const seen = new Set<Place>();
  return places.filter((place) => {
    if (seen.has(place)) return false;
    const ahead = [place];
    for (let one = ahead.pop(); one !== undefined; one = ahead.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      eachSuccessor(index, one, (next) => void (within(next) && ahead.push(next)));
    }
    return true;
  });
}

function checkNesting({ index, limits, add }: GraphScene, nesting: Nesting): void {
  for (const scope of nesting.insideThemselves) {
    add(ir.report("scope-inside-itself", scope.origin, { node: scope.id }));
  }
  for (const { node, number } of index.places.values()) {
    if (node.kind !== "scope") continue;
    let inside = 0;
    eachEntry(index, node.region, (_, deeper) => {
      inside = Math.max(inside, deeper);
    });
    const depth = Math.max(0, nesting.depths[number] as number) + 1 + inside;
    if (depth <= limits.maxDepth) continue;
    // Everything further in is too deep as well: the first one says it for all.
    add(ir.report("nested-too-deep", node.origin, { depth, limit: limits.maxDepth }));
    return;
  }
}

function checkJoin(
  scene: GraphScene,
  node: GatewayNode,
  { incoming }: Place,
  nesting: Nesting,
  isEntry: boolean,
): void {
  const { index, add } = scene;
  const { join } = node;
  if (join === undefined || join.rule === "each" || join.rule === "reachable") return;
  if (join.rule === "all") {
    const isLive = (from: NodeId): boolean => nesting.depths[index.places.get(from)?.number ?? -1] !== -1;
    const live = new Set(incoming.filter((flow) => isLive(flow.from)).map((flow) => flow.slot ?? flow.id));
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
  const insides = new Map<NodeId, ReadonlySet<Place>>();
  for (const place of index.places.values()) {
    const { node } = place;
    if (node.kind !== "end" || node.leave === undefined) continue;
    const { scope: id } = node.leave;
    const scope = index.places.get(id)?.node;
    if (scope?.kind !== "scope") {
      const scopes = graph.nodes.filter((other) => other.kind === "scope").map((other) => other.id);
      add(ir.report("unknown-jump-scope", node.origin, { scope: id, hint: hint(id, scopes) }));
      continue;
    }
    let inside = insides.get(id);
    if (inside === undefined) {
      inside = insideOf(index, scope.region);
      insides.set(id, inside);
    }
    if (!inside.has(place)) add(ir.report("jump-from-outside", node.origin, { scope: id, node: node.id }));
  }
}

/** Every place in or below an instance of a region. Linear, and asked once for each scope that is jumped out of. */
function insideOf(index: GraphIndex, region: Region): ReadonlySet<Place> {
  const found = new Set<Place>();
  const add = (place: Place): void => void found.add(place);
  eachEntry(index, region, add);
  for (const place of found) eachSuccessor(index, place, add);
  return found;
}
