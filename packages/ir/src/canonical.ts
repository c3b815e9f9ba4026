/**
 * The JSON Canonicalization Scheme, RFC 8785: one text for one value, whatever order its members were written in.
 *
 * Theory of operation: ECMAScript already writes numbers (RFC 8785, 3.2.2.3) and strings (3.2.2.2) as the scheme wants
 * them; what is left is to sort members by UTF-16 code units (3.2.3), which is how ECMAScript compares strings, and to
 * refuse everything that I-JSON (RFC 7493) doesn't have, because a value that was silently changed would share its hash
 * with another one.
 */

/** Levels of nesting. A document may have 64, and lowering puts no more than a few on top of each. */
const maxDepth = 1000;

export type CanonicalErrorCode =
  | "ir/not-json"
  | "ir/not-finite"
  | "ir/lone-surrogate"
  | "ir/cyclic-value"
  | "ir/value-too-deep";

/** The value is no I-JSON; `pointer` leads to the place in it (RFC 6901). */
export class CanonicalError extends TypeError {
  override readonly name = "CanonicalError";
  readonly code: CanonicalErrorCode;
  readonly pointer: string;
  constructor(code: CanonicalErrorCode, what: string, pointer: string) {
    super(`${what} at '${pointer}' has no canonical form.`);
    this.code = code;
    this.pointer = pointer;
  }
}

/** The canonical text of a value. Takes `unknown`, since what is no JSON has to be refused wherever it comes from; throws `CanonicalError`. */
export function canonicalize(value: unknown): string {
  return write(value, 0, { keys: [], containers: [] });
}

/** Where the writer is: the first `depth` entries are the keys, and the containers, that lead there. */
interface Trail {
  readonly keys: (string | number)[];
  readonly containers: object[];
}

function write(value: unknown, depth: number, trail: Trail): string {
  switch (typeof value) {
    case "string":
      return writeString(value, depth, trail);
    case "number":
      if (!Number.isFinite(value)) throw refusal("ir/not-finite", `The number ${value}`, depth, trail);
      // Negative zero is written as zero (RFC 8785, 3.2.2.3).
      return String(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      enter(value, depth, trail);
      return Array.isArray(value) ? writeArray(value, depth, trail) : writeObject(value, depth, trail);
    default:
      throw refusal("ir/not-json", `A value of type ${typeof value}`, depth, trail);
  }
}

function enter(value: object, depth: number, trail: Trail): void {
  trail.containers[depth] = value;
  if (depth < maxDepth) return;
  const containers = trail.containers.slice(0, depth + 1);
  if (new Set(containers).size < containers.length) {
    throw refusal("ir/cyclic-value", "A value that contains itself", depth, trail);
  }
  throw refusal("ir/value-too-deep", `A value nested deeper than ${maxDepth} levels`, depth, trail);
}

function writeArray(array: readonly unknown[], depth: number, trail: Trail): string {
  if (array.length === 0) return "[]";
  let text = "[";
  for (let i = 0; i < array.length; i++) {
    trail.keys[depth] = i;
    text += (i === 0 ? "" : ",") + write(array[i], depth + 1, trail);
  }
  return `${text}]`;
}

function writeObject(object: object, depth: number, trail: Trail): string {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal("ir/not-json", "An object with a prototype of its own", depth, trail);
  }
  const members = object as { readonly [key: string]: unknown };
  let text = "{";
  for (const key of Object.keys(object).sort()) {
    trail.keys[depth] = key;
    if (text.length > 1) text += ",";
    text += `${writeString(key, depth, trail)}:${write(members[key], depth + 1, trail)}`;
  }
  return `${text}}`;
}

function writeString(text: string, depth: number, trail: Trail): string {
  // With the `u` flag a surrogate only matches where it has no partner.
  if (/[\ud800-\udfff]/u.test(text)) throw refusal("ir/lone-surrogate", "A string with half a character", depth, trail);
  return JSON.stringify(text);
}

function refusal(code: CanonicalErrorCode, what: string, depth: number, trail: Trail): CanonicalError {
  return new CanonicalError(code, what, jsonPointer(trail.keys.slice(0, depth)));
}

/** RFC 6901. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
