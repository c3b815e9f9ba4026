/**
 * Variables whose values a step computes from a result by expressions. What they come to has a type only once it is computed, so they
 * are computed into a scope around the step, which fails like the step where one is of another type than its variable.
 */
import { type Assertion, type Binding, synthesized, type Variable } from "@rb/ir";
import { declaredType, isShadowed } from "./lower-variables.js";
import type { Instance, Lowering } from "./lowering.js";
import type { Step } from "./playbook.js";
import { readMapping } from "./result-mapping.js";
import { timeoutHandler } from "./step-parts.js";
import { typeGuard } from "./type-test.js";
import { typeName } from "./variable-type.js";

/** The computed variables of a step that have a type, each with it. */
export function computedTypes(lowering: Lowering, step: Step): readonly (readonly [name: string, type: string])[] {
  if (step.outArgs.length === 0 || !step.tree.members.has("step_extensions")) return [];
  const { document, playbook } = lowering;
  const reportOnce = (place: unknown, report: () => void): void => lowering.reportOnce(place, report);
  return [...readMapping({ document, reportOnce }, step)].flatMap(([name, { binding }]) => {
    const type = "expr" in binding.from ? declaredType(step, playbook, name) : undefined;
    return type === undefined || isShadowed(step, playbook, name) ? [] : [[name, type] as const];
  });
}

/** The scope around a step that has such variables. */
export function lowerComputed(lowering: Lowering, instance: Instance): void {
  const { step, id, wrapper } = instance;
  if (wrapper === undefined) return;
  const origin = synthesized("cacao/computed-results", instance.origin);
  const types = computedTypes(lowering, step);
  const variables = types.map(([name]): Variable => ({ name, init: { variable: name } }));
  const outputs = types.map(([name]): Binding => ({ path: [name], from: { variable: name } }));
  const assertions = types.map(
    ([name, type]): Assertion => ({
      test: typeGuard(name, type, origin),
      message: { json: `What '${step.name ?? step.id}' computes for '${name}' is not ${typeName(type)}.` },
    }),
  );
  const region = { entries: [id], variables };
  lowering.add({
    id: wrapper,
    kind: "scope",
    region,
    outputs,
    assertions,
    origin,
    ...timeoutHandler(lowering, instance),
  });
}
