import type { Diagnostic, DocumentLimits } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import type { XmlElement } from "./element.js";
import { readTree } from "./read-tree.js";
import type { Source } from "./source.js";

/** Tree walks recurse, so no caller can raise the limit beyond what a stack holds. */
const deepest = 1000;
/** No element that says anything is written in fewer: what is allowed to be as long may have as many elements as that makes. */
const bytesPerElement = 16;

/** The document as a tree whose elements know their namespace and place; a diagnostic when it is refused. */
export function readXml(source: Source, limits: DocumentLimits): XmlElement | Diagnostic {
  const { text } = source;
  const bytes = utf8Length(text, limits.maxBytes);
  if (bytes > limits.maxBytes) {
    return bpmn.report("too-large", source.originAt(0), { bytes, limit: limits.maxBytes });
  }
  const maxDepth = Math.min(limits.maxDepth, deepest);
  const maxElements = Math.floor(limits.maxBytes / bytesPerElement);
  const tree = readTree(text, { maxDepth, maxElements });
  if (!("reason" in tree)) return tree;
  const origin = source.originAt(tree.offset);
  switch (tree.reason) {
    case "malformed-xml":
      return bpmn.report(tree.reason, origin, { reason: tree.message });
    case "too-long":
      return bpmn.report(tree.reason, origin, { name: tree.name, limit: tree.limit });
    case "too-deep":
      return bpmn.report(tree.reason, origin, { limit: maxDepth });
    case "too-many-elements":
      return bpmn.report(tree.reason, origin, { limit: maxElements });
    case "doctype-refused":
      return bpmn.report(tree.reason, origin, {});
  }
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
