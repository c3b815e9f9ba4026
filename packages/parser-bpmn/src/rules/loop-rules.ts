/** Loops and multi-instance activities (BPMN 2.0.2, 10.3.8). How often an activity is done is asked when it is lowered. */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { whereExecutable } from "../model/executable.js";
import { subprocessTypes } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { attribute, child, childText, flag, type XmlElement } from "../xml/element.js";
import { isSameItem, itemOf } from "./items.js";
import type { Scene } from "./scene.js";

export function checkLoops(scene: Scene, node: FlowNode): void {
  const [loop, second] = node.element.children.filter((one) => one.type.endsWith("LoopCharacteristics"));
  if (loop === undefined) return;
  if (second !== undefined) {
    scene.findings.add(bpmn.report("two-loops", scene.source.originOf(second), { what: describe(node) }));
  }
  if (loop.type !== "multiInstanceLoopCharacteristics") return;
  checkInput(scene, node, loop);
  checkItem(scene, node, loop, "loop-input-item");
  checkItem(scene, node, loop, "loop-output-item");
}

/** A task is given its collection as a data input of its own; other activities may also name data that they see. */
function checkInput({ model, source, findings }: Scene, node: FlowNode, loop: XmlElement): void {
  const ref = childText(loop, "loopDataInputRef");
  if (ref === undefined || subprocessTypes.has(node.type) || node.type === "callActivity") return;
  const input = model.resolve(ref);
  if (input?.type === "dataInput" && input.parent?.parent === node.element) return;
  const diagnostic = bpmn.report("loop-input", source.originOf(loop), { what: describe(node), ref });
  findings.add(whereExecutable(node.level.process, diagnostic));
}

const ends = {
  "loop-input-item": { collection: "loopDataInputRef", item: "inputDataItem" },
  "loop-output-item": { collection: "loopDataOutputRef", item: "outputDataItem" },
} as const;

function checkItem(scene: Scene, node: FlowNode, loop: XmlElement, reason: keyof typeof ends): void {
  const { model, source, findings } = scene;
  const { collection, item } = ends[reason];
  const one = child(loop, item);
  const all = model.resolve(childText(loop, collection) ?? "");
  if (one === undefined || all === undefined) return;
  const problem = itemProblem(scene, one, all);
  if (problem === undefined) return;
  findings.add(bpmn.report(reason, source.originOf(one), { what: describe(node), problem }));
}

/** What isn't said is taken to be right. */
function itemProblem({ model }: Scene, one: XmlElement, all: XmlElement): string | undefined {
  const [oneItem, allItem] = [itemOf(model, one), itemOf(model, all)];
  if (isCollection(one, oneItem)) return "it is a collection itself";
  const says = allItem !== undefined || attribute(all, "isCollection") !== undefined;
  if (says && !isCollection(all, allItem)) return `${describe(all)} is no collection`;
  if (oneItem === undefined || allItem === undefined || isSameItem(oneItem, allItem)) return undefined;
  const known = [oneItem, allItem].every((item) => attribute(item, "structureRef") !== undefined);
  return known ? "their structures differ" : undefined;
}

function isCollection(data: XmlElement, item: XmlElement | undefined): boolean {
  return flag(data, "isCollection", false) || (item !== undefined && flag(item, "isCollection", false));
}
