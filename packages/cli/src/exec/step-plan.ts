/** The steps of a `runbook/v0` document in the order in which they are carried out, read off its graph. */
import {
  type ActionNode,
  type Evidence,
  type GateNode,
  type Graph,
  isJsonObject,
  MANUAL,
  type Node,
  type NodeId,
  type Region,
  type ScopeNode,
  sourceOf,
} from "@rb/ir";

/** A command, or something that a person does. Groups are where steps stand, not steps. */
export interface PlannedStep {
  /** 0-based, over all steps of all groups. */
  readonly index: number;
  readonly id: NodeId;
  readonly title: string;
  readonly kind: "cli" | "manual";
  readonly node: ActionNode | GateNode;
  /** The groups around it, outermost first. */
  readonly groups: readonly ScopeNode[];
  /** What of its output has a name for later steps. */
  readonly captures: readonly string[];
  readonly evidence: readonly Evidence[];
  /** A replay takes the evidence of the run that it repeats. */
  readonly reusesEvidence: boolean;
  /** Where it stands in the document (RFC 6901). */
  readonly pointer: string;
}

export function planSteps(graph: Graph): readonly PlannedStep[] {
  const order = new Order(graph);
  const steps: PlannedStep[] = [];
  const collect = (region: Region, groups: readonly ScopeNode[]): void => {
    for (const node of order.of(region)) {
      if (node.kind === "scope") collect(node.region, [...groups, node]);
      else if (node.kind === "action" || node.kind === "gate") steps.push(stepOf(node, groups, steps.length));
    }
  };
  collect(graph.region, []);
  return steps;
}

/** The order of the nodes in each region of a graph, where each node has one way on. */
export class Order {
  readonly #nodes: ReadonlyMap<NodeId, Node>;
  readonly #next: ReadonlyMap<NodeId, NodeId>;

  constructor({ nodes, flows }: Graph) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#next = new Map(flows.map(({ from, to }) => [from, to]));
  }

  node(id: string): Node | undefined {
    return this.#nodes.get(id as NodeId);
  }

  of(region: Region): readonly Node[] {
    const found: Node[] = [];
    for (let id = region.entries[0]; id !== undefined; id = this.#next.get(id)) {
      const node = this.#nodes.get(id);
      if (node !== undefined) found.push(node);
    }
    return found;
  }
}

function stepOf(node: ActionNode | GateNode, groups: readonly ScopeNode[], index: number): PlannedStep {
  const isPerson = node.kind === "gate" || node.executor === MANUAL;
  const { author } = node.meta ?? {};
  return {
    index,
    id: node.id,
    title: node.name ?? node.id,
    kind: isPerson ? "manual" : "cli",
    node,
    groups,
    captures: isPerson ? [] : outputNames(node),
    evidence: node.kind === "gate" ? (node.evidence ?? []) : (constantMember(node, "evidence") ?? []),
    reusesEvidence: isJsonObject(author) && author.replay_mode === "reuse_evidence",
    pointer: sourceOf(node.origin).pointer,
  };
}

/** The names under which a step, or a group, gives something to later ones. */
export function outputNames(node: Node): readonly string[] {
  if (node.kind !== "action" && node.kind !== "gate" && node.kind !== "scope") return [];
  return (node.outputs ?? []).flatMap(({ from }) => ("object" in from ? from.object.map(([name]) => name) : []));
}

/** Whether a command may end with any code, because its author says which one is right. */
export function takesAnyExitCode({ node }: PlannedStep): boolean {
  return node.kind === "action" && constantMember(node, "exitCodes") === "any";
}

/** What the document says of a member of a request, as the parser has checked it. */
function constantMember<T>({ request }: ActionNode, name: string): T | undefined {
  const value =
    request !== undefined && "object" in request ? request.object.find(([key]) => key === name)?.[1] : undefined;
  return value !== undefined && "json" in value ? (value.json as T) : undefined;
}
