/**
 * Repetition: a decision, the body, and a flow back. Where rounds are limited, that is a decision of its own, so that what the author sees
 * as one decision stays one.
 */
import { type Binding, type Guard, type NodeId, type Origin, type SourceOrigin, synthesized } from "@rb/ir";
import type { Step, UntilAction, WhileAction } from "../format/model.js";
import { originOf } from "../yaml/tree.js";
import { baseOf, type Core } from "./activity.js";
import type { Exit } from "./builder.js";
import { atEndOf, bodyOf, wrap } from "./lower-block.js";
import { type Lowering, variableOf } from "./lowering.js";
import type { Place } from "./place.js";

export function lowerWhile(lowering: Lowering, step: Step, action: WhileAction, place: Place): Core {
  return wrap(lowering, step, place, () => {
    const { builder, values } = lowering;
    const { base, origin, added } = originsOf(lowering, step, action);
    const { id } = step;
    const guard = values.condition(action.condition, place);
    builder.add({ kind: "gateway", ...base, routing: { take: "first" } });
    const body = addBody(lowering, step, action, place, origin, []);
    const leave: Exit = { from: id, otherwise: true, origin: added, isChoice: true };
    builder.connect({ from: body, origin: added }, id);
    if (action.max === undefined) {
      builder.connect({ from: id, guard, origin }, body);
      return { entry: id, done: [leave] };
    }
    const limit = addLimit(lowering, step, action.max, body, origin);
    builder.connect({ from: id, guard, origin }, limit);
    return { entry: id, done: [leave, { ...leave, from: limit }] };
  });
}

/** The condition sees the steps of the round that is over, so the body evaluates it at its end. */
export function lowerUntil(lowering: Lowering, step: Step, action: UntilAction, place: Place): Core {
  return wrap(lowering, step, place, () => {
    const { builder, values } = lowering;
    const { base, origin, added } = originsOf(lowering, step, action);
    const { id } = step;
    const isOver = values.bare(action.condition, atEndOf(lowering, [action.steps], place));
    const body = addBody(lowering, step, action, place, origin, [{ path: [variableOf(step), "isOver"], from: isOver }]);
    builder.add({ kind: "gateway", ...base, routing: { take: "first" } });
    builder.connect({ from: body, origin: added }, id);
    const guard: Guard = { variable: variableOf(step), path: ["isOver"] };
    const leave: Exit = { from: id, guard, origin, isChoice: true };
    const again: Exit = { from: id, otherwise: true, origin: added };
    if (action.max === undefined) {
      builder.connect(again, body);
      return { entry: body, done: [leave] };
    }
    const limit = addLimit(lowering, step, action.max, body, origin);
    builder.connect(again, limit);
    return { entry: body, done: [leave, { from: limit, otherwise: true, origin: added, isChoice: true }] };
  });
}

interface Origins {
  readonly base: ReturnType<typeof baseOf>;
  /** The condition's. */
  readonly origin: SourceOrigin;
  readonly added: Origin;
}

function originsOf(lowering: Lowering, step: Step, action: WhileAction | UntilAction): Origins {
  const base = baseOf(lowering, step);
  const origin = originOf(lowering.log.source, action.condition, "condition");
  return { base, origin, added: synthesized("runbook/loop", base.origin) };
}

/** One round, which counts itself. */
function addBody(
  lowering: Lowering,
  step: Step,
  action: WhileAction | UntilAction,
  place: Place,
  condition: SourceOrigin,
  outputs: readonly Binding[],
): NodeId {
  const { builder, values } = lowering;
  const next = values.expr(`${roundsOf(step)} + 1`, condition);
  return builder.addAround(() => ({
    kind: "scope",
    id: `${step.id}/body`,
    region: bodyOf(lowering, [action.steps], place),
    outputs: [...outputs, { path: [variableOf(step), "rounds"], from: { expr: next } }],
    origin: synthesized("runbook/loop", condition),
  })).id;
}

/** Decides whether there is another round; leads to the body if there is. */
function addLimit(lowering: Lowering, step: Step, max: number, body: NodeId, condition: SourceOrigin): NodeId {
  const { builder, values } = lowering;
  const origin = synthesized("runbook/loop", condition);
  const limit = builder.add({ kind: "gateway", id: `${step.id}/limit`, routing: { take: "first" }, origin });
  builder.connect({ from: limit, guard: { expr: values.expr(`${roundsOf(step)} < ${max}`, condition) }, origin }, body);
  return limit;
}

function roundsOf(step: Step): string {
  return `steps.\`${step.id}\`.rounds`;
}
