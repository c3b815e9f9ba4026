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
      // With the `u` flag a surrogate only matches where it has no partner.
      return /[\ud800-\udfff]/u.test(value) ? "a text with half a character" : null;
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

function notList(list: readonly unknown[], depth: number): string | null {
  for (let at = 0; at < list.length; at += 1) {
    const why = notIJson(list[at], depth);
    if (why !== null) return why;
  }
  return null;
}

function notObject(object: object, depth: number): string | null {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return "an object of a class";
  for (const key of Object.keys(object)) {
    const why = notIJson(key) ?? notIJson((object as { readonly [key: string]: unknown })[key], depth);
    if (why !== null) return why;
  }
  return null;
}
