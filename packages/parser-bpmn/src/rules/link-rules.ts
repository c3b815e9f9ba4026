/**
 * The two ends of links (BPMN 2.0.2, 10.5.3 and 10.5.5). The standard ties them by `target` and `source`. Modelling tools give
 * them the same name instead, which says the same as long as both ends do without references.
 */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { isLinkCatch, isLinkThrow, linkDefinition, linkName } from "../model/links.js";
import type { FlowNode, Level } from "../model/model.js";
import { childrenOf, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** Every link event of the document. */
interface Links {
  readonly throws: readonly FlowNode[];
  readonly catches: readonly FlowNode[];
  /** By the element of the event and by that of its definition: references name either. */
  readonly byElement: ReadonlyMap<XmlElement, FlowNode>;
  readonly caughtByName: ReadonlyMap<string, FlowNode>;
}

export function checkLinks(scene: Scene): void {
  const links = linksOf(scene);
  const sources = new Map(links.catches.map((node) => [node, new Set(named(scene, links, node, "source").values())]));
  for (const node of links.throws) checkThrow(scene, links, node, sources);
  for (const node of links.catches) checkCatch(scene, links, node);
}

function linksOf({ model }: Scene): Links {
  const throws: FlowNode[] = [];
  const catches: FlowNode[] = [];
  const visit = (level: Level): void => {
    for (const node of level.nodes) {
      if (isLinkThrow(node)) throws.push(node);
      if (isLinkCatch(node)) catches.push(node);
      if (node.content !== null) visit(node.content);
    }
  };
  for (const process of model.processes) visit(process.level);
  const byElement = new Map<XmlElement, FlowNode>();
  for (const node of [...throws, ...catches]) {
    byElement.set(node.element, node);
    const definition = linkDefinition(node);
    if (definition !== undefined) byElement.set(definition, node);
  }
  return { throws, catches, byElement, caughtByName: new Map(catches.map((node) => [linkName(node), node])) };
}

/** The link events that the `source` or `target` children of one name; what leads elsewhere is a matter of references. */
function named({ model }: Scene, links: Links, node: FlowNode, end: "source" | "target"): Map<XmlElement, FlowNode> {
  const definition = linkDefinition(node);
  const found = new Map<XmlElement, FlowNode>();
  for (const one of definition === undefined ? [] : childrenOf(definition, end)) {
    const element = model.resolve(one.text.trim());
    const other = element === undefined ? undefined : links.byElement.get(element);
    if (other !== undefined) found.set(one, other);
  }
  return found;
}

function checkThrow(
  scene: Scene,
  links: Links,
  node: FlowNode,
  sources: ReadonlyMap<FlowNode, ReadonlySet<FlowNode>>,
): void {
  const { model, source, findings } = scene;
  const what = describe(node);
  const origin = source.originOf(node.element);
  if (node.outgoing.length > 0) findings.add(bpmn.report("link-with-flow", origin, { what, flow: "outgoing" }));
  const targets = childrenOf(linkDefinition(node) as XmlElement, "target");
  const [target, another] = targets;
  if (another !== undefined) {
    findings.add(bpmn.report("link-targets", source.originOf(another), { what, count: targets.length }));
  }
  const partner = model.linkTarget(node);
  if (partner === undefined) {
    reportAlone(scene, links, node);
    return;
  }
  const back = sources.get(partner);
  const args = { what, other: describe(partner) };
  if (target !== undefined && !back?.has(node)) {
    findings.add(bpmn.report("link-not-mutual", source.originOf(target), { ...args, end: "source" }));
  }
  if (target === undefined && back !== undefined && back.size > 0) {
    findings.add(bpmn.report("link-without-target", origin, args));
  }
}

/** A link that leads nowhere may lead into or out of a subprocess, as no flow does. */
function reportAlone(scene: Scene, links: Links, node: FlowNode): void {
  const { source, findings } = scene;
  const link = linkName(node);
  const what = describe(node);
  const [target] = named(scene, links, node, "target").values();
  const elsewhere = target ?? (link === "" ? undefined : links.caughtByName.get(link));
  const origin = source.originOf(node.element);
  if (elsewhere !== undefined && elsewhere.level !== node.level) {
    findings.add(bpmn.report("link-crosses-border", origin, { what, other: describe(elsewhere) }));
    return;
  }
  const near = findings.near(link, caughtLinks(node.level));
  findings.add(bpmn.report("link-without-partner", origin, { what, link, near }));
}

/** Lazy, since it is only gone through while there are few mistakes. */
function* caughtLinks(level: Level): Iterable<string> {
  for (const node of level.nodes) if (isLinkCatch(node)) yield linkName(node);
}

function checkCatch(scene: Scene, links: Links, node: FlowNode): void {
  const { model, source, findings } = scene;
  const what = describe(node);
  const origin = source.originOf(node.element);
  if (node.incoming.length > 0) findings.add(bpmn.report("link-with-flow", origin, { what, flow: "incoming" }));
  const sources = named(scene, links, node, "source");
  for (const [at, other] of sources) {
    const args = { what, other: describe(other) };
    if (other.level !== node.level) {
      findings.add(bpmn.report("link-crosses-border", source.originOf(at), args));
    } else if (model.linkTarget(other) !== node) {
      findings.add(bpmn.report("link-not-mutual", source.originOf(at), { ...args, end: "target" }));
    }
  }
  if (sources.size === 0 && !model.isLinkTarget(node)) {
    findings.add(bpmn.report("link-never-thrown", origin, { what, link: linkName(node) }));
  }
}
