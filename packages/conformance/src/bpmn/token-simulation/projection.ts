/**
 * A run's records as entries of a token's trace: which elements were entered and left. Beside each entry stand those right before it on the
 * way of its token, within the instance that it lies in: side by side is not in a row.
 */
import type { Bundle, Graph, GraphId, Node } from "@rb/ir";
import type { Id, JournalRecord, RecordOf, WaitFacts } from "@rb/kernel";
import type { Collaboration } from "./collaboration.js";
import {
  elementOf,
  elementOfNode,
  type Handler,
  handlerOf,
  isEventGateway,
  isInside,
  isLink,
  regionOf,
} from "./elements.js";

/** One entry, such as `enter:Flow_1`. */
export interface Entry {
  readonly text: string;
  /** Indices of the entries right before it. */
  readonly after: readonly number[];
}

interface TokenFacts {
  readonly frame: Id;
  readonly graph: Graph;
  node: Node;
  last: readonly number[];
  /** What it had last been through when it left its node: those that left with it have, too. */
  left: readonly number[];
  /** The scopes of which it undoes what they contain, outermost first. */
  undoing: readonly Node[];
}

/** Who waits: a token, or an instance. */
interface Owner {
  readonly token?: Id;
  readonly frame?: Id;
}

interface FrameFacts {
  readonly kind: RecordOf<"frameOpened">["kind"];
  readonly graph: Graph;
  readonly node: Node | null;
  readonly handler: Handler | null;
}

export class Projection {
  readonly entries: Entry[] = [];
  readonly #graphs: ReadonlyMap<GraphId, Graph>;
  readonly #collaboration: Collaboration;
  readonly #frames = new Map<Id, FrameFacts>();
  readonly #tokens = new Map<Id, TokenFacts>();

  constructor(bundle: Bundle, collaboration: Collaboration) {
    this.#graphs = new Map(bundle.graphs.map((graph) => [graph.id, graph]));
    this.#collaboration = collaboration;
  }

  /** The event that waits. */
  eventOf(wait: WaitFacts): string | null {
    if (wait.purpose === "handler") {
      const handler = this.#handlerAt(wait, wait.handler ?? "");
      if (handler === null || handler.body === null) return handler && elementOf(handler.source.origin);
      const [entry] = handler.body.entries;
      const start = this.#graphOf(wait)?.nodes.find(({ id }) => id === entry);
      return start === undefined ? null : elementOf(start.origin);
    }
    const node = wait.token === undefined ? undefined : this.#tokens.get(wait.token)?.node;
    if (wait.purpose !== "arm" || node === undefined) return null;
    return elementOf((node.kind === "catch" ? node.arms[wait.index] : undefined)?.origin ?? node.origin);
  }

  see(record: JournalRecord): void {
    switch (record.type) {
      case "frameOpened":
        return this.#frameOpened(record);
      case "frameClosed":
        return this.#frameClosed(record);
      case "tokenCreated":
        return this.#tokenCreated(record);
      case "tokenMoved":
        return this.#tokenMoved(record);
      case "joinFired":
        return this.#joinFired(record);
      case "tokenEnded":
        return this.#tokenEnded(record);
      case "handlerFired":
        return this.#handlerFired(record);
      case "compensationNext":
        return this.#undo(record.token, record.node, record.expand);
      case "compensationEnded":
        return this.#undone(record.token, () => true);
      default:
        return;
    }
  }

  /** A message that came from a pool of which nothing is drawn. */
  cameFromOutside(element: string): void {
    const drawn = new Set(
      [...this.#graphs.values()].flatMap(({ nodes }) => nodes.map(({ origin }) => elementOf(origin))),
    );
    const flow = this.#collaboration.messageFlows.find(
      ({ source, target }) => target === element && !drawn.has(source),
    );
    if (flow !== undefined) this.#add(`exit:${flow.id}`, []);
  }

  /** The handler of an instance, or of what a token does, with that id. */
  #handlerAt(owner: Owner, id: string): Handler | null {
    const token = owner.token === undefined ? undefined : this.#tokens.get(owner.token);
    const frame = owner.frame === undefined ? undefined : this.#frames.get(owner.frame);
    const graph = this.#graphOf(owner);
    if (graph === undefined) return null;
    return handlerOf(graph, token?.node ?? frame?.handler?.body ?? regionOf(graph, frame?.node), id);
  }

  #frameOpened({ frame, kind, owner, graph: id, node, handler }: RecordOf<"frameOpened">): void {
    const graph = this.#graphs.get(id) as Graph;
    this.#frames.set(frame, {
      kind,
      graph,
      node: graph.nodes.find((one) => one.id === node) ?? null,
      handler: handler === undefined ? null : this.#bodyOf(graph, kind === "handler" ? owner : null, node, handler),
    });
  }

  /** The event subprocess that an instance runs: of the instance around it, or, to undo a scope, of that scope. */
  #bodyOf(graph: Graph, around: Id | null, node: string | undefined, id: string): Handler | null {
    if (around !== null) return this.#handlerAt({ frame: around }, id);
    const scope = graph.nodes.find((one) => one.id === node);
    return handlerOf(graph, regionOf(graph, scope), id);
  }

  #frameClosed({ frame: id, how }: RecordOf<"frameClosed">): void {
    const frame = this.#frames.get(id);
    this.#frames.delete(id);
    if (frame === undefined || how !== "completed") return;
    if (frame.kind === "root") {
      const participant = this.#collaboration.participants.get(frame.graph.id);
      this.#add(`exit:${participant ?? frame.graph.id}`, []);
    }
    if (frame.handler !== null) this.#pass("exit", elementOf(frame.handler.source.origin), []);
    if (frame.kind !== "compensation" || frame.node?.kind !== "scope") return;
    // With a handler at its boundary as well, it is undone when that is done.
    const isFromInside = frame.handler !== null && frame.node.compensation !== undefined;
    if (!isFromInside) this.#pass("exit", elementOfNode(frame.node), []);
  }

  #tokenCreated({ token: id, frame: frameId, node: nodeId, via, from }: RecordOf<"tokenCreated">): void {
    const frame = this.#frames.get(frameId) as FrameFacts;
    const node = frame.graph.nodes.find((one) => one.id === nodeId) as Node;
    const origin = from === null ? undefined : this.#tokens.get(from);
    const isBeside = origin !== undefined && origin.frame === frameId;
    const last = isBeside ? origin.left : [];
    const token: TokenFacts = { frame: frameId, graph: frame.graph, node, last, left: last, undoing: [] };
    this.#tokens.set(id, token);
    if (via !== null) this.#along(token, via, node);
    // A token that appears where another stands is that of an event on the boundary.
    else if (node.kind !== "start" && !(isBeside && origin.node === node)) this.#enter(token);
  }

  #tokenMoved({ token: id, flow, to }: RecordOf<"tokenMoved">): void {
    const token = this.#tokens.get(id) as TokenFacts;
    const port = token.graph.flows.find((one) => one.id === flow)?.port ?? "out";
    const isBoundary = "handlers" in token.node && token.node.handlers?.some((handler) => handler.id === port) === true;
    if (!isBoundary && !isEventGateway(token.node)) this.#exit(token);
    token.left = token.last;
    this.#along(token, flow, token.graph.nodes.find((one) => one.id === to) as Node);
  }

  /** Over a flow, to the node behind it. */
  #along(token: TokenFacts, flowId: string, to: Node): void {
    const flow = token.graph.flows.find((one) => one.id === flowId);
    const from = token.graph.nodes.find((one) => one.id === flow?.from);
    token.node = to;
    if (flow === undefined || isLink(flow) || (from !== undefined && isEventGateway(from))) return;
    const element = elementOf(flow.origin);
    if (element !== null) {
      this.#move(token, `enter:${element}`);
      this.#move(token, `exit:${element}`);
    }
    this.#enter(token);
  }

  #joinFired({ tokens: ids }: RecordOf<"joinFired">): void {
    const tokens = ids.map((id) => this.#tokens.get(id) as TokenFacts);
    const [first] = tokens;
    if (first !== undefined) first.last = [...new Set(tokens.flatMap(({ last }) => last))];
  }

  #tokenEnded({ token: id, how }: RecordOf<"tokenEnded">): void {
    const token = this.#tokens.get(id);
    this.#tokens.delete(id);
    if (token !== undefined && how === "ended") this.#exit(token);
  }

  /** At the boundary: what it lies on is left, if it is interrupted, and the event is. */
  #handlerFired({ owner, of, handler: id, interrupting }: RecordOf<"handlerFired">): void {
    const token = of === "token" ? this.#tokens.get(owner) : undefined;
    if (token === undefined) return;
    const { last } = token;
    if (interrupting) this.#exit(token);
    const handler = this.#handlerAt({ token: owner }, id);
    const fired = handler === null ? [] : this.#pass("exit", elementOf(handler.source.origin), []);
    token.left = fired;
    token.last = interrupting ? [...new Set([...token.last, ...fired])] : last;
  }

  #undo(id: Id, nodeId: string, expand: boolean): void {
    const token = this.#tokens.get(id);
    const node = token?.graph.nodes.find((one) => one.id === nodeId);
    if (token === undefined || node === undefined) return;
    this.#undone(id, (scope) => !isInside(node, scope));
    if (expand) token.undoing = [...token.undoing, node];
  }

  /** Scopes are left once more when all that they contain has been undone: the innermost ones, as far as they are through. */
  #undone(id: Id, isThrough: (scope: Node) => boolean): void {
    const token = this.#tokens.get(id);
    for (let scope = token?.undoing.at(-1); scope !== undefined && isThrough(scope); scope = token?.undoing.at(-1)) {
      this.#pass("exit", elementOfNode(scope), []);
      if (token !== undefined) token.undoing = token.undoing.slice(0, -1);
    }
  }

  #enter(token: TokenFacts): void {
    if (!this.#isPart(token)) token.last = this.#pass("enter", elementOfNode(token.node), token.last);
  }

  #exit(token: TokenFacts): void {
    if (this.#isPart(token)) return;
    const element = elementOfNode(token.node);
    token.last = this.#pass("exit", element, token.last);
    for (const { id, source } of this.#collaboration.messageFlows) if (source === element) this.#add(`exit:${id}`, []);
  }

  #move(token: TokenFacts, text: string): void {
    token.last = [this.#add(text, token.last)];
  }

  /** What has no element of its own leaves no entry. */
  #pass(action: "enter" | "exit", element: string | null, after: readonly number[]): readonly number[] {
    return element === null ? after : [this.#add(`${action}:${element}`, after)];
  }

  #add(text: string, after: readonly number[]): number {
    return this.entries.push({ text, after }) - 1;
  }

  #graphOf({ token, frame }: Owner): Graph | undefined {
    return token === undefined ? this.#frames.get(frame ?? -1)?.graph : this.#tokens.get(token)?.graph;
  }

  /** Whether what surrounds it stands for the same element, and has been entered: instances of a loop, and what a scope was put around. */
  #isPart(token: TokenFacts): boolean {
    const around = this.#frames.get(token.frame);
    if (around?.node == null || (around.kind !== "iteration" && around.kind !== "scope")) return false;
    return elementOfNode(around.node) === elementOfNode(token.node);
  }
}
