/** What an author wrote that the graph has no word for: kept as data, for people and for writing the format again. */
import type { Json, JsonObject } from "@rb/ir";
import { child, isBpmn, type XmlElement } from "../xml/element.js";

/** Vendors' namespaces and the prefixes that they go by. */
const vendors: readonly (readonly [namespace: string, prefix: string])[] = [
  ["http://camunda.org/schema/1.0/bpmn", "camunda"],
  ["http://camunda.org/schema/zeebe/1.0", "zeebe"],
  ["http://camunda.org/schema/modeler/1.0", "modeler"],
  ["http://flowable.org/bpmn", "flowable"],
  ["http://activiti.org/bpmn", "activiti"],
  ["http://www.signavio.com", "signavio"],
  ["http://www.jboss.org/drools", "drools"],
];

/** `{namespace}name` as people know it: `camunda:type`. */
export function vendorName(type: string): string {
  const vendor = vendors.find(([namespace]) => type.startsWith(`{${namespace}}`));
  return vendor === undefined ? type : `${vendor[1]}:${type.slice(vendor[0].length + 2)}`;
}

/** Attributes of XML itself, such as `xsi:type`. */
const w3c = /^\{http:\/\/www\.w3\.org\//;

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
  if (element.foreign.length > 0) entries.push(["attributes", attributesOf(element, true)]);
  const extensions = child(element, "extensionElements")?.children ?? [];
  if (extensions.length > 0) entries.push(["extensions", extensions.map(toJson)]);
  const kept = element.children.filter((one) => keptChildren.has(one.type));
  if (kept.length > 0) entries.push(["resources", kept.map(toJson)]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The names of a vendor's elements and attributes on an element, for the report. */
export function extensionNames(element: XmlElement): readonly string[] {
  if (element.foreign.length === 0 && element.children.length === 0) return [];
  const extensions = child(element, "extensionElements")?.children ?? [];
  return [
    ...element.foreign.map(([name]) => name).filter((name) => !w3c.test(name)),
    ...extensions.filter((one) => !isBpmn(one)).map((one) => one.type),
  ].map(vendorName);
}

function toJson(element: XmlElement): JsonObject {
  const text = element.text.trim();
  const attributes = attributesOf(element, false);
  return {
    name: vendorName(element.type),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(text === "" ? {} : { text }),
    ...(element.children.length === 0 ? {} : { children: element.children.map(toJson) }),
  };
}

/** `Object.fromEntries` defines own members, whatever they are called. */
function attributesOf(element: XmlElement, foreignOnly: boolean): JsonObject {
  const own = foreignOnly ? [] : Object.entries(element.attributes).filter(([name]) => !name.includes(":"));
  return Object.fromEntries([...own, ...element.foreign.map(([name, value]) => [vendorName(name), value] as const)]);
}

/** A vendor's attribute, such as `camunda:topic`. */
export function vendorAttribute(element: XmlElement, ...names: readonly string[]): string | undefined {
  return element.foreign.find(([name]) => names.includes(vendorName(name)))?.[1];
}

/** A vendor's extension element, such as `zeebe:taskDefinition`. */
export function vendorElement(element: XmlElement, name: string): XmlElement | undefined {
  return child(element, "extensionElements")?.children.find((one) => vendorName(one.type) === name);
}
