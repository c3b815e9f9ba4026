/**
 * A bundle as a simulator of tokens runs it: what is done takes no time and has no data, conditions are replaced by the choices that a trace
 * shows, and what is waited for outside comes when somebody says so.
 */
import type { Bundle, Flow, Graph, Language } from "@rb/ir";
import { elementOf } from "./elements.js";
import type { ExpectedTrace } from "./expected-trace.js";
import { bareNode, bareRegion } from "./without-data.js";

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

function simulableGraph({ outputs: _, ...graph }: Graph, choices: Map<string, Choice>): Graph {
  const ways = waysOut(graph);
  const elements = new Map(graph.nodes.map(({ id, origin }) => [id, elementOf(origin) ?? id]));
  const chooses = new Set(
    graph.nodes.flatMap(({ id, routing }) => {
      const flows = ways.get(id) ?? [];
      const isChoice = routing?.take === "first" || flows.some(({ guard }) => guard !== undefined);
      return isChoice && flows.length > 0 ? [id] : [];
    }),
  );
  const flows = graph.flows.map((flow) => {
    if (!chooses.has(flow.from) || !isWayOut(flow)) return flow;
    const text = `${graph.id}/${flow.id}`;
    const isFirst = ways.get(flow.from)?.[0] === flow;
    choices.set(text, { element: elements.get(flow.from) as string, flow: elementOf(flow.origin) ?? flow.id, isFirst });
    return guarded(flow, text);
  });
  const nodes = graph.nodes.map(bareNode).map((node) => {
    if (!chooses.has(node.id)) return node;
    return { ...node, routing: { ...node.routing, take: "every", none: "end" } as const };
  });
  return { ...graph, region: bareRegion(graph.region), nodes, flows };
}

/** The flows by which each node is left when it is done, in order. */
function waysOut({ flows }: Graph): ReadonlyMap<string, readonly Flow[]> {
  const ways = new Map<string, Flow[]>();
  for (const flow of flows.filter(isWayOut)) ways.set(flow.from, [...(ways.get(flow.from) ?? []), flow]);
  return ways;
}

function isWayOut({ port }: Flow): boolean {
  return port === undefined || port === "out";
}

function guarded({ otherwise: _, cases: __, ...flow }: Flow, text: string): Flow {
  return { ...flow, guard: { expr: { language: LANGUAGE, text, origin: flow.origin } } };
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
