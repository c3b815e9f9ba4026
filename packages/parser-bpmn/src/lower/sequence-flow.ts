import { type Flow, type Guard, type NodeId, synthesized } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe, listed } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, SequenceFlow } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { attribute, child } from "../xml/element.js";
import { copiesOf, hasSharedPassage, isRepeated, passageId } from "./event-gateway.js";
import { guardOf } from "./expression.js";
import type { Choice, Draft, Lowering } from "./lowering.js";
import { ownPort } from "./own-words.js";

/** Gateways that choose among the flows that leave them. */
const choosing: ReadonlySet<string> = new Set(["exclusiveGateway", "inclusiveGateway", "complexGateway"]);

export function lowerFlow(lowering: Lowering, flow: SequenceFlow): void {
  const { source, target } = flow;
  // The events behind a gateway that instantiates are starts; nothing leads to them.
  if ((source.type === "eventBasedGateway" && instantiates(source)) || isRepeated(flow)) return;
  const [from, to] = [lowering.placements.get(source), lowering.placements.get(target)];
  // The rules have told of a flow that leaves an end.
  if (from === undefined || to === undefined || source.type === "endEvent") return;
  const afterWait = source.type === "eventBasedGateway";
  const port = afterWait ? flow.id : (ownPort(flow.element) ?? from.port);
  const lowered: Draft<Flow> = {
    id: flow.id,
    from: besideOthers(lowering, flow, from.exit) ? conditionsId(source) : from.exit,
    to: afterWait && hasSharedPassage(target) ? passageId(target) : to.entry,
    origin: lowering.originOf(flow.element),
  };
  const name = nameOf(flow.element);
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
  const { conditions, always, hasDefault } = choiceAt(lowering, source);
  const exclusive = source.type === "exclusiveGateway";
  if (exclusive && !hasDefault && conditions > 0 && conditions === source.outgoing.length - 1)
    return { otherwise: true };
  if (!exclusive && conditions > 0) return {};
  if (flow === always[0]) {
    const args = { what: describe(source), count: always.length, names: listed(always, called) };
    lowering.report(bpmn.report("choice-without-condition", lowering.originOf(flow.element), args));
  }
  const guard: Guard = { unspecified: `The flow ${called(flow)} has no condition.` };
  return { guard };
}

function called({ element, id }: SequenceFlow): string {
  return `'${nameOf(element) ?? id}'`;
}

/** Counted once for each node, not for each of its flows. */
function choiceAt({ choices }: Lowering, source: FlowNode): Choice {
  const known = choices.get(source);
  if (known !== undefined) return known;
  const others = source.outgoing.filter((flow) => !isDefault(flow));
  const always = others.filter((flow) => !hasCondition(flow));
  const choice = {
    conditions: others.length - always.length,
    always,
    hasDefault: others.length < source.outgoing.length,
  };
  choices.set(source, choice);
  return choice;
}

/**
 * The default flow is taken when no condition holds (BPMN 2.0.2, 8.4.13), whatever flows without a condition leave beside
 * it. Such flows would keep it from ever being taken, so the conditions get a gateway of their own.
 */
function besideOthers(lowering: Lowering, flow: SequenceFlow, exit: NodeId): boolean {
  const { source } = flow;
  if (source.outgoing.length < 3 || defaultOf(source) === undefined || unconditional.has(source.type)) return false;
  const isNew = !lowering.choices.has(source);
  const { conditions, always, hasDefault } = choiceAt(lowering, source);
  if (!hasDefault || conditions === 0 || always.length === 0) return false;
  if (isNew) {
    const origin = synthesized("bpmn/conditions", lowering.originOf(source.element));
    const id = conditionsId(source);
    lowering.nodes.push({ kind: "gateway", id, origin });
    lowering.flows.push({ id: `${id}/flow`, from: exit, to: id, origin });
  }
  return hasCondition(flow) || isDefault(flow);
}

/** Where all flows are taken, one is, or the wait decides. */
const unconditional: ReadonlySet<string> = new Set(["exclusiveGateway", "parallelGateway", "eventBasedGateway"]);

function conditionsId(source: FlowNode): NodeId {
  return `${source.id}/conditions`;
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
