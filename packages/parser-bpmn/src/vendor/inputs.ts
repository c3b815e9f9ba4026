/** What an activity or event gets by a vendor's mapping: local variables of its own. */
import type { Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { InputList, type Inputs, noInputs } from "../lower/input-list.js";
import type { Lowering } from "../lower/lowering.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { extensionsOf, vendorChildren, vendorName } from "./names.js";
import { parameterOf } from "./parameters.js";
import { type Place, understood } from "./place.js";
import { targetOf } from "./target.js";
import { feelOf, templateOf } from "./values.js";

export function mappedInputs(lowering: Lowering, node: FlowNode): Inputs {
  const extensions = extensionsOf(node.element);
  if (extensions.length === 0) return noInputs;
  const list = new InputList();
  const given: Argument[] = [];
  for (const element of extensions) {
    const { shown, dialect, local } = vendorName(element.type);
    const place: Place = { lowering, node, owner: node.element, element, name: shown, text: "" };
    if (dialect === "zeebe" && local === "ioMapping") addMapping(list, place);
    else if (dialect === "engine" && local === "inputOutput") addParameters(list, place);
    else if (dialect === "engine" && local === "in" && node.type === "callActivity") given.push(...argumentsOf(place));
  }
  list.addArguments(given);
  return list.all();
}

/** The targets of Zeebe are paths. */
function addMapping(list: InputList, place: Place): void {
  for (const element of vendorChildren(place.element, "zeebe", "input")) {
    const input = { ...place, element, text: attribute(element, "source") ?? "" };
    const target = targetOf(input);
    if (target !== null) list.add(target, input, feelOf);
  }
}

function addParameters(list: InputList, place: Place): void {
  for (const element of vendorChildren(place.element, "engine", "inputParameter")) {
    const name = attribute(element, "name");
    const parameter = { ...place, element, name: `${place.name} '${name}'` };
    if (name === undefined) parameterOf(parameter, templateOf);
    else list.add([name], parameter, (inner) => parameterOf(inner, templateOf));
  }
}

/** The key of the process itself, which engines have and runs don't. */
const ownKey = /^[$#]\{\s*execution\.(?:processB|b)usinessKey\s*\}$/;

type Argument = readonly [name: string, place: Place, compute: (place: Place) => Value | undefined];

/** `in` of a call: a variable, an expression, a business key, or all variables, which only the caller of a process of this file can tell. */
function argumentsOf(place: Place): readonly Argument[] {
  const businessKey = attribute(place.element, "businessKey");
  const target = attribute(place.element, "target");
  const found: Argument[] = [];
  if (businessKey !== undefined && !ownKey.test(businessKey))
    found.push(["businessKey", { ...place, text: businessKey }, templateOf]);
  if (target !== undefined) found.push([target, place, sourceOf]);
  return found;
}

function sourceOf(place: Place): Value | undefined {
  const { element, lowering, node, name } = place;
  const expression = attribute(element, "sourceExpression");
  const source = attribute(element, "source");
  const found = expression === undefined ? undefined : understood({ ...place, text: expression });
  if (found !== undefined) return found;
  if (expression !== undefined || source === undefined) {
    const args = { what: describe(node), name, why: "its source is not understood" };
    lowering.report(bpmn.report("vendor-mapping", lowering.originOf(element), args));
    return undefined;
  }
  // Whoever calls may have no such variable; as an input of the process it is there, without a value.
  lowering.variables.read.add(source);
  return { variable: source };
}
