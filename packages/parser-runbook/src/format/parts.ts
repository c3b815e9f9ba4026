/**
 * Steps with a name. Wherever a list of steps stands, the name of a part may: all such places have the same list, which is filled once all
 * of the document has been read.
 */
import type { Log } from "../log.js";
import { describe, type YamlNode } from "../yaml/tree.js";
import type { Part, Step } from "./model.js";
import { type NamedEntry, namePattern, type Reader, reader } from "./reader.js";
import { listsInside } from "./steps-inside.js";

/** Parts that are in each other. */
const deepest = 32;

interface Named {
  readonly steps: Step[];
  readonly places: YamlNode[];
}
type Scope = Map<string, Named>;
/** What the places of the runbooks that are being read have named so far, the innermost last. */
const scopes = new WeakMap<Log, Scope[]>();

/** Reads a runbook, whose parts are its own. */
export function withParts<T>(log: Log, read: () => T): T {
  const open = scopes.get(log) ?? [];
  scopes.set(log, open);
  open.push(new Map());
  const found = read();
  open.pop();
  return found;
}

function scopeIn(log: Log): Scope {
  return scopes.get(log)?.at(-1) ?? new Map();
}

function namedIn(log: Log, name: string): Named {
  const all = scopeIn(log);
  const known = all.get(name) ?? { steps: [], places: [] };
  all.set(name, known);
  return known;
}

/** The steps of the part of that name. */
export const partOf: Reader<readonly Step[]> = reader(
  { type: "string", pattern: namePattern.source },
  (node, log, what) => {
    if (node.kind !== "scalar" || typeof node.value !== "string") {
      log.say("wrong-type", node, { what, expected: "a list", found: describe(node) });
      return undefined;
    }
    const { steps, places } = namedIn(log, node.value);
    places.push(node);
    return steps;
  },
);

export interface WrittenPart {
  readonly sees?: readonly string[];
  readonly steps: readonly Step[];
}

/**
 * Gives the lists their steps; reports what isn't there, and parts that contain themselves. `written` has the names of all parts, also of
 * those that couldn't be read.
 */
export function partsOf(
  entries: readonly NamedEntry<WrittenPart>[],
  written: Iterable<string>,
  log: Log,
): readonly Part[] {
  const parts = entries.map(({ name, key, value }): Part & { readonly steps: Step[] } => {
    const { steps, places } = namedIn(log, name);
    for (const step of value.steps) steps.push(step);
    if (places.length === 0) log.say("unused-part", key, { name });
    return { name, key, sees: value.sees ?? [], steps };
  });
  const names = new Set(written);
  for (const [name, { places }] of scopeIn(log)) {
    if (names.has(name)) continue;
    for (const place of places) log.say("unknown-part", place, { name, hint: log.suggest(name, names) });
  }
  const nesting = new Nesting(parts, log);
  for (const { name } of parts) nesting.height(name, []);
  return parts;
}

/** Reports a part that stands twice where steps are done together: what they give would be mixed up. */
export function reportTwice(lists: readonly (readonly Step[])[], node: YamlNode, log: Log): void {
  if (new Set(lists).size < lists.length) log.say("part-twice", node, {});
}

/** How deeply parts are in each other. What goes on without an end, or too far, is reported and cut. */
class Nesting {
  readonly #parts: ReadonlyMap<string, Part & { readonly steps: Step[] }>;
  readonly #nameOf: ReadonlyMap<readonly Step[], string>;
  readonly #heights = new Map<string, number>();
  readonly #log: Log;

  constructor(parts: readonly (Part & { readonly steps: Step[] })[], log: Log) {
    this.#parts = new Map(parts.map((part) => [part.name, part]));
    this.#nameOf = new Map(parts.map(({ name, steps }) => [steps, name]));
    this.#log = log;
  }

  /** Of a part that is inside of others; those that contain nothing have 1. */
  height(name: string, around: readonly string[]): number {
    const known = this.#heights.get(name);
    const part = this.#parts.get(name);
    if (part === undefined) return 0;
    const isCircle = around.includes(name);
    if (isCircle || around.length + (known ?? 1) > deepest) {
      if (isCircle) this.#log.say("part-in-itself", part.key, { path: [...around.slice(around.indexOf(name)), name] });
      else this.#log.say("too-deep", part.key, { limit: deepest });
      part.steps.length = 0;
      return 0;
    }
    if (known !== undefined) return known;
    const inner = [...this.#inside(part)].map((one) => this.height(one, [...around, name]));
    const height = 1 + Math.max(0, ...inner);
    this.#heights.set(name, height);
    return height;
  }

  #inside({ steps }: Part): ReadonlySet<string> {
    const found = new Set<string>();
    const open: (readonly Step[])[] = [steps];
    for (let list = open.pop(); list !== undefined; list = open.pop()) {
      for (const inner of list.flatMap(listsInside)) {
        const name = this.#nameOf.get(inner);
        if (name === undefined) open.push(inner);
        else found.add(name);
      }
    }
    return found;
  }
}
