/** `on` and `undo`: what is done when something happens to a step. */
import { type BoundaryHandler, type NodeId, synthesized, type Trigger } from "@rb/ir";
import type { Handler, Step } from "../format/model.js";
import { originOf } from "../yaml/tree.js";
import type { Exit } from "./builder.js";
import { carriesData, triggerOf } from "./lower-event.js";
import { type Lowering, variableOf, variablesOf } from "./lowering.js";
import type { Place } from "./place.js";

/** Boundary events, which emit on the ports `on1`, `on2` and so on. */
export function handlersOf(lowering: Lowering, step: Step, place: Place): readonly BoundaryHandler[] {
  return (step.on ?? []).map((handler, index) => ({
    id: portOf(index),
    ...(handler.name === undefined ? {} : { name: handler.name }),
    triggers: triggersOf(lowering, handler, place),
    ...(handler.alongside ? { interrupting: false } : {}),
    ...bindingsOf(step, handler),
    origin: originOf(lowering.log.source, handler.node, "on"),
  }));
}

function portOf(index: number): string {
  return `on${index + 1}`;
}

function triggersOf(lowering: Lowering, { event }: Handler, place: Place): readonly Trigger[] {
  if (event.on !== "error" && event.on !== "escalation") return [triggerOf(lowering, event, place)];
  const { on, codes } = event;
  return codes.length === 0 ? [{ on }] : codes.map((code) => ({ on, code }));
}

/** What comes with an error or a message is kept as `steps.<id>.error`, `steps.<id>.message` and so on. */
function bindingsOf(step: Step, { event }: Handler): Pick<BoundaryHandler, "into"> {
  const isError = event.on === "error" || event.on === "escalation";
  if (!isError && !carriesData(event)) return {};
  return { into: [{ path: [variableOf(step), event.on], from: { result: [] } }] };
}

/**
 * The steps of the handlers, each in a scope behind its port. Where the step has ended, what follows it goes on after them; what is done
 * alongside ends by itself.
 */
export function lowerHandlers(lowering: Lowering, step: Step, from: NodeId, place: Place): readonly Exit[] {
  const during: Place = { ...place, handling: [...place.handling, step.id] };
  return (step.on ?? []).flatMap((handler, index): readonly Exit[] => {
    const origin = synthesized("runbook/handler", originOf(lowering.log.source, handler.node));
    const scope = addSteps(lowering, `${step.id}/${portOf(index)}`, handler.steps, during, origin, handler.name);
    lowering.builder.connect({ from, port: portOf(index), origin }, scope);
    return handler.alongside ? [] : [{ from: scope, origin }];
  });
}

/** The scope that undoes a step; no flow leads there. */
export function lowerUndo(lowering: Lowering, step: Step, place: Place): void {
  if (step.undo === undefined) return;
  const origin = synthesized("runbook/undo", originOf(lowering.log.source, step.node));
  addSteps(lowering, undoOf(step), step.undo, { ...place, handling: [...place.handling, step.id] }, origin);
}

export function undoOf(step: Step): NodeId {
  return `${step.id}/undo`;
}

function addSteps(
  lowering: Lowering,
  id: NodeId,
  steps: readonly Step[],
  place: Place,
  origin: Exit["origin"],
  name?: string,
): NodeId {
  return lowering.builder.addAround(() => ({
    kind: "scope",
    id,
    ...(name === undefined ? {} : { name }),
    region: { entries: lowering.lowerBody(steps, place), variables: variablesOf([steps]) },
    origin,
  })).id;
}
