import { parseDateTime } from "@rb/ir";
import { readDuration } from "../duration.js";
import { hasExpression } from "../template.js";
import type { YamlScalar } from "../yaml/tree.js";
import { mapped, type Reader, reader, template } from "./reader.js";

/** Known when the document is read, or computed by an expression: milliseconds, or ISO 8601. */
export type Span = { readonly ms: number } | { readonly expression: YamlScalar };

export const literalDuration: Reader<number> = mapped(template, (text, node, log) => {
  const found = text.value as string;
  const ms = readDuration(found);
  if (ms === null) log.say("bad-duration", node, { found });
  return ms ?? undefined;
});

export const duration: Reader<Span> = reader(template.schema, (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string" && hasExpression(node.value))
    return { expression: node };
  if (node.kind === "scalar" && typeof node.value === "number") {
    log.say("bad-duration", node, { found: String(node.value) });
    return undefined;
  }
  const ms = literalDuration(node, log, what);
  return ms === undefined ? undefined : { ms };
});

/** A moment: ISO 8601 with an offset, or an expression. */
export const moment: Reader<YamlScalar> = mapped(template, (text, node, log) => {
  const found = text.value as string;
  if (hasExpression(found) || parseDateTime(found) !== null) return text;
  log.say("bad-time", node, { found });
  return undefined;
});
