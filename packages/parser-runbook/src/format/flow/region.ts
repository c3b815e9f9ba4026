/** A flow: nodes in the words of the graph and steps with words of their own, in any order, each saying where a token goes next. */
import { irShapes } from "@rb/ir";
import type { YamlMap, YamlNode } from "../../yaml/tree.js";
import type { NameRef, Step } from "../model.js";
import { either, type Fields, fieldsSchema, listOf, mapped, optional, type Reader, reader } from "../reader.js";
import { defined, type Schema } from "../schema.js";
import { aboutMember } from "./about.js";
import type { Fragment } from "./fragment.js";
import { nodeRef } from "./ids.js";
import type { FlowItem, FlowRegion, FlowStep, UnreadItem, Way } from "./model.js";
import { nodeReader } from "./nodes.js";
import { flowFragments } from "./own-words.js";
import { type FragmentReaders, fragmentOf, type ObjectForm, readMap } from "./shape-reader.js";
import { waysReader } from "./ways.js";

const aboutFlow = "The nodes, each saying by 'then' where it goes on; else with the one below it.";

/** What reads flows. */
export class FlowReaders {
  /** Fragments of the graph, as they stand in flows and beside them. */
  readonly fragments: FragmentReaders;
  /** A region of its own. */
  readonly region: Reader<FlowRegion>;
  /** The same, or only the nodes in it. */
  readonly shortRegion: Reader<FlowRegion>;
  readonly #items: Reader<readonly FlowItem[]>;
  #regionTable: Fields | undefined;

  /** Given what reads a step, and the schema of a step with these fields instead of those that order steps. */
  constructor(step: Reader<Step>, stepSchema: (more: Fields) => Schema) {
    const ways = waysReader(() => this.fragments);
    const then = { then: optional(ways, "Where it goes on: an id, a way, or a list of ways. [] leads nowhere.") };
    const anyStep = stepReader(step, ways, (definitions) => stepSchema(then)(definitions));
    const node = nodeReader(() => this.fragments, then);
    const item = either<FlowItem, FlowItem>((one) => one.kind === "map" && one.entries.has("kind"), node, anyStep);
    this.#items = listOf(
      reader(item.schema, (one, log, what) => item(one, log, what) ?? unread(one)),
      "A node",
    );
    this.region = reader(
      defined("region", (definitions) => fieldsSchema(this.regionFields)(definitions)),
      (one, log, what) => {
        const read = readMap(one, this.regionFields, log, what);
        return read && regionOf(one as YamlMap, read);
      },
    );
    this.shortRegion = either(
      (one) => one.kind === "list",
      mapped(this.#items, (flow, one) => regionOf(one, { flow })),
      this.region,
    );
    this.fragments = flowFragments(
      mapped(this.region, (region): Fragment => ({ regions: [region], make: (making) => making.region(region) })),
    );
  }

  /** What is said about a region, in the order in which it is best read. */
  get regionFields(): Fields {
    if (this.#regionTable === undefined) {
      const fragments = this.fragments.fields(irShapes.region.form as ObjectForm);
      const { variables, entries: _, handlers, ...rest } = fragments;
      const entries = optional(listOf(nodeRef, "The id of a node"), aboutMember("entries"));
      this.#regionTable = { variables, entries, ...rest, flow: optional(this.#items, aboutFlow), handlers } as Fields;
    }
    return this.#regionTable;
  }
}

/** The region that these fields say. */
export function regionOf(node: YamlNode, read: { readonly [word: string]: unknown }): FlowRegion {
  const { entries, flow, ...rest } = read as {
    readonly entries?: readonly NameRef[];
    readonly flow?: readonly FlowItem[];
  };
  const items = flow ?? [];
  const fragment = fragmentOf(rest as { readonly [word: string]: Fragment }, {});
  const variables = node.kind === "map" ? node.entries.get("variables")?.value : undefined;
  return {
    ...(entries === undefined ? {} : { entries }),
    items,
    steps: items.flatMap((item) => (item.kind === "step" ? [item.step] : [])),
    fragment,
    variables: variables?.kind === "map" ? [...variables.entries.keys()] : [],
    inner: [...fragment.regions, ...items.flatMap((item) => (item.kind === "node" ? item.fragment.regions : []))],
  };
}

function unread(node: YamlNode): UnreadItem | undefined {
  const id = node.kind === "map" ? node.entries.get("id")?.value : undefined;
  return id?.kind === "scalar" && typeof id.value === "string" ? { kind: "unread", id: id.value } : undefined;
}

/** A step with a word of its own; what it comes after says so. */
function stepReader(step: Reader<Step>, ways: Reader<readonly Way[]>, schema: Schema): Reader<FlowStep> {
  return reader(defined("stepInFlow", schema), (node, log, what) => {
    if (node.kind !== "map") return step(node, log, what) && undefined;
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
    const said = then === undefined ? undefined : ways(then.value, log, "'then'");
    const read = step({ ...node, entries }, log, what);
    return read && { kind: "step", step: read, ...(said === undefined ? {} : { then: said }) };
  });
}
