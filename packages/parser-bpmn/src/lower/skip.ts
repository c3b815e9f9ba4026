/**
 * A task that an engine skips while its expression holds, where a variable of the run says that it may: a gateway in front of the
 * task, with a way around it.
 */
import { type Guard, synthesized } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { skipExpression } from "../vendor/skip-expression.js";
import type { Lowering } from "./lowering.js";

/** The task has been placed already. */
export function addSkip(lowering: Lowering, node: FlowNode): void {
  const skip = skipExpression(lowering, node);
  const placed = lowering.placements.get(node);
  if (skip === undefined || placed === undefined) return;
  if (skip.guard === undefined) {
    const args = { what: describe(node), name: skip.name, why: "it is not understood" };
    lowering.report(bpmn.report("vendor-mapping", lowering.originOf(node.element), args));
    return;
  }
  const origin = synthesized("bpmn/skip", lowering.originOf(node.element));
  const [before, after] = [`${node.id}/skip`, `${node.id}/skipped`];
  lowering.nodes.push({ kind: "gateway", id: before, origin, routing: { take: "first" } });
  lowering.nodes.push({ kind: "gateway", id: after, origin });
  const guard: Guard = skip.guard;
  const exit = placed.port === undefined ? {} : { port: placed.port };
  lowering.flows.push({ id: `${before}/around`, from: before, port: "skipped", to: after, guard, origin });
  lowering.flows.push({ id: `${before}/flow`, from: before, to: placed.entry, otherwise: true, origin });
  lowering.flows.push({ id: `${after}/flow`, from: placed.exit, ...exit, to: after, origin });
  lowering.placements.set(node, { entry: before, exit: after });
}
