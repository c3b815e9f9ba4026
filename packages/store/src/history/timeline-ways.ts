/** Which way a token went where it could have gone another: flows with conditions, cases, or for everything else. */
import type { Flow, FlowId, Graph, GraphId, Guard } from "@rb/ir";
import type { Id } from "@rb/kernel";
import { nodeKey } from "./scene.js";
import { shortened } from "./timeline-entry.js";

export class Ways {
  readonly #flows = new Map<string, Flow>();
  /** Ports at which something is decided. */
  readonly #deciding = new Set<string>();
  /** Ways that have been told of each token's last move: a flow may get several tokens at once. */
  readonly #told = new Map<Id, Set<Flow>>();

  constructor(graphs: readonly Graph[]) {
    for (const { id, flows } of graphs) {
      for (const flow of flows) {
        this.#flows.set(nodeKey(id, flow.id), flow);
        if (isConditional(flow)) this.#deciding.add(portKey(id, flow));
      }
    }
  }

  /** Tokens finish their moves within a batch. */
  begin(): void {
    this.#told.clear();
  }

  /** The flow, if it was one way of several and hasn't been told of this token's move: first the token moves, then others come out of it. */
  taken(graph: GraphId, id: FlowId, token: Id, visit: "moves" | "spawns"): Flow | null {
    const flow = this.#flows.get(nodeKey(graph, id));
    if (flow === undefined || !this.#deciding.has(portKey(graph, flow))) return null;
    const told = visit === "spawns" ? this.#told.get(token) : undefined;
    if (told?.has(flow) === true) return null;
    if (told === undefined) this.#told.set(token, new Set([flow]));
    else told.add(flow);
    return flow;
  }

  /** What a flow is called: its name, or when it is taken. */
  name(graph: GraphId, id: FlowId): string {
    const flow = this.#flows.get(nodeKey(graph, id));
    return flow === undefined ? id : wayText(flow);
  }
}

/** By the document's name for it, or by what it depends on. */
export function wayText({ id, name, guard, cases, otherwise }: Flow): string {
  if (name !== undefined) return name;
  if (otherwise === true) return "otherwise";
  if (cases !== undefined) return shortened(cases.map((value) => JSON.stringify(value)).join(", "));
  const condition = guard === undefined ? null : conditionText(guard);
  return condition === null ? id : `if ${shortened(condition)}`;
}

/** Null where the author gave none. */
function conditionText(guard: Guard): string | null {
  if ("expr" in guard) return guard.expr.text;
  if ("variable" in guard) return [guard.variable, ...(guard.path ?? [])].join(".");
  if ("json" in guard) return String(guard.json);
  if ("arrived" in guard) return `it came by ${guard.arrived.join(", ")}`;
  return null;
}

function isConditional({ guard, cases, otherwise }: Flow): boolean {
  return guard !== undefined || cases !== undefined || otherwise === true;
}

function portKey(graph: GraphId, { from, port }: Flow): string {
  return `${port ?? "out"} ${nodeKey(graph, from)}`;
}
