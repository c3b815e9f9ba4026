/** A YAML document as plain data: every value knows its place, so that whatever is said about it can point there. */
import type { Json, LineIndex, SourceOrigin } from "@rb/ir";

interface NodeBase {
  /** Offsets in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** RFC 6901. */
  readonly pointer: string;
}
export interface YamlScalar extends NodeBase {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}
export interface YamlList extends NodeBase {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}
export interface YamlMap extends NodeBase {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, YamlEntry>;
}
export interface YamlEntry {
  /** The key itself is a place as well: what is wrong with a name is shown at the name. */
  readonly key: YamlScalar;
  readonly value: YamlNode;
}
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** The text that a tree was read from. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
}

export function originOf(source: Source, node: YamlNode, construct?: string): SourceOrigin {
  return {
    kind: "source",
    uri: source.uri,
    pointer: node.pointer,
    start: source.lines.positionAt(node.start),
    end: source.lines.positionAt(node.end),
    ...(construct === undefined ? {} : { construct }),
  };
}

/** A place inside a scalar, such as where an expression stops making sense. */
export function originAt(source: Source, node: YamlNode, offset: number): SourceOrigin {
  return { kind: "source", uri: source.uri, pointer: node.pointer, start: source.lines.positionAt(offset) };
}

/** `Object.fromEntries` defines own properties, also for a key such as `__proto__`. */
export function toJson(node: YamlNode): Json {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
  }
}

/** What a value is, for people. */
export function describe(node: YamlNode): string {
  if (node.kind === "map") return "a map";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "nothing";
  if (typeof node.value === "string") return node.value === "" ? "an empty text" : "a text";
  return typeof node.value === "number" ? "a number" : `the boolean ${node.value}`;
}
