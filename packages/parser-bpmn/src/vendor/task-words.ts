/** Words of vendors about a task that its executor has to know: which code it was, with which parameters. */
import type { Value } from "@rb/ir";
import { attribute, type XmlElement } from "../xml/element.js";
import { extensionsOf, isEngine, vendorChildren } from "./names.js";
import { parameterOf } from "./parameters.js";
import { type Members, type Place, put, type ReadText, type Say, within } from "./place.js";
import { objectOf, templateOf } from "./values.js";

/** A word as it is written. */
export const word =
  (member: string): Say =>
  (members, { text }) =>
    put(members, member, { json: text });

/** The name of a class or bean, or what an engine would call on one: kept as it is written, since it is never run here. */
export const code: typeof word = word;

/** The fields that the engine would inject into the code: texts, or texts with expressions. */
export const fields: Say = (members, place) => {
  if (members.has("fields")) return;
  const list = extensionsOf(place.owner).filter(({ type }) => isEngine(type, "field"));
  addObject(
    members,
    "fields",
    list.map((field) => fieldOf(place, field)),
  );
};

/** What a worker is told besides its variables: as it is written, since the engine evaluates none of it. */
export const headers: Say = (members, place) => {
  if (members.has("headers")) return;
  const named = vendorChildren(place.element, "zeebe", "header").map((header) =>
    nameAndValue(place, header, "key", asWritten),
  );
  addObject(members, "headers", named);
};

/** Properties of an engine's task, of either Camunda. */
export const properties: Say = (members, place) => {
  if (members.has("properties")) return;
  const list = place.element.children.map((property) => nameAndValue(place, property, "name", asWritten));
  addObject(members, "properties", list);
};

/** When an answer is an error of the process: only the executor can tell. */
export const errors: Say = (members, place) => {
  if (members.has("errors")) return;
  const { owner, lowering } = place;
  const list = extensionsOf(owner).filter(({ type }) => isEngine(type, "errorEventDefinition"));
  const all = list.map((definition) => {
    const error = lowering.model.resolve(attribute(definition, "errorRef") ?? "");
    const errorCode = error && (attribute(error, "errorCode") ?? attribute(error, "id"));
    return { ...(errorCode && { code: errorCode }), when: attribute(definition, "expression") ?? null };
  });
  members.set("errors", { json: all });
};

/** A connector: its id, and the parameters that it gets. What it gives is among the outputs of the task. */
export const connector: Say = (members, place) => {
  const parts: Members = new Map();
  const [id] = vendorChildren(place.element, "engine", "connectorId");
  if (id !== undefined) parts.set("id", { json: id.text.trim() });
  const inputs: Members = new Map();
  for (const mapping of vendorChildren(place.element, "engine", "inputOutput")) {
    for (const parameter of vendorChildren(mapping, "engine", "inputParameter")) {
      const name = attribute(parameter, "name");
      const value = parameterOf(within(place, parameter, parameter.text), templateOf);
      if (name !== undefined && value !== undefined) inputs.set(name, value);
    }
  }
  if (inputs.size > 0) parts.set("inputs", objectOf(inputs));
  put(members, "connector", objectOf(parts));
};

type Named = readonly [name: string, value: Value] | null;

function addObject(members: Members, member: string, named: readonly Named[]): void {
  const parts = new Map(named.filter((one) => one !== null));
  if (parts.size > 0) members.set(member, objectOf(parts));
}

function fieldOf(place: Place, field: XmlElement): Named {
  const name = attribute(field, "name");
  return name === undefined ? null : [name, fieldValue(place, field)];
}

function fieldValue(place: Place, field: XmlElement): Value {
  const plain = attribute(field, "stringValue") ?? vendorChildren(field, "engine", "string")[0]?.text;
  if (plain !== undefined) return { json: plain };
  const [expression] = vendorChildren(field, "engine", "expression");
  const text = attribute(field, "expression") ?? expression?.text.trim() ?? "";
  return templateOf(within(place, expression ?? field, text));
}

function nameAndValue(place: Place, element: XmlElement, key: "key" | "name", readText: ReadText): Named {
  const name = attribute(element, key);
  return name === undefined ? null : [name, readText(within(place, element, attribute(element, "value") ?? ""))];
}

function asWritten({ text }: Place): Value {
  return { json: text };
}
