/** A document in the making: plain data, whose maps keep the order of their fields. */
import type { Json, JsonObject } from "@rb/ir";
import { Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { YamlNode } from "../yaml/tree.js";

export type Written = string | number | boolean | null | readonly Written[] | Fields;
export type Fields = ReadonlyMap<string, Written>;

/** Fields that stand in lines of their own, however short they are, and a comment above them. */
export class Lines extends Map<string, Written> {
  comment: string | null = null;
}

type Members = readonly (readonly [name: string, value: Written | undefined])[];

/** Of the members, those that are there. */
export function fieldsOf(members: Members): Fields {
  return new Map(given(members));
}

export function linesOf(members: Members, comment?: string): Lines {
  const lines = new Lines(given(members));
  lines.comment = comment ?? null;
  return lines;
}

function given(members: Members): readonly (readonly [string, Written])[] {
  return members.filter((member): member is readonly [string, Written] => member[1] !== undefined);
}

/** A value as it stands in a document. */
export function writtenOf(node: YamlNode): Written {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(writtenOf);
    case "map":
      return new Map([...node.entries].map(([key, { value }]) => [key, writtenOf(value)]));
  }
}

/** Characters that a list or map may take in one line. */
const longestLine = 88;

/** As the library writes it. What is short and made of values only stands in one line. */
export function yamlOf(written: Written): YAMLMap | YAMLSeq | Scalar {
  return sized(written).node;
}

interface Sized {
  readonly node: YAMLMap | YAMLSeq | Scalar;
  /** In one line; infinite where it needs several. */
  readonly width: number;
}

function sized(written: Written): Sized {
  if (written === null || typeof written !== "object") return sizedScalar(written);
  const [node, parts] = isFields(written) ? mapOf(written) : listOf(written);
  const width = parts.reduce((sum, part) => sum + part + 2, 2);
  node.flow = width <= longestLine && !(written instanceof Lines);
  if (written instanceof Lines) node.commentBefore = written.comment;
  return { node, width: node.flow ? width : Number.POSITIVE_INFINITY };
}

function isFields(written: readonly Written[] | Fields): written is Fields {
  return written instanceof Map;
}

function mapOf(fields: Fields): readonly [YAMLMap, readonly number[]] {
  const map = new YAMLMap();
  const widths = [...fields].map(([name, value]) => {
    const { node, width } = sized(value);
    const key = sizedScalar(name);
    map.items.push(new Pair(key.node, node));
    return key.width + 2 + width;
  });
  return [map, widths];
}

function listOf(items: readonly Written[]): readonly [YAMLSeq, readonly number[]] {
  const list = new YAMLSeq();
  const widths = items.map((item) => {
    const { node, width } = sized(item);
    list.items.push(node);
    return width;
  });
  return [list, widths];
}

function sizedScalar(value: string | number | boolean | null): Sized {
  const node = new Scalar(value);
  if (typeof value !== "string") return { node, width: String(value).length };
  if (value.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
  return { node, width: value.includes("\n") ? Number.POSITIVE_INFINITY : value.length };
}

/** Data, which has no expressions in it. */
export function jsonOf(json: Json): Written {
  if (Array.isArray(json)) return json.map((one: Json) => jsonOf(one));
  return typeof json === "object" && json !== null ? factsOf(json as JsonObject) : (json as Written);
}

/** Facts that a document says by the names that the model has for them. */
export function factsOf(facts: object): Fields {
  return fieldsOf(Object.entries(facts).map(([name, value]) => [name, value === undefined ? value : jsonOf(value)]));
}

/** Whether a text is part of any text in it. */
export function mentions(written: Written, part: string): boolean {
  if (typeof written === "string") return written.includes(part);
  if (written === null || typeof written !== "object") return false;
  const values = isFields(written) ? [...written.values()] : written;
  return values.some((value) => mentions(value, part));
}
