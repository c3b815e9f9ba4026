/** What a migration is planned with: both plans side by side, and what was found to be wrong, changed or worth saying. */
import type { GraphId, NodeId, Region } from "@rb/ir";
import type { Id, Program, SavedState } from "@rb/kernel";

export type SavedFrame = SavedState["frames"][number];
export type SavedToken = SavedState["tokens"][number];
export type GraphProgram = Program["main"];
export type NodeProgram = GraphProgram["nodes"][number];

/** What in the run holds on to something. */
export type Holder = { readonly token: Id } | { readonly frame: Id } | { readonly message: string };

/** What the run holds on to and the new plan doesn't have, or has as something else. */
export interface Vanished {
  readonly what: "graph" | "node" | "flow" | "handler" | "arm" | "loop" | "compensation";
  readonly id: string;
  /** Why it does not count as the same, for people. */
  readonly why: string;
  readonly heldBy: Holder;
}

export class MigrationLedger {
  readonly from: Program;
  readonly to: Program;
  readonly vanished: Vanished[] = [];
  readonly askedAgain: string[] = [];
  readonly notes: Set<string> = new Set();
  readonly #frames: ReadonlyMap<Id, SavedFrame>;
  readonly #tokens: ReadonlyMap<Id, SavedToken>;

  constructor(from: Program, to: Program, saved: SavedState) {
    this.from = from;
    this.to = to;
    this.#frames = new Map(saved.frames.map((frame) => [frame.id, frame]));
    this.#tokens = new Map(saved.tokens.map((token) => [token.id, token]));
  }

  gone(what: Vanished["what"], id: string, why: string, heldBy: Holder): void {
    this.vanished.push({ what, id, why, heldBy });
  }

  /** The graph that a token is in. */
  graphOf(token: SavedToken): GraphId {
    return this.#frames.get(token.frame)?.graph ?? "";
  }

  token(id: Id | null): SavedToken | undefined {
    return id === null ? undefined : this.#tokens.get(id);
  }

  oldNode(graph: GraphId, node: NodeId): NodeProgram | undefined {
    return this.from.graphs.get(graph)?.nodeById.get(node);
  }

  newNode(graph: GraphId, node: NodeId): NodeProgram | undefined {
    return this.to.graphs.get(graph)?.nodeById.get(node);
  }

  /** The node of this id in the new plan; noted as gone where there is none, or one of another kind. */
  sameNode(graph: GraphId, id: NodeId, heldBy: Holder): NodeProgram | null {
    const [old, now] = [this.oldNode(graph, id), this.newNode(graph, id)];
    if (now === undefined) this.gone("node", id, `graph '${graph}' has no such node any more`, heldBy);
    else if (old !== undefined && old.source.kind !== now.source.kind) {
      const why = `it was a node of kind '${old.source.kind}', and is one of kind '${now.source.kind}'`;
      this.gone("node", id, why, heldBy);
    } else return now;
    return null;
  }

  /** The region that an instance runs, as one of the plans has it. */
  regionOf(frame: SavedFrame, program: Program): Region | null {
    const graph = program.graphs.get(frame.graph);
    const node = frame.node === undefined ? undefined : graph?.nodeById.get(frame.node)?.source;
    const ownRegion = node?.kind === "scope" ? node.region : null;
    switch (frame.kind) {
      case "root":
      case "call":
        return graph?.source.region ?? null;
      case "scope":
        return ownRegion;
      case "compensation":
        return handlerBody(ownRegion, frame.handler);
      case "handler": {
        const owner = this.#frames.get(frame.owner ?? 0);
        return owner === undefined ? null : handlerBody(this.regionOf(owner, program), frame.handler);
      }
      default:
        return null;
    }
  }
}

function handlerBody(region: Region | null, id: string | undefined): Region | null {
  return region?.handlers?.find((handler) => handler.id === id)?.body ?? null;
}
