/** Link events are a sequence flow drawn in two pieces (BPMN 2.0.2, 10.5.5). */
import { attribute, childrenOf, childText, type XmlElement } from "../xml/element.js";
import { has } from "./kinds.js";
import type { FlowNode } from "./model.js";

/** The name by which the two ends of a link find each other; that of those without one is empty. */
export function linkName(node: FlowNode): string {
  const definition = linkDefinition(node);
  return (definition && attribute(definition, "name")) ?? attribute(node.element, "name") ?? "";
}

export function isLinkThrow(node: FlowNode): boolean {
  return node.type === "intermediateThrowEvent" && has(node, "linkEventDefinition");
}

export function isLinkCatch(node: FlowNode): boolean {
  return node.type === "intermediateCatchEvent" && has(node, "linkEventDefinition");
}

export function linkDefinition(node: FlowNode): XmlElement | undefined {
  return node.definitions.find((one) => one.type === "linkEventDefinition")?.element;
}

/**
 * The catching end of each throwing one among the nodes of a level: the one that the throw names as its target; when it names
 * none that exists, one that names it as a source, or the first of the same name.
 */
export function linkPartners(
  nodes: readonly FlowNode[],
  resolve: (reference: string) => XmlElement | undefined,
): readonly (readonly [from: FlowNode, to: FlowNode])[] {
  const byElement = new Map<XmlElement, FlowNode>();
  const bySource = new Map<XmlElement, FlowNode>();
  const byName = new Map<string, FlowNode>();
  for (const node of nodes.filter(isLinkCatch)) {
    const definition = linkDefinition(node);
    byElement.set(node.element, node);
    if (definition !== undefined) byElement.set(definition, node);
    for (const { text } of definition === undefined ? [] : childrenOf(definition, "source")) {
      const source = resolve(text.trim());
      if (source !== undefined && !bySource.has(source)) bySource.set(source, node);
    }
    const name = linkName(node);
    if (!byName.has(name)) byName.set(name, node);
  }
  return nodes.filter(isLinkThrow).flatMap((node) => {
    const definition = linkDefinition(node) as XmlElement;
    const target = resolve(childText(definition, "target") ?? "");
    const partner =
      target === undefined
        ? (bySource.get(definition) ?? bySource.get(node.element) ?? byName.get(linkName(node)))
        : byElement.get(target);
    return partner === undefined ? [] : [[node, partner] as const];
  });
}
