import { parseDateTime } from "@rb/ir";
import { readDuration } from "../duration.js";
import { hasExpression } from "../template.js";
import type { YamlScalar } from "../yaml/tree.js";
import { type Reader, template } from "./reader.js";

/** Known when the document is read, or computed by an expression: milliseconds, or ISO 8601. */
export type Span = { readonly ms: number } | { readonly expression: YamlScalar };

export const literalDuration: Reader<number> = (node, log, what) => {
  const text = template(node, log, what)?.value as string | undefined;
  if (text === undefined) return undefined;
  const ms = readDuration(text);
  if (ms === null) log.say("bad-duration", node, { found: text });
  return ms ?? undefined;
};

export const duration: Reader<Span> = (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string" && hasExpression(node.value))
    return { expression: node };
  if (node.kind === "scalar" && typeof node.value === "number") {
    log.say("bad-duration", node, { found: String(node.value) });
    return undefined;
  }
  const ms = literalDuration(node, log, what);
  return ms === undefined ? undefined : { ms };
};

/** A moment: ISO 8601 with an offset, or an expression. */
export const moment: Reader<YamlScalar> = (node, log, what) => {
  const text = template(node, log, what);
  if (text === undefined) return undefined;
  if (hasExpression(text.value as string) || parseDateTime(text.value as string) !== null) return text;
  log.say("bad-time", node, { found: String(text.value) });
  return undefined;
};
