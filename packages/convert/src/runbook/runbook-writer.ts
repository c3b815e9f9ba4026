import { eachRegion, type Graph, type Origin, partVocabulary } from "@rb/ir";
import type { Account } from "../conversion.js";
import type { GraphLevels } from "../levels.js";
import type { CopiedRoute } from "../routes.js";
import { Expressions } from "./expressions.js";
import { type NamedGraph, namedGraph } from "./names.js";
import { Parts } from "./parts.js";
import { isMadeUp } from "./readable.js";
import { type Remarks, Values } from "./values.js";
import { LevelWriter } from "./write-level.js";
import { Fields, type Yaml } from "./yaml-tree.js";

type Entry = readonly [name: string, value: Yaml];

interface WrittenGraph {
  readonly graph: Graph;
  readonly named: NamedGraph;
  readonly parts: Parts;
}

const graphVocabulary = partVocabulary("graph");
/** As the format has them for runbooks. */
const runbookName = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;

export class RunbookWriter implements Remarks {
  readonly #account: Account;
  /** By what levels call them. */
  readonly #graphs: ReadonlyMap<string, WrittenGraph>;
  /** What graphs are called, by what levels call them, and the other way round. */
  readonly #ids: ReadonlyMap<string, string>;
  readonly #levels: ReadonlyMap<string, string>;
  /** Of the part that is being written: what its words don't say. */
  #foreign: string | undefined;
  #origin: Origin;

  /** `graphs`: the main one first. */
  constructor(graphs: readonly GraphLevels[], account: Account) {
    this.#account = account;
    this.#graphs = new Map(
      graphs.map((levels): [string, WrittenGraph] => {
        const { graph, id } = levels;
        const parts = new Parts(new Values(this, new Expressions(declaredIn(graph))));
        return [id, { graph, named: namedGraph(levels), parts }];
      }),
    );
    this.#ids = new Map(graphs.map(({ graph, id }) => [id, graph.id]));
    this.#levels = new Map(graphs.map(({ graph, id }) => [graph.id, id]));
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

  #runbook({ graph, named, parts }: WrittenGraph): readonly Entry[] {
    const { outputs, messages, governance } = graph;
    const { labels: _, ...meta } = graph.meta ?? {};
    const writer = new LevelWriter({ parts, graphs: this.#ids, counted: this.#counted }, named);
    const facts = Object.keys(meta).length === 0 ? { messages } : { messages, meta };
    const [region, terms, own] = this.#counted(graph.origin, () => [
      writer.facts(named.root),
      parts.entries({ governance }, graphVocabulary),
      [...parts.entries({ outputs }, graphVocabulary), ...parts.entries(facts, graphVocabulary)],
    ]);
    // What holds for every runbook stands before what only one with a flow has.
    const isForAll = ([name]: Entry): boolean => name === "mistakes";
    const before = [...terms, ...region.filter(isForAll)];
    const behind = region.filter((entry) => !isForAll(entry));
    return [["metadata", metadataOf(graph)], ...before, ...behind, ...writer.contents(named.root), ...own];
  }

  #route({ route, from, to }: CopiedRoute): readonly Yaml[] {
    const nameIn = (level: string | undefined, node: string): string =>
      this.#graphs.get(level ?? "")?.named.nodes.get(node) ?? node;
    const source = this.#levels.get(route.from.graph);
    const [node] = to.nodes ?? [];
    if (to.nodes !== undefined && node === undefined) {
      const why = `no token comes to '${route.to.node}'`;
      this.#account.notExpressible(`A message flow of '${route.from.node}'`, why, to.graph.graph.origin);
      return [];
    }
    const end = { graph: to.graph.graph.id, node: node === undefined ? undefined : nameIn(to.graph.id, node) };
    return from.map((id) => {
      const start = { graph: route.from.graph, node: nameIn(source, id) };
      return fieldsOf({ from: fieldsOf(start), to: fieldsOf(end), message: route.message });
    });
  }
}

/** A graph is called by its id; what people call it is a title. */
function metadataOf({ id, name, description, version, meta }: Graph): Fields {
  const labels = meta?.labels && fieldsOf(meta.labels);
  const called = runbookName.test(id) && !isMadeUp(id) ? "name" : "id";
  return fieldsOf({ [called]: id, title: name, description, version, labels });
}

function fieldsOf(members: { readonly [name: string]: Yaml | undefined }): Fields {
  return new Fields(Object.entries(members));
}

/** The names of variables, whichever region has them. */
function declaredIn(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  eachRegion({ version: 1, main: graph.id, graphs: [graph] }, ({ variables = [] }) => {
    for (const { name } of variables) names.add(name);
  });
  return names;
}
