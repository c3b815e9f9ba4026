import { attribute, type XmlElement } from "../xml/element.js";
import type { FlowNode } from "./model.js";

/** How messages call an element: `user task 'Ask the owner' (ask)`. */
export function describe(what: FlowNode | XmlElement): string {
  const element = "element" in what ? what.element : what;
  const id = "element" in what ? what.id : attribute(element, "id");
  const label = short(attribute(element, "name"));
  const kind = words(element.type);
  if (label === undefined) return id === undefined ? kind : `${kind} '${id}'`;
  return id === undefined || id === label ? `${kind} '${label}'` : `${kind} '${label}' (${id})`;
}

/** `userTask` as `user task`. */
export function words(type: string): string {
  return type.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

const longest = 60;

/** Names are often broken into lines to fit their shape. */
export function short(text: string | undefined): string | undefined {
  const line = text?.replace(/\s+/g, " ").trim();
  return line === undefined || line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
