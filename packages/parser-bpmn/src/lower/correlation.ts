/**
 * Correlation of messages (BPMN 2.0.2, 8.4.2). A message carries the correlation properties that it has a path for. An instance knows
 * their values from the first message that it sends or gets (key-based), or from its own data, where its process subscribes (context-based).
 * A key has the shape of the message's content: with the values at their paths, and nothing else.
 */
import type { Binding, Diagnostic, Throw, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { correlationOf } from "../model/correlation.js";
import { describe, short } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { computedOf } from "./expression.js";
import type { Lowering } from "./lowering.js";
import { grown, plant, type Tree } from "./value-tree.js";

/** Where an instance keeps the values that it knows; no expression can be called so. */
export const correlationVariable = "bpmn/correlation";

interface Carried {
  readonly name: string;
  /** Where the content of the message has it. */
  readonly path: readonly [string, ...string[]];
}

/** What a catching event or receive task compares with a message. A message that starts a process is for no instance yet. */
export function awaitedKey(lowering: Lowering, node: FlowNode, definition: XmlElement): Value | undefined {
  if (node.type === "startEvent" && node.level.owner === null) return undefined;
  const properties = carriedBy(lowering, node, definition);
  if (properties.length === 0) return undefined;
  const bindings = correlationOf(lowering.model).bindingsOf(lowering.process);
  return shaped(properties, ({ name }) => {
    const binding = bindings.get(name);
    return (binding && computedOf(lowering, binding)) ?? remembered(lowering, name);
  });
}

/** What a message takes along: its key; and, where nothing says what its content is, the data that the key is in. */
export function sentKey(
  lowering: Lowering,
  node: FlowNode,
  definition: XmlElement,
  payload: Value | undefined,
): { readonly key?: Value; readonly payload?: Value } {
  const properties = carriedBy(lowering, node, definition);
  if (properties.length === 0) return payload === undefined ? {} : { payload };
  const content = payload ?? dataOf(lowering, properties);
  return { key: shaped(properties, ({ path }) => memberOf(lowering, content, path)), payload: content };
}

function shaped(properties: readonly Carried[], valueFor: (property: Carried) => Value): Value {
  const tree: Tree = new Map();
  for (const property of properties) plant(tree, property.path, valueFor(property));
  return grown(tree);
}

/** What an instance learns by sending. */
export function learntBySending(
  lowering: Lowering,
  node: FlowNode,
  throws: readonly Throw[],
): { readonly outputs?: readonly Binding[] } {
  const sent = throws.flatMap((thrown) => (thrown.raise === "message" ? [thrown] : []));
  const outputs = messageSources(node).flatMap((definition, at) => {
    const key = sent[at]?.key;
    if (key === undefined) return [];
    return remembering(lowering, node, definition).map(
      ({ name, path }): Binding => ({ path: [correlationVariable, name], from: memberOf(lowering, key, path) }),
    );
  });
  if (outputs.length === 0) return {};
  lowering.variables.added.set(correlationVariable, { name: correlationVariable });
  return { outputs };
}

/** What an instance learns by the message that starts it, or, where it neither begins nor sends anything that teaches it, by one that it waits for. */
export function learntByCatching(lowering: Lowering, node: FlowNode): readonly Binding[] {
  const isFirst = node.level.owner === null && (node.type === "startEvent" || instantiates(node));
  const [definition, ...others] = messageSources(node);
  // Of several messages, what came doesn't say which it is.
  if (definition === undefined || others.length > 0) return [];
  const properties = remembering(lowering, node, definition);
  if (properties.length === 0 || !(isFirst || !isTaught(lowering))) return [];
  lowering.variables.added.set(correlationVariable, { name: correlationVariable });
  return properties.map(({ name, path }): Binding => ({ path: [correlationVariable, name], from: { result: path } }));
}

/** Whether an instance knows its properties before it waits for a message: some start brings them, or it sends them itself. */
function isTaught(lowering: Lowering): boolean {
  const { level } = lowering.process;
  let taught = taughtLevels.get(level);
  if (taught === undefined) {
    taught = teaches(lowering, level);
    taughtLevels.set(level, taught);
  }
  return taught;
}

const taughtLevels = new WeakMap<Level, boolean>();
const senders: ReadonlySet<string> = new Set(["intermediateThrowEvent", "endEvent", "sendTask"]);

function teaches(lowering: Lowering, level: Level): boolean {
  return level.nodes.some((node) => {
    if (node.content !== null && teaches(lowering, node.content)) return true;
    const isStart = level.owner === null && (node.type === "startEvent" || instantiates(node));
    if (!isStart && !senders.has(node.type)) return false;
    return messageSources(node).some((definition) => carriedBy(lowering, node, definition).length > 0);
  });
}

/** The elements that say which message a node is about. */
function messageSources(node: FlowNode): readonly XmlElement[] {
  if (node.definitions.length === 0) return [node.element];
  return node.definitions.flatMap(({ type, element }) => (type === "messageEventDefinition" ? [element] : []));
}

/** Those that the process doesn't say by its own data. */
function remembering(lowering: Lowering, node: FlowNode, definition: XmlElement): readonly Carried[] {
  const bindings = correlationOf(lowering.model).bindingsOf(lowering.process);
  return carriedBy(lowering, node, definition).filter(({ name }) => !bindings.has(name));
}

function carriedBy(lowering: Lowering, node: FlowNode, definition: XmlElement): readonly Carried[] {
  const { model } = lowering;
  const drawn = model.messageFlowsAt(node)[0]?.element;
  const ref = attribute(definition, "messageRef") ?? (drawn && attribute(drawn, "messageRef"));
  const message = ref === undefined ? undefined : model.resolve(ref);
  if (message === undefined) return [];
  const properties = correlationOf(model).propertiesOf(message);
  if (properties.length > maxProperties) {
    const args = { what: describe(message), count: properties.length, limit: maxProperties };
    reportOnce(lowering, message, bpmn.report("too-many-properties", lowering.originOf(message), args));
  }
  return properties.slice(0, maxProperties).flatMap(({ name, paths }) => {
    const path = stepsOf(lowering, message, paths.get(message));
    return path === undefined ? [] : [{ name, path }];
  });
}

/** Each event repeats what its message has, so that it is bounded. */
const maxProperties = 16;

const plainPath = /^[A-Za-z_][\w-]*(?:[./][A-Za-z_][\w-]*){0,15}$/;
const told = new WeakSet<XmlElement>();

/** The steps of a path, in whichever language it is written; undefined when it is more than a path. */
function stepsOf(
  lowering: Lowering,
  message: XmlElement,
  element: XmlElement | undefined,
): Carried["path"] | undefined {
  if (element === undefined) return undefined;
  const text = element.text.trim();
  const bare = /^[$#]\{(.*)\}$/.exec(text)?.[1]?.trim() ?? text.replace(/^=\s*|^\/+/, "");
  if (plainPath.test(bare)) return bare.split(/[./]/) as [string, ...string[]];
  const args = { what: describe(message), text: short(text) ?? "" };
  reportOnce(lowering, element, bpmn.report("correlation-path", lowering.originOf(element), args));
  return undefined;
}

function reportOnce(lowering: Lowering, element: XmlElement, diagnostic: Diagnostic): void {
  if (told.has(element)) return;
  told.add(element);
  lowering.report(diagnostic);
}

function remembered({ variables }: Lowering, name: string): Value {
  variables.added.set(correlationVariable, { name: correlationVariable });
  return { variable: correlationVariable, path: [name] };
}

function dataOf(lowering: Lowering, properties: readonly Carried[]): Value {
  const names = new Set(properties.map(({ path: [first] }) => first));
  return { object: [...names].map((name) => [name, memberOfData(lowering, [name])]) };
}

function memberOfData(lowering: Lowering, [name, ...path]: Carried["path"]): Value {
  lowering.variables.read.add(name);
  return path.length === 0 ? { variable: name } : { variable: name, path };
}

/** What stands at a path in a content that is copied or put together; of any other, the data of that name. */
function memberOf(lowering: Lowering, content: Value, path: Carried["path"]): Value {
  if ("variable" in content) return { variable: content.variable, path: [...(content.path ?? []), ...path] };
  if (!("object" in content)) return memberOfData(lowering, path);
  const [name, next, ...rest] = path;
  const found = content.object.find(([key]) => key === name)?.[1];
  if (found === undefined) return memberOfData(lowering, path);
  return next === undefined ? found : memberOf(lowering, found, [next, ...rest]);
}
