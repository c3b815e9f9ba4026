/** Collections of vendors: what a multi-instance activity goes over, and what it gathers. */
import type { Binding, EachLoop, Value } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { attribute, child, type XmlElement } from "../xml/element.js";
import { vendorAttribute, vendorElement } from "./names.js";
import { pathIn } from "./paths.js";
import type { Place } from "./place.js";
import { resultVariable, wholeAnswer } from "./result-variable.js";
import { feelOf } from "./values.js";

/** The text that says which items there are, and the variable for one of them. */
export interface VendorCollection {
  readonly items: string | undefined;
  readonly item: string | undefined;
}

/** `element`: the loop characteristics. */
export function vendorCollection(element: XmlElement): VendorCollection {
  const zeebe = vendorElement(element, "zeebe", "loopCharacteristics");
  if (zeebe !== undefined) {
    return { items: attribute(zeebe, "inputCollection"), item: attribute(zeebe, "inputElement") };
  }
  return {
    items: vendorAttribute(element, "engine", "collection"),
    item: vendorAttribute(element, "engine", "elementVariable"),
  };
}

/** What each instance adds to a collection of Zeebe; undefined when nothing is gathered. */
export function gatheredOf(lowering: Lowering, node: FlowNode): (Place & { readonly collection: string }) | undefined {
  const loop = child(node.element, "multiInstanceLoopCharacteristics");
  const element = loop === undefined ? undefined : vendorElement(loop, "zeebe", "loopCharacteristics");
  const collection = element && attribute(element, "outputCollection");
  const text = element && attribute(element, "outputElement");
  if (element === undefined || collection === undefined || text === undefined) return undefined;
  return { lowering, node, owner: node.element, element, name: "zeebe:loopCharacteristics", text, collection };
}

/** Names that an instance of a loop has besides its inputs. */
export function instanceNames(node: FlowNode): readonly string[] {
  const loop = child(node.element, "multiInstanceLoopCharacteristics");
  if (loop === undefined) return [];
  const { item } = vendorCollection(loop);
  return ["loopCounter", ...(item === undefined ? [] : [item])];
}

/** `outputs`: what else an instance gives; undefined, or in a scope, where the variables of the instance are looked at instead of an answer. */
export function vendorCollect(
  lowering: Lowering,
  node: FlowNode,
  outputs: Outputs | undefined,
  inputs: ReadonlySet<string>,
): Pick<EachLoop, "collect"> {
  const gathered = gatheredOf(lowering, node);
  if (gathered === undefined) return {};
  const read = new Set<string>();
  const watched = { ...gathered, lowering: { ...lowering, variables: { ...lowering.variables, read } } };
  const from = itemOf(watched, outputs, inputs);
  const whole = resultVariable(node.element);
  // What only an instance has is no variable of the process.
  for (const name of read) if (name !== whole && !inputs.has(name)) lowering.variables.read.add(name);
  return { collect: [{ path: [gathered.collection], from }] };
}

interface Outputs {
  readonly bindings: readonly Binding[];
  readonly needsScope: boolean;
}

function itemOf(gathered: Place, outputs: Outputs | undefined, inputs: ReadonlySet<string>): Value {
  const path = pathIn(gathered.text);
  if (outputs === undefined || path === null) return feelOf(gathered);
  const [first = "", ...rest] = path;
  const mapped = outputs.bindings.findLast((binding) => binding.path.length === 1 && binding.path[0] === first);
  if (mapped !== undefined && rest.length === 0) return mapped.from;
  if (outputs.needsScope) return feelOf(gathered);
  if (mapped !== undefined && "result" in mapped.from) return { result: [...mapped.from.result, ...rest] };
  if (first === wholeAnswer(gathered.owner)) return { result: rest };
  if (inputs.has(first)) return rest.length === 0 ? { variable: first } : { variable: first, path: rest };
  return { result: path };
}
