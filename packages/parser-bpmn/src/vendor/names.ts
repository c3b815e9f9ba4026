/** Whose an extension is. Files choose their prefixes as they like, so everything goes by namespace; people know the usual prefix. */
import { child, type XmlElement } from "../xml/element.js";

/**
 * Whose words a namespace has. `engine`: Camunda 7, Flowable and Activiti, which share a past and most words. `aside`: pictures, colours,
 * versions and other notes of tools. `rb`: what rb itself writes. `fact`: what people noted in a tool, and what simulations or translations read.
 */
export type Dialect = "engine" | "zeebe" | "drools" | "rb" | "aside" | "fact" | "other";

interface Vendor {
  /** The prefix that the vendor's own files use. */
  readonly prefix: string;
  readonly dialect: Dialect;
}

const vendors: ReadonlyMap<string, Vendor> = new Map<string, Vendor>([
  ["http://camunda.org/schema/1.0/bpmn", { prefix: "camunda", dialect: "engine" }],
  ["http://flowable.org/bpmn", { prefix: "flowable", dialect: "engine" }],
  ["http://activiti.org/bpmn", { prefix: "activiti", dialect: "engine" }],
  ["http://camunda.org/schema/zeebe/1.0", { prefix: "zeebe", dialect: "zeebe" }],
  ["http://www.jboss.org/drools", { prefix: "drools", dialect: "drools" }],
  ["urn:rb:bpmn:1", { prefix: "rb", dialect: "rb" }],

  ["http://camunda.org/schema/modeler/1.0", { prefix: "modeler", dialect: "aside" }],
  ["http://flowable.org/design", { prefix: "design", dialect: "aside" }],
  ["http://flowable.org/modeler", { prefix: "modeler", dialect: "aside" }],
  ["http://activiti.com/modeler", { prefix: "modeler", dialect: "aside" }],
  ["http://bpmn.io/schema/bpmn/biocolor/1.0", { prefix: "bioc", dialect: "aside" }],
  ["http://www.omg.org/spec/BPMN/non-normative/color/1.0", { prefix: "color", dialect: "aside" }],
  ["http://www.omg.org/spec/BPMN/20100524/DI", { prefix: "bpmndi", dialect: "aside" }],
  ["http://www.omg.org/spec/DD/20100524/DI", { prefix: "di", dialect: "aside" }],
  ["http://www.omg.org/spec/DD/20100524/DC", { prefix: "dc", dialect: "aside" }],
  ["http://www.trisotech.com/2014/triso/bpmn", { prefix: "trisobpmn", dialect: "aside" }],
  ["http://trisotech.com/feed", { prefix: "trisofeed", dialect: "aside" }],
  ["http://purl.org/rss/2.0/", { prefix: "rss", dialect: "aside" }],
  ["http://www.w4.eu/spec/BPMN/20110930/GRAPH", { prefix: "w4graph", dialect: "aside" }],
  ["http://www.w4.eu/spec/DataComposer/20120927/Diagram/Style", { prefix: "style", dialect: "aside" }],
  ["http://bpmn.sourceforge.net", { prefix: "yaoqiang", dialect: "aside" }],

  ["http://www.signavio.com", { prefix: "signavio", dialect: "fact" }],
  ["http://www.bizagi.com/bpmn20", { prefix: "bizagi", dialect: "fact" }],
  ["http://www.bpsim.org/schemas/1.0", { prefix: "bpsim", dialect: "fact" }],
  ["http://www.bpsim.org/schemas/2.0", { prefix: "bpsim", dialect: "fact" }],
  ["http://www.omg.org/spec/BPMN/non-normative/extensions/i18n/1.0", { prefix: "i18n", dialect: "fact" }],

  ["http://www.trisotech.com/2015/triso/modeling", { prefix: "triso", dialect: "other" }],
  ["https://openapis.org/omg/extension/1.0", { prefix: "openapi", dialect: "other" }],
  ["http://www.w4.eu/spec/BPMN/20110701/MODEL", { prefix: "w4", dialect: "other" }],
  ["http://www.boc-group.com", { prefix: "boc", dialect: "other" }],
  ["http://www.itp-commerce.com/BPMN2.0", { prefix: "itp", dialect: "other" }],
  ["http://knowprocess.com/bpmn", { prefix: "knowprocess", dialect: "other" }],
  ["http://www.softwareag.com/aris/bpmn2", { prefix: "aris", dialect: "other" }],
]);

/** XML's own attributes, such as `xsi:type`, and marked-up text. */
const w3c = /^http:\/\/www\.w3\.org\//;
const aside: Vendor = { prefix: "", dialect: "aside" };

/** An element or attribute of a vendor. */
export interface VendorName {
  readonly dialect: Dialect;
  readonly local: string;
  /** As people know it: `camunda:type`; of a vendor who isn't known, `{namespace}name`. */
  readonly shown: string;
  readonly namespace: string;
}

/** Of the name that an `XmlElement` gives an element or attribute of another namespace. */
export function vendorName(type: string): VendorName {
  const end = type.lastIndexOf("}");
  const local = type.slice(end + 1);
  const namespace = type.slice(1, Math.max(end, 1));
  const vendor = vendors.get(namespace) ?? (w3c.test(namespace) ? aside : undefined);
  if (vendor === undefined) return { dialect: "other", local, shown: type, namespace };
  return {
    dialect: vendor.dialect,
    local,
    shown: vendor.prefix === "" ? type : `${vendor.prefix}:${local}`,
    namespace,
  };
}

/** A vendor's attribute, such as `topic` of the `engine` dialect. */
export function vendorAttribute(element: XmlElement, dialect: Dialect, local: string): string | undefined {
  if (element.foreign.length === 0) return undefined;
  const value = element.foreign.find(([name]) => is(name, dialect, local))?.[1].trim();
  return value === "" ? undefined : value;
}

/** Whether jBPM made a process: texts stand for themselves there that elsewhere would be expressions. */
export function isDrools(process: XmlElement): boolean {
  return process.foreign.some(([name]) => vendorName(name).dialect === "drools");
}

/** Whether a process was drawn for an engine that knows no operations: by its own words, or by the platform that its modeler notes. */
export function isOfEngine(process: XmlElement): boolean {
  const attributes = [...process.foreign, ...(process.parent?.foreign ?? [])];
  return attributes.some(([name]) => engines.has(vendorName(name).dialect) || name === executionPlatform);
}

const engines: ReadonlySet<Dialect> = new Set(["engine", "zeebe", "drools"]);
const executionPlatform = "{http://camunda.org/schema/modeler/1.0}executionPlatform";

/** The first extension element of that name. */
export function vendorElement(element: XmlElement, dialect: Dialect, local: string): XmlElement | undefined {
  return extensionsOf(element).find((one) => is(one.type, dialect, local));
}

/** The children of that name of a vendor's element. */
export function vendorChildren(element: XmlElement, dialect: Dialect, local: string): readonly XmlElement[] {
  return element.children.filter((one) => is(one.type, dialect, local));
}

/** What stands in the extensionElements of an element; exporters that join files write several. */
export function extensionsOf(element: XmlElement): readonly XmlElement[] {
  if (element.children.length === 0) return element.children;
  const first = child(element, "extensionElements");
  if (first === undefined) return [];
  const all = element.children.filter((one) => one.type === "extensionElements");
  return all.length === 1 ? first.children : all.flatMap((one) => one.children);
}

/** An element of Camunda 7, Flowable or Activiti. */
export function isEngine(type: string, local: string): boolean {
  return is(type, "engine", local);
}

function is(type: string, dialect: Dialect, local: string): boolean {
  if (!type.endsWith(local)) return false;
  const name = vendorName(type);
  return name.local === local && name.dialect === dialect;
}
