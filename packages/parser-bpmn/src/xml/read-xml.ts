import type { Diagnostic, DocumentLimits } from "@rb/ir";
import { XMLParser } from "fast-xml-parser";
import { bpmn } from "../diagnostics.js";
import type { XmlElement } from "./element.js";
import { gate, type Marks } from "./gate.js";
import type { Source } from "./source.js";

/** Tree walks recurse, so no caller can raise the limit beyond what a stack holds. */
const deepest = 1000;

/** What fast-xml-parser makes of a document when it keeps the order: each node has one key, its name, beside `:@`, its attributes. */
type RawNode = { readonly [key: string]: readonly RawNode[] | { readonly [name: string]: string } | string };

/** The options under which the tree is read; a benchmark that compares needs the same. */
export const parserOptions: ConstructorParameters<typeof XMLParser>[0] & object = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Numeric references are only decoded with this; named ones other than the five of XML didn't pass the gate.
  htmlEntities: true,
  maxNestedTags: deepest,
};

/** The document as a tree whose elements know their namespace and place; a diagnostic when it is refused. */
export function readXml(source: Source, limits: DocumentLimits): XmlElement | Diagnostic {
  const { text } = source;
  const bytes = utf8Length(text, limits.maxBytes);
  if (bytes > limits.maxBytes) {
    return bpmn.report("too-large", source.originAt(0), { bytes, limit: limits.maxBytes });
  }
  const limit = Math.min(limits.maxDepth, deepest);
  const marks = gate(text, limit);
  if ("reason" in marks) {
    const origin = source.originAt(marks.offset);
    if (marks.reason === "malformed-xml") return bpmn.report(marks.reason, origin, { reason: marks.message });
    if (marks.reason === "too-long") return bpmn.report(marks.reason, origin, { name: marks.name, limit: marks.limit });
    if (marks.reason === "too-deep") return bpmn.report(marks.reason, origin, { limit });
    return bpmn.report(marks.reason, origin, {});
  }
  let raw: readonly RawNode[];
  try {
    raw = new XMLParser(parserOptions).parse(text) as readonly RawNode[];
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return bpmn.report("unreadable-xml", source.originAt(marks.starts[0] ?? 0), { reason });
  }
  const tree = join(raw, marks);
  if (typeof tree !== "number") return tree;
  const reason = "two readers disagree about its elements";
  return bpmn.report("unreadable-xml", source.originAt(marks.starts[tree] ?? 0), { reason });
}

/** Puts tree and marks together; where they differ, the number of the mark. */
function join(raw: readonly RawNode[], marks: Marks): XmlElement | number {
  const { names, types, starts, inners, foreign } = marks;
  let next = 0;
  let differs = -1;
  const build = (list: readonly RawNode[], element: Draft): void => {
    for (const node of list) {
      const name = nameOf(node);
      if (name === "#text") {
        element.text += node[name] as string;
        continue;
      }
      const at = next++;
      // fast-xml-parser puts `__` before names that objects inherit; it has refused the others of that kind.
      if (names[at] !== name && `__${names[at]}` !== name) {
        if (differs === -1) differs = at;
        return;
      }
      const type = types[at] as string;
      const content = node[name] as readonly RawNode[];
      if ((type === "incoming" || type === "outgoing") && content.every((one) => "#text" in one)) {
        const ref = textOf(content);
        if (element[type] === noRefs) element[type] = [ref];
        else element[type].push(ref);
        continue;
      }
      const made: Draft = {
        type,
        attributes: (node[":@"] ?? noAttributes) as XmlElement["attributes"],
        foreign: foreign.get(at) ?? noForeign,
        children: noChildren,
        incoming: noRefs,
        outgoing: noRefs,
        text: "",
        parent: element === document ? null : element,
        start: starts[at] as number,
        inner: inners[at] as number,
      };
      if (content.length > 0) build(content, made);
      if (element.children === noChildren) element.children = [made];
      else element.children.push(made);
    }
  };
  const document: Draft = { ...emptyElement };
  build(raw, document);
  if (differs !== -1) return differs;
  const [root, ...others] = document.children;
  return root === undefined || others.length > 0 || next !== names.length ? next : root;
}

type Draft = { -readonly [K in keyof XmlElement]: K extends Lists ? XmlElement[K][number][] : XmlElement[K] };
type Lists = "children" | "incoming" | "outgoing";

/** Most elements are leaves; a list is only made when there is something in it. */
const noChildren: XmlElement[] = [];
const noRefs: string[] = [];
const noForeign: XmlElement["foreign"] = [];
const emptyElement: Draft = {
  type: "",
  attributes: {},
  foreign: noForeign,
  children: noChildren,
  incoming: noRefs,
  outgoing: noRefs,
  text: "",
  parent: null,
  start: 0,
  inner: 0,
};
const noAttributes: XmlElement["attributes"] = {};

function textOf(content: readonly RawNode[]): string {
  return content
    .map((one) => one["#text"] as string)
    .join("")
    .trim();
}

function nameOf(node: RawNode): string {
  for (const key in node) if (key !== ":@") return key;
  return "";
}

/** Exact up to the limit, which is all that matters. */
function utf8Length(text: string, limit: number): number {
  if (text.length > limit || text.length * 3 <= limit) return text.length;
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts two.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
