import {
  type BoundaryHandler,
  type Bundle,
  type CompiledExpr,
  check,
  type Diagnostic,
  type DocumentLimits,
  defineDiagnostics,
  eachExpr,
  eachNode,
  eachRegion,
  eachSchema,
  type Flow,
  type Graph,
  type GraphId,
  type Guard,
  isActivity,
  type Node,
  type NodeId,
  planHash,
  type Region,
  type ScopeHandler,
  type Value,
} from "@rb/ir";
import type { Languages } from "./executor.js";
import type {
  FlowProgram,
  GraphProgram,
  HandlerProgram,
  NodeProgram,
  Program,
  RegionProgram,
  RouteTarget,
  SchemaCheck,
  StartTarget,
} from "./program.js";

/** What compiling gives. */
export interface Compiled {
  /** Null when the bundle can't run: some diagnostic is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

const kernel = defineDiagnostics("kernel", {
  "unknown-language": {
    severity: "error",
    message: (a: { language: string }) =>
      `No expression language named '${a.language}' is installed, so this can't be evaluated.`,
    help: () => "Pass the language in `languages`; `load` of @rb/loader gives those that a document needs.",
  },
  "invalid-expression": {
    severity: "error",
    message: (a: { language: string; error: string }) => `This is not a valid ${a.language} expression: ${a.error}`,
  },
  "unknown-schema-language": {
    severity: "error",
    message: (a: { language: string }) =>
      `No schema language named '${a.language}' is installed, so data can't be checked.`,
  },
  "invalid-schema": {
    severity: "error",
    message: (a: { language: string; error: string }) => `This is not a valid ${a.language} schema: ${a.error}`,
  },
});

/** Makes a bundle ready to run. Checks it first: what comes from a parser has been checked, what another tool wrote has not. */
export function compile(
  bundle: Bundle,
  languages: Languages = { expressions: [] },
  limits: Partial<DocumentLimits> = {},
): Compiled {
  const diagnostics: Diagnostic[] = [...check(bundle, limits)];
  if (diagnostics.some((d) => d.severity === "error")) return { program: null, diagnostics };
  const expressions = compileExpressions(bundle, languages, diagnostics);
  const schemas = compileSchemas(bundle, languages, diagnostics);
  if (diagnostics.some((d) => d.severity === "error")) return { program: null, diagnostics };

  const graphs = new Map<GraphId, GraphProgram>();
  const drafts = bundle.graphs.map((source) => draftGraph(source));
  for (const draft of drafts) graphs.set(draft.id, draft);
  for (const draft of drafts) finishGraph(draft, graphs);
  const program: Program = {
    hash: planHash(bundle),
    bundle,
    main: graphs.get(bundle.main) as GraphProgram,
    graphs,
    compensates: drafts.some((graph) => graph.nodes.some((node) => raisesUndo(node.source))),
    mayAsk: hasUnspecifiedGuard(bundle) || [...expressions.values()].some((e) => e.evaluate === undefined),
    expressions,
    schemas,
    routes: compileRoutes(bundle, graphs),
    starts: compileStarts(drafts),
  };
  return { program, diagnostics };
}

export function expressionKey(language: string, text: string): string {
  return `${language}\u0000${text}`;
}

function compileExpressions(
  bundle: Bundle,
  languages: Languages,
  diagnostics: Diagnostic[],
): Map<string, CompiledExpr> {
  const installed = new Map(languages.expressions.map((language) => [language.name, language]));
  const compiled = new Map<string, CompiledExpr>();
  eachExpr(bundle, (expr) => {
    const key = expressionKey(expr.language, expr.text);
    if (compiled.has(key)) return;
    const language = installed.get(expr.language);
    if (language === undefined) {
      diagnostics.push(kernel.report("unknown-language", expr.origin, { language: expr.language }));
      return;
    }
    const result = language.compile(expr.text);
    if ("error" in result) {
      diagnostics.push(
        kernel.report("invalid-expression", expr.origin, { language: expr.language, error: result.error }),
      );
    } else compiled.set(key, result);
  });
  return compiled;
}

function compileSchemas(bundle: Bundle, languages: Languages, diagnostics: Diagnostic[]): Map<string, SchemaCheck> {
  const installed = new Map((languages.schemas ?? []).map((language) => [language.name, language]));
  const compiled = new Map<string, SchemaCheck>();
  eachSchema(bundle, (schema, origin) => {
    const key = expressionKey(schema.language, JSON.stringify(schema.schema));
    if (compiled.has(key)) return;
    const language = installed.get(schema.language);
    if (language === undefined) {
      diagnostics.push(kernel.report("unknown-schema-language", origin, { language: schema.language }));
      return;
    }
    const result = language.compile(schema.schema);
    if (typeof result === "function") compiled.set(key, result);
    else diagnostics.push(kernel.report("invalid-schema", origin, { language: schema.language, error: result.error }));
  });
  return compiled;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Nodes and flows first; what refers to other graphs, and regions, which refer to nodes, come in `finishGraph`. */
function draftGraph(source: Graph): GraphProgram {
  const nodes: NodeProgram[] = [];
  const nodeById = new Map<NodeId, NodeProgram>();
  const flowById = new Map<string, FlowProgram>();
  const graph = { id: source.id, source, nodes, nodeById, flowById } as unknown as Draft<GraphProgram>;
  for (const node of source.nodes) {
    const draft = draftNode(graph, node, nodes.length);
    nodes.push(draft);
    nodeById.set(node.id, draft);
  }
  for (const flow of source.flows) flowById.set(flow.id, link(flow, nodeById));
  for (const node of nodes) settleNode(node);
  return graph;
}

function draftNode(graph: GraphProgram, source: Node, index: number): NodeProgram {
  const activity = isActivity(source) ? source : null;
  return {
    graph,
    index,
    id: source.id,
    source,
    activity,
    ports: new Map(),
    straight: null,
    incoming: [],
    slots: noSlots,
    handlers: (activity?.handlers ?? []).map((handler) => compileHandler(handler, null)),
    region: null,
    callee: null,
    compensation: null,
    constantRequest:
      source.kind === "action" && (source.request === undefined || isConstant(source.request)) ? {} : null,
  };
}

function isConstant(value: Value): boolean {
  if ("json" in value) return true;
  if ("text" in value) return value.text.every((part) => typeof part === "string" || isConstant(part));
  if ("list" in value) return value.list.every(isConstant);
  if ("object" in value) return value.object.every(([, member]) => isConstant(member));
  return false;
}

function link(source: Flow, nodeById: ReadonlyMap<NodeId, NodeProgram>): FlowProgram {
  const from = nodeById.get(source.from) as NodeProgram;
  const to = nodeById.get(source.to) as NodeProgram;
  const flow: FlowProgram = { id: source.id, source, from, to, slot: source.slot ?? source.id };
  // A gateway has one way out; that a flow is for what is skipped is said by its guard.
  const port = from.source.kind === "gateway" ? "out" : (source.port ?? "out");
  const ports = from.ports as Map<string, FlowProgram[]>;
  const siblings = ports.get(port);
  if (siblings === undefined) ports.set(port, [flow]);
  else siblings.push(flow);
  (to.incoming as FlowProgram[]).push(flow);
  return flow;
}

function settleNode(node: Draft<NodeProgram>): void {
  if (node.source.kind === "gateway" && node.source.join !== undefined) node.slots = slotsOf(node.incoming);
  const out = node.ports.get("out");
  const only = out?.length === 1 ? (out[0] as FlowProgram) : null;
  const routing = node.source.routing;
  if (
    only !== null &&
    only.source.guard === undefined &&
    (routing === undefined || (routing.take !== "case" && (routing.copies ?? 1) === 1))
  ) {
    node.straight = only;
  }
}

const noSlots: NodeProgram["slots"] = new Map();

function slotsOf(incoming: readonly FlowProgram[]): NodeProgram["slots"] {
  const slots = new Map<string, FlowProgram[]>();
  for (const flow of incoming) {
    const flows = slots.get(flow.slot);
    if (flows === undefined) slots.set(flow.slot, [flow]);
    else flows.push(flow);
  }
  return slots;
}

function finishGraph(graph: Draft<GraphProgram>, graphs: ReadonlyMap<GraphId, GraphProgram>): void {
  graph.region = compileRegion(graph.source.region, graph.nodeById);
  for (const node of graph.nodes as readonly Draft<NodeProgram>[]) {
    const source = node.source;
    if (source.kind === "scope") node.region = compileRegion(source.region, graph.nodeById);
    if (source.kind === "call" && source.graph !== undefined) node.callee = graphs.get(source.graph) ?? null;
    if (node.activity?.compensation !== undefined)
      node.compensation = graph.nodeById.get(node.activity.compensation) ?? null;
  }
}

function compileRegion(source: Region, nodeById: ReadonlyMap<NodeId, NodeProgram>): RegionProgram {
  return {
    source,
    entries: source.entries.map((id) => nodeById.get(id) as NodeProgram),
    handlers: (source.handlers ?? []).map((handler) => compileHandler(handler, compileRegion(handler.body, nodeById))),
    constants: new Set((source.variables ?? []).filter((v) => v.constant === true).map((v) => v.name)),
    shared: new Set((source.variables ?? []).filter((v) => v.shared === true).map((v) => v.name)),
  };
}

function compileHandler<H extends BoundaryHandler | ScopeHandler>(
  source: H,
  region: RegionProgram | null,
): HandlerProgram<H> {
  return { source, id: source.id, interrupting: source.interrupting ?? true, region };
}

function compileRoutes(bundle: Bundle, graphs: ReadonlyMap<GraphId, GraphProgram>): Map<string, RouteTarget[]> {
  const routes = new Map<string, RouteTarget[]>();
  for (const route of bundle.routes ?? []) {
    const graph = graphs.get(route.to.graph) as GraphProgram;
    const target: RouteTarget = {
      graph,
      node: route.to.node === undefined ? null : (graph.nodeById.get(route.to.node) ?? null),
      message: route.message,
    };
    const key = routeKey(route.from.graph, route.from.node);
    const known = routes.get(key);
    if (known === undefined) routes.set(key, [target]);
    else known.push(target);
  }
  return routes;
}

export function routeKey(graph: GraphId, node: NodeId): string {
  return `${graph}\u0000${node}`;
}

/** A name that has to be computed has nowhere to be computed in: there is no instance yet. */
function compileStarts(graphs: readonly GraphProgram[]): Map<string, StartTarget[]> {
  const starts = new Map<string, StartTarget[]>();
  for (const graph of graphs) {
    for (const node of graph.region.entries) {
      const triggers = node.source.kind === "start" ? (node.source.triggers ?? []) : [];
      triggers.forEach((on, trigger) => {
        if ((on.on !== "message" && on.on !== "signal") || !("json" in on.name)) return;
        const key = startKey(on.on, String(on.name.json));
        const known = starts.get(key);
        if (known === undefined) starts.set(key, [{ graph, node, trigger }]);
        else known.push({ graph, node, trigger });
      });
    }
  }
  return starts;
}

export function startKey(kind: "message" | "signal", name: string): string {
  return `${kind}\u0000${name}`;
}

function raisesUndo(node: Node): boolean {
  if (node.kind === "throw" || node.kind === "end") {
    return (node.throws ?? []).some((thrown) => thrown.raise === "compensation" || thrown.raise === "cancel");
  }
  return (
    node.kind === "scope" &&
    node.loop?.kind === "each" &&
    (node.loop.emit ?? []).some((e) => e.raise.raise === "compensation")
  );
}

function hasUnspecifiedGuard(bundle: Bundle): boolean {
  let found = false;
  const look = (guard: Guard | undefined) => {
    if (guard !== undefined && "unspecified" in guard) found = true;
  };
  eachRegion(bundle, (region) => look(region.completeWhen));
  for (const graph of bundle.graphs) for (const flow of graph.flows) look(flow.guard);
  eachNode(bundle, (node) => {
    const loop = isActivity(node) ? node.loop : undefined;
    if (loop?.kind === "repeat") [loop.while, loop.until].forEach(look);
    else if (loop?.kind === "each") [loop.completeWhen, ...(loop.emit ?? []).map((emit) => emit.when)].forEach(look);
  });
  return found;
}
