import type { Flow, Guard } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, SequenceFlow } from "../model/model.js";
import { attribute, child } from "../xml/element.js";
import { copiesOf, hasSharedPassage, passageId } from "./event-gateway.js";
import { guardOf } from "./expression.js";
import type { Lowering } from "./lowering.js";

/** Gateways that choose among the flows that leave them. */
const choosing: ReadonlySet<string> = new Set(["exclusiveGateway", "inclusiveGateway", "complexGateway"]);

export function lowerFlow(lowering: Lowering, flow: SequenceFlow): void {
  const { source, target } = flow;
  // The events behind a gateway that instantiates are starts; nothing leads to them.
  if (source.type === "eventBasedGateway" && instantiates(source)) return;
  const [from, to] = [lowering.placements.get(source), lowering.placements.get(target)];
  if (from === undefined || to === undefined) return;
  const afterWait = source.type === "eventBasedGateway";
  const port = afterWait ? flow.id : from.port;
  const name = attribute(flow.element, "name");
  const lowered: Flow = {
    id: flow.id,
    ...(name === undefined ? {} : { name }),
    from: from.exit,
    ...(port === undefined ? {} : { port }),
    to: afterWait && hasSharedPassage(target) ? passageId(target) : to.entry,
    ...conditionOf(lowering, flow),
    origin: lowering.originOf(flow.element),
  };
  lowering.flows.push(lowered, ...copiesOf(lowering, lowered, source));
}

function conditionOf(lowering: Lowering, flow: SequenceFlow): Pick<Flow, "guard" | "otherwise"> {
  const { source } = flow;
  if (isDefault(flow)) return { otherwise: true };
  const condition = child(flow.element, "conditionExpression");
  if (source.type === "parallelGateway" || source.type === "eventBasedGateway") {
    if (hasCondition(flow) && source.type === "parallelGateway") {
      const args = { what: describe(source), flow: `'${flow.id}'` };
      lowering.report(bpmn.report("condition-ignored", lowering.originOf(flow.element), args));
    }
    return {};
  }
  const guard = guardOf(lowering, condition);
  if (guard !== undefined) return { guard };
  return choosing.has(source.type) && source.outgoing.length > 1 ? withoutCondition(lowering, flow) : {};
}

/**
 * A flow without a condition among several that leave a choice. Beside flows that all have one it is what remains: the
 * default of an exclusive gateway, always taken at any other. Where the author gave no conditions at all, nobody but a
 * person knows.
 */
function withoutCondition(lowering: Lowering, flow: SequenceFlow): Pick<Flow, "guard" | "otherwise"> {
  const { source } = flow;
  const [named, hasDefault] = [source.outgoing.filter(hasCondition).length, source.outgoing.some(isDefault)];
  if (named > 0 && !hasDefault && source.type === "exclusiveGateway" && named === source.outgoing.length - 1) {
    return { otherwise: true };
  }
  if (named > 0 && source.type !== "exclusiveGateway") return {};
  const what = describe(source);
  const called = `'${attribute(flow.element, "name") ?? flow.id}'`;
  lowering.report(bpmn.report("choice-without-condition", lowering.originOf(flow.element), { what, flow: called }));
  const guard: Guard = { unspecified: `The flow ${called} leaves ${what} without a condition.` };
  return { guard };
}

function hasCondition(flow: SequenceFlow): boolean {
  return (child(flow.element, "conditionExpression")?.text.trim() ?? "") !== "";
}

function isDefault(flow: SequenceFlow): boolean {
  return defaultOf(flow.source) === flow.id;
}

function defaultOf(node: FlowNode): string | undefined {
  return attribute(node.element, "default");
}
