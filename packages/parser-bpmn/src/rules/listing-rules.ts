/**
 * A flow is listed by both of its ends, as `outgoing` and as `incoming` (BPMN 2.0.2, 8.4.13). Flows name their ends themselves, so nothing
 * depends on the lists, and tools that leave them out leave all of them out. Where a document has some, those that are missing or lead
 * elsewhere show that somebody changed one side and forgot the other.
 */
import type { FlowNode, Level, Model } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkListings(scene: Scene): void {
  if (!scene.model.elements.some(({ incoming, outgoing }) => incoming.length > 0 || outgoing.length > 0)) return;
  const missing = new Set<XmlElement>();
  for (const { level } of scene.model.processes) checkLevel(scene, level, missing);
  for (const flow of missing) scene.tallies.add("flow-not-listed", flow);
}

function checkLevel(scene: Scene, level: Level, missing: Set<XmlElement>): void {
  for (const node of level.nodes) {
    checkNode(scene, node, "incoming", missing);
    checkNode(scene, node, "outgoing", missing);
    if (node.content !== null) checkLevel(scene, node.content, missing);
  }
}

function checkNode(
  { model, tallies }: Scene,
  node: FlowNode,
  side: "incoming" | "outgoing",
  missing: Set<XmlElement>,
): void {
  const listed = node.element[side];
  const flows = node[side];
  if (flows.length === 1 && listed.length === 1 && listed[0] === flows[0]?.id) return;
  const names = new Set(listed.map((name) => name.slice(name.indexOf(":") + 1)));
  for (const { id, element } of flows) {
    const known = names.delete(id);
    if (!known && attribute(element, "id") !== undefined) missing.add(element);
  }
  for (const name of names) if (!isItsFlow(model, node, side, name)) tallies.add("listed-flow-elsewhere", node);
}

/** Whether a flow says so itself; one whose other end is broken has been reported. */
function isItsFlow(model: Model, node: FlowNode, side: "incoming" | "outgoing", name: string): boolean {
  const flow = model.resolve(name);
  const ref = flow && attribute(flow, side === "incoming" ? "targetRef" : "sourceRef");
  return flow?.type === "sequenceFlow" && ref !== undefined && model.nodeOf(ref) === node;
}
