/** What an activity or event gets by a vendor's mapping: local variables of its own. */
import type { Binding, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import type { Lowering } from "../lower/lowering.js";
import { grown, plant, type Tree } from "../lower/value-tree.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { extensionsOf, vendorChildren, vendorName } from "./names.js";
import { parameterOf } from "./parameters.js";
import { type Place, understood } from "./place.js";
import { feelOf, templateOf } from "./values.js";

type Add = (target: string, value: Value | undefined) => void;

export function mappedInputs(lowering: Lowering, node: FlowNode): readonly Binding[] {
  const extensions = extensionsOf(node.element);
  if (extensions.length === 0) return [];
  // The targets of Zeebe are paths; what goes into members of one variable becomes one object.
  const tree: Tree = new Map();
  const add: Add = (target, value) => {
    if (value !== undefined) plant(tree, target.split("."), value);
  };
  for (const element of extensions) {
    const { shown, dialect, local } = vendorName(element.type);
    const place: Place = { lowering, node, owner: node.element, element, name: shown, text: "" };
    if (dialect === "zeebe" && local === "ioMapping") readMapping(place, add);
    else if (dialect === "engine" && local === "inputOutput") readParameters(place, tree);
    else if (dialect === "engine" && local === "in" && node.type === "callActivity") readIn(place, tree);
  }
  return [...tree].map(([name, branch]) => ({ path: [name], from: grown(branch) }));
}

function readMapping(place: Place, add: Add): void {
  for (const input of vendorChildren(place.element, "zeebe", "input")) {
    const target = attribute(input, "target");
    if (target !== undefined) add(target, feelOf({ ...place, element: input, text: attribute(input, "source") ?? "" }));
  }
}

function readParameters(place: Place, tree: Tree): void {
  for (const parameter of vendorChildren(place.element, "engine", "inputParameter")) {
    const name = attribute(parameter, "name");
    const value = parameterOf({ ...place, element: parameter, name: `${place.name} '${name}'` }, templateOf);
    if (name !== undefined && value !== undefined) tree.set(name, value);
  }
}

/** The key of the process itself, which engines have and runs don't. */
const ownKey = /^[$#]\{\s*execution\.(?:processB|b)usinessKey\s*\}$/;

/** `in` of a call: a variable, an expression, a business key, or all variables, which only the caller of a process of this file can tell. */
function readIn(place: Place, tree: Tree): void {
  const { element, lowering } = place;
  const businessKey = attribute(element, "businessKey");
  if (businessKey !== undefined && !ownKey.test(businessKey))
    tree.set("businessKey", templateOf({ ...place, text: businessKey }));
  const target = attribute(element, "target");
  if (target === undefined) return;
  const value = sourceOf(place);
  if (value !== undefined) tree.set(target, value);
  else {
    const args = { what: describe(place.node), name: place.name, why: "its source is not understood" };
    lowering.report(bpmn.report("vendor-mapping", lowering.originOf(element), args));
  }
}

function sourceOf(place: Place): Value | undefined {
  const { element, lowering } = place;
  const expression = attribute(element, "sourceExpression");
  if (expression !== undefined) return understood({ ...place, text: expression });
  const source = attribute(element, "source");
  if (source === undefined) return undefined;
  // Whoever calls may have no such variable; as an input of the process it is there, without a value.
  lowering.variables.read.add(source);
  return { variable: source };
}
