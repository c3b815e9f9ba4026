/** `{{ expression }}` in texts, and the values and conditions that are made of them, as the native format writes them. */
import type { Log } from "../../log.js";
import type { YamlEntry, YamlNode, YamlScalar } from "../../yaml/tree.js";
import { nativeText, placeInText, scalarAt, type TextPart } from "../native-text.js";
import type { Names } from "./expression/names.js";
import { translate } from "./expression/translate.js";

/** Templates and expressions at a place where these names are seen. */
export class Templates {
  readonly #names: Names;
  readonly #log: Log;

  constructor(names: Names, log: Log) {
    this.#names = names;
    this.#log = log;
  }

  /** A value with all that is in it. A template alone in a text keeps the type of what it gives. */
  value(node: YamlNode): YamlNode {
    switch (node.kind) {
      case "scalar":
        return this.text(node);
      case "list":
        return { ...node, items: node.items.map((item) => this.value(item)) };
      case "map": {
        const entries = [...node.entries].map(([key, entry]): [string, YamlEntry] => [
          key,
          { key: entry.key, value: this.value(entry.value) },
        ]);
        return { ...node, entries: new Map(entries) };
      }
    }
  }

  text(node: YamlScalar): YamlScalar {
    return typeof node.value === "string" ? { ...node, value: nativeText(this.#partsOf(node, node.value)) } : node;
  }

  /** A text as an expression. */
  asExpression(node: YamlScalar): string {
    if (typeof node.value !== "string") return JSON.stringify(node.value);
    const parts = this.#partsOf(node, node.value);
    const [only, second] = parts;
    if (only?.kind === "expression" && second === undefined) return only.text;
    const written = parts.map(({ kind, text }) => (kind === "text" ? JSON.stringify(text) : `$string(${text})`));
    return written.length === 0 ? '""' : written.join(" & ");
  }

  /** An expression, with or without `{{ }}` around it. */
  bare(node: YamlScalar): string {
    const whole = String(node.value);
    const open = whole.search(/\S/);
    if (whole.startsWith("{{", open)) {
      const end = endOf(whole, open + 2);
      if (end >= 0 && whole.slice(end + 2).trim() === "")
        return this.#expression(node, whole.slice(open + 2, end), open + 2);
    }
    return this.#expression(node, whole, 0);
  }

  condition(node: YamlScalar): YamlScalar {
    return typeof node.value === "boolean" ? node : scalarAt(node, `$holds(${this.bare(node)})`);
  }

  #partsOf(node: YamlScalar, whole: string): readonly TextPart[] {
    const parts: TextPart[] = [];
    let at = 0;
    for (let open = whole.indexOf("{{"); open >= 0; open = whole.indexOf("{{", at)) {
      const end = endOf(whole, open + 2);
      if (end < 0) {
        this.#log.say("pack-expression", placeInText(node, open, this.#log), { what: "it has no end" });
        break;
      }
      if (open > at) parts.push({ kind: "text", text: whole.slice(at, open) });
      parts.push({ kind: "expression", text: this.#expression(node, whole.slice(open + 2, end), open + 2) });
      at = end + 2;
    }
    if (at < whole.length) parts.push({ kind: "text", text: whole.slice(at) });
    return parts;
  }

  #expression(node: YamlScalar, text: string, start: number): string {
    const read = translate(text, this.#names);
    if ("expression" in read) return read.expression;
    this.#log.say("pack-expression", placeInText(node, start + read.offset, this.#log), { what: read.problem });
    return "null";
  }
}

/** Where `}}` stands that is in no quotes; -1 when there is none. */
function endOf(text: string, start: number): number {
  let quote: string | null = null;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (quote === null) {
      if (character === "}" && text[at + 1] === "}") return at;
      if (character === '"' || character === "'" || character === "`") quote = character;
    } else if (character === "\\") at++;
    else if (character === quote) quote = null;
  }
  return -1;
}
