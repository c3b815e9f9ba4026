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

/** Why a value has no canonical form. */
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
  const writer: Writer = { text: "", pieces: [], keys: [], containers: [] };
  write(writer, value, 0);
  return flush(writer);
}

/** What is written, and where the writer is: the first `depth` entries are the keys, and the containers, that lead there. */
interface Writer {
  text: string;
  /** What comes after `text`; joined now and then, since a long text put together piece by piece costs the garbage collector dearly. */
  readonly pieces: string[];
  readonly keys: (string | number)[];
  readonly containers: object[];
}

function flush(writer: Writer): string {
  writer.text += writer.pieces.join("");
  writer.pieces.length = 0;
  return writer.text;
}

function write(writer: Writer, value: unknown, depth: number): void {
  switch (typeof value) {
    case "string":
      writer.pieces.push(quoted(writer, value, depth));
      return;
    case "number":
      if (!Number.isFinite(value)) throw refusal(writer, depth, "ir/not-finite", `The number ${value}`);
      // Negative zero is written as zero (RFC 8785, 3.2.2.3).
      writer.pieces.push(String(value));
      return;
    case "boolean":
      writer.pieces.push(value ? "true" : "false");
      return;
    case "object":
      if (value === null) {
        writer.pieces.push("null");
        return;
      }
      enter(writer, value, depth);
      if (Array.isArray(value)) writeArray(writer, value, depth);
      else writeObject(writer, value, depth);
      return;
    default:
      throw refusal(writer, depth, "ir/not-json", `A value of type ${typeof value}`);
  }
}

function enter(writer: Writer, value: object, depth: number): void {
  writer.containers[depth] = value;
  if (writer.pieces.length > 4096) flush(writer);
  if (depth < maxDepth) return;
  const containers = writer.containers.slice(0, depth + 1);
  if (new Set(containers).size < containers.length) {
    throw refusal(writer, depth, "ir/cyclic-value", "A value that contains itself");
  }
  throw refusal(writer, depth, "ir/value-too-deep", `A value nested deeper than ${maxDepth} levels`);
}

function writeArray(writer: Writer, array: readonly unknown[], depth: number): void {
  writer.pieces.push("[");
  for (let i = 0; i < array.length; i++) {
    if (i > 0) writer.pieces.push(",");
    writer.keys[depth] = i;
    write(writer, array[i], depth + 1);
  }
  writer.pieces.push("]");
}

function writeObject(writer: Writer, object: object, depth: number): void {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal(writer, depth, "ir/not-json", "An object with a prototype of its own");
  }
  const members = object as { readonly [key: string]: unknown };
  writer.pieces.push("{");
  let first = true;
  for (const key of sortInPlace(Object.keys(object))) {
    writer.keys[depth] = key;
    writer.pieces.push(first ? `${quoted(writer, key, depth)}:` : `,${quoted(writer, key, depth)}:`);
    first = false;
    write(writer, members[key], depth + 1);
  }
  writer.pieces.push("}");
}

/** By UTF-16 code units. Most objects have few members, often in order already, where insertion beats the general sort by far. */
function sortInPlace(keys: string[]): string[] {
  if (keys.length > 16) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let place = i;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

function quoted(writer: Writer, text: string, depth: number): string {
  if (isPlain(text)) return `"${text}"`;
  // With the `u` flag a surrogate only matches where it has no partner.
  if (/[\ud800-\udfff]/u.test(text))
    throw refusal(writer, depth, "ir/lone-surrogate", "A string with half a character");
  return JSON.stringify(text);
}

/** Short ASCII without anything to escape. */
function isPlain(text: string): boolean {
  if (text.length > 64) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return false;
  }
  return true;
}

function refusal(writer: Writer, depth: number, code: CanonicalErrorCode, what: string): CanonicalError {
  return new CanonicalError(code, what, jsonPointer(writer.keys.slice(0, depth)));
}

/** RFC 6901. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
