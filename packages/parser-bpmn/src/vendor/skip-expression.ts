import type { Guard } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { vendorAttribute, vendorName } from "./names.js";
import { understood } from "./place.js";

/** The variables by which a run allows skipping; without them an engine skips nothing. */
const switches: ReadonlyMap<string, string> = new Map([
  ["flowable:skipExpression", "_FLOWABLE_SKIP_EXPRESSION_ENABLED"],
  ["activiti:skipExpression", "_ACTIVITI_SKIP_EXPRESSION_ENABLED"],
]);

/** When a task is skipped; without a guard where the expression isn't understood, undefined where there is none. */
export function skipExpression(
  lowering: Lowering,
  node: FlowNode,
): { readonly name: string; readonly guard?: Guard } | undefined {
  const { element } = node;
  const text = vendorAttribute(element, "engine", "skipExpression");
  const attribute = element.foreign.find(([name]) => vendorName(name).local === "skipExpression");
  const name = attribute === undefined ? "" : vendorName(attribute[0]).shown;
  const enabled = switches.get(name);
  const inner = /^[$#]\{(.*)\}$/s.exec(text ?? "")?.[1];
  if (text === undefined || enabled === undefined) return undefined;
  if (inner === undefined) return { name };
  const expression = `\${${enabled} == true && (${inner})}`;
  const value = understood({ lowering, node, owner: element, element, name, text: expression });
  return value !== undefined && "expr" in value ? { name, guard: value } : { name };
}
