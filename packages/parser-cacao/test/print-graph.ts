/** A graph as lines that a person can review. Long ids are cut to their type and a number. */
import type { Bundle, Diagnostic, Flow, Node, Origin } from "@rb/ir";

export function printGraph(bundle: Bundle | null, diagnostics: readonly Diagnostic[]): string {
  const graph = bundle?.graphs[0];
  const lines = diagnostics.map(({ severity, code, origin }) => `${severity} ${code} ${place(origin)}`);
  if (graph !== undefined) {
    const { entries, variables, handlers } = graph.region;
    lines.push(
      `graph ${graph.id}`,
      data("entries", entries),
      ...(variables ?? []).map((variable) => data("variable", variable)),
    );
    for (const { body, triggers, id } of handlers ?? []) lines.push(data("handler", { id, triggers, body }));
    if (graph.meta !== undefined) lines.push(data("meta", graph.meta));
    for (const node of graph.nodes) {
      lines.push("", printNode(node));
      lines.push(...graph.flows.filter((flow) => flow.from === node.id).map(printFlow));
    }
  }
  return `${shortened(lines.join("\n"))}\n`;
}

function printNode({ id, kind, origin, name, ...rest }: Node): string {
  const from = origin.kind === "source" ? (origin.construct ?? "source") : origin.by;
  const title = `${kind} ${id}${name === undefined ? "" : ` "${name}"`} (${from} ${place(origin)})`;
  return [title, ...Object.entries(rest).map(([member, value]) => `  ${data(member, value)}`)].join("\n");
}

function printFlow({ port, to, name, guard, cases, otherwise }: Flow): string {
  const parts = [`  ${port ?? "out"} -> ${to}`];
  if (name !== undefined) parts.push(`"${name}"`);
  if (guard !== undefined) parts.push("expr" in guard ? `when ${guard.expr.text}` : data("when", guard));
  if (cases !== undefined) parts.push(data("cases", cases));
  if (otherwise === true) parts.push("otherwise");
  return parts.join(" ");
}

function place(origin: Origin): string {
  const { start } = origin.kind === "source" ? origin : origin.from;
  return `${start.line}:${start.column}`;
}

function data(name: string, value: unknown): string {
  return `${name} ${JSON.stringify(value, (key, member: unknown) => (key === "origin" ? undefined : member))}`;
}

function shortened(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/([a-z0-9-]+?)--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id, type: string) => {
    if (!names.has(id)) names.set(id, `${type}#${names.size + 1}`);
    return names.get(id) as string;
  });
}
