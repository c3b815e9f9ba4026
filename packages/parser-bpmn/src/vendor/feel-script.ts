import type { Value } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { vendorElement } from "./names.js";
import { understood } from "./place.js";

/** The expression of a script task of Zeebe, and the variable that its value goes into; undefined when there is none that is understood. */
export function feelScript(
  lowering: Lowering,
  node: FlowNode,
): { readonly variable: string; readonly value: Value } | undefined {
  const element = node.type === "scriptTask" ? vendorElement(node.element, "zeebe", "script") : undefined;
  const text = element && attribute(element, "expression");
  const variable = element && attribute(element, "resultVariable");
  if (element === undefined || text === undefined || variable === undefined) return undefined;
  const expression = text.startsWith("=") ? text : `=${text}`;
  const value = understood({ lowering, node, owner: node.element, element, name: "zeebe:script", text: expression });
  return value === undefined ? undefined : { variable, value };
}
