/** Which instance a message of Zeebe is for: the key of its subscription, computed where it is awaited and where it is thrown. */
import type { Value } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { vendorElement } from "./names.js";
import { understood } from "./place.js";
import { feelOf } from "./values.js";

/** `definition` is the event's message definition, or the task itself. A message that starts a process is for no instance yet. */
export function messageKey(lowering: Lowering, node: FlowNode, definition: XmlElement): { readonly key?: Value } {
  if (node.type === "startEvent" && node.level.owner === null) return {};
  const message = lowering.model.resolve(attribute(definition, "messageRef") ?? "");
  const element = message === undefined ? undefined : vendorElement(message, "zeebe", "subscription");
  const text = element && attribute(element, "correlationKey");
  if (element === undefined || text === undefined) return {};
  const place = { lowering, node, owner: definition, element, name: "zeebe:subscription", text };
  // A text that isn't understood would match nothing, ever.
  if (text.startsWith("=") && understood(place) === undefined) {
    feelOf(place);
    return {};
  }
  return { key: feelOf(place) };
}
