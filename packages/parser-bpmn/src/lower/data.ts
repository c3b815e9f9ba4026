/**
 * Data objects, properties and the inputs and outputs of a process are variables, called by their name. Data associations
 * are bindings where they copy or compute one value; what is more than that is kept by the author's document and reported.
 */
import type { Binding, Trigger, Value, Variable } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode, Level } from "../model/model.js";
import { errorInto } from "../vendor/error-variables.js";
import { mappedInputs } from "../vendor/inputs.js";
import { isDrools } from "../vendor/names.js";
import { mappedOutputs, reportComputed } from "../vendor/outputs.js";
import { templateOf } from "../vendor/values.js";
import { attribute, child, childrenOf, childText, type XmlElement } from "../xml/element.js";
import { learntByCatching } from "./correlation.js";
import { computedOf } from "./expression.js";
import type { Inputs } from "./input-list.js";
import type { Lowering } from "./lowering.js";

/** All members of what arrived, each into the variable of its name: what engines do with a result that nothing maps. */
export const everyMember: Binding = { path: [], from: { result: [] } };
export const everything: readonly Binding[] = [everyMember];

/** The name that expressions use for a data object, data store or property, also through a reference to it. */
export function dataName(lowering: Lowering, element: XmlElement): string {
  const ref = attribute(element, "dataObjectRef") ?? attribute(element, "dataStoreRef") ?? "";
  const target = lowering.model.resolve(ref);
  const named = target ?? element;
  return attribute(named, "name") ?? attribute(named, "id") ?? named.type;
}

const declaring: ReadonlySet<string> = new Set(["dataObject", "property"]);

/** The variables that the elements of a level declare. The properties of its nodes are visible on all of it. */
export function variablesOf(lowering: Lowering, level: Level): readonly Variable[] {
  const elements = [level.element, ...level.nodes.filter((node) => node.content === null).map((node) => node.element)];
  const found = new Map<string, Variable>();
  for (const element of elements) {
    for (const one of element.children) {
      if (one.type === "dataStoreReference") declareStore(lowering, one);
      if (!declaring.has(one.type)) continue;
      const name = dataName(lowering, one);
      const description = child(one, "documentation")?.text.trim();
      found.set(name, { name, ...(description === undefined ? {} : { description }) });
      lowering.variables.declared.add(name);
    }
  }
  return [...found.values()];
}

/** A data store outlives what uses it, and is the same for every process that refers to it (BPMN 2.0.2, 10.4.1). */
function declareStore(lowering: Lowering, reference: XmlElement): void {
  const { variables } = lowering;
  const name = dataName(lowering, reference);
  variables.added.set(name, { name, shared: true, external: true });
  variables.declared.add(name);
}

/** The data inputs and outputs of a process: what its caller gives and gets. */
export function interfaceOf(
  lowering: Lowering,
  process: XmlElement,
): { readonly variables: readonly Variable[]; readonly outputs: readonly Binding[] } {
  const specification = child(process, "ioSpecification");
  const names = (type: string): readonly string[] =>
    specification === undefined ? [] : childrenOf(specification, type).map((one) => dataName(lowering, one));
  const inputs = names("dataInput");
  const outputs = names("dataOutput");
  const isInput = new Set(inputs);
  for (const name of [...inputs, ...outputs]) lowering.variables.declared.add(name);
  return {
    variables: [
      ...inputs.map((name) => ({ name, external: true })),
      ...outputs.filter((name) => !isInput.has(name)).map((name) => ({ name })),
    ],
    outputs: outputs.map((name) => ({ path: [name], from: { variable: name } })),
  };
}

/** What an activity reads: each data input becomes a local variable, and each that a vendor's mapping makes. */
export function inputsOf(lowering: Lowering, node: FlowNode): Inputs {
  const mapped = mappedInputs(lowering, node);
  const own = associations(lowering, node, "dataInputAssociation", (source) => ({
    variable: dataName(lowering, source),
  }));
  const names = new Set(mapped.bindings.map(({ path }) => path[0]));
  return { ...mapped, bindings: [...own.filter(({ path }) => !names.has(path[0])), ...mapped.bindings] };
}

/** What an activity writes, or what an event brings; undefined when nothing says. */
export function outputsOf(lowering: Lowering, node: FlowNode): readonly Binding[] | undefined {
  const single = node.type.endsWith("Event");
  const found = associations(lowering, node, "dataOutputAssociation", (source) => ({
    result: single ? [] : [dataName(lowering, source)],
  }));
  return found.length === 0 ? undefined : found;
}

/** What a catching event leaves in variables: what its associations say, else the members of a message. */
export function intoOf(
  lowering: Lowering,
  event: FlowNode,
  triggers: readonly Trigger[],
): { readonly into?: readonly Binding[] } {
  return intoBy(broughtBy(lowering, event), triggers);
}

/** What an event brings. */
export interface Brought {
  /** What is said of it, whatever it waits for. */
  readonly said: readonly Binding[];
  /** What an instance learns by its message. */
  readonly learnt: readonly Binding[];
}

export function broughtBy(lowering: Lowering, event: FlowNode): Brought {
  const mapped = mappedOutputs(lowering, event, [], "answer");
  const isCarriedOut = mapped !== undefined && !mapped.needsScope && !mapped.inOrder;
  if (mapped !== undefined && !isCarriedOut) reportComputed(lowering, event);
  const said = [...(outputsOf(lowering, event) ?? []), ...(isCarriedOut ? mapped.bindings : []), ...errorInto(event)];
  return { said, learnt: learntByCatching(lowering, event) };
}

export function intoBy(
  { said, learnt }: Brought,
  triggers: readonly Trigger[],
): { readonly into?: readonly Binding[] } {
  const isMessage = triggers.some((one) => one.on === "message");
  const into = said.length > 0 || !isMessage ? said : everything;
  const all = isMessage ? [...into, ...learnt] : into;
  return all.length === 0 ? {} : { into: all };
}

/** What a throwing event takes with it: its data input, or all of them by name. */
export function payloadOf(lowering: Lowering, node: FlowNode): { readonly payload?: Value } {
  const { bindings, inOrder } = inputsOf(lowering, node);
  const [first, ...others] = bindings;
  if (inOrder) {
    const why = "what an event takes along is computed together";
    const args = { what: describe(node), name: "The order of the inputs", why };
    lowering.report(bpmn.report("vendor-mapping", lowering.originOf(node.element), args));
  }
  if (first === undefined) return {};
  if (others.length === 0) return { payload: first.from };
  return { payload: { object: [first, ...others].map(({ path, from }) => [path[0] as string, from]) } };
}

type Read = (source: XmlElement) => Value;

function associations(lowering: Lowering, node: FlowNode, type: string, read: Read): readonly Binding[] {
  const found: Binding[] = [];
  for (const association of childrenOf(node.element, type)) {
    const made = association.children.some((one) => one.type === "assignment")
      ? assigned(lowering, node, association)
      : copied(lowering, association, read);
    if (typeof made === "string") {
      const args = { what: describe(node), why: made };
      lowering.report(bpmn.report("data-not-lowered", lowering.originOf(association), args));
    } else found.push(...made);
  }
  return found;
}

function copied(lowering: Lowering, association: XmlElement, read: Read): readonly Binding[] | string {
  const target = lowering.model.resolve(childText(association, "targetRef") ?? "");
  const source = lowering.model.resolve(childText(association, "sourceRef") ?? "");
  if (target === undefined) return "it has no target";
  const path = [dataName(lowering, target)];
  const transformation = child(association, "transformation");
  if (transformation !== undefined) {
    const from = computedOf(lowering, transformation);
    return from === undefined ? "its transformation is not understood" : [{ path, from }];
  }
  return source === undefined ? "it has no source" : [{ path, from: read(source) }];
}

const plainName = /^[A-Za-z_][\w.-]{0,200}$/;

function assigned(lowering: Lowering, node: FlowNode, association: XmlElement): readonly Binding[] | string {
  const target = lowering.model.resolve(childText(association, "targetRef") ?? "");
  const found: Binding[] = [];
  for (const assignment of childrenOf(association, "assignment")) {
    const [from, to] = [child(assignment, "from"), childText(assignment, "to")];
    const name = assignedName(lowering, to, target);
    const value = from === undefined ? undefined : assignedValue(lowering, node, from);
    if (name === undefined || value === undefined) return "its assignment is not understood";
    found.push({ path: [name], from: value });
  }
  return found;
}

/** What an assignment names: an element by its id, a variable, or else the target of its association. */
function assignedName(lowering: Lowering, to: string | undefined, target: XmlElement | undefined): string | undefined {
  const meant = to === undefined ? undefined : lowering.model.resolve(to);
  if (meant !== undefined && isData(meant)) return dataName(lowering, meant);
  if (to !== undefined && plainName.test(to)) return to;
  return target === undefined ? undefined : dataName(lowering, target);
}

/** jBPM writes texts that stand for themselves, with expressions in braces. */
function assignedValue(lowering: Lowering, node: FlowNode, from: XmlElement): Value | undefined {
  if (!isDrools(lowering.process.element)) return computedOf(lowering, from);
  return templateOf({
    lowering,
    node,
    owner: node.element,
    element: from,
    name: "An assignment",
    text: from.text.trim(),
  });
}

function isData({ type }: XmlElement): boolean {
  return declaring.has(type) || type === "dataInput" || type === "dataOutput" || type === "dataObjectReference";
}
