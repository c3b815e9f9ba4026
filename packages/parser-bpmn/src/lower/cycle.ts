/**
 * An intermediate event with a cycle lets a token pass each time it fires. A wait in the graph fires once, so the event is
 * repeated in a scope, one instance after the other; each one that completes sends a token on through a boundary handler
 * of the scope, as a multi-instance activity with behaviour None does (BPMN 2.0.2, 10.3.8).
 */
import { parseRepeating, type ScopeNode, synthesized, type WaitTrigger } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import type { Lowering } from "./lowering.js";

interface Cycle {
  readonly times: number;
  readonly trigger: WaitTrigger;
}

/** A cycle that can be repeated: more than once, not for ever, and counted from when it begins to wait. */
export function cycleOf(triggers: readonly WaitTrigger[]): Cycle | null {
  const [timer, another] = triggers;
  if (timer?.on !== "timer" || another !== undefined || timer.every === undefined) return null;
  const text = "json" in timer.every && typeof timer.every.json === "string" ? timer.every.json : "";
  const repeating = parseRepeating(text);
  if (repeating === null || repeating.times === null || repeating.times < 2) return null;
  if (repeating.start !== null || repeating.end !== undefined) return null;
  return { times: repeating.times, trigger: { on: "timer", after: { json: text.slice(text.lastIndexOf("/") + 1) } } };
}

/** Around the event, which waits once and has been added already. */
export function addCycle(lowering: Lowering, node: FlowNode, { times }: Cycle): void {
  const origin = synthesized("bpmn/cycle", lowering.originOf(node.element));
  const id = `${node.id}/cycle`;
  const port = `${node.id}/fired`;
  const scope: ScopeNode = {
    kind: "scope",
    id,
    origin,
    region: { entries: [node.id] },
    loop: {
      kind: "each",
      count: { json: times },
      limit: { json: 1 },
      emit: [{ at: "each", raise: { raise: "escalation", code: port } }],
    },
    handlers: [{ id: port, triggers: [{ on: "escalation", code: port }], interrupting: false, origin }],
  };
  lowering.nodes.push(scope);
  lowering.placements.set(node, { entry: id, exit: id, port });
}
