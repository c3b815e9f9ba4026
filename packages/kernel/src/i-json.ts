/**
 * Values are I-JSON at every boundary (RFC 7493): what a journal writes down is then what the run went on with. Half a character, a number that
 * is none, a date or a function would be something else when the run is opened again.
 */

/** As deep as anything that is hashed may be. */
const maxDepth = 1000;

/** What is said of members that are there and have no value; as JSON, they aren't there. */
export const nothing = "something that has no value";

/** Why a value is no I-JSON, for people; null when it is. */
export function notIJson(value: unknown, depth = 0): string | null {
  switch (typeof value) {
    case "string":
      return hasHalf(value) ? halfCharacter : null;
    case "number":
      return Number.isFinite(value) ? null : `the number ${value}`;
    case "boolean":
      return null;
    case "object":
      if (value === null) return null;
      if (depth >= maxDepth) return `something nested deeper than ${maxDepth} levels, or that contains itself`;
      return Array.isArray(value) ? notList(value, depth + 1) : notObject(value, depth + 1);
    case "undefined":
      return nothing;
    default:
      return `something of type ${typeof value}`;
  }
}

const halfCharacter = "a text with half a character";
/** With the `u` flag a surrogate only matches where it has no partner. */
const half = /[\ud800-\udfff]/u;
/** Up to here, looking at each character takes less time than asking an expression. */
const short = 32;

function hasHalf(text: string): boolean {
  if (text.length > short) return half.test(text);
  for (let at = 0; at < text.length; at += 1) if (isSurrogate(text.charCodeAt(at))) return half.test(text);
  return false;
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function notList(list: readonly unknown[], depth: number): string | null {
  for (let at = 0; at < list.length; at += 1) {
    const why = notIJson(list[at], depth);
    if (why !== null) return why;
  }
  return null;
}

function notObject(object: object, depth: number): string | null {
  if (!isPlain(Object.getPrototypeOf(object))) return "an object of a class";
  // What it may have inherited is looked at too; a list of its own keys would cost as much as all the rest.
  for (const key in object) {
    const why = hasHalf(key) ? halfCharacter : notIJson((object as { readonly [key: string]: unknown })[key], depth);
    if (why !== null) return why;
  }
  return null;
}

/** Objects of another realm are plain too, with an `Object.prototype` that isn't ours. */
function isPlain(prototype: object | null): boolean {
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
