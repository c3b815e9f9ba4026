/**
 * The only traversal of graphs. Everybody who follows flows or looks for something in a whole bundle asks here, so that a
 * new kind of node is a case in `eachSuccessor` and in `portsOf`, and a row in `vocabulary.ts`.
 */
import type {
  Activity,
  Bundle,
  Expr,
  Flow,
  FlowId,
  Graph,
  Node,
  NodeId,
  Region,
  Schema,
  ScopeHandler,
  ScopeNode,
} from "./graph.js";
import { assertNever, invariant } from "./invariant.js";
import type { Origin } from "./origin.js";
import { bundleVocabulary, exprVocabulary, schemaVocabulary, type Vocabulary } from "./vocabulary.js";

/** A node in its graph: what leads to it and where it leads. */
export interface Place {
  readonly node: Node;
  /** Counts from 0 in the order of the graph, without gaps. */
  readonly number: number;
  /** In the order of the graph; `next` has the places that they lead to. */
  readonly outgoing: readonly Flow[];
  readonly next: readonly Place[];
  readonly incoming: readonly Flow[];
}

/** A graph with its adjacency. Of two equal ids the first counts; the others, and flows whose ends don't exist, are set aside. */
export interface GraphIndex {
  readonly graph: Graph;
  readonly places: ReadonlyMap<NodeId, Place>;
  readonly flows: ReadonlyMap<FlowId, Flow>;
  /** The ports by which jumps leave each scope. */
  readonly jumpPorts: ReadonlyMap<NodeId, readonly string[]>;
  readonly danglingFlows: readonly Flow[];
  readonly duplicateNodes: readonly Node[];
  readonly duplicateFlows: readonly Flow[];
}

type Draft = { -readonly [K in keyof Place]: Place[K] };

const noFlows: readonly Flow[] = [];
const noPlaces: readonly Place[] = [];

/** Indexes a graph, in linear time; works on graphs with errors too. */
export function indexGraph(graph: Graph): GraphIndex {
  const places = new Map<NodeId, Draft>();
  const flows = new Map<FlowId, Flow>();
  const jumpPorts = new Map<NodeId, string[]>();
  const duplicateNodes: Node[] = [];
  const duplicateFlows: Flow[] = [];
  const danglingFlows: Flow[] = [];
  for (const node of graph.nodes) {
    const number = places.size;
    if (places.has(node.id)) duplicateNodes.push(node);
    else places.set(node.id, { node, number, outgoing: noFlows, next: noPlaces, incoming: noFlows });
    if (node.kind !== "end" || node.leave === undefined) continue;
    const ports = jumpPorts.get(node.leave.scope);
    if (ports === undefined) jumpPorts.set(node.leave.scope, [node.leave.port]);
    else ports.push(node.leave.port);
  }
  for (const flow of graph.flows) {
    if (flows.has(flow.id)) duplicateFlows.push(flow);
    else flows.set(flow.id, flow);
    const from = places.get(flow.from);
    const to = places.get(flow.to);
    if (from === undefined || to === undefined) {
      danglingFlows.push(flow);
      continue;
    }
    from.outgoing = extend(from.outgoing, flow);
    from.next = extend(from.next, to);
    to.incoming = extend(to.incoming, flow);
  }
  return { graph, places, flows, jumpPorts, danglingFlows, duplicateNodes, duplicateFlows };
}

/** Nearly every node has one way in and one way out, and a list made with its first member takes no more room than that needs. */
function extend<T>(list: readonly T[], member: T): readonly T[] {
  if (list.length === 0) return [member];
  (list as T[]).push(member);
  return list;
}

/** An action, gate, scope or call. */
export function isActivity(node: Node): node is Activity {
  return node.kind === "action" || node.kind === "gate" || node.kind === "scope" || node.kind === "call";
}

/** Called with a place that may get a token because another one did, and with how many regions further in it is. */
export type VisitSuccessor = (place: Place, deeper: number) => void;

/** Where a token can lead from a place: along its flows, into what it contains, and to what undoes it. Guards are not looked at. */
export function eachSuccessor(index: GraphIndex, { node, next }: Place, visit: VisitSuccessor): void {
  for (const place of next) visit(place, 0);
  switch (node.kind) {
    case "start":
    case "gateway":
    case "catch":
    case "throw":
    case "end":
      return;
    case "action":
    case "gate":
    case "call":
      break;
    case "scope":
      eachEntry(index, node.region, (place, deeper) => visit(place, deeper + 1));
      break;
    default:
      assertNever(node);
  }
  const undo = node.compensation === undefined ? undefined : index.places.get(node.compensation);
  if (undo !== undefined) visit(undo, 0);
}

/** The places where an instance of a region begins, and, further in, those where its handlers begin. */
export function eachEntry(index: GraphIndex, region: Region, visit: VisitSuccessor): void {
  eachNestedRegion(region, (inner, deeper) => {
    for (const entry of inner.entries) {
      const place = index.places.get(entry);
      if (place !== undefined) visit(place, deeper);
    }
  });
}

/** The ports that a node can emit on. */
export function portsOf(index: GraphIndex, node: Node): readonly string[] {
  switch (node.kind) {
    case "start":
    case "throw":
      return ["out"];
    case "gateway":
      return ["out", "skipped"];
    case "catch":
      return node.need === "all" ? ["out"] : [...new Set(node.arms.map((arm) => arm.port ?? "out"))];
    case "end":
      return [];
    case "action":
    case "call":
      return ["out", "failed", ...handlerPorts(node)];
    case "gate":
      return ["out", "rejected", "failed", ...handlerPorts(node)];
    case "scope":
      return [...new Set(["out", "failed", ...handlerPorts(node), ...(index.jumpPorts.get(node.id) ?? [])])];
    default:
      return assertNever(node);
  }
}

function handlerPorts(activity: Activity): readonly string[] {
  return (activity.handlers ?? []).map((handler) => handler.id);
}

/** Every node of every graph, in order. */
export function eachNode(bundle: Bundle, visit: (node: Node, graph: Graph) => void): void {
  for (const graph of bundle.graphs) for (const node of graph.nodes) visit(node, graph);
}

/** Whose region it is: the graph's own (neither), a scope's (`node`), or a handler's, of the graph or of a scope. */
export interface RegionOwner {
  readonly graph: Graph;
  readonly node?: ScopeNode;
  readonly handler?: ScopeHandler;
}

/** Every region, a surrounding one before those of its handlers. */
export function eachRegion(bundle: Bundle, visit: (region: Region, owner: RegionOwner) => void): void {
  for (const graph of bundle.graphs) eachRegionOf(graph, visit);
}

export function eachRegionOf(graph: Graph, visit: (region: Region, owner: RegionOwner) => void): void {
  eachNestedRegion(graph.region, (region, _, handler) => visit(region, handler ? { graph, handler } : { graph }));
  for (const node of graph.nodes) {
    if (node.kind !== "scope") continue;
    eachNestedRegion(node.region, (region, _, handler) =>
      visit(region, handler ? { graph, node, handler } : { graph, node }),
    );
  }
}

/** A region and, level by level, the bodies of its handlers and of theirs. Keeps its own list, as untrusted nesting may be deep. */
function eachNestedRegion(
  region: Region,
  visit: (region: Region, deeper: number, handler: ScopeHandler | undefined) => void,
): void {
  visit(region, 0, undefined);
  if (region.handlers === undefined) return;
  let level = region.handlers;
  for (let deeper = 1; level.length > 0; deeper++) {
    for (const handler of level) visit(handler.body, deeper, handler);
    level = level.flatMap((handler) => handler.body.handlers ?? []);
  }
}

/** The keys that lead from the bundle to a place in it. Changes as the traversal goes on; `jsonPointer` makes a text of it. */
export type Path = readonly (string | number)[];

/** Every expression anywhere in the bundle. */
export function eachExpr(bundle: Bundle, visit: (expr: Expr, path: Path) => void): void {
  eachOfType(bundle, exprVocabulary, (value, _, path) => visit(value as unknown as Expr, path));
}

/** Every schema anywhere in the bundle, with the origin of what it belongs to. */
export function eachSchema(bundle: Bundle, visit: (schema: Schema, origin: Origin, path: Path) => void): void {
  eachOfType(bundle, schemaVocabulary, (value, origin, path) => {
    invariant(origin !== undefined, "A schema is inside a graph, which has an origin.");
    visit(value as unknown as Schema, origin, path);
  });
}

type Members = { readonly [member: string]: unknown };

/** Values may nest about as deep as a document; `check` refuses what would get anywhere near this. */
const maxPath = 1000;

function eachOfType(
  bundle: Bundle,
  wanted: Vocabulary,
  visit: (value: Members, origin: Origin | undefined, path: Path) => void,
): void {
  const path: (string | number)[] = [];
  const walk = (value: Members, type: Vocabulary, outer: Origin | undefined): void => {
    invariant(path.length < maxPath, "A bundle has been checked before it is traversed.");
    const origin = (value.origin as Origin | undefined) ?? outer;
    if (type === wanted) visit(value, origin, path);
    for (const key of Object.keys(value)) {
      const member = type[key];
      if (member === undefined || member.is === "aside" || member.is === "data") continue;
      path.push(key);
      eachPart(value[key], member.is, path, (part) => walk(part, member.type(), origin));
      path.pop();
    }
  };
  walk(bundle as unknown as Members, bundleVocabulary, undefined);
}

/** The objects of one member; a text's literal pieces are none. */
function eachPart(
  value: unknown,
  is: "one" | "list" | "pairs",
  path: (string | number)[],
  visit: (part: Members) => void,
): void {
  if (is === "one") {
    if (value !== undefined) visit(value as Members);
    return;
  }
  const parts = (value ?? []) as readonly unknown[];
  for (let i = 0; i < parts.length; i++) {
    const part = is === "pairs" ? (parts[i] as readonly unknown[])[1] : parts[i];
    if (typeof part === "string") continue;
    path.push(i);
    if (is === "pairs") path.push(1);
    visit(part as Members);
    path.length -= is === "pairs" ? 2 : 1;
  }
}
