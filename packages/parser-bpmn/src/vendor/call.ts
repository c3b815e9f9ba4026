/** What vendors say about a call: which process it is of, in which version, and whether everything goes in and comes out. */
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { extensionsOf, isEngine, vendorAttribute, vendorElement } from "./names.js";

/** The id of the process, where the attribute of the standard doesn't give it. */
export function calledByVendor(element: XmlElement): string | undefined {
  const called = vendorElement(element, "zeebe", "calledElement");
  return called === undefined ? undefined : attribute(called, "processId");
}

export function calledVersion(element: XmlElement): { readonly version?: string } {
  const called = vendorElement(element, "zeebe", "calledElement");
  const version =
    vendorAttribute(element, "engine", "calledElementVersion") ??
    vendorAttribute(element, "engine", "calledElementVersionTag") ??
    (called && attribute(called, "versionTag"));
  return version === undefined ? {} : { version };
}

/** Whether a call passes on every variable, and gets every one back. Zeebe does so unless it is told not to. */
export function passesAll({ element }: FlowNode): { readonly in: boolean; readonly out: boolean } {
  const called = vendorElement(element, "zeebe", "calledElement");
  if (called !== undefined) {
    return {
      in: attribute(called, "propagateAllParentVariables") !== "false",
      out: attribute(called, "propagateAllChildVariables") !== "false",
    };
  }
  const all = (name: "in" | "out"): boolean =>
    extensionsOf(element).some((one) => isEngine(one.type, name) && attribute(one, "variables") === "all");
  return { in: all("in"), out: all("out") };
}
