import type { GatewayNode, Join, Routing } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { child } from "../xml/element.js";
import { baseOf } from "./base.js";
import { computedOf } from "./expression.js";
import { understand } from "./expression-language.js";
import type { Lowering, LowerNode } from "./lowering.js";

/** Passes each token; one way out, the first whose condition holds. */
export const lowerExclusiveGateway: LowerNode = (lowering, node) => add(lowering, node, undefined, { take: "first" });

/** Waits for every token that can still come, then takes every way whose condition holds. */
export const lowerInclusiveGateway: LowerNode = (lowering, node) =>
  add(lowering, node, joins(node) ? { rule: "reachable" } : undefined);

/** Waits for one token from each flow, then takes every way. */
export const lowerParallelGateway: LowerNode = (lowering, node) =>
  add(lowering, node, joins(node) ? { rule: "all" } : undefined);

/** Waits until its activation condition holds, and starts anew when the tokens that can still come have come (BPMN 2.0.2, 13.4.5). */
export const lowerComplexGateway: LowerNode = (lowering, node) =>
  add(lowering, node, joins(node) ? complexJoin(lowering, node) : undefined);

function add(lowering: Lowering, node: FlowNode, join: Join | undefined, routing?: Routing): void {
  const gateway: GatewayNode = {
    kind: "gateway",
    ...baseOf(lowering, node),
    ...(join === undefined ? {} : { join }),
    ...(routing === undefined || node.outgoing.length < 2 ? {} : { routing }),
  };
  lowering.nodes.push(gateway);
  lowering.placements.set(node, { entry: node.id, exit: node.id });
}

function joins(node: FlowNode): boolean {
  return node.incoming.length > 1;
}

function complexJoin(lowering: Lowering, node: FlowNode): Join | undefined {
  for (const name of ["activationCount", "waitingForStart"]) lowering.variables.declared.add(name);
  const condition = child(node.element, "activationCondition");
  const need = condition === undefined || condition.text.trim() === "" ? undefined : computedOf(lowering, condition);
  if (need === undefined) {
    lowering.report(
      bpmn.report("complex-without-condition", lowering.originOf(node.element), { what: describe(node) }),
    );
    return undefined;
  }
  return { rule: "count", need, then: "reset", ...(routesOnReset(lowering, node) ? { emitOnReset: true } : {}) };
}

/** Routing once more on reset is meant only where a condition tells the two apart; an unconditional flow would get two tokens. */
function routesOnReset({ model }: Lowering, node: FlowNode): boolean {
  return node.outgoing.some((flow) => {
    const condition = child(flow.element, "conditionExpression");
    const found = condition === undefined ? undefined : understand(model, condition, condition.text);
    return found !== undefined && "reads" in found && found.reads.includes("waitingForStart");
  });
}
