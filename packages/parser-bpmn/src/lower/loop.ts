import type { BoundaryHandler, EachLoop, Guard, Loop, LoopEmit, RepeatLoop, Throw, Trigger, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { whereExecutable } from "../model/executable.js";
import type { EventDefinition, FlowNode } from "../model/model.js";
import { instanceNames, vendorCollect, vendorCollection } from "../vendor/collection.js";
import { feelScript } from "../vendor/feel-script.js";
import { mappedOutputs } from "../vendor/outputs.js";
import { attribute, child, childrenOf, childText, flag, type XmlElement } from "../xml/element.js";
import { dataName, inputsOf } from "./data.js";
import { implicitThrow } from "./event-definition.js";
import { computedOf, guardOf } from "./expression.js";
import type { Lowering } from "./lowering.js";

/** The variable by which expressions ask for the round or instance (BPMN 2.0.2, 10.3.8). */
const index = "loopCounter";

export function loopOf(lowering: Lowering, node: FlowNode): Loop | undefined {
  const repeat = child(node.element, "standardLoopCharacteristics");
  if (repeat !== undefined) return repeatLoop(lowering, node, repeat);
  const each = child(node.element, "multiInstanceLoopCharacteristics");
  return each === undefined ? undefined : eachLoop(lowering, node, each);
}

function repeatLoop(lowering: Lowering, node: FlowNode, element: XmlElement): RepeatLoop {
  const maximum = attribute(element, "loopMaximum");
  const max = maximum !== undefined && /^\d{1,9}$/.test(maximum) ? Number(maximum) : undefined;
  if (maximum !== undefined && max === undefined) {
    const args = { what: describe(node), value: maximum };
    lowering.report(bpmn.report("loop-maximum", lowering.originOf(element), args));
  }
  let condition = guardOf(lowering, child(element, "loopCondition"));
  if (condition === undefined && max === undefined) {
    const what = describe(node);
    lowering.report(bpmn.report("condition-missing", lowering.originOf(element), { what: `The loop of ${what}` }));
    condition = { unspecified: `The loop of ${what} has no condition.` };
  }
  lowering.variables.declared.add(index);
  return {
    kind: "repeat",
    ...(condition === undefined ? {} : { while: condition }),
    testBefore: flag(element, "testBefore", false),
    ...(max === undefined ? {} : { max }),
    index,
  };
}

function eachLoop(lowering: Lowering, node: FlowNode, element: XmlElement): EachLoop {
  const { emit, completeWhen } = behaviourOf(lowering, node, element);
  const completion = guardOf(lowering, child(element, "completionCondition"));
  const loop: EachLoop = {
    kind: "each",
    ...instancesOf(lowering, node, element),
    index,
    ...(flag(element, "isSequential", false) ? { limit: { json: 1 } } : {}),
    ...collectOf(lowering, node, element),
    ...(completion === undefined && completeWhen === undefined
      ? {}
      : { completeWhen: either(completion, completeWhen) }),
    ...(emit.length === 0 ? {} : { emit }),
  };
  for (const name of [index, loop.item, ...counters]) if (name !== undefined) lowering.variables.declared.add(name);
  return loop;
}

const counters: readonly string[] = [
  "numberOfInstances",
  "numberOfActiveInstances",
  "numberOfCompletedInstances",
  "numberOfTerminatedInstances",
];

/** How many instances, and over which items. Where nothing says, a variable of its own asks for the number. */
function instancesOf(
  lowering: Lowering,
  node: FlowNode,
  element: XmlElement,
): Pick<EachLoop, "items" | "item" | "count"> {
  const collection = collectionOf(lowering, node, element);
  if (collection !== undefined) return collection;
  const cardinality = child(element, "loopCardinality");
  const count = cardinality === undefined ? undefined : computedOf(lowering, cardinality);
  if (count !== undefined) return { count };
  const variable = `${node.id}_instances`;
  const what = describe(node);
  const missing = bpmn.report("instances-missing", lowering.originOf(element), { what, variable });
  // Another vendor's extension may say it in a way that isn't known here.
  const isSaid = element.foreign.length > 0 || child(element, "extensionElements") !== undefined;
  lowering.report(isSaid ? { ...missing, severity: "warning" } : whereExecutable(lowering.process, missing));
  lowering.variables.asked.set(variable, what);
  return { count: { variable } };
}

function collectionOf(
  lowering: Lowering,
  node: FlowNode,
  element: XmlElement,
): Pick<EachLoop, "items" | "item"> | undefined {
  const input = lowering.model.resolve(childText(element, "loopDataInputRef") ?? "");
  const vendor = vendorCollection(element);
  const items =
    input !== undefined
      ? { variable: sourceOfInput(lowering, node, input) }
      : vendorItems(lowering, element, vendor.items);
  if (items === undefined) return undefined;
  const declared = child(element, "inputDataItem");
  const item = (declared === undefined ? undefined : dataName(lowering, declared)) ?? vendor.item;
  return { items, ...(item === undefined ? {} : { item }) };
}

/** A plain name stands for the variable of that name. */
function vendorItems(lowering: Lowering, element: XmlElement, text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  if (/^(?:[$#]\{|=)/.test(text)) return computedOf(lowering, element, text);
  lowering.variables.read.add(text);
  return { variable: text };
}

/** A data input of an activity is filled by an association; the loop reads what that association reads, since inputs are evaluated inside the loop. */
function sourceOfInput(lowering: Lowering, node: FlowNode, input: XmlElement): string {
  const association = childrenOf(node.element, "dataInputAssociation").find(
    (one) => lowering.model.resolve(childText(one, "targetRef") ?? "") === input,
  );
  const source = lowering.model.resolve((association && childText(association, "sourceRef")) ?? "");
  const name = dataName(lowering, source ?? input);
  lowering.variables.read.add(name);
  return name;
}

/** The item of an instance: what its task answers by that name, or the variable of that name in its subprocess. */
function collectOf(lowering: Lowering, node: FlowNode, element: XmlElement): Pick<EachLoop, "collect"> {
  const output = lowering.model.resolve(childText(element, "loopDataOutputRef") ?? "");
  const item = child(element, "outputDataItem");
  if (output === undefined || item === undefined) return gathered(lowering, node);
  const target = dataName(lowering, output);
  const name = dataName(lowering, item);
  return { collect: [{ path: [target], from: node.content === null ? { result: [name] } : { variable: name } }] };
}

/** As a vendor says it. A subprocess has its variables, and so has a script; a task has what it gives, and besides its answer, or, where that is computed, variables. */
function gathered(lowering: Lowering, node: FlowNode): Pick<EachLoop, "collect"> {
  const quiet: Lowering = { ...lowering, report: () => {} };
  const inputs = inputsOf(quiet, node).bindings;
  const answers = node.content === null && feelScript(quiet, node) === undefined;
  const mapped = answers ? mappedOutputs(quiet, node, inputs, "answer") : undefined;
  return vendorCollect(
    lowering,
    node,
    mapped,
    new Set([...inputs.map(({ path: [name = ""] }) => name), ...instanceNames(node)]),
  );
}

interface Behaviour {
  readonly emit: readonly LoopEmit[];
  readonly completeWhen?: Guard | undefined;
}

/** What instances throw when they complete (BPMN 2.0.2, 10.3.8, attribute `behavior`). */
function behaviourOf(lowering: Lowering, node: FlowNode, element: XmlElement): Behaviour {
  const behaviour = attribute(element, "behavior");
  if (behaviour === "Complex") return complexBehaviour(lowering, node, element);
  if (behaviour !== "None" && behaviour !== "One") return { emit: [] };
  const [at, name] = behaviour === "None" ? (["each", "noneBehaviorEventRef"] as const) : oneBehaviour;
  const found = lowering.model.resolve(attribute(element, name) ?? "");
  const raise = found === undefined ? undefined : implicitThrow(lowering, node, eventDefinition(found));
  return { emit: raise === undefined ? [] : [{ at, raise }] };
}

const oneBehaviour = ["one", "oneBehaviorEventRef"] as const;

/** A condition that holds throws its event, and cancels the instances that remain. */
function complexBehaviour(lowering: Lowering, node: FlowNode, element: XmlElement): Behaviour {
  const emit: LoopEmit[] = [];
  let completeWhen: Guard | undefined;
  for (const definition of childrenOf(element, "complexBehaviorDefinition")) {
    const when = guardOf(lowering, child(definition, "condition"));
    if (when === undefined) continue;
    completeWhen = completeWhen === undefined ? when : either(completeWhen, when);
    for (const thrown of child(definition, "event")?.children ?? []) {
      const raise = implicitThrow(lowering, node, eventDefinition(thrown));
      if (raise !== undefined) emit.push({ at: "when", when, raise });
    }
  }
  return { emit, completeWhen };
}

function eventDefinition(element: XmlElement): EventDefinition {
  return { type: element.type, element, at: element };
}

/** One guard for two conditions that both end the loop. */
function either(first: Guard | undefined, second: Guard | undefined): Guard {
  if (first === undefined || second === undefined) return (first ?? second) as Guard;
  if ("json" in first) return first.json ? first : second;
  if ("json" in second) return second.json ? second : first;
  if (!("expr" in first)) return first;
  if (!("expr" in second)) return second;
  const { language, origin } = first.expr;
  if (language !== second.expr.language) return { unspecified: "Two conditions in different languages end the loop." };
  const text = [first, second].map((one) => `(${bare(one.expr.text)})`).join(" or ");
  return { expr: { language, text, origin } };
}

/** Without the braces, so that it can be part of a larger expression. */
function bare(text: string): string {
  return /^[$#]\{.*\}$/s.test(text) ? text.slice(2, -1) : text;
}

/**
 * A boundary event that catches what the loop itself throws doesn't interrupt it: instances go on until all are done, or
 * until a complex behaviour ends them (BPMN 2.0.2, 10.3.8).
 */
export function keepLoopRunning(handler: BoundaryHandler, loop: Loop | undefined): BoundaryHandler {
  const emits = loop?.kind === "each" ? (loop.emit ?? []) : [];
  const caught = emits.some(({ raise }) => handler.triggers.some((trigger) => catches(trigger, raise)));
  return caught ? { ...handler, interrupting: false } : handler;
}

function catches(trigger: Trigger, raise: Throw): boolean {
  if (trigger.on !== raise.raise) return false;
  if ("name" in trigger && "name" in raise) return JSON.stringify(trigger.name) === JSON.stringify(raise.name);
  return !("code" in trigger) || trigger.code === undefined || ("code" in raise && trigger.code === raise.code);
}
