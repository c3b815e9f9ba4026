/** Runs a model as the simulator does: one start is triggered, then whatever the trace shows to be triggered from outside. */
import type { Bundle, Graph, Node } from "@rb/ir";
import type { Languages, RunResult, WaitFacts } from "@rb/kernel";
import { LiveSession } from "../../live-session.js";
import { VirtualClock } from "../../virtual-clock.js";
import type { Collaboration } from "./collaboration.js";
import { elementOf } from "./elements.js";
import type { ExpectedTrace } from "./expected-trace.js";
import { type Entry, Projection } from "./projection.js";
import { simulable } from "./simulable.js";

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
  let seen = 0;
  let { result } = await session.start({ graph: graph.id, entry: entry.id, inputs: {} });
  for (;;) {
    for (; seen < session.records.length; seen += 1) projection.see(session.records[seen] as never);
    const next = result === null ? null : nextTriggered(result, projection, simulation.trace);
    if (next === null) return projection.entries;
    projection.cameFromOutside(next.element);
    const payload = { json: null };
    ({ result } = await session.send([{ input: { type: "assumed", wait: next.wait.id, payload } }]));
  }
}

function startOf(bundle: Bundle, element: string): { readonly graph: Graph; readonly entry: Node } {
  for (const graph of bundle.graphs) {
    const entry = graph.nodes.find(
      ({ id, origin }) => graph.region.entries.includes(id) && elementOf(origin) === element,
    );
    if (entry !== undefined) return { graph, entry };
  }
  throw new Error(`No process begins with '${element}'.`);
}

interface Triggered {
  readonly wait: WaitFacts;
  readonly element: string;
}

/** Of all that is waited for, what the trace shows next to have come. */
function nextTriggered(result: RunResult, projection: Projection, trace: ExpectedTrace): Triggered | null {
  const open = new Map<string, WaitFacts>();
  for (const waiting of result.waiting) {
    const element = waiting.for === "event" ? elementAt(waiting.wait, projection) : null;
    if (waiting.for === "event" && element !== null && !open.has(element)) open.set(element, waiting.wait);
  }
  const counts = new Map<string, number>();
  for (const text of trace.entries) {
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    const element = text.startsWith("exit:") ? text.slice("exit:".length) : "";
    const wait = open.get(element);
    if (wait !== undefined && projection.count(text) < count) return { wait, element };
  }
  return null;
}

/** The event that waits. */
function elementAt(wait: WaitFacts, projection: Projection): string | null {
  if (wait.purpose === "handler") {
    const handler = projection.handlerAt(wait, wait.handler ?? "");
    if (handler === null || handler.body === null) return handler === null ? null : elementOf(handler.source.origin);
    const start = projection.startOf(wait, handler.body);
    return start === null ? null : elementOf(start.origin);
  }
  const node = wait.token === undefined ? null : projection.nodeAt(wait.token);
  if (wait.purpose !== "arm" || node === null) return null;
  return elementOf((node.kind === "catch" ? node.arms[wait.index] : undefined)?.origin ?? node.origin);
}
