/** Tasks that exchange messages have at most one input and one output, of the message's own type (BPMN 2.0.2, 10.3.3). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { attribute, child, childrenOf, childText, type XmlElement } from "../xml/element.js";
import { hasUnknownItem, isSameItem, itemOf, messageItem } from "./items.js";
import type { Scene } from "./scene.js";

/** A message task's data on one of its two sides. */
interface Side {
  readonly set: "inputSet" | "outputSet";
  readonly data: "dataInput" | "dataOutput";
}
const input: Side = { set: "inputSet", data: "dataInput" };
const output: Side = { set: "outputSet", data: "dataOutput" };

export function checkServiceTask(scene: Scene, task: XmlElement): void {
  const operation = scene.model.resolve(attribute(task, "operationRef") ?? "");
  if (operation?.type !== "operation") return;
  const specification = child(task, "ioSpecification");
  const sets = specification === undefined ? [] : childrenOf(specification, "inputSet");
  if (sets.length !== 1) {
    const args = { what: describe(task), count: sets.length };
    const at = sets[1] ?? specification ?? task;
    scene.findings.add(bpmn.report("service-input-sets", scene.source.originOf(at), args));
  }
  if (specification === undefined) return;
  checkSets(scene, task, specification, output);
  checkItems(scene, task, specification, input, messageItem(scene.model, operation, "inMessageRef"));
  if (childText(operation, "outMessageRef") === undefined) return;
  checkItems(scene, task, specification, output, messageItem(scene.model, operation, "outMessageRef"));
}

export function checkSendTask(scene: Scene, task: XmlElement): void {
  checkMessageTask(scene, task, input);
}

export function checkReceiveTask(scene: Scene, task: XmlElement): void {
  checkMessageTask(scene, task, output);
}

function checkMessageTask(scene: Scene, task: XmlElement, side: Side): void {
  const specification = child(task, "ioSpecification");
  if (specification === undefined || attribute(task, "messageRef") === undefined) return;
  checkSets(scene, task, specification, side);
  const [, second] = childrenOf(specification, side.data);
  if (second !== undefined) {
    const args = { what: describe(task), data: side.data };
    scene.findings.add(bpmn.report("message-task-data", scene.source.originOf(second), args));
  }
  checkItems(scene, task, specification, side, messageItem(scene.model, task, "messageRef"));
}

function checkSets({ source, findings }: Scene, task: XmlElement, specification: XmlElement, { set }: Side): void {
  const [, second] = childrenOf(specification, set);
  if (second === undefined) return;
  findings.add(bpmn.report("message-task-sets", source.originOf(second), { what: describe(task), set }));
}

function checkItems(
  { model, source, findings }: Scene,
  task: XmlElement,
  specification: XmlElement,
  { data }: Side,
  wanted: XmlElement | undefined,
): void {
  if (wanted === undefined) return;
  for (const one of childrenOf(specification, data)) {
    const item = itemOf(model, one);
    if (hasUnknownItem(model, one) || (item !== undefined && isSameItem(item, wanted))) continue;
    const args = { what: describe(task), data: describe(one), wanted: describe(wanted) };
    findings.add(bpmn.report("message-task-type", source.originOf(one), args));
  }
}
