/** What the steps that do something have in common. */
import {
  type ActivityBase,
  type JsonObject,
  type Node,
  type NodeId,
  type Origin,
  type Schema,
  synthesized,
} from "@rb/ir";
import type { Step } from "../format/model.js";
import { originOf } from "../yaml/tree.js";
import type { Exit } from "./builder.js";
import { handlersOf, lowerHandlers, lowerUndo, undoOf } from "./lower-handlers.js";
import { type Lowering, outputsOf } from "./lowering.js";
import type { Place } from "./place.js";

/** What a step becomes, without its condition. */
export interface Core {
  readonly entry: NodeId;
  readonly done: readonly Exit[];
}

export function baseOf(lowering: Lowering, step: Step): Pick<Node, "id" | "name" | "description" | "meta" | "origin"> {
  const { id, name = id, description, meta } = step;
  const origin = originOf(lowering.log.source, step.node, step.action?.kind);
  if (description === undefined && meta === undefined) return { id, name, origin };
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    ...(meta === undefined ? {} : { meta }),
    origin,
  };
}

/** The general fields of a step that does something. */
export function activityOf(lowering: Lowering, step: Step, place: Place): ReturnType<typeof baseOf> & ActivityBase {
  const base = baseOf(lowering, step);
  const limits = limitsOf(lowering, step, place);
  const assertions = assertionsOf(lowering, step, place);
  // Many steps have none of these, and copying from object to object is slow.
  return Object.assign(base, limits, assertions, schemasOf(step), { outputs: outputsOf(lowering, step, place) });
}

function schemasOf({ inputSchema, outputSchema }: Step): Pick<ActivityBase, "inputSchema" | "outputSchema"> {
  return {
    ...(inputSchema === undefined ? {} : { inputSchema: jsonSchema(inputSchema) }),
    ...(outputSchema === undefined ? {} : { outputSchema: jsonSchema(outputSchema) }),
  };
}

/** In the language that hosts bring along. */
export function jsonSchema(schema: JsonObject): Schema {
  return { language: "json-schema", schema };
}

function assertionsOf({ values }: Lowering, step: Step, place: Place): Pick<ActivityBase, "assertions"> {
  if (step.assert === undefined) return {};
  const inside: Place = { ...place, hasResult: true };
  const assertions = step.assert.map(({ that, message }) => ({
    test: values.condition(that, inside),
    ...(message === undefined ? {} : { message: values.value(message, inside) }),
  }));
  return { assertions };
}

type Limits = Pick<ActivityBase, "retry" | "attemptTimeout" | "handlers" | "compensation">;

export function limitsOf(lowering: Lowering, step: Step, place: Place): Limits {
  const { retry, timeout, on, undo } = step;
  return {
    ...(retry === undefined ? {} : { retry }),
    ...(timeout === undefined ? {} : { attemptTimeout: lowering.values.span(timeout, place) }),
    ...(on === undefined ? {} : { handlers: handlersOf(lowering, step, place) }),
    ...(undo === undefined ? {} : { compensation: undoOf(step) }),
  };
}

/** Adds an activity, what happens when something happens to it, and its ways out. */
export function finish(lowering: Lowering, step: Step, place: Place, make: () => Node): Core {
  const { id } = lowering.builder.addAround(make);
  const handled = lowerHandlers(lowering, step, id, place);
  lowerUndo(lowering, step, place);
  return { entry: id, done: [...waysOut(lowering, step, id), ...handled] };
}

/** A failure that the author wants to go on from is a way out too. */
export function waysOut(lowering: Lowering, step: Step, from: NodeId): readonly Exit[] {
  const origin: Origin = synthesized("runbook/order", originOf(lowering.log.source, step.node));
  const out: Exit = { from, origin };
  if (!step.continueOnError) return [out];
  return [out, { from, port: "failed", origin: synthesized("runbook/continue-on-error", origin) }];
}
