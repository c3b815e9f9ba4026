/** Messages that an engine has a worker, a class or an expression to send. */
import type { FlowNode, Model } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import { isImplemented } from "./implemented.js";

/**
 * The elements with the words about who sends the message of a send task, or of an event with no other definition. Undefined where nobody is named, and
 * where a message flow says that somebody in the document waits for the message.
 */
export function workerWords(model: Model, node: FlowNode): readonly XmlElement[] | undefined {
  const elements = sending(node);
  if (!elements.some(isImplemented)) return undefined;
  const isAwaited = model
    .messageFlowsAt(node)
    .some(({ source, target }) => source.node === node && target.process !== null);
  return isAwaited ? undefined : elements;
}

function sending({ type, element, definitions }: FlowNode): readonly XmlElement[] {
  if (type === "sendTask") return [element];
  const [only, ...others] = definitions;
  if (type !== "endEvent" && type !== "intermediateThrowEvent") return [];
  return only?.type === "messageEventDefinition" && others.length === 0 ? [element, only.element] : [];
}
