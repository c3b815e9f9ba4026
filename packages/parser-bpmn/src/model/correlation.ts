/**
 * What messages are correlated by (BPMN 2.0.2, 8.4.2): the properties that some key of a collaboration or conversation consists of,
 * and where each message that carries one has it.
 */
import { attribute, child, childrenOf, type XmlElement } from "../xml/element.js";
import type { Model, Process } from "./model.js";

export interface CorrelationProperty {
  readonly name: string;
  /** Where a message has it, by message. */
  readonly paths: ReadonlyMap<XmlElement, XmlElement>;
}

export interface Correlation {
  /** Those that a message carries, in document order. */
  readonly propertiesOf: (message: XmlElement) => readonly CorrelationProperty[];
  /** What a process says by itself that a property has to be, by the property's name. */
  readonly bindingsOf: (process: Process) => ReadonlyMap<string, XmlElement>;
}

const known = new WeakMap<Model, Correlation>();

export function correlationOf(model: Model): Correlation {
  let correlation = known.get(model);
  if (correlation === undefined) {
    correlation = readCorrelation(model);
    known.set(model, correlation);
  }
  return correlation;
}

function readCorrelation(model: Model): Correlation {
  const keyed = keyedProperties(model);
  const byMessage = new Map<XmlElement, CorrelationProperty[]>();
  for (const element of keyed) {
    const property = { name: nameOfProperty(element), paths: pathsOf(model, element) };
    for (const message of property.paths.keys()) {
      const list = byMessage.get(message);
      if (list === undefined) byMessage.set(message, [property]);
      else list.push(property);
    }
  }
  const bindings = new Map<Process, ReadonlyMap<string, XmlElement>>();
  return {
    propertiesOf: (message) => byMessage.get(message) ?? [],
    bindingsOf: (process) => {
      const found = bindings.get(process) ?? readBindings(model, process);
      bindings.set(process, found);
      return found;
    },
  };
}

function keyedProperties(model: Model): ReadonlySet<XmlElement> {
  const found = new Set<XmlElement>();
  for (const element of model.elements) {
    if (element.type !== "correlationKey") continue;
    for (const ref of childrenOf(element, "correlationPropertyRef")) {
      const property = model.resolve(ref.text.trim());
      if (property?.type === "correlationProperty") found.add(property);
    }
  }
  return found;
}

function nameOfProperty(element: XmlElement): string {
  return attribute(element, "name") ?? attribute(element, "id") ?? "";
}

function pathsOf(model: Model, property: XmlElement): ReadonlyMap<XmlElement, XmlElement> {
  const paths = new Map<XmlElement, XmlElement>();
  for (const one of childrenOf(property, "correlationPropertyRetrievalExpression")) {
    const message = model.resolve(attribute(one, "messageRef") ?? "");
    // Some tools write the type of the path where its name belongs.
    const path = child(one, "messagePath") ?? child(one, "formalExpression");
    if (message?.type === "message" && path !== undefined) paths.set(message, path);
  }
  return paths;
}

function readBindings(model: Model, { element }: Process): ReadonlyMap<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  for (const subscription of childrenOf(element, "correlationSubscription")) {
    for (const binding of childrenOf(subscription, "correlationPropertyBinding")) {
      const property = model.resolve(bound(binding) ?? "");
      const path = child(binding, "dataPath");
      if (property?.type === "correlationProperty" && path !== undefined) found.set(nameOfProperty(property), path);
    }
  }
  return found;
}

function bound(binding: XmlElement): string | undefined {
  return attribute(binding, "correlationPropertyRef") ?? child(binding, "correlationPropertyRef")?.text.trim();
}
