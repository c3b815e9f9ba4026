/**
 * `rb:ir` and `rb:port`: what rb itself writes beside an element when BPMN has no words for it (docs/conversion.md). The JSON in `rb:ir` has
 * members of the graph's part, which count instead of what the element means by itself; what the drawing says stays the drawing's: ids,
 * ends of flows, what lies in what, boundary events. It is untrusted as any document is: what has the wrong shape is reported and not used.
 */
import {
  type BoundaryHandler,
  checkShape,
  type Flow,
  type Graph,
  isActivity,
  isJsonObject,
  type Json,
  type JsonObject,
  type Node,
  type PartName,
  type Region,
  type ScopeHandler,
  withOrigins,
} from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { isEventSubprocess } from "../model/kinds.js";
import type { FlowNode, Level, Model } from "../model/model.js";
import { vendorAttribute, vendorElement } from "../vendor/names.js";
import type { XmlElement } from "../xml/element.js";
import type { Lowering } from "./lowering.js";

/** The port that a boundary event or a flow stands for, which BPMN has no word for. */
export function ownPort(element: XmlElement): string | undefined {
  return vendorAttribute(element, "rb", "port");
}

/** The graph of a process, with what it says in its own words. */
export function inOwnWords(lowering: Lowering, graph: Graph): Graph {
  const { level, element } = lowering.process;
  if (!hasOwnWords(lowering)) return graph;
  const words = new OwnWords(lowering);
  words.read(level);
  const said = words.said("graph", element, graph, ({ region, nodes, flows, id, origin }, own) => ({
    ...own,
    id,
    origin,
    nodes,
    flows,
    region: drawnRegion(own.region, region),
    ...named(own, graph),
  }));
  return {
    ...said,
    region: words.region(said.region),
    nodes: graph.nodes.map((node) => words.node(node)),
    flows: graph.flows.map((flow) => words.flow(flow)),
  };
}

/** Each process asks, and there may be thousands. */
const known = new WeakMap<Model, boolean>();

function hasOwnWords({ model }: Lowering): boolean {
  const found = known.get(model) ?? model.elements.some((element) => vendorElement(element, "rb", "ir") !== undefined);
  known.set(model, found);
  return found;
}

/** Texts of XML name and describe, unless the words themselves do. */
function named(own: JsonObject, native: { readonly name?: string; readonly description?: string }): object {
  const { name, description } = native;
  return {
    ...(name === undefined || Object.hasOwn(own, "name") ? {} : { name }),
    ...(description === undefined || Object.hasOwn(own, "description") ? {} : { description }),
  };
}

function drawnRegion(own: unknown, { entries, handlers }: Region): unknown {
  return {
    ...(isJsonObject(own as Json) ? (own as JsonObject) : {}),
    entries,
    ...(handlers === undefined ? {} : { handlers }),
  };
}

/** How deep the JSON may nest: deeper than any document that rb reads. */
const deepest = 256;

class OwnWords {
  private readonly lowering: Lowering;
  private readonly nodes = new Map<string, FlowNode>();
  private readonly flows = new Map<string, XmlElement>();

  constructor(lowering: Lowering) {
    this.lowering = lowering;
  }

  read(level: Level): void {
    for (const flow of level.flows) this.flows.set(flow.id, flow.element);
    for (const node of level.nodes) {
      this.nodes.set(node.id, node);
      if (node.content !== null) this.read(node.content);
    }
  }

  node(node: Node): Node {
    const drawn = this.nodes.get(node.id);
    if (drawn === undefined) return node;
    const said = this.said("node", drawn.element, node, (native, own) => ({
      ...own,
      id: native.id,
      origin: native.origin,
      ...named(own, native),
      ...surroundings(native),
      ...(native.kind === "scope" ? { region: drawnRegion(own.region, native.region) } : {}),
    }));
    const handlers = isActivity(said) ? said.handlers : undefined;
    const heard = handlers === undefined ? said : { ...said, handlers: handlers.map((one) => this.boundary(one)) };
    return heard.kind === "scope" ? { ...heard, region: this.region(heard.region) } : (heard as Node);
  }

  flow(flow: Flow): Flow {
    const element = this.flows.get(flow.id);
    if (element === undefined) return flow;
    return this.said("flow", element, flow, ({ id, from, to, port, name, origin }, own) => ({
      ...own,
      id,
      from,
      to,
      origin,
      ...(port === undefined ? {} : { port }),
      ...(name === undefined || Object.hasOwn(own, "name") ? {} : { name }),
    }));
  }

  region(region: Region): Region {
    const { handlers } = region;
    return handlers === undefined ? region : { ...region, handlers: handlers.map((one) => this.handler(one)) };
  }

  private boundary(handler: BoundaryHandler): BoundaryHandler {
    const drawn = this.nodes.get(handler.id);
    if (drawn === undefined) return handler;
    return this.said("boundaryHandler", drawn.element, handler, ({ id, name, origin }, own) => ({
      ...own,
      id,
      origin,
      ...(name === undefined || Object.hasOwn(own, "name") ? {} : { name }),
    }));
  }

  private handler(handler: ScopeHandler): ScopeHandler {
    const drawn = this.nodes.get(handler.id);
    if (drawn === undefined || !isEventSubprocess(drawn)) return handler;
    const said = this.said("scopeHandler", drawn.element, handler, ({ id, name, origin, body }, own) => ({
      ...own,
      id,
      origin,
      body: drawnRegion(own.body, body),
      ...(name === undefined || Object.hasOwn(own, "name") ? {} : { name }),
    }));
    return { ...said, body: this.region(said.body) };
  }

  /** The part as its words have it; the native one where there are none, or where they can't be used. */
  said<T extends object>(
    part: PartName,
    element: XmlElement,
    native: T,
    joined: (native: T, own: JsonObject) => object,
  ): T {
    const words = vendorElement(element, "rb", "ir");
    if (words === undefined) return native;
    const { lowering } = this;
    const origin = lowering.originOf(words);
    const own = readObject(words.text);
    const whole = own === undefined ? undefined : joined(native, withOrigins(part, own, origin) as JsonObject);
    const problem = whole === undefined ? "it is no JSON object" : checkShape(part, whole)[0]?.what;
    if (problem === undefined) return whole as T;
    lowering.report(bpmn.report("own-words", origin, { problem }));
    return native;
  }
}

function surroundings(node: Node): object {
  if (!isActivity(node)) return {};
  const { handlers, compensation } = node;
  return { ...(handlers === undefined ? {} : { handlers }), ...(compensation === undefined ? {} : { compensation }) };
}

function readObject(text: string): JsonObject | undefined {
  if (nestsTooDeep(text)) return undefined;
  try {
    const json = JSON.parse(text) as Json;
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Looked at before anything is made of the text, since what walks over the parts calls itself. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isText = !isText;
    else if (isText) at += character === "\\" ? 1 : 0;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > deepest) return true;
  }
  return false;
}
