/** Runs a model as the simulator does: one start is triggered, then whatever the trace shows to be triggered from outside. */
import type { Bundle, Graph, Node } from "@rb/ir";
import type { JournalRecord, Languages, RunResult, WaitFacts } from "@rb/kernel";
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
  const thrown = thrownBy(bundle);
  let seen = 0;
  let { result } = await session.start({ graph: graph.id, entry: entry.id, inputs: {} });
  for (;;) {
    for (; seen < session.records.length; seen += 1) projection.see(session.records[seen] as JournalRecord);
    const next = result === null ? null : nextTriggered(result, simulation.trace, thrown, projection);
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

/** Of all that is waited for, what the trace shows to have come next. */
function nextTriggered(
  { waiting }: RunResult,
  { triggered }: ExpectedTrace,
  thrown: ReadonlySet<string>,
  projection: Projection,
): Triggered | null {
  // What the model itself throws comes from there: at most it came too early for the wait, where branches that run side by side race.
  const canCome = ({ name }: WaitFacts) => name === undefined || !thrown.has(name) || projection.hasRaised(name);
  const open = new Map<string, WaitFacts>();
  for (const one of waiting) {
    const element = one.for === "event" ? projection.eventOf(one.wait) : null;
    if (one.for === "event" && element !== null && !open.has(element)) open.set(element, one.wait);
  }
  const counts = new Map<string, number>();
  for (const element of triggered) {
    const count = (counts.get(element) ?? 0) + 1;
    counts.set(element, count);
    const wait = open.get(element);
    if (wait !== undefined && projection.fired(element) < count && canCome(wait)) return { wait, element };
  }
  return null;
}

/** The names of messages and signals that the model throws. */
function thrownBy({ graphs }: Bundle): ReadonlySet<string> {
  const thrown = graphs.flatMap(({ nodes }) => nodes.flatMap((node) => ("throws" in node ? (node.throws ?? []) : [])));
  return new Set(
    thrown.flatMap((one) =>
      "name" in one && "json" in one.name && typeof one.name.json === "string" ? [one.name.json] : [],
    ),
  );
}
