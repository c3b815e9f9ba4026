/** `${…}`: expressions in the texts of a workflow, as the native format writes them. */
import type { Log } from "../../log.js";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";
import { nativeText, placeInText, scalarAt, type TextPart } from "../native-text.js";
import { translate } from "./expression.js";
import { Names, type Surroundings } from "./names.js";
import { holds, type Written } from "./operands.js";

/** Translates what one workflow's steps say. */
export class Templates {
  readonly #steps: ReadonlySet<string>;
  readonly #log: Log;

  constructor(steps: ReadonlySet<string>, log: Log) {
    this.#steps = steps;
    this.#log = log;
  }

  /** A value with templates anywhere in it. */
  value(node: YamlNode, around: Surroundings): YamlNode {
    switch (node.kind) {
      case "scalar":
        return typeof node.value === "string" ? this.#text(node, node.value, around) : node;
      case "list":
        return { ...node, items: node.items.map((item) => this.value(item, around)) };
      case "map": {
        const entries = [...node.entries].map(
          ([name, { key, value }]) => [name, { key, value: this.value(value, around) }] as const,
        );
        return { ...node, entries: new Map(entries) };
      }
    }
  }

  /** A condition, as an expression of the native format. */
  condition(node: YamlScalar, around: Surroundings): YamlScalar {
    if (typeof node.value === "boolean") return node;
    return scalarAt(node, holds(this.bare(node, around)));
  }

  /** An expression, with or without `${}` around it; null where it is none, which has been reported. */
  bare(node: YamlScalar, around: Surroundings): Written {
    if (typeof node.value !== "string")
      return { text: JSON.stringify(node.value), isBoolean: typeof node.value === "boolean" };
    const text = node.value;
    const blank = text.length - text.trimStart().length;
    const whole = text.startsWith("${", blank) ? endOfTemplate(text, blank + 2) : -1;
    const isTemplate = whole >= 0 && text.slice(whole + 1).trim() === "";
    return isTemplate
      ? this.#expression(node, text.slice(blank + 2, whole), blank + 2, around)
      : this.#expression(node, text, 0, around);
  }

  #text(node: YamlScalar, text: string, around: Surroundings): YamlScalar {
    if (!text.includes("${")) return node;
    const parts: { readonly part: TextPart; readonly written?: Written }[] = [];
    let at = 0;
    for (let open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
      if (open > at) parts.push({ part: { kind: "text", text: text.slice(at, open) } });
      const end = endOfTemplate(text, open + 2);
      if (end < 0) {
        this.#log.say("template-syntax", placeInText(node, open, this.#log), { text: text.slice(open) });
        return scalarAt(node, "");
      }
      const written = this.#expression(node, text.slice(open + 2, end), open + 2, around);
      parts.push({ part: { kind: "expression", text: written.text }, written });
      at = end + 1;
    }
    if (at < text.length) parts.push({ part: { kind: "text", text: text.slice(at) } });
    const [only, second] = parts;
    if (only !== undefined && second === undefined) return { ...node, value: nativeText([only.part]) };
    // Part of a text, nothing is no text.
    const pieces = parts.map(({ part }) => (part.kind === "text" ? part : { ...part, text: `$textOf(${part.text})` }));
    return { ...node, value: nativeText(pieces) };
  }

  #expression(node: YamlScalar, text: string, offset: number, around: Surroundings): Written {
    const names = new Names(this.#steps, around);
    const written = translate(text, names);
    const at = (inside: number) => placeInText(node, offset + inside, this.#log);
    for (const { name, hint, offset: inside } of names.unknown)
      this.#log.say("workflow-unknown-name", at(inside), { name, hint });
    for (const { name, offset: inside } of names.early) this.#log.say("workflow-not-awaited", at(inside), { name });
    if (!("problem" in written)) return written;
    this.#log.say("workflow-expression", at(written.offset), { what: written.problem });
    return { text: "null", isBoolean: false };
  }
}

/** Whether anything in a value is computed. */
export function hasTemplate(node: YamlNode): boolean {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && node.value.includes("${");
    case "list":
      return node.items.some(hasTemplate);
    case "map":
      return [...node.entries.values()].some(({ value }) => hasTemplate(value));
  }
}

/** The brace that ends a template, past the texts in it; -1 when there is none. */
function endOfTemplate(text: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === "\\") at++;
      else if (character === quote) quote = undefined;
    } else if (character === "}") return at;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

/** A map that stands where another node does. */
export function mapAt(
  node: YamlNode,
  members: readonly (readonly [name: string, value: YamlNode | undefined])[],
): YamlMap {
  const entries = members.flatMap(([name, value]): (readonly [string, YamlEntry])[] =>
    value === undefined ? [] : [[name, { key: scalarAt(node, name), value }]],
  );
  const { start, end, pointer } = node;
  return { kind: "map", start, end, pointer, entries: new Map(entries) };
}
