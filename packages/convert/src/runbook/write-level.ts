/** A region as a flow: its nodes in the order in which they are read, each with where a token goes next. */
import {
  type Flow,
  type Guard,
  isActivity,
  type Node,
  type NodeId,
  type Origin,
  partVocabulary,
  regionVocabulary,
  type ScopeHandler,
  type Throw,
  type Variable,
} from "@rb/ir";
import type { NamedGraph, NamedLevel } from "./names.js";
import type { Parts } from "./parts.js";
import type { Stop } from "./reading-order.js";
import { Fields, type Yaml } from "./yaml-tree.js";

export interface Writing {
  readonly parts: Parts;
  /** What graphs are called, by what their levels call them. */
  readonly graphs: ReadonlyMap<string, string>;
  /** Writes a part, and keeps account of how it was said. */
  readonly counted: <T>(origin: Origin, write: () => T) => T;
}

type Entry = readonly [name: string, value: Yaml];

const nodeVocabulary = partVocabulary("node");
const flowVocabulary = partVocabulary("flow");
const handlerVocabulary = partVocabulary("scopeHandler");

export class LevelWriter {
  readonly #writing: Writing;
  readonly #graph: NamedGraph;

  constructor(writing: Writing, graph: NamedGraph) {
    this.#writing = writing;
    this.#graph = graph;
  }

  /** What a region is, but for what it consists of. */
  facts({ level, stops }: NamedLevel): readonly Entry[] {
    const { parts } = this.#writing;
    const { entries, variables, ...rest } = level.region;
    const named = entries.map((id) => this.#name(id));
    const usual = stops.slice(0, 1).map(({ node }) => this.#name(node.id));
    const isUsual = named.length === usual.length && named[0] === usual[0];
    return [
      ...(variables === undefined || variables.length === 0 ? [] : [["variables", this.#declared(variables)] as const]),
      ...(isUsual ? [] : [["entries", named] as const]),
      ...parts.entries(rest, regionVocabulary),
    ];
  }

  #declared(variables: readonly Variable[]): Fields {
    const declared = variables.map(({ name, ...facts }): Entry => {
      return [name, new Fields(this.#writing.parts.entries(facts, variableVocabulary))];
    });
    return new Fields(declared, true);
  }

  /** The nodes of a region, and what it does when something happens. */
  contents({ level, stops, inside, handlers }: NamedLevel): readonly Entry[] {
    const flow = stops.map((stop, at) => this.#node(stop, stops[at + 1], inside.get(stop.node.id)));
    const hears = handlers.map((handler, at) => this.#handler(handler, level.handlers[at]?.handler));
    return [["flow", flow], ...(hears.length === 0 ? [] : [["handlers", hears] as const])];
  }

  #region(level: NamedLevel, facts: readonly Entry[]): Entry {
    return ["region", new Fields([...facts, ...this.contents(level)], true)];
  }

  #name(id: NodeId): string {
    return this.#graph.nodes.get(id) ?? id;
  }

  #handler({ id, body }: NamedLevel["handlers"][number], handler: Omit<ScopeHandler, "body"> | undefined): Fields {
    const { counted, parts } = this.#writing;
    if (handler === undefined) return new Fields([]);
    const [entries, facts] = counted(handler.origin, () => {
      return [parts.entries({ ...handler, id }, handlerVocabulary), this.facts(body)];
    });
    return new Fields([...entries, this.#region(body, facts)], true);
  }

  #node(stop: Stop, next: Stop | undefined, inner: NamedLevel | undefined): Fields {
    const { counted, parts } = this.#writing;
    const { node } = stop;
    const [entries, facts] = counted(node.origin, () => {
      return [parts.entries(this.#renamed(node), nodeVocabulary), inner === undefined ? [] : this.facts(inner)];
    });
    const then = this.#then(stop, next);
    const all = [
      ...entries,
      ...(then === undefined ? [] : [["then", then] as const]),
      ...(inner === undefined ? [] : [this.#region(inner, facts)]),
    ];
    return new Fields(all, true);
  }

  /** With the names that the runbook gives, and without its region. */
  #renamed(node: Node): object {
    const id = this.#name(node.id);
    switch (node.kind) {
      case "start":
      case "gateway":
      case "catch":
        return { ...node, id };
      case "throw":
        return { ...node, id, throws: this.#throws(node.throws) };
      case "end": {
        const { throws, leave } = node;
        return {
          ...node,
          id,
          ...(throws && { throws: this.#throws(throws) }),
          ...(leave && { leave: { port: leave.port, scope: this.#name(leave.scope) } }),
        };
      }
      default:
        break;
    }
    const ports = this.#graph.ports.get(node.id);
    const { handlers, compensation } = node;
    return {
      ...node,
      id,
      ...(handlers && { handlers: handlers.map((one) => ({ ...one, id: ports?.get(one.id) ?? one.id })) }),
      ...(compensation === undefined ? {} : { compensation: this.#name(compensation) }),
      ...(node.kind === "call" && node.graph !== undefined ? { graph: this.#writing.graphs.get(node.graph) } : {}),
      ...(node.kind === "scope" ? { region: undefined } : {}),
    };
  }

  #renamedGuard(guard: Guard): Guard {
    if (!("arrived" in guard)) return guard;
    return { arrived: guard.arrived.map((id) => this.#graph.flows.get(id) ?? id) };
  }

  #throws(throws: readonly Throw[]): readonly Throw[] {
    return throws.map((one) =>
      one.raise === "compensation" && one.of !== undefined ? { ...one, of: this.#name(one.of) } : one,
    );
  }

  /** Undefined where a token goes on to the next node, or nowhere behind the last one. */
  #then({ node, outgoing }: Stop, next: Stop | undefined): Yaml | undefined {
    const { counted } = this.#writing;
    const ports = isActivity(node) ? this.#graph.ports.get(node.id) : undefined;
    const ways = usualFirst(node, outgoing).map((flow) => counted(flow.origin, () => this.#way(flow, ports)));
    const [only, second] = ways;
    if (only === undefined) return node.kind === "end" || next === undefined ? undefined : [];
    if (second !== undefined || only instanceof Fields) return ways;
    return next !== undefined && outgoing[0]?.to === next.node.id ? undefined : only;
  }

  /** The id of where it leads, if there is nothing else to say. */
  #way(flow: Flow, ports: ReadonlyMap<string, string> | undefined): string | Fields {
    const { id, from: _from, to, port = "out", slot, guard, name, ...rest } = flow;
    const written = this.#writing.parts;
    const asked = this.#graph.flows.get(id);
    const more: Entry[] = [
      ...(asked === undefined ? [] : [["id", asked] as const]),
      ...(port === "out" ? [] : [["port", ports?.get(port) ?? port] as const]),
      ...(name === undefined ? [] : [["name", name] as const]),
      ...(guard === undefined ? [] : [["when", written.values.guard(this.#renamedGuard(guard))] as const]),
      ...written.entries(rest, flowVocabulary),
    ];
    const target = this.#name(to);
    if (more.length === 0 && slot === undefined) return target;
    return new Fields([...more, ["to", target], ["slot", slot]]);
  }
}

const variables = regionVocabulary.variables;
const variableVocabulary = variables !== undefined && "type" in variables ? variables.type() : {};

/** Only a gateway looks at its flows one after the other whatever their ports are. */
function usualFirst({ kind }: Node, flows: readonly Flow[]): readonly Flow[] {
  if (kind === "gateway") return flows;
  const isUsual = ({ port = "out" }: Flow): boolean => port === "out";
  return [...flows.filter(isUsual), ...flows.filter((flow) => !isUsual(flow))];
}
