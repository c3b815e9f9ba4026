import type { Bundle, Flow, Guard, Node, Origin, Value, Variable } from "@rb/ir";

/** A graph as text that a reviewer can read: entries, nodes with what they do, flows. Origins are left out, except whose rule added what. */
export function printGraph(bundle: Bundle): string {
  const [graph] = bundle.graphs;
  if (graph === undefined) return "";
  const lines = [`graph ${graph.id}`, ...regionLines(graph.region.entries, graph.region.variables ?? [], "  ")];
  for (const node of graph.nodes) lines.push(...nodeLines(node));
  for (const flow of graph.flows) lines.push(flowLine(flow));
  for (const { path, from } of graph.outputs ?? []) lines.push(`output ${path.join(".")} = ${printValue(from)}`);
  const { version, governance, messages } = graph;
  for (const [fact, value] of Object.entries({ version, governance, messages }))
    if (value !== undefined) lines.push(`${fact} ${compact(value)}`);
  return `${lines.join("\n")}\n`;
}

function regionLines(entries: readonly string[], variables: readonly Variable[], indent: string): string[] {
  const names = variables.map(({ name, init, secret, scope }) => {
    const kept = secret === true ? ` (secret${scope === undefined ? "" : `, ${scope}`})` : "";
    return `${name}${kept}${init === undefined ? "" : ` = ${printValue(init)}`}`;
  });
  return [
    `${indent}entries ${entries.join(", ")}`,
    ...(names.length === 0 ? [] : [`${indent}variables ${names.join(", ")}`]),
  ];
}

function nodeLines(node: Node): string[] {
  const { kind, id, name, origin, routing, ...rest } = node;
  const lines = [`${kind} ${id}${name === undefined || name === id ? "" : ` "${name}"`}${addedBy(origin)}`];
  if (routing !== undefined)
    lines.push(`  take ${routing.take}${routing.select === undefined ? "" : ` by ${printValue(routing.select)}`}`);
  for (const [field, value] of Object.entries(rest)) {
    if (field === "region") {
      const { entries, variables, ...others } = (node as Extract<Node, { kind: "scope" }>).region;
      lines.push(...regionLines(entries, variables ?? [], "  "));
      if (Object.keys(others).length > 0) lines.push(`  region ${compact(others)}`);
    } else lines.push(`  ${field} ${compact(value)}`);
  }
  return lines;
}

function addedBy(origin: Origin): string {
  if (origin.kind === "synthesized") return ` (${origin.by})`;
  return origin.construct === undefined ? "" : ` [${origin.construct}]`;
}

function flowLine(flow: Flow): string {
  const port = flow.port === undefined ? "" : `.${flow.port}`;
  const slot = flow.slot === undefined ? "" : ` slot ${flow.slot}`;
  const guard = flow.guard === undefined ? "" : ` if ${printGuard(flow.guard)}`;
  const cases = flow.cases === undefined ? "" : ` case ${flow.cases.map((one) => JSON.stringify(one)).join(", ")}`;
  const otherwise = flow.otherwise === true ? " otherwise" : "";
  return `${flow.from}${port} -> ${flow.to}${slot}${guard}${cases}${otherwise}${addedBy(flow.origin)}`;
}

function printGuard(guard: Guard): string {
  if ("expr" in guard) return guard.expr.text;
  return "variable" in guard ? printValue(guard) : compact(guard);
}

function printValue(value: Value): string {
  return compact(value);
}

/** JSON without origins; an expression is its text. */
function compact(value: unknown): string {
  return JSON.stringify(value, (key, member) => {
    if (key === "origin") return undefined;
    return key === "expr" ? (member as { text: string }).text : member;
  });
}
