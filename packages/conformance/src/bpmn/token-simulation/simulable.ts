/**
 * A bundle as a simulator of tokens runs it: tasks take no time, conditions are replaced by the choices that a trace shows, and what is
 * waited for outside comes when somebody says so.
 */
import type { Bundle, Flow, Graph, Language, Node, Region, ScopeHandler, Trigger } from "@rb/ir";
import { elementOf } from "./elements.js";
import type { ExpectedTrace } from "./expected-trace.js";

const LANGUAGE = "trace";

/** The bundle, and the language in which its choices are then written. */
export interface Simulable {
  readonly bundle: Bundle;
  readonly language: Language;
}

export function simulable(bundle: Bundle, trace: ExpectedTrace): Simulable {
  const choices = new Map<string, Choice>();
  const graphs = bundle.graphs.map((graph) => simulableGraph(graph, choices));
  return { bundle: { ...bundle, graphs }, language: languageOf(choices, trace) };
}

/** A way out of a choice. */
interface Choice {
  readonly element: string;
  readonly flow: string;
  /** Whether it is the one that is taken where the trace shows none. */
  readonly isFirst: boolean;
}

function simulableGraph(graph: Graph, choices: Map<string, Choice>): Graph {
  const chooses = new Set(graph.nodes.filter((node) => isChoice(graph, node)).map(({ id }) => id));
  const met = new Set<string>();
  const flows = graph.flows.map((flow) => {
    if (!chooses.has(flow.from) || (flow.port ?? "out") !== "out") return flow;
    const text = `${graph.id}/${flow.id}`;
    const element = elementOf(nodeOf(graph, flow.from).origin) ?? flow.from;
    choices.set(text, { element, flow: elementOf(flow.origin) ?? flow.id, isFirst: !met.has(flow.from) });
    met.add(flow.from);
    return guarded(flow, text);
  });
  const nodes = graph.nodes.map((node) => simulableNode(node, chooses.has(node.id)));
  return { ...graph, region: simulableRegion(graph.region), nodes, flows };
}

function nodeOf(graph: Graph, id: string): Node {
  return graph.nodes.find((node) => node.id === id) as Node;
}

/** Whether its ways out depend on anything. */
function isChoice(graph: Graph, node: Node): boolean {
  const ways = graph.flows.filter((flow) => flow.from === node.id && (flow.port ?? "out") === "out");
  return ways.length > 0 && (node.routing?.take === "first" || ways.some((flow) => flow.guard !== undefined));
}

function guarded({ otherwise: _, cases: __, ...flow }: Flow, text: string): Flow {
  return { ...flow, guard: { expr: { language: LANGUAGE, text, origin: flow.origin } } };
}

/** An activity that does something becomes a scope with nothing in it, which passes at once. */
function simulableNode(node: Node, chooses: boolean): Node {
  const routing = chooses ? ({ ...node.routing, take: "every", none: "end" } as const) : node.routing;
  const common = { ...node, ...(routing === undefined ? {} : { routing }) };
  switch (common.kind) {
    case "action": {
      const { executor: _, request: __, outputs: ___, ...activity } = common;
      return { ...activity, kind: "scope", region: { entries: [] } };
    }
    case "call": {
      if (common.graph !== undefined) return common;
      const { target: _, outputs: __, ...activity } = common;
      return { ...activity, kind: "scope", region: { entries: [] } };
    }
    case "scope":
      return { ...common, region: simulableRegion(common.region) };
    case "catch":
      return { ...common, arms: common.arms.map((arm) => ({ ...arm, trigger: untested(arm.trigger) })) };
    default:
      return common;
  }
}

function simulableRegion(region: Region): Region {
  const { completeWhen: _, ...rest } = region;
  if (region.handlers === undefined) return rest;
  const handlers = region.handlers.map(
    (handler): ScopeHandler => ({
      ...handler,
      triggers: handler.triggers.map(untested),
      body: simulableRegion(handler.body),
    }),
  );
  return { ...rest, handlers };
}

/** A condition holds when somebody says so. */
function untested<T extends Trigger>(trigger: T): T {
  return trigger.on === "condition" ? { ...trigger, test: { json: false } } : trigger;
}

/** Each way of a choice is looked at once whenever a token leaves, so the count of the looks is that of the times. */
function languageOf(choices: ReadonlyMap<string, Choice>, trace: ExpectedTrace): Language {
  return {
    name: LANGUAGE,
    version: "1",
    compile(text) {
      const choice = choices.get(text);
      if (choice === undefined) return { error: "There is no such choice." };
      let times = 0;
      return {
        reads: [],
        evaluate() {
          const shown = trace.ways.get(choice.element)?.[times];
          times += 1;
          return { json: shown === undefined ? choice.isFirst : shown.has(choice.flow) };
        },
      };
    },
  };
}
