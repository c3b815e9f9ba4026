import type { Binding, CommandRules, NodeId, Region, Value, Variable } from "@rb/ir";
import type { FlowRegion } from "../format/flow/model.js";
import type { Runbook, Step } from "../format/model.js";
import type { Log } from "../log.js";
import type { Builder } from "./builder.js";
import type { Links } from "./flow/links.js";
import { nameInGraph } from "./flow/names.js";
import type { Place } from "./place.js";
import type { Plan } from "./plan.js";
import { isRepeating } from "./rounds.js";
import { objectValue, type Values } from "./values.js";

/** What the lowering of one runbook works with. */
export interface Lowering {
  readonly builder: Builder;
  readonly values: Values;
  readonly log: Log;
  /** Rules of governance that hold here: the runbook's, and those of the first of its file. */
  readonly commands: readonly CommandRules[];
  /** Where a file has several runbooks, all of them, by what others call them by. */
  readonly ofFile: ReadonlyMap<string, Runbook>;
  /** What leads where in flows. */
  readonly links: Links;
  /** The plan of a list of steps, made before anything is lowered. */
  readonly planOf: (steps: readonly Step[]) => Plan;
  /** Lowers the steps inside a step; gives the nodes that start at once. Steps that several steps hold are lowered once. */
  readonly lowerBody: (steps: readonly Step[], place: Place) => readonly NodeId[];
  /** Lowers a flow inside a step. */
  readonly lowerFlow: (region: FlowRegion, place: Place) => Region;
  /** The lists whose results others see; for the body of a loop over items, whose instances run at once, all lists that it declares variables for. */
  readonly shared: ReadonlyMap<readonly Step[], readonly (readonly Step[])[]>;
}

/** The variable that holds what a step gave. */
export function variableOf(step: Step): string {
  return `steps.${step.id}`;
}

/** The variables of a list's steps live as long as an instance of the list, unless others see them; what counts rounds always starts anew. */
export function variablesOf(
  { shared }: Pick<Lowering, "shared">,
  lists: readonly (readonly Step[])[],
): readonly Variable[] {
  const declared = (steps: readonly Step[]): readonly Step[] => {
    const inside = shared.get(steps);
    return inside === undefined ? steps : [...steps.filter(isRepeating), ...inside.flatMap(seen)];
  };
  return lists.flatMap(declared).map(declarationOf);
}

/** Where all see what steps gave: a variable for each step, wherever it is. */
export function sharedVariables(lists: Iterable<readonly Step[]>): readonly Variable[] {
  return [...lists].flatMap(seen).map(declarationOf);
}

function seen(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => !isRepeating(step));
}

function declarationOf(step: Step): Variable {
  return { name: variableOf(step), ...(isRepeating(step) ? { init: { json: { rounds: 0 } } } : {}) };
}

/** Where what a step gave goes: all of it, or the parts that it names. */
export function outputsOf(lowering: Lowering, step: Step, place: Place): readonly Binding[] {
  const keepsAll = step.output === undefined && step.outputs === undefined;
  const parts = keepsAll ? undefined : partsOf(lowering, step, { ...place, hasResult: true });
  return bindingsFor(step, parts ?? { result: [] }, place);
}

/** Where what steps inside of a step gave goes, as far as it says so. */
export function outputsInside(lowering: Lowering, step: Step, place: Place): { readonly outputs?: readonly Binding[] } {
  const from = partsOf(lowering, step, place);
  return from === undefined ? {} : { outputs: bindingsFor(step, from, place) };
}

/** To the variable of the step, and to what else gets it. */
export function bindingsFor(step: Step, from: Value, place: Place): readonly Binding[] {
  const own: Binding = { path: [variableOf(step), "output"], from };
  if (step.into === undefined) return [own];
  const { variable, members } = step.into;
  return [own, { path: [nameInGraph(variable, place), ...members], from }];
}

/** Undefined where the step doesn't say what it keeps. */
export function partsOf(lowering: Lowering, step: Step, place: Place): Value | undefined {
  const { values } = lowering;
  if (step.output !== undefined) return values.value(step.output, place);
  if (step.outputs === undefined) return undefined;
  return objectValue(step.outputs.map(({ name, value }) => [name, values.value(value, place)] as const));
}
