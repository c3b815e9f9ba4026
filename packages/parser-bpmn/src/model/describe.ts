import { attribute, type XmlElement } from "../xml/element.js";
import type { FlowNode } from "./model.js";
import { nameOf } from "./name.js";

/** How messages call an element: `user task 'Ask the owner' (ask)`. */
export function describe(what: FlowNode | XmlElement): string {
  const element = "element" in what ? what.element : what;
  const id = "element" in what ? what.id : attribute(element, "id");
  const label = short(nameOf(element));
  const kind = words(element.type);
  if (label === undefined) return id === undefined ? kind : `${kind} '${id}'`;
  return id === undefined || id === label ? `${kind} '${label}'` : `${kind} '${label}' (${id})`;
}

/** `userTask` as `user task`; compounds are spelled as in the standard. */
export function words(type: string): string {
  const split = type.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return split.replace("sub process", "subprocess").replace("event based", "event-based").replace("ad hoc", "ad-hoc");
}

const longest = 60;

/** Names are often broken into lines to fit their shape. */
export function short(text: string | undefined): string | undefined {
  const line = text?.replace(/\s+/g, " ").trim();
  return line === undefined || line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** So many are named where there are more. */
export const mostListed = 3;

/** `task 'a', task 'b', task 'c' and 4 more`: those of `all` that come first, of `count` in all. */
export function listed<T>(all: readonly T[], call: (one: T) => string, count: number = all.length): string {
  const some = all.slice(0, mostListed);
  const names = [...new Set(some.map(call))];
  if (count > some.length) names.push(`${count - some.length} more`);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
