/** How values of observations compare with constants (STIX 2.1, 9.6.1 and 9.3): by type, and what doesn't compare is neither equal nor ordered. */
import { EvaluationError, type Json } from "@rb/ir";
import type { LiteralValue } from "./ast.js";
import { compareTexts } from "./order.js";
import { instantOf } from "./timestamp.js";

/** Bytes of a property whose name ends with `_hex` or `_bin`, or of a constant: one character each. */
export class Bytes {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value that was found: JSON, or bytes. */
export type Found = Json | Bytes;
/** A constant, ready to compare. A timestamp is a bigint: nanoseconds since 1970. */
export type Constant = string | number | boolean | bigint | Bytes;

/** @throws EvaluationError for a timestamp that names no day, and for null, which patterns don't have */
export function constantOf(literal: LiteralValue): Constant {
  switch (literal.kind) {
    case "string":
      return literal.text;
    case "number":
      return Number(literal.text);
    case "boolean":
      return literal.truth;
    case "bytes":
      return new Bytes(literal.bytes);
    case "timestamp":
      return instant(literal.text, "There is no such time");
    case "null":
      throw new EvaluationError("A pattern has no null.");
  }
}

/** Below 0, 0 or above it; undefined where the two don't compare. Where only equality is asked for, 0 or not. */
export function compare(found: Found, constant: Constant): number | undefined {
  if (typeof constant === "bigint") {
    if (typeof found !== "string") return undefined;
    const at = instant(found, "This is compared with a timestamp, and is none");
    return at < constant ? -1 : at > constant ? 1 : 0;
  }
  if (found instanceof Bytes || constant instanceof Bytes) {
    const [a, b] = [bytesOf(found), bytesOf(constant)];
    return a === undefined || b === undefined ? undefined : compareTexts(a, b);
  }
  if (typeof found === "string" && typeof constant === "string") return compareTexts(found, constant);
  if (typeof found === "number" && typeof constant === "number") return found - constant;
  if (typeof found === "boolean" && typeof constant === "boolean") return found === constant ? 0 : 1;
  return undefined;
}

/** A text compares with bytes when each of its characters is one. */
function bytesOf(value: Found | Constant): string | undefined {
  if (value instanceof Bytes) return value.text;
  return typeof value === "string" && !/[^\0-\xff]/.test(value) ? value : undefined;
}

function instant(text: string, why: string): bigint {
  const at = instantOf(text);
  if (at === undefined) throw new EvaluationError(`${why}: '${text.length <= 40 ? text : `${text.slice(0, 39)}…`}'.`);
  return at;
}
