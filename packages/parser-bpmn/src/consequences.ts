/** What the check of the graph finds, and what of it the author has been told of with the drawing. */
import { type Diagnostic, type SourceOrigin, sourceOf } from "@rb/ir";
import { has, isBesideTheFlow } from "./model/kinds.js";
import type { FlowNode, Level, Model } from "./model/model.js";
import type { Source } from "./xml/source.js";

/** Without what only follows from a flow or an entry that is missing. `told` is what has been found until now. */
export function withoutConsequences(
  found: readonly Diagnostic[],
  told: readonly Diagnostic[],
  model: Model,
  source: Source,
): readonly Diagnostic[] {
  if (!found.some(({ code }) => code === "ir/unreachable-node" || code === "ir/empty-region")) return found;
  const noEntry = new Set(told.filter(({ code }) => code === "bpmn/no-entry").map(placeOf));
  const explained = new Set<string>();
  const look = (level: Level): void => {
    const isStuck = noEntry.has(placeAt(source.originOf(level.element)));
    for (const node of level.nodes) {
      if (isStuck || isUnconnected(node)) explained.add(placeAt(source.originOf(node.element)));
      if (node.content !== null) look(node.content);
    }
  };
  for (const { level } of model.processes) look(level);
  return found.filter((diagnostic) => {
    if (diagnostic.code === "ir/empty-region") return !noEntry.has(placeOf(diagnostic));
    return diagnostic.code !== "ir/unreachable-node" || !explained.has(placeOf(diagnostic));
  });
}

/** The rules tell of a node that no flow leads to, or of the broken flow that should, and of a link that is never thrown. */
function isUnconnected(node: FlowNode): boolean {
  return node.incoming.length === 0 && (!isBesideTheFlow(node) || has(node, "linkEventDefinition"));
}

function placeOf({ origin }: Diagnostic): string {
  return placeAt(sourceOf(origin));
}

function placeAt({ start }: SourceOrigin): string {
  return `${start.line}:${start.column}`;
}
