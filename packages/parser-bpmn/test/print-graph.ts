import type { Bundle, Flow, Graph, Guard, Node, Origin, Region, Value } from "@rb/ir";

/** A bundle as text for people to compare: one line for each node and flow, in document order, without places. */
export function printBundle(bundle: Bundle): string {
  const routes = (bundle.routes ?? []).map(
    ({ from, to, message }) =>
      `route ${from.graph}.${from.node} -> ${to.graph}${to.node === undefined ? "" : `.${to.node}`}${message === undefined ? "" : ` "${message}"`}`,
  );
  return [...bundle.graphs.map((graph) => printGraph(graph, graph.id === bundle.main)), ...routes, ""].join("\n");
}

function printGraph(graph: Graph, main: boolean): string {
  return [
    `${main ? "main " : ""}graph ${graph.id}${graph.name === undefined ? "" : ` "${graph.name}"`}`,
    `  ${printRegion(graph.region)}`,
    ...(graph.outputs === undefined ? [] : [`  outputs ${plain(graph.outputs)}`]),
    ...graph.nodes.map((node) => `  ${printNode(node)}`),
    ...graph.flows.map((flow) => `  ${printFlow(flow)}`),
  ].join("\n");
}

function printRegion({ entries, handlers, ...more }: Region): string {
  const inner = (handlers ?? []).map(
    ({ body, origin: _, ...handler }) => `; on ${plain(handler)} ${printRegion(body)}`,
  );
  return `[${[entries.join(" "), ...(Object.keys(more).length === 0 ? [] : [plain(more)])].join(" ")}${inner.join("")}]`;
}

function printNode(node: Node): string {
  const { kind, id, name, origin, meta, description, ...more } = node;
  const rest: Record<string, unknown> = { ...more };
  let region = "";
  if (node.kind === "scope") {
    region = ` ${printRegion(node.region)}`;
    delete rest.region;
  }
  const facts = [
    ...(description === undefined ? [] : [` -- ${description}`]),
    ...(meta === undefined ? [] : [` meta=${JSON.stringify(meta)}`]),
  ];
  const body = Object.keys(rest).length === 0 ? "" : ` ${plain(rest)}`;
  return `${kind} ${id}${made(origin)}${name === undefined ? "" : ` "${name}"`}${region}${body}${facts.join("")}`;
}

function printFlow({ id, from, port, to, slot, guard, otherwise, name, origin }: Flow): string {
  const parts = [
    `flow ${id}${made(origin)}: ${from}${port === undefined ? "" : `.${port}`} -> ${to}`,
    ...(slot === undefined ? [] : [`slot ${slot}`]),
    ...(name === undefined ? [] : [`"${name}"`]),
    ...(guard === undefined ? [] : [`if ${plain(guard)}`]),
    ...(otherwise === true ? ["otherwise"] : []),
  ];
  return parts.join(" ");
}

/** `*` marks what lowering added. */
function made(origin: Origin): string {
  return origin.kind === "source" ? "" : "*";
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(", ")}]`;
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : JSON.stringify(value);
  const short = shorten(value as Value | Guard);
  if (short !== null) return short;
  const members = Object.entries(value).filter(([key]) => key !== "origin");
  return `{${members.map(([key, member]) => `${key}=${plain(member)}`).join(" ")}}`;
}

function shorten(value: Value | Guard): string | null {
  if (Object.keys(value).length > 2) return null;
  if ("json" in value) return JSON.stringify(value.json);
  if ("expr" in value) return `(${value.expr.text})`;
  if ("unspecified" in value) return "?";
  if ("variable" in value && typeof value.variable === "string")
    return `$${[value.variable, ...(value.path ?? [])].join(".")}`;
  if ("result" in value) return ["result", ...value.result].join(".");
  if ("object" in value) return `{${value.object.map(([key, member]) => `${key}: ${plain(member)}`).join(", ")}}`;
  return null;
}
