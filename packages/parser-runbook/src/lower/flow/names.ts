/**
 * Names in flows. `vars.x` is the variable `vars.x` where the runbook declares one, else the variable that the graph calls `x`, whoever
 * declares it. A path that stands alone says exactly which variable, and which member of it; in an expression, `x` is the variable `x`.
 */
import type { ExprSyntaxError, Value } from "@rb/ir";
import type { Reference } from "../../jsonata/analyse.js";
import type { Declarations, Place } from "../place.js";

const segment = "\\.(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]*`)";
const exactPath = new RegExp(`^(vars|result)((?:${segment})*)$`);
const segments = /\.(?:`([^`]*)`|([A-Za-z0-9_]+))/g;

/** The variable, or the member of it or of the result, that the text names; null when it is an expression, or names one that `vars` declares. */
export function exactValue(text: string, declarations: Declarations): Value | null {
  const [, root, rest = ""] = exactPath.exec(text) ?? [];
  if (root === undefined) return null;
  const path = [...rest.matchAll(segments)].map(([, quoted, plain]) => quoted ?? (plain as string));
  if (root === "result") return { result: path };
  const [name, ...members] = path;
  if (name === undefined || isDeclared(name, declarations)) return null;
  return members.length === 0 ? { variable: name } : { variable: name, path: members };
}

/** What the graph calls the variable that a step calls `vars.name`. */
export function nameInGraph(name: string, { isFlow, declarations }: Place): string {
  return isFlow === true && !isDeclared(name, declarations) ? name : `vars.${name}`;
}

function isDeclared(name: string, { vars, variables }: Declarations): boolean {
  return vars.has(name) || variables.has(`vars.${name}`);
}

/** The expression with the graph's own names for what it calls `vars.x`; null where `x` alone would be understood otherwise. */
export function inNamesOfGraph(
  text: string,
  references: readonly Reference[],
  declarations: Declarations,
  analyse: (text: string) => { readonly references: readonly Reference[] } | ExprSyntaxError,
): string | null {
  const raw = references.filter(({ root, member }) => root === "vars" && !isDeclared(member ?? "", declarations));
  if (raw.length === 0) return text;
  let renamed = "";
  let at = 0;
  for (const { offset } of raw.toSorted((a, b) => a.offset - b.offset)) {
    if (!text.startsWith("vars.", offset)) return null;
    renamed += text.slice(at, offset);
    at = offset + "vars.".length;
  }
  renamed += text.slice(at);
  const analysis = analyse(renamed);
  if ("error" in analysis) return null;
  const wanted = references.map((one) => (raw.includes(one) ? one.member : one.name)).sort();
  const found = analysis.references.map(({ name }) => name).sort();
  const isSame = wanted.length === found.length && wanted.every((name, index) => name === found[index]);
  return isSame ? renamed : null;
}
