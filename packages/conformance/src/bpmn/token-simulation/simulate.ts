/** Runs a model as the simulator does: one start is triggered, then whatever the trace shows to be triggered from outside. */
import type { Bundle, Graph, Node } from "@rb/ir";
import type { Languages } from "@rb/kernel";
import { LiveSession } from "../../live-session.js";
import { VirtualClock } from "../../virtual-clock.js";
import type { Collaboration } from "./collaboration.js";
import { elementOfNode } from "./elements.js";
import type { ExpectedTrace } from "./expected-trace.js";
import { type Entry, Projection } from "./projection.js";
import { simulable } from "./simulable.js";
import { Triggers } from "./triggers.js";

export interface Simulation {
  readonly bundle: Bundle;
  readonly languages: Languages;
  readonly collaboration: Collaboration;
  /** The element that is triggered. */
  readonly start: string;
  readonly trace: ExpectedTrace;
}

/** Time doesn't pass: a timer fires when it is triggered. */
const noTime = 0;

export async function simulate(simulation: Simulation): Promise<readonly Entry[]> {
  const { bundle, language } = simulable(simulation.bundle, simulation.trace);
  const languages = { ...simulation.languages, expressions: [...simulation.languages.expressions, language] };
  const projection = new Projection(simulation.bundle, simulation.collaboration);
  const session = new LiveSession(bundle, languages, new VirtualClock(noTime), { patienceMs: noTime });
  const { graph, entry } = startOf(bundle, simulation.start);
  const triggers = new Triggers(bundle, simulation.trace, projection);
  let seen = 0;
  let { result } = await session.start({ graph: graph.id, entry: entry.id, inputs: {} });
  for (;;) {
    for (const record of session.records.slice(seen)) {
      projection.see(record);
      triggers.see(record);
    }
    seen = session.records.length;
    const next = result && triggers.next(result);
    if (next === null) return projection.entries;
    projection.cameFromOutside(next.element);
    const payload = { json: null };
    ({ result } = await session.send([{ input: { type: "assumed", wait: next.wait.id, payload } }]));
  }
}

function startOf(bundle: Bundle, element: string): { readonly graph: Graph; readonly entry: Node } {
  for (const graph of bundle.graphs) {
    const entry = graph.nodes.find((node) => graph.region.entries.includes(node.id) && elementOfNode(node) === element);
    if (entry !== undefined) return { graph, entry };
  }
  throw new Error(`No process begins with '${element}'.`);
}
