import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { attribute } from "../xml/element.js";
import type { Place } from "./place.js";

/** Values are taken apart and put together one level within the other. */
const deepest = 50;

/** The names of a target of Zeebe's, a path such as `order.customer`. Null without one, and, told of, for one that is too deep. */
export function targetOf({ lowering, node, element, name }: Place): readonly string[] | null {
  const path = attribute(element, "target")?.split(".", deepest + 1) ?? null;
  if (path === null || path.length <= deepest) return path;
  const args = { what: describe(node), name, why: `its target is nested deeper than ${deepest} levels` };
  lowering.report(bpmn.report("vendor-mapping", lowering.originOf(element), args));
  return null;
}
