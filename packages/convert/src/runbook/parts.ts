/** Parts of a graph as fields, by the vocabulary: what the graph may say of a node is written without being named here once more. */
import {
  type Binding,
  type Guard,
  guardVocabulary,
  inReadingOrder,
  type Json,
  type Value,
  type Vocabulary,
  valueVocabulary,
} from "@rb/ir";
import type { Values } from "./values.js";
import { Fields, type Yaml } from "./yaml-tree.js";

const bindingMembers: ReadonlySet<string> = new Set(["inputs", "outputs", "into", "collect"]);
const spanMembers: ReadonlySet<string> = new Set(["after", "attemptTimeout", "expires"]);

type Entry = readonly [name: string, value: Yaml];

export class Parts {
  readonly values: Values;

  constructor(values: Values) {
    this.values = values;
  }

  /** All members of a part but its origin. */
  entries(part: object, type: Vocabulary): readonly Entry[] {
    const members = part as { readonly [name: string]: unknown };
    return inOrder(part, type).flatMap((name): readonly Entry[] => {
      const member = members[name];
      return member === undefined || name === "origin" ? [] : [[name, this.#member(name, member, type)]];
    });
  }

  #member(name: string, member: unknown, type: Vocabulary): Yaml {
    const known = type[name];
    if (known === undefined || known.is === "aside" || known.is === "data") return this.values.data(member as Json);
    if (bindingMembers.has(name)) return this.bindings(member as readonly Binding[]);
    const inner = known.type();
    if (known.is === "one") return this.#one(name, member as object, inner);
    return (member as readonly object[]).map((one) => this.#one(name, one, inner));
  }

  #one(name: string, part: object, type: Vocabulary): Yaml {
    if (type === guardVocabulary) return this.values.guard(part as Guard);
    if (type !== valueVocabulary) return new Fields(this.entries(part, type));
    return spanMembers.has(name) ? this.values.span(part as Value) : this.values.value(part as Value);
  }

  /** By name, where each is given one variable. */
  bindings(bindings: readonly Binding[]): Yaml {
    const names = new Set(bindings.map(({ path }) => path[0]));
    const isByName = names.size === bindings.length && bindings.every(({ path }) => path.length === 1);
    if (!isByName || bindings.length === 0) {
      return bindings.map(({ path, from }) => new Fields(Object.entries({ path, from: this.values.value(from) })));
    }
    return new Fields(bindings.map(({ path, from }): Entry => [path[0] as string, this.values.value(from)]));
  }
}

/** Members without a place of their own are in the order of the vocabulary. */
function inOrder(part: object, type: Vocabulary): readonly string[] {
  const known = Object.keys(type).filter((name) => Object.hasOwn(part, name));
  return inReadingOrder([...known, ...Object.keys(part).filter((name) => type[name] === undefined)]);
}
