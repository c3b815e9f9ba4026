/** A flow: nodes in the words of the graph and steps with words of their own, in any order, each saying where a token goes next. */
import { irShapes, type NodeKind } from "@rb/ir";
import type { Log } from "../../log.js";
import { describe, type YamlMap, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import type { NameRef, Step } from "../model.js";
import {
  either,
  type Fields,
  fieldsSchema,
  listOf,
  mapped,
  optional,
  type Reader,
  reader,
  required,
} from "../reader.js";
import { anySchema, defined, type Schema } from "../schema.js";
import { aboutMember } from "./about.js";
import { constant, type Fragment } from "./fragment.js";
import type { FlowItem, FlowNode, FlowRegion, FlowStep, Way } from "./model.js";
import { flowFragments } from "./own-words.js";
import {
  anyText,
  type FragmentFields,
  type FragmentReaders,
  fragmentOf,
  type ObjectForm,
  readMap,
  wordUnder,
} from "./shape-reader.js";

const longestId = 256;

/** The id of a node: any text, since other languages know it by that. */
export const nodeId: Reader<string> = reader(
  { type: "string", minLength: 1, maxLength: longestId },
  (node, log, what) => {
    const id = anyText(node, log, what);
    if (id === undefined || (id.length >= 1 && id.length <= longestId)) return id;
    if (id === "") log.say("wrong-type", node, { what, expected: "a text", found: describe(node) });
    else log.say("out-of-range", node, { what: `The length of ${what}`, least: 1, most: longestId, found: id.length });
    return undefined;
  },
);
const nodeRef: Reader<NameRef> = mapped(nodeId, (name, node) => ({ name, node }));

/** What reads flows, given what reads a step. */
export class FlowReaders {
  readonly #fragments: FragmentReaders;
  readonly #stepRead: Reader<Step>;
  readonly #stepSchema: (more: Fields) => Schema;
  #regionTable: Fields | undefined;
  #wayTable: { readonly all: Fields; readonly fragments: FragmentFields } | undefined;
  #nodeTables: ReadonlyMap<string, { readonly all: Fields; readonly fragments: FragmentFields }> | undefined;

  constructor(step: Reader<Step>, stepSchema: (more: Fields) => Schema) {
    this.#stepRead = step;
    this.#stepSchema = stepSchema;
    this.#fragments = flowFragments(
      mapped(this.region, (region): Fragment => ({ regions: [region], make: (making) => making.region(region) })),
    );
  }

  /** Fragments that stand beside a flow. */
  get fragments(): FragmentReaders {
    return this.#fragments;
  }

  /** A region of its own. */
  readonly region: Reader<FlowRegion> = reader(
    defined("region", (definitions) => fieldsSchema(this.regionFields)(definitions)),
    (node, log, what) => {
      const read = readMap(node, this.regionFields, log, what);
      return read && this.regionOf(node as YamlMap, read);
    },
  );

  /** What is said about a region, the flow in it last. */
  get regionFields(): Fields {
    if (this.#regionTable === undefined) {
      const fragments = this.#fragments.fields(irShapes.region.form as ObjectForm);
      const { variables, entries: _, handlers, ...rest } = fragments;
      this.#regionTable = {
        variables,
        entries: optional(listOf(nodeRef, "The id of a node"), aboutMember("entries")),
        ...rest,
        flow: optional(this.#items, "The nodes, each saying by 'then' where it goes on; else with the one below it."),
        handlers,
      } as Fields;
    }
    return this.#regionTable;
  }

  /** The region that these fields say. */
  regionOf(node: YamlMap, read: { readonly [word: string]: unknown }): FlowRegion {
    const {
      entries,
      flow = [],
      ...rest
    } = read as {
      readonly entries?: readonly NameRef[];
      readonly flow?: readonly FlowItem[];
    };
    const fragment = fragmentOf(rest as { readonly [word: string]: Fragment }, {});
    const variables = node.entries.get("variables")?.value;
    return {
      node,
      ...(entries === undefined ? {} : { entries }),
      items: flow,
      steps: flow.flatMap((item) => (item.kind === "step" ? [item.step] : [])),
      fragment,
      variables: variables?.kind === "map" ? [...variables.entries.keys()] : [],
      inner: [...fragment.regions, ...flow.flatMap((item) => (item.kind === "node" ? item.fragment.regions : []))],
    };
  }

  readonly #node: Reader<FlowNode> = reader(
    defined("node", (definitions) =>
      anySchema(...[...this.#nodes().values()].map(({ all }) => fieldsSchema(all)))(definitions),
    ),
    (node, log, what) => {
      const nodes = this.#nodes();
      const kind = wordUnder(node, "kind", [...nodes.keys()], log, what);
      const table = kind === undefined ? undefined : nodes.get(kind);
      if (table === undefined) return undefined;
      const read = readMap(node, table.all, log, what);
      if (read === undefined) return undefined;
      const { then, ...fragments } = read as Fragments & { readonly then?: readonly Way[] };
      const idNode = (node as YamlMap).entries.get("id")?.value as YamlScalar;
      return {
        kind: "node",
        id: String(idNode.value),
        idNode,
        fragment: fragmentOf(fragments, table.fragments, node, kind),
        ...(then === undefined ? {} : { then }),
      };
    },
  );

  #nodes(): ReadonlyMap<string, { readonly all: Fields; readonly fragments: FragmentFields }> {
    if (this.#nodeTables !== undefined) return this.#nodeTables;
    const { shapes } = irShapes.node.form as Extract<typeof irShapes.node.form, { is: "chosen" }>;
    const kinds = Object.entries(shapes) as [NodeKind, (typeof shapes)[string]][];
    this.#nodeTables = new Map(
      kinds.map(([kind, { form }]) => {
        const fragments = this.#fragments.fields(form as ObjectForm, "kind", kind);
        const { region, ...rest } = fragments;
        const id = required(mapped(nodeId, constant), aboutMember("id"));
        const all: Fields = { ...rest, id, ...this.#thenField, ...(region === undefined ? {} : { region }) };
        return [kind, { all, fragments }];
      }),
    );
    return this.#nodeTables;
  }

  get #thenField(): { readonly then: Fields[string] } {
    return { then: optional(this.#ways, "Where it goes on: an id, or a list of ways. [] leads nowhere.") };
  }

  readonly #step: Reader<FlowStep> = reader(
    defined("stepInFlow", (definitions) => this.#stepSchema(this.#thenField)(definitions)),
    (node, log, what) => {
      if (node.kind !== "map") return this.#stepRead(node, log, what) && undefined;
      const entries = new Map(node.entries);
      const then = entries.get("then");
      entries.delete("then");
      for (const field of ["needs", "after"]) {
        const key = entries.get(field)?.key;
        if (key === undefined) continue;
        entries.delete(field);
        const instead = "What stands before it says so by 'then'.";
        log.say("field-not-here", key, { field, action: "then", instead });
      }
      const ways = then === undefined ? undefined : this.#ways(then.value, log, "'then'");
      const step = this.#stepRead({ ...node, entries }, log, what);
      return step && { kind: "step", step, ...(ways === undefined ? {} : { then: ways }) };
    },
  );

  readonly #items: Reader<readonly FlowItem[]> = listOf(
    either((node) => node.kind === "map" && node.entries.has("kind"), this.#node, this.#step),
    "A node",
  );

  readonly #way: Reader<Way> = either(
    (node) => node.kind === "map",
    reader(
      defined("way", (definitions) => fieldsSchema(this.#wayFields().all)(definitions)),
      (node, log, what) => this.#readWay(node, log, what),
    ),
    mapped(nodeRef, (to, node) => ({ to, fragment: fragmentOf({}, {}, node), isPlain: true })),
  );

  /** One id, or a list of ways. */
  readonly #ways: Reader<readonly Way[]> = either(
    (node) => node.kind === "list",
    listOf(this.#way, "A way"),
    mapped(this.#way, (one) => [one]),
  );

  #wayFields(): { readonly all: Fields; readonly fragments: FragmentFields } {
    if (this.#wayTable === undefined) {
      const fragments = this.#fragments.fields(irShapes.flow.form as ObjectForm);
      const { id: _id, from: _from, to: _to, slot, port, name, when, ...rest } = fragments;
      const id = optional(nodeId, aboutMember("flowId"));
      const to = required(nodeRef, aboutMember("to"));
      this.#wayTable = { all: { id, port, name, when, ...rest, to, slot } as Fields, fragments };
    }
    return this.#wayTable;
  }

  #readWay(node: YamlNode, log: Log, what: string): Way | undefined {
    const { all, fragments } = this.#wayFields();
    const read = readMap(node, all, log, what);
    if (read === undefined) return undefined;
    const { to, id, ...rest } = read as unknown as { readonly to: NameRef; readonly id?: string } & Fragments;
    return {
      to,
      ...(id === undefined ? {} : { id }),
      fragment: fragmentOf(rest as Fragments, fragments, node),
      isPlain: Object.keys(rest).length === 0 && id === undefined,
    };
  }
}

type Fragments = { readonly [word: string]: Fragment };
