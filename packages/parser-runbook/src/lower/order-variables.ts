/** The order in which variables get their first values: one for all orders in which the document has them, since keys of a map have none. */
import type { Value, Variable } from "@rb/ir";
import { analyse } from "../jsonata/analyse.js";

/**
 * What is there from the beginning comes first, as it is written; then what has to be computed, behind the variables that it reads, otherwise
 * by name. Variables that read each other in a circle stay by name.
 */
export function orderVariables(variables: readonly Variable[]): readonly Variable[] {
  const isConstant = ({ init }: Variable): boolean => init === undefined || "json" in init || "secret" in init;
  const computed = variables.filter((variable) => !isConstant(variable));
  if (computed.length === 0) return variables;
  const byName = new Map(computed.sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]));
  const ordered = new Set(variables.filter(isConstant));
  const begun = new Set<Variable>();
  // The last one is next; what it reads is put behind it. A list instead of calls: chains may be long.
  const open = [...byName.values()].reverse();
  for (let variable = open.at(-1); variable !== undefined; variable = open.at(-1)) {
    if (begun.has(variable)) {
      ordered.add(variable);
      open.pop();
      continue;
    }
    begun.add(variable);
    const read = [...new Set(readBy(variable.init as Value))].flatMap((name) => byName.get(name) ?? []);
    open.push(...read.filter((other) => !begun.has(other)).reverse());
  }
  return [...ordered];
}

function* readBy(value: Value | string): Generator<string> {
  if (typeof value === "string" || "json" in value) return;
  if ("variable" in value) yield value.variable;
  if ("expr" in value) {
    const known = analyse(value.expr.text);
    if ("reads" in known) yield* known.reads;
  }
  if ("text" in value) for (const piece of value.text) yield* readBy(piece);
  if ("list" in value) for (const item of value.list) yield* readBy(item);
  if ("object" in value) for (const [, member] of value.object) yield* readBy(member);
}
