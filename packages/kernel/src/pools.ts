/**
 * The instances of graphs that a run holds side by side (in BPMN: of its pools). One is started by whoever starts the run, or by a message
 * or signal that a start of its graph waits for: each that comes makes an instance of its own, however many there are (BPMN 2.0.2, 10.5.2).
 */
import type { Json, Slot } from "@rb/ir";
import { startKey } from "./compile.js";
import type { Step } from "./context.js";
import { openFrame, startRegion } from "./frames.js";
import type { RouteTarget, StartTarget } from "./program.js";
import type { Frame, Token, Wait } from "./state.js";
import { firstOf, takesRouted } from "./waits.js";

/** The starts, in the order of the bundle, that a message or signal of this name makes an instance by. */
export function startedBy(step: Step, kind: "message" | "signal", name: string): readonly StartTarget[] {
  return step.program.starts.get(startKey(kind, name)) ?? [];
}

/** An instance of the start's graph that begins there; its variables are what the graph declares. */
export function startInstance(step: Step, { graph, node, trigger }: StartTarget, payload: Slot): void {
  step.startedBy = trigger;
  const frame = openFrame(step, { kind: "root", owner: null, graph: graph.id }, []);
  startGraph(step, frame, node.id, payload);
}

/** Along a message flow: to whoever waits there, or it starts the pool, or it is kept for when somebody will wait. */
export function deliverAlong(
  step: Step,
  token: Token,
  target: RouteTarget,
  name: string,
  key: Slot | null,
  payload: Slot,
): void {
  const content = { key, payload };
  const wait = firstOf(step, (candidate) => isAt(candidate, target) && takesRouted(candidate, name, content));
  const caughtBy = wait === undefined ? [] : [wait.facts.id];
  step.emit({ type: "raised", what: "message", token: token.id, name, caughtBy });
  if (wait !== undefined) return step.operations.fireWait(step, wait, payload, false);
  const start = startOf(step, target, name);
  if (start !== undefined) return startInstance(step, start, payload);
  if (target.node === null && !isRunning(step, target)) {
    const frame = openFrame(step, { kind: "root", owner: null, graph: target.graph.id }, []);
    return startGraph(step, frame, null, payload);
  }
  const known = key !== null && "json" in key ? key.json : null;
  keepMessage(step, `${token.id}.${step.state.records}`, name, known, payload, target);
}

/** Whether a token waits where a message flow ends: at its node, or anywhere in its pool. */
function isAt({ token }: Wait, target: RouteTarget): boolean {
  return target.node === null ? token?.frame.graph === target.graph : token?.node === target.node;
}

/** The start that a message flow leads to; one drawn to the pool as a whole means the start that has the message's name. */
function startOf(step: Step, { graph, node }: RouteTarget, name: string): StartTarget | undefined {
  const named = startedBy(step, "message", name).filter((start) => start.graph === graph);
  if (node === null) return named[0];
  if (node.source.kind !== "start") return undefined;
  return named.find((start) => start.node === node) ?? { graph, node, trigger: 0 };
}

function isRunning(step: Step, { graph }: RouteTarget): boolean {
  return [...step.state.frames.values()].some((frame) => frame.kind === "root" && frame.graph === graph);
}

/** Tokens on the entries of a graph's instance: the named one, or those that need no trigger. */
export function startGraph(step: Step, frame: Frame, entry: string | null, payload: Slot | null): void {
  const region = frame.graph.region;
  const only = entry === null ? null : (region.entries.find((node) => node.id === entry) ?? null);
  if (only === null) return startRegion(step, frame, region, { allEntries: false, from: null });
  startRegion(step, frame, { ...region, entries: [] }, { allEntries: false, from: null });
  const token = step.createToken(frame, only, null, null);
  step.agenda.arrived.set(token, payload ?? { json: null });
  step.agenda.ready.push(token);
}

export function keepMessage(
  step: Step,
  id: string,
  name: string,
  key: Json,
  payload: Slot,
  target: RouteTarget | null,
): void {
  if (step.state.inbox.length >= step.limits.maxBufferedMessages) {
    step.emit({ type: "ignored", why: `message '${name}': ${step.limits.maxBufferedMessages} are waiting already` });
    return;
  }
  step.emit({
    type: "messageBuffered",
    id,
    name,
    key,
    payload,
    ...(target === null ? {} : { graph: target.graph.id }),
    ...(target?.node == null ? {} : { node: target.node.id }),
  });
}
