/**
 * Readers for fragments of the graph, made of the shapes by which the graph checks what comes from outside: what a node may have is said there
 * once, so what the vocabulary gains can be written here at once.
 */
import { type Form, inReadingOrder, type Shape } from "@rb/ir";
import type { Log } from "../../log.js";
import { describe, toJson, type YamlMap, type YamlNode } from "../../yaml/tree.js";
import {
  boolean,
  type Fields,
  fieldsSchema,
  integer,
  later,
  listOf,
  mapped,
  oneOf,
  type Reader,
  reader,
  readFields,
} from "../reader.js";
import { anySchema, type Schema } from "../schema.js";
import { aboutMember } from "./about.js";
import { constant, type Fragment, listFragment, mapFragment } from "./fragment.js";

export type ObjectForm = Extract<Form, { is: "object" }>;
/** Readers of fragments, by the names of the members of a map. */
export interface FragmentFields {
  readonly [word: string]: {
    readonly read: Reader<Fragment>;
    readonly required: boolean;
    readonly about: string;
    /** What the graph calls it. */
    readonly member: string;
  };
}

/** Members that are called by another word, since what stands there is written otherwise. */
const spelled: ReadonlyMap<string, string> = new Map([
  ["body", "region"],
  ["guard", "when"],
]);

/** The text of a single value, which may be empty. */
export const anyText: Reader<string> = reader({ type: "string" }, (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  log.say("wrong-type", node, { what, expected: "a text", found: describe(node) });
  return undefined;
});

const anyNumber: Reader<number> = reader({ type: "number" }, (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "number") return node.value;
  log.say("wrong-type", node, { what, expected: "a number", found: describe(node) });
  return undefined;
});

/** A map, as data. */
const anyMap: Reader<YamlMap> = reader({ type: "object" }, (node, log, what) => {
  if (node.kind === "map") return node;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
});

function leaf<T>(read: Reader<T>): Reader<Fragment> {
  return reader(read.schema, (node, log, what) => {
    const value = read(node, log, what);
    return value === undefined ? undefined : constant(value);
  });
}
const json: Reader<Fragment> = reader({}, (node) => constant(toJson(node)));
const leaves = {
  text: leaf(anyText),
  boolean: leaf(boolean),
  number: leaf(anyNumber),
  natural: leaf(integer(1)),
  json,
  jsonObject: reader(anyMap.schema, (node, log, what) => anyMap(node, log, what) && json(node, log, what)),
} as const;

/** A map from names of any kind. */
export function recordOf(
  item: Reader<Fragment>,
  make: (fragments: readonly (readonly [string, Fragment])[]) => Fragment,
): Reader<Fragment> {
  const schema: Schema = (definitions) => ({ type: "object", additionalProperties: item.schema(definitions) });
  return reader(schema, (node, log, what) => {
    const map = anyMap(node, log, what);
    if (map === undefined) return undefined;
    const fragments = [...map.entries].flatMap(([name, { value }]): [string, Fragment][] => {
      const fragment = item(value, log, `'${name}'`);
      return fragment === undefined ? [] : [[name, fragment]];
    });
    return make(fragments);
  });
}

export class FragmentReaders {
  /** For what is written in words of its own: by form, and by the name of the member of an object. */
  readonly #own: ReadonlyMap<Form, Reader<Fragment>>;
  readonly #byMember: ReadonlyMap<string, Reader<Fragment>>;
  readonly #known: Map<Form, Reader<Fragment>> = new Map();

  constructor(own: ReadonlyMap<Form, Reader<Fragment>>, byMember: ReadonlyMap<string, Reader<Fragment>> = new Map()) {
    this.#own = own;
    this.#byMember = byMember;
  }

  of({ form }: Shape): Reader<Fragment> {
    const known = this.#own.get(form) ?? this.#known.get(form);
    if (known !== undefined) return known;
    const read = this.#reader(form);
    this.#known.set(form, read);
    return read;
  }

  #reader(form: Form): Reader<Fragment> {
    switch (form.is) {
      case "word":
        return leaf(oneOf(...form.words.map(String)));
      case "list": {
        const item = later(() => this.of(form.item));
        return mapped(listOf(item, "An item"), listFragment);
      }
      case "record":
        return recordOf(
          later(() => this.of(form.item)),
          (fragments) => mapFragment(fragments),
        );
      case "pair":
        return this.#pair(
          later(() => this.of(form.first)),
          later(() => this.of(form.second)),
        );
      case "object":
        return this.object(form);
      case "chosen":
        return this.#chosen(form);
      case "having":
        return this.having(Object.entries(form.shapes));
      case "textOr":
        return this.#textOr(later(() => this.of(form.other)));
      default:
        return leaves[form.is];
    }
  }

  /** The members of an object, by the words for them. `tag` and `word`: the member that chose it, and by what. */
  fields({ required, optional }: ObjectForm, tag?: string, word?: string): FragmentFields {
    const all = Object.entries({ ...required, ...optional }).filter(([member]) => member !== "origin");
    const table = new Map<string, FragmentFields[string]>();
    for (const [member, shape] of all) {
      const own = member === tag ? leaf(oneOf(word as string)) : undefined;
      const read = own ?? this.#byMember.get(member) ?? later(() => this.of(shape));
      const about = aboutMember(member);
      table.set(spelled.get(member) ?? member, { read, required: Object.hasOwn(required, member), about, member });
    }
    const names = inReadingOrder([...table.keys()]);
    return Object.fromEntries(names.map((name) => [name, table.get(name) as FragmentFields[string]]));
  }

  object(form: ObjectForm, tag?: string, word?: string): Reader<Fragment> {
    const table = this.fields(form, tag, word);
    const hasOrigin = Object.hasOwn(form.required, "origin");
    return reader(fieldsSchema(table), (node, log, what) => {
      const read = readMap(node, table, log, what);
      return read && fragmentOf(read, table, hasOrigin ? node : undefined);
    });
  }

  #pair(first: Reader<Fragment>, second: Reader<Fragment>): Reader<Fragment> {
    return reader({ type: "array", minItems: 2, maxItems: 2 }, (node, log, what) => {
      if (node.kind !== "list" || node.items.length !== 2) {
        log.say("wrong-type", node, { what, expected: "a list of two", found: describe(node) });
        return undefined;
      }
      const [a, b] = node.items as [YamlNode, YamlNode];
      const fragments = [first(a, log, what), second(b, log, what)];
      return fragments.includes(undefined) ? undefined : listFragment(fragments as Fragment[]);
    });
  }

  #textOr(other: Reader<Fragment>): Reader<Fragment> {
    return reader(anySchema(leaves.text.schema, other.schema), (node, log, what) => {
      const isText = node.kind === "scalar" && typeof node.value === "string";
      return (isText ? leaves.text : other)(node, log, what);
    });
  }

  #chosen({ tag, shapes }: Extract<Form, { is: "chosen" }>): Reader<Fragment> {
    const words = Object.keys(shapes);
    const byWord = new Map(
      Object.entries(shapes).map(([word, shape]) => [word, this.object(shape.form as ObjectForm, tag, word)]),
    );
    return reader(anySchema(...[...byWord.values()].map(({ schema }) => schema)), (node, log, what) => {
      const word = wordUnder(node, tag, words, log, what);
      return word === undefined ? undefined : byWord.get(word)?.(node, log, what);
    });
  }

  /** The first of these members that is there says what it is. */
  having(shapes: readonly (readonly [string, Shape])[]): Reader<Fragment> {
    const readers = shapes.map(([name, { form }]) => [name, this.object(form as ObjectForm)] as const);
    return reader(anySchema(...readers.map(([, { schema }]) => schema)), (node, log, what) => {
      const map = anyMap(node, log, what);
      if (map === undefined) return undefined;
      const found = readers.find(([name]) => map.entries.has(name));
      if (found !== undefined) return found[1](node, log, what);
      log.say("choose-one", node, { what, fields: readers.map(([name]) => name), found: [] });
      return undefined;
    });
  }
}

/** The word that chooses what a map is. */
export function wordUnder(
  node: YamlNode,
  tag: string,
  words: readonly string[],
  log: Log,
  what: string,
): string | undefined {
  const map = anyMap(node, log, what);
  if (map === undefined) return undefined;
  const value = map.entries.get(tag)?.value;
  if (value !== undefined) return oneOf(...words)(value, log, `'${tag}'`);
  log.say("missing-field", node, { what, name: tag });
  return undefined;
}

type Fragments = { readonly [word: string]: Fragment };

export function readMap(node: YamlNode, table: Fields, log: Log, what: string): Fragments | undefined {
  const map = anyMap(node, log, what);
  return map && (readFields(map, table, log, what) as Fragments | undefined);
}

/** What was read, by the names of the members; with its place where `node` is given. */
export function fragmentOf(read: Fragments, table: FragmentFields, node?: YamlNode, construct?: string): Fragment {
  const members = Object.entries(read).map(([word, fragment]) => [table[word]?.member ?? word, fragment] as const);
  return mapFragment(members, node && ((making) => making.origin(node, construct)));
}
