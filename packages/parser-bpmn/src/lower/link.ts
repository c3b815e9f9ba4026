import type { FlowNode, Model } from "../model/model.js";
import { attribute, childText } from "../xml/element.js";

/** The name by which the two ends of a link find each other. */
export function linkName(node: FlowNode): string | undefined {
  const definition = linkDefinition(node);
  return (definition && attribute(definition, "name")) ?? attribute(node.element, "name");
}

function linkDefinition(node: FlowNode): FlowNode["element"] | undefined {
  return node.definitions.find((one) => one.type === "linkEventDefinition")?.element;
}

/** The catching end on the same level: the one that the throw names as its target, else the one of the same name (BPMN 2.0.2, 10.5.5). */
export function linkPartner(model: Model, node: FlowNode): FlowNode | undefined {
  const definition = linkDefinition(node);
  const target = definition && childText(definition, "target");
  const catches = linkCatches(node);
  if (target !== undefined) {
    const element = model.resolve(target);
    const named = catches.find((one) => linkDefinition(one) === element || one.element === element);
    if (named !== undefined || element !== undefined) return named;
  }
  const name = linkName(node);
  return name === undefined ? undefined : catches.find((one) => linkName(one) === name);
}

export function linkCatches(node: FlowNode): readonly FlowNode[] {
  return node.level.nodes.filter((one) => one.type === "intermediateCatchEvent" && linkDefinition(one) !== undefined);
}
