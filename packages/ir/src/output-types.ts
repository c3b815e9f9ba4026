/** What an output of a graph is, where its author says so: a label of the graph, `output:<name>`, so that plans differ where it does. */
import type { Meta } from "./graph.js";

/** A file by its path, a value as such, or an address. */
export type OutputType = "file" | "object" | "url";

const types: ReadonlySet<string> = new Set(["file", "object", "url"] satisfies OutputType[]);
const prefix = "output:";

/** The labels that say it. */
export function outputLabels(outputs: Iterable<readonly [name: string, type: OutputType]>): {
  readonly [label: string]: string;
} {
  return Object.fromEntries([...outputs].map(([name, type]) => [`${prefix}${name}`, type]));
}

/** The outputs whose type is known, in the order of their labels. */
export function outputTypes(labels: Meta["labels"]): ReadonlyMap<string, OutputType> {
  const found = Object.entries(labels ?? {}).filter(([label, type]) => label.startsWith(prefix) && types.has(type));
  return new Map(found.map(([label, type]) => [label.slice(prefix.length), type as OutputType]));
}
