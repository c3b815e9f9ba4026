/** Events that don't say which message or signal they are about: what they go by then. Told once, as drawings leave it out everywhere. */
import { namesAsSignal } from "../lower/names.js";
import { isExecutable } from "../model/executable.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkTriggers(scene: Scene, node: FlowNode): void {
  for (const { type, element } of node.definitions) {
    if (type === "messageEventDefinition" && !isExecutable(node.level.process)) checkMessage(scene, node, element);
    if (type === "signalEventDefinition" && attribute(element, "signalRef") === undefined) {
      scene.tallies.add(namesAsSignal(node) ? "trigger-without-name" : "signal-without-name", node);
    }
  }
}

/** An executable process has to say which message; another rule is about that. A receive task needn't. */
export function checkMessage({ model, tallies }: Scene, node: FlowNode, definition: XmlElement): void {
  const isSaid = attribute(definition, "messageRef") !== undefined || model.messageFlowsAt(node).length > 0;
  if (!isSaid) tallies.add("trigger-without-name", node);
}
