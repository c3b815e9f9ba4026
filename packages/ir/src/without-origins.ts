/**
 * Parts of a graph as JSON that another document carries: without the places that they came from, and with one again. By the vocabulary, so
 * that a member called `origin` of somebody's data is left alone.
 */
import type { Json } from "./json.js";
import type { Origin } from "./origin.js";
import type { PartName } from "./shape/bundle-shape.js";
import { partVocabulary, type Vocabulary } from "./vocabulary.js";

type Members = { readonly [name: string]: unknown };

/** The part without any origin. */
export function withoutOrigins(part: PartName, value: object): Json {
  return copied(value as Members, partVocabulary(part), undefined) as Json;
}

/**
 * The part with this origin wherever one belongs. Made for what comes from outside, so whatever has the wrong shape passes as it is, for
 * `checkShape` to find; how deep it nests has to be known to be harmless.
 */
export function withOrigins(part: PartName, value: Json, origin: Origin): unknown {
  return isMembers(value) ? copied(value, partVocabulary(part), origin) : value;
}

function copied(value: Members, type: Vocabulary, origin: Origin | undefined): Members {
  const entries: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (name === "origin") continue;
    const known = Object.hasOwn(type, name) ? type[name] : undefined;
    const typed = known !== undefined && known.is !== "aside" && known.is !== "data" ? known : undefined;
    entries.push([name, typed === undefined ? member : parts(member, typed.is, typed.type(), origin)]);
  }
  if (origin !== undefined && Object.hasOwn(type, "origin")) entries.push(["origin", origin]);
  // `fromEntries` defines own members, whatever they are called.
  return Object.fromEntries(entries);
}

function parts(value: unknown, is: "one" | "list" | "pairs", type: Vocabulary, origin: Origin | undefined): unknown {
  const copy = (part: unknown): unknown => (isMembers(part) ? copied(part, type, origin) : part);
  if (is === "one" || !Array.isArray(value)) return copy(value);
  if (is === "list") return value.map(copy);
  return value.map((pair: unknown) =>
    Array.isArray(pair) ? pair.map((part, at) => (at === 1 ? copy(part) : part)) : pair,
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
