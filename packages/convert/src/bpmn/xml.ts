/** XML as data, and as text (XML 1.0, fifth edition). */
import { escapeUnseen } from "../unseen.js";

export interface Xml {
  readonly name: string;
  /** Those that are undefined are left out. */
  readonly attributes: { readonly [name: string]: string | undefined };
  /** A text stands alone. */
  readonly children: readonly Xml[] | string;
}

export function xml(name: string, attributes: Xml["attributes"] = {}, children: Xml["children"] = []): Xml {
  return { name, attributes, children };
}

/** An element and all that is in it, a line each. Texts must be `isWritable`. */
export function xmlText(element: Xml, indent = ""): string {
  const lines: string[] = [];
  write(element, indent, lines);
  return lines.join("\n");
}

function write({ name, attributes, children }: Xml, indent: string, lines: string[]): void {
  const said = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(value)}"`],
  );
  const open = `${indent}<${name}${said.join("")}`;
  if (children.length === 0) lines.push(`${open}/>`);
  else if (typeof children === "string") lines.push(`${open}>${escaped(children)}</${name}>`);
  else {
    lines.push(`${open}>`);
    for (const child of children) write(child, `${indent}  `, lines);
    lines.push(`${indent}</${name}>`);
  }
}

const entities: { readonly [character: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  const marked = text.replace(/[&<>"]/g, (character) => entities[character] as string);
  return escapeUnseen(marked, (code) => `&#x${code};`);
}

/** Whether a text comes back as it was: XML has no control characters, joins some line ends, and readers take off white space around it. */
export function isWritable(text: string, at: "attribute" | "content"): boolean {
  if (text === "" || text !== text.trim() || /\p{Surrogate}/u.test(text)) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return !(at === "attribute" ? /[\u0000-\u001f\ufffe\uffff]/ : /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/).test(text);
}

/** JSON that can stand in any XML: whatever XML can't hold is written as JSON writes it. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
