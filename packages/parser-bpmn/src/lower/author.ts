/** What an author wrote that the graph has no word for: kept as data, for people and for writing the format again. */
import type { Json, JsonObject } from "@rb/ir";
import { rowOf } from "../vendor/extensions.js";
import { extensionsOf, vendorName } from "../vendor/names.js";
import type { XmlElement } from "../xml/element.js";

/** Resources and properties of the standard that only people and other tools read. */
const keptChildren: ReadonlySet<string> = new Set([
  "potentialOwner",
  "humanPerformer",
  "performer",
  "resourceRole",
  "rendering",
]);

export function authorOf(element: XmlElement): JsonObject | undefined {
  if (element.foreign.length === 0 && element.children.length === 0) return undefined;
  const entries: (readonly [string, Json])[] = [];
  const isKept = (name: string): boolean => rowOf(name, element.type)?.becomes !== "aside";
  const attributes = element.foreign.filter(([name]) => isKept(name));
  if (attributes.length > 0) entries.push(["attributes", Object.fromEntries(attributes.map(shown))]);
  const extensions = extensionsOf(element).filter(({ type }) => isKept(type));
  if (extensions.length > 0) entries.push(["extensions", extensions.map(toJson)]);
  const resources = element.children.filter((one) => keptChildren.has(one.type));
  if (resources.length > 0) entries.push(["resources", resources.map(toJson)]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function toJson(element: XmlElement): JsonObject {
  const text = element.text.trim();
  const own = Object.entries(element.attributes).filter(([name]) => !name.includes(":"));
  const attributes = [...own, ...element.foreign.map(shown)];
  return {
    name: nameOf(element.type),
    // `fromEntries` defines own members, whatever they are called.
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    ...(text === "" ? {} : { text }),
    ...(element.children.length === 0 ? {} : { children: element.children.map(toJson) }),
  };
}

function shown([name, value]: readonly [name: string, value: string]): readonly [string, string] {
  return [nameOf(name), value];
}

function nameOf(type: string): string {
  return type[0] === "{" ? vendorName(type).shown : type;
}
