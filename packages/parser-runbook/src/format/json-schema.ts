/**
 * JSON Schemas in documents. What can only be said at its place is said here: references that lead out of the schema, and regular
 * expressions that can't be run. All else that a schema has to be, the schema language `json-schema` knows.
 */
import { isJsonObject, type Json, type JsonObject } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, toJson, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/tree.js";
import { usablePattern } from "./bounds.js";
import type { InputType } from "./model.js";
import { type Reader, reader } from "./reader.js";
import type { Bounds } from "./types.js";

/** All keywords of draft 2020-12; or the name of a schema that whoever loads the document has. */
export const jsonSchema: Reader<JsonObject> = reader({ type: ["object", "string"] }, (node, log, what) => {
  if (node.kind === "map") return isUsable(node, log) ? withNamed(node, log) : undefined;
  if (isText(node)) {
    const known = schemaNamed(node.value, log);
    if (known === undefined) log.say("schema-elsewhere", node, { name: node.value });
    return known;
  }
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
});

function schemaNamed(name: string, { schemas }: Log): JsonObject | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

/** With the schemas that it refers to by their names, so that it stands by itself, and a plan differs where they do. */
function withNamed(node: YamlMap, log: Log): JsonObject {
  const schema = toJson(node) as JsonObject;
  const names = new Set(referencesIn(node).map(({ value }) => fileOf(value)));
  const known = [...names].flatMap((name) => {
    const found = schemaNamed(name, log);
    return found === undefined ? [] : [[name, { ...found, $id: name }] as const];
  });
  const own = isJsonObject(schema.$defs) ? schema.$defs : {};
  return known.length === 0 ? schema : { ...schema, $defs: { ...Object.fromEntries(known), ...own } };
}

/** What a reference names, without the place in it. */
function fileOf(reference: string): string {
  return reference.split("#", 1)[0] as string;
}

/** References that lead out of it. Where schemas in it have names, what a reference means is for the language to find out. */
function referencesIn(schema: YamlMap): readonly YamlText[] {
  const all = schemasIn(schema);
  if (all.some(({ entries }) => entries.has("$id"))) return [];
  const references = all.flatMap((one) => [...textAt(one, "$ref"), ...textAt(one, "$dynamicRef")]);
  return references.filter(({ value }) => !value.startsWith("#"));
}

/** The schema for values that are of a type as well. References in it still lead where they led. */
export function ofType(schema: JsonObject, type: InputType): JsonObject {
  if (schema.type === undefined || schema.type === type) return { ...schema, type };
  const others = Array.isArray(schema.allOf) ? schema.allOf : [];
  return { ...schema, allOf: [...others, { type }] };
}

interface Plain extends Bounds {
  readonly enum?: readonly Json[];
}

/** Of what it says, that which needs no schema language to be checked. */
export function plainPart({ enum: allowed, pattern, minLength, maxLength, minimum, maximum }: JsonObject): Plain {
  const said = Object.entries({ minLength, maxLength, minimum, maximum });
  return {
    ...(Array.isArray(allowed) ? { enum: allowed } : {}),
    ...(typeof pattern === "string" ? { pattern } : {}),
    ...Object.fromEntries(said.filter(([, value]) => typeof value === "number")),
  };
}

const holdsOne: ReadonlySet<string> = new Set([
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const holdsList: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const holdsMap: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/** The schemas in a schema, itself first. What isn't where schemas are, such as a value of `const`, is none. */
function schemasIn(schema: YamlMap): readonly YamlMap[] {
  const found = [schema];
  const add = (node: YamlNode): void => {
    if (node.kind === "map") found.push(node);
  };
  for (let at = 0; at < found.length; at++) {
    for (const [keyword, { value }] of (found[at] as YamlMap).entries) {
      if (holdsOne.has(keyword)) add(value);
      else if (holdsList.has(keyword) && value.kind === "list") value.items.forEach(add);
      else if (holdsMap.has(keyword) && value.kind === "map")
        for (const { value: inner } of value.entries.values()) add(inner);
    }
  }
  return found;
}

/** Reports what can't be used of it. */
function isUsable(schema: YamlMap, log: Log): boolean {
  const missing = referencesIn(schema).filter(({ value }) => schemaNamed(fileOf(value), log) === undefined);
  for (const node of missing) log.say("schema-elsewhere", node, { name: node.value });
  const patterns = schemasIn(schema).flatMap((one) => [...textAt(one, "pattern"), ...namedPatterns(one)]);
  const wrong = patterns.filter((node) => !usablePattern(node.value, node, log));
  return missing.length === 0 && wrong.length === 0;
}

type YamlText = YamlScalar & { readonly value: string };

function isText(node: YamlNode | undefined): node is YamlText {
  return node?.kind === "scalar" && typeof node.value === "string";
}

function textAt({ entries }: YamlMap, keyword: string): readonly YamlText[] {
  const node = entries.get(keyword)?.value;
  return isText(node) ? [node] : [];
}

function namedPatterns({ entries }: YamlMap): readonly YamlText[] {
  const named = entries.get("patternProperties")?.value;
  return named?.kind === "map" ? [...named.entries.values()].map(({ key }) => key).filter(isText) : [];
}
