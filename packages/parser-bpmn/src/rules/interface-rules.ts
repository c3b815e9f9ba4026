/** Processes and global tasks that others call as services (BPMN 2.0.2, 10.3.6). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { Model } from "../model/model.js";
import { attribute, child, childText, type XmlElement } from "../xml/element.js";
import { isSameItem, itemOf, messageItem } from "./items.js";
import type { Scene } from "./scene.js";

/** What can be called, and so support an interface. */
export const callableTypes: readonly string[] = [
  "process",
  "globalTask",
  "globalUserTask",
  "globalManualTask",
  "globalScriptTask",
  "globalBusinessRuleTask",
];

export function checkInterfaces({ source, findings }: Scene, callable: XmlElement): void {
  const supported = child(callable, "supportedInterfaceRef");
  if (supported === undefined || child(callable, "ioBinding") !== undefined) return;
  const what = describe(callable);
  findings.add(bpmn.report("interface-without-binding", source.originOf(supported), { what }));
}

/** Its input is of the kind of the message that the operation takes, and its output of the one that it gives. */
export function checkBinding(scene: Scene, binding: XmlElement): void {
  checkEnd(scene, binding, "input");
  checkEnd(scene, binding, "output");
}

function checkEnd({ model, source, findings }: Scene, binding: XmlElement, end: "input" | "output"): void {
  const operation = model.resolve(attribute(binding, "operationRef") ?? "");
  const data = model.resolve(attribute(binding, `${end}DataRef`) ?? "");
  if (operation === undefined || data === undefined) return;
  const wanted = messageItem(model, operation, end === "input" ? "inMessageRef" : "outMessageRef");
  const item = itemOf(model, dataOf(model, data));
  if (wanted !== undefined && item !== undefined && !isSameItem(item, wanted)) {
    const args = {
      what: describe(binding.parent as XmlElement),
      end,
      data: describe(data),
      operation: describe(operation),
    };
    findings.add(bpmn.report("binding-type", source.originOfAttribute(binding, `${end}DataRef`), args));
  }
}

/** A binding names a set of inputs or outputs, whose first is the message's, or, as many tools write, the data itself. */
function dataOf(model: Model, data: XmlElement): XmlElement {
  const refs = sets.get(data.type);
  return (refs === undefined ? undefined : model.resolve(childText(data, refs) ?? "")) ?? data;
}

const sets: ReadonlyMap<string, string> = new Map([
  ["inputSet", "dataInputRefs"],
  ["outputSet", "dataOutputRefs"],
]);
