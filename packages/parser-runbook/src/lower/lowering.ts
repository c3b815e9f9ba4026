import type { Binding, NodeId, Value, Variable } from "@rb/ir";
import type { Step } from "../format/model.js";
import type { Log } from "../log.js";
import type { Builder } from "./builder.js";
import type { Place } from "./place.js";
import type { Plan } from "./plan.js";
import { isRepeating } from "./rounds.js";
import { objectValue, type Values } from "./values.js";

/** What the lowering of one runbook works with. */
export interface Lowering {
  readonly builder: Builder;
  readonly values: Values;
  readonly log: Log;
  /** The plan of a list of steps, made before anything is lowered. */
  readonly planOf: (steps: readonly Step[]) => Plan;
  /** Lowers the steps inside a step; gives the nodes that start at once. */
  readonly lowerBody: (steps: readonly Step[], place: Place) => readonly NodeId[];
}

/** The variable that holds what a step gave. */
export function variableOf(step: Step): string {
  return `steps.${step.id}`;
}

/** The variables of a list's steps live as long as an instance of the list. */
export function variablesOf(lists: readonly (readonly Step[])[]): readonly Variable[] {
  return lists.flat().map((step) => ({
    name: variableOf(step),
    ...(isRepeating(step) ? { init: { json: { rounds: 0 } } } : {}),
  }));
}

/** Where what a step gave goes: all of it, or the parts that it names. */
export function outputsOf(lowering: Lowering, step: Step, place: Place): readonly Binding[] {
  return [
    {
      path: [variableOf(step), "output"],
      from: step.outputs === undefined ? { result: [] } : partsOf(lowering, step, { ...place, hasResult: true }),
    },
  ];
}

export function partsOf(lowering: Lowering, step: Step, place: Place): Value {
  return objectValue(
    (step.outputs ?? []).map(({ name, value }) => [name, lowering.values.value(value, place)] as const),
  );
}
