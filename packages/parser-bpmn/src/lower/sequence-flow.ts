import type { Flow, Guard } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, SequenceFlow } from "../model/model.js";
import { attribute, child } from "../xml/element.js";
import { copiesOf, hasSharedPassage, passageId } from "./event-gateway.js";
import { guardOf } from "./expression.js";
import type { Choice, Draft, Lowering } from "./lowering.js";

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
  const lowered: Draft<Flow> = {
    id: flow.id,
    from: from.exit,
    to: afterWait && hasSharedPassage(target) ? passageId(target) : to.entry,
    origin: lowering.originOf(flow.element),
  };
  const name = attribute(flow.element, "name");
  if (name !== undefined) lowered.name = name;
  if (port !== undefined) lowered.port = port;
  Object.assign(lowered, conditionOf(lowering, flow));
  lowering.flows.push(lowered, ...copiesOf(lowering, lowered, source));
}

type Condition = Pick<Flow, "guard" | "otherwise">;

function conditionOf(lowering: Lowering, flow: SequenceFlow): Condition {
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
function withoutCondition(lowering: Lowering, flow: SequenceFlow): Condition {
  const { source } = flow;
  const { conditions, hasDefault } = choiceAt(lowering, source);
  const exclusive = source.type === "exclusiveGateway";
  if (exclusive && !hasDefault && conditions > 0 && conditions === source.outgoing.length - 1)
    return { otherwise: true };
  if (!exclusive && conditions > 0) return {};
  const what = describe(source);
  const called = `'${attribute(flow.element, "name") ?? flow.id}'`;
  lowering.report(bpmn.report("choice-without-condition", lowering.originOf(flow.element), { what, flow: called }));
  const guard: Guard = { unspecified: `The flow ${called} leaves ${what} without a condition.` };
  return { guard };
}

/** Counted once for each gateway, not for each of its flows. */
function choiceAt({ choices }: Lowering, source: FlowNode): Choice {
  const known = choices.get(source);
  if (known !== undefined) return known;
  const choice = {
    conditions: source.outgoing.filter(hasCondition).length,
    hasDefault: source.outgoing.some(isDefault),
  };
  choices.set(source, choice);
  return choice;
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
