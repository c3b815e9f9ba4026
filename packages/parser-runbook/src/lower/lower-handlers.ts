/** `on` and `undo`: what is done when something happens to a step. */
import { type BoundaryHandler, type NodeId, type Origin, type ScopeNode, synthesized } from "@rb/ir";
import type { Step } from "../format/model.js";
import { originOf } from "../yaml/tree.js";
import type { Exit } from "./builder.js";
import { eventName, triggersOf } from "./events.js";
import { type Lowering, variableOf, variablesOf } from "./lowering.js";
import type { Place } from "./place.js";

/** Boundary events, which emit on the ports `on1`, `on2` and so on. What comes with them is kept beside what the step gives. */
export function handlersOf(lowering: Lowering, step: Step, place: Place): readonly BoundaryHandler[] {
  return (step.on ?? []).map((handler, index) => {
    const arrived = eventName(handler.event);
    return {
      id: portOf(index),
      ...(handler.name === undefined ? {} : { name: handler.name }),
      triggers: triggersOf(lowering, handler, place),
      ...(handler.alongside ? { interrupting: false } : {}),
      ...(arrived === undefined ? {} : { into: [{ path: [variableOf(step), arrived], from: { result: [] } }] }),
      origin: originOf(lowering.log.source, handler.node, "on"),
    };
  });
}

function portOf(index: number): string {
  return `on${index + 1}`;
}

/**
 * The steps of the handlers, each in a scope behind its port. Where the step has ended, what follows it goes on after them; what is done
 * alongside ends by itself.
 */
export function lowerHandlers(lowering: Lowering, step: Step, from: NodeId, place: Place): readonly Exit[] {
  if (step.on === undefined) return [];
  const during: Place = { ...place, handling: [...place.handling, step.id] };
  return step.on.flatMap((handler, index): readonly Exit[] => {
    const { name, node, event, steps, alongside } = handler;
    const origin = synthesized("runbook/handler", originOf(lowering.log.source, node));
    const arrived = eventName(event);
    const local: Pick<ScopeNode, "inputs"> =
      arrived === undefined
        ? {}
        : { inputs: [{ path: [arrived], from: { variable: variableOf(step), path: [arrived] } }] };
    const names = arrived === undefined ? [] : [arrived];
    const inside: Place = { ...during, loopVariables: [...during.loopVariables, ...names] };
    const id = `${step.id}/${portOf(index)}`;
    const extra = { ...(name === undefined ? {} : { name }), ...local };
    addSteps(lowering, id, steps, inside, origin, extra);
    lowering.builder.connect({ from, port: portOf(index), origin }, id);
    return alongside ? [] : [{ from: id, origin }];
  });
}

/** The scope that undoes a step; no flow leads there. */
export function lowerUndo(lowering: Lowering, step: Step, place: Place): void {
  if (step.undo === undefined) return;
  const origin = synthesized("runbook/undo", originOf(lowering.log.source, step.node));
  const inside: Place = { ...place, handling: [...place.handling, step.id] };
  addSteps(lowering, undoOf(step), step.undo, inside, origin, {});
}

export function undoOf(step: Step): NodeId {
  return `${step.id}/undo`;
}

function addSteps(
  lowering: Lowering,
  id: NodeId,
  steps: readonly Step[],
  place: Place,
  origin: Origin,
  extra: Pick<ScopeNode, "name" | "inputs">,
): void {
  lowering.builder.addAround(() => ({
    kind: "scope",
    id,
    ...extra,
    region: { entries: lowering.lowerBody(steps, place), variables: variablesOf(lowering, [steps]) },
    origin,
  }));
}
