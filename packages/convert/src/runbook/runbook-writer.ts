import { type Graph, type Json, type Origin, partVocabulary } from "@rb/ir";
import type { Account } from "../conversion.js";
import type { GraphLevels } from "../levels.js";
import type { CopiedRoute } from "../routes.js";
import { type NamedGraph, namedGraph } from "./names.js";
import { Parts } from "./parts.js";
import { asId, isMadeUp, Taken } from "./readable.js";
import { type Remarks, Values } from "./values.js";
import { LevelWriter } from "./write-level.js";
import { Fields, type Yaml } from "./yaml-tree.js";

type Entry = readonly [name: string, value: Yaml];

interface WrittenGraph {
  readonly graph: Graph;
  readonly named: NamedGraph;
  /** By which callers that aren't in this file ask for it. */
  readonly name: string;
}

const graphVocabulary = partVocabulary("graph");
/** As the format has them for runbooks. */
const runbookName = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;

export class RunbookWriter implements Remarks {
  readonly #account: Account;
  readonly #parts: Parts;
  readonly #graphs: ReadonlyMap<string, WrittenGraph>;
  /** Of the part that is being written: what its words don't say. */
  #foreign: string | undefined;
  #origin: Origin;

  /** `graphs`: the main one first. */
  constructor(graphs: readonly GraphLevels[], account: Account) {
    this.#account = account;
    this.#parts = new Parts(new Values(this));
    const taken = new Taken();
    this.#graphs = new Map(
      graphs.map((levels): [string, WrittenGraph] => {
        const { graph, id } = levels;
        return [id, { graph, named: namedGraph(levels), name: taken.fresh(nameOf(graph)) }];
      }),
    );
    this.#origin = (graphs[0] as GraphLevels).graph.origin;
  }

  write(routes: readonly CopiedRoute[]): Fields {
    const [main, ...others] = [...this.#graphs.values()].map((graph) => this.#runbook(graph));
    const led = routes.flatMap((route) => this.#route(route));
    return new Fields(
      [
        ["apiVersion", "rb/v1"],
        ["kind", "Runbook"],
        ...(main as readonly Entry[]),
        ["runbooks", others.length === 0 ? undefined : others.map((entries) => new Fields(entries, true))],
        ["routes", led.length === 0 ? undefined : led],
      ],
      true,
    );
  }

  foreign(what: string): void {
    this.#foreign ??= what;
  }

  lost(what: string, why: string): void {
    this.#account.notExpressible(what, why, this.#origin);
  }

  readonly #counted = <T>(origin: Origin, write: () => T): T => {
    this.#foreign = undefined;
    this.#origin = origin;
    const written = write();
    if (this.#foreign === undefined) this.#account.native();
    else this.#account.extended(this.#foreign, origin);
    return written;
  };

  #runbook({ graph, named, name }: WrittenGraph): readonly Entry[] {
    const {
      id,
      name: title,
      description,
      version,
      meta = {},
      region: _region,
      nodes: _nodes,
      flows: _flows,
      ...rest
    } = graph;
    const { labels, ...facts } = meta;
    const graphs = new Map([...this.#graphs].map(([level, one]) => [level, one.graph.id]));
    const writer = new LevelWriter({ parts: this.#parts, graphs, counted: this.#counted }, named);
    const metadata = { name, ...(name === id ? {} : { id }), ...defined({ title, description, version, labels }) };
    const [own, region] = this.#counted(graph.origin, () => [
      [
        ...this.#parts.entries({ outputs: rest.outputs, messages: rest.messages }, graphVocabulary),
        ...this.#parts.entries(Object.keys(facts).length === 0 ? {} : { meta: facts }, graphVocabulary),
      ],
      [...this.#parts.entries({ governance: rest.governance }, graphVocabulary), ...writer.facts(named.root)],
    ]);
    return [
      ["metadata", this.#parts.values.data(metadata as unknown as Json)],
      ...region,
      ...writer.contents(named.root),
      ...own,
    ];
  }

  #route({ route, from, to }: CopiedRoute): readonly Yaml[] {
    const nameIn = (id: string, node: string): string => this.#graphs.get(id)?.named.nodes.get(node) ?? node;
    const [source] = [...this.#graphs].find(([, { graph }]) => graph.id === route.from.graph) ?? [""];
    const [node, ...more] = to.nodes ?? [];
    if (more.length > 0 || (to.nodes !== undefined && node === undefined)) {
      this.#account.notExpressible(
        `A message flow of '${route.from.node}'`,
        "it leads to a step that branches share",
        to.graph.graph.origin,
      );
      return [];
    }
    return from.map((id) => {
      const start = { graph: route.from.graph, node: nameIn(source, id) };
      const end = { graph: to.graph.graph.id, ...(node === undefined ? {} : { node: nameIn(to.graph.id, node) }) };
      return this.#parts.values.data({
        from: start,
        to: end,
        ...(route.message === undefined ? {} : { message: route.message }),
      });
    });
  }
}

/** A name for a graph whose id is none, or says nothing. */
function nameOf({ id, name = "" }: Graph): string {
  if (runbookName.test(id) && !isMadeUp(id)) return id;
  const made = asId(name)
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "");
  return runbookName.test(made) ? made : runbookName.test(id) ? id : "runbook";
}

function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
