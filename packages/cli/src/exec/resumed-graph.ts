/** The graph of a runbook from one of its steps on: what is done is left out, and what it captured is there from the start. */
import type { Graph, Json, JsonObject, Node, NodeId, Region, Variable } from "@rb/ir";
import { ExecTrouble } from "./exec-trouble.js";
import { keptCaptures } from "./resume.js";
import type { StepResult } from "./run-state.js";
import { Order, outputNames, type PlannedStep } from "./step-plan.js";

/** @throws ExecTrouble where a step that is left needs what was captured and wasn't kept. */
export function graphFrom(
  graph: Graph,
  plan: readonly PlannedStep[],
  next: PlannedStep,
  history: readonly StepResult[],
): Graph {
  const order = new Order(graph);
  const captured = new Captured(order, new Set(plan.slice(0, next.index).map(({ id }) => id)), history);
  captured.require(plan.slice(next.index));
  const rest = new Rest(graph, order, [...next.groups, next.node], captured);
  return { ...graph, region: rest.region(graph.region, 0), nodes: rest.nodes, flows: rest.flows };
}

/** What is left of a graph behind a place, which is a node in each of the groups around it. */
class Rest {
  readonly #graph: Graph;
  readonly #path: readonly Node[];
  readonly #captured: Captured;
  readonly #gone: ReadonlySet<NodeId>;

  constructor(graph: Graph, order: Order, path: readonly Node[], captured: Captured) {
    this.#graph = graph;
    this.#path = path;
    this.#captured = captured;
    const regions = [graph.region, ...path.flatMap((node) => (node.kind === "scope" ? [node.region] : []))];
    const gone = regions.flatMap((region, depth) => before(order.of(region), path[depth]?.id));
    this.#gone = new Set(gone.flatMap((node) => withInner(order, node)));
  }

  /** Only the groups around the place begin further in. */
  get nodes(): readonly Node[] {
    const left = this.#graph.nodes.filter(({ id }) => !this.#gone.has(id));
    return left.map((node) => {
      const depth = this.#path.findIndex(({ id }) => id === node.id);
      return node.kind === "scope" && depth >= 0 ? { ...node, region: this.region(node.region, depth + 1) } : node;
    });
  }

  get flows(): Graph["flows"] {
    return this.#graph.flows.filter(({ from, to }) => !this.#gone.has(from) && !this.#gone.has(to));
  }

  region(region: Region, depth: number): Region {
    const entry = this.#path[depth]?.id;
    const variables = region.variables?.map((variable) => this.#captured.given(variable));
    return {
      ...region,
      entries: entry === undefined ? region.entries : [entry],
      ...(variables === undefined ? {} : { variables }),
    };
  }
}

function before(nodes: readonly Node[], id: NodeId | undefined): readonly Node[] {
  return nodes.slice(
    0,
    Math.max(
      0,
      nodes.findIndex((node) => node.id === id),
    ),
  );
}

function withInner(order: Order, node: Node): readonly NodeId[] {
  const inner = node.kind === "scope" ? order.of(node.region).flatMap((one) => withInner(order, one)) : [];
  return [node.id, ...inner];
}

/** What steps have captured. A group gives what the last step in it has captured by that name. */
class Captured {
  readonly #order: Order;
  readonly #done: ReadonlySet<string>;
  readonly #history: readonly StepResult[];

  constructor(order: Order, done: ReadonlySet<string>, history: readonly StepResult[]) {
    this.#order = order;
    this.#done = done;
    this.#history = history;
  }

  require(left: readonly PlannedStep[]): void {
    for (const { id, node } of left) {
      for (const [from, name] of readingsIn(node)) {
        const source = this.#sourceOf(from, name);
        if (source === null || !this.#done.has(source) || keptCaptures(this.#history, source).has(name)) continue;
        throw new ExecTrouble(
          "exec/not-kept",
          `Step '${id}' needs '${name}', which '${source}' has captured; it was too long to be kept, redacted, or not known.`,
          "Start the runbook again without --resume. With 'store_full_stdout: true', all that is captured is kept.",
        );
      }
    }
  }

  given(variable: Variable): Variable {
    const [, id = ""] = /^steps\.(.*)$/s.exec(variable.name) ?? [];
    const node = this.#order.node(id);
    const names = node === undefined ? [] : outputNames(node);
    const output = names.flatMap((name): readonly (readonly [string, Json])[] => {
      const source = this.#sourceOf(id, name);
      return source !== null && this.#done.has(source)
        ? [[name, keptCaptures(this.#history, source).get(name) ?? null]]
        : [];
    });
    if (output.length === 0) return variable;
    const init: JsonObject = { output: Object.fromEntries(output) };
    return { ...variable, init: { json: init } };
  }

  #sourceOf(id: string, name: string): string | null {
    const node = this.#order.node(id);
    if (node === undefined || !outputNames(node).includes(name)) return null;
    if (node.kind !== "scope") return id;
    const inner = this.#order.of(node.region).filter((one) => outputNames(one).includes(name));
    const last = inner.at(-1);
    return last === undefined ? null : this.#sourceOf(last.id, name);
  }
}

type Reading = readonly [step: string, capture: string];

/** What the values and expressions of a node read of what steps have captured. */
function readingsIn(value: unknown): readonly Reading[] {
  if (typeof value !== "object" || value === null) return [];
  const { expr, variable, path } = value as { readonly [member: string]: unknown };
  const text = typeof expr === "object" && expr !== null && "text" in expr ? String(expr.text) : "";
  const [member, name] = Array.isArray(path) ? path : [];
  const isCapture = typeof variable === "string" && member === "output" && typeof name === "string";
  return [
    ...[...text.matchAll(captured)].map(([, step = "", capture = ""]): Reading => [plain(step), plain(capture)]),
    ...(isCapture ? [[variable.replace(/^steps\./, ""), name] as const] : []),
    ...Object.values(value).flatMap(readingsIn),
  ];
}

const captured = /steps\.(`[^`]+`|\w+)\.output\.(`[^`]+`|\w+)/g;
const plain = (name: string): string => name.replaceAll("`", "");
