import type { Flow, Node, NodeId } from "@rb/ir";
import { flowLabel } from "./drawing/labels.js";

/** Scopes in scopes that only lowering knows of; more than this in a row is nobody's document. */
const DEEPEST = 8;

/** A way on, by its condition and by what comes then: `on_true: Wipe it`. */
export function wayTitle(flow: Flow, from: Node, nodes: (id: NodeId) => Node | undefined): string {
  const label = flowLabel(flow, from);
  const target = destination(flow.to, nodes, DEEPEST);
  return label === "" || target === "" || label === target ? label || target || flow.to : `${label}: ${target}`;
}

/** Where a flow leads, in words; a scope that nobody named is entered. */
export function destination(id: NodeId, nodes: (id: NodeId) => Node | undefined, deepest: number = DEEPEST): string {
  const node = nodes(id);
  const name = node?.name?.trim() ?? "";
  if (node === undefined || name !== "") return name || id;
  const [entry] = node.kind === "scope" && node.origin.kind === "synthesized" && deepest > 0 ? node.region.entries : [];
  if (entry !== undefined) return destination(entry, nodes, deepest - 1);
  return node.kind === "end" ? "end" : node.kind === "gateway" ? "" : id;
}
