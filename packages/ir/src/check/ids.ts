import type { Diagnostic } from "../diagnostics.js";
import type { Variable } from "../graph.js";
import type { Origin } from "../origin.js";
import { isActivity } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import { first, type GraphScene } from "./scene.js";

const reservedPorts: ReadonlySet<string> = new Set(["out", "failed", "skipped", "rejected"]);

/** Ids and names that have to differ: of nodes, flows, handlers and variables. */
export function checkIds({ graph, index, regions, add }: GraphScene): void {
  for (const { id, origin } of index.duplicateNodes) {
    add(ir.report("duplicate-node", origin, { id }, first(index.places.get(id)?.node.origin ?? origin)));
  }
  for (const { id, origin } of index.duplicateFlows) {
    add(ir.report("duplicate-flow", origin, { id }, first(index.flows.get(id)?.origin ?? origin)));
  }
  for (const node of graph.nodes) {
    if (!isActivity(node) || node.handlers === undefined) continue;
    eachDuplicate(node.handlers, (id, origin, related) => add(ir.report("duplicate-handler", origin, { id }, related)));
    const jumps = index.jumpPorts.get(node.id) ?? [];
    for (const handler of node.handlers) {
      if (!reservedPorts.has(handler.id) && !jumps.includes(handler.id)) continue;
      add(ir.report("reserved-handler-id", handler.origin, { id: handler.id }));
    }
  }
  for (const { region, origin } of regions) {
    const { variables, handlers } = region;
    if (variables !== undefined) {
      eachTwice(variables, (name) => add(ir.report("duplicate-variable", origin, { name })));
    }
    if (handlers !== undefined) {
      eachDuplicate(handlers, (id, at, related) => add(ir.report("duplicate-handler", at, { id }, related)));
    }
  }
}

function eachDuplicate(
  handlers: readonly { readonly id: string; readonly origin: Origin }[],
  found: (id: string, origin: Origin, related: Diagnostic["related"]) => void,
): void {
  const known = new Map<string, Origin>();
  for (const { id, origin } of handlers) {
    const before = known.get(id);
    if (before === undefined) known.set(id, origin);
    else found(id, origin, first(before));
  }
}

function eachTwice(variables: readonly Variable[], found: (name: string) => void): void {
  const known = new Set<string>();
  for (const { name } of variables) {
    if (known.has(name)) found(name);
    known.add(name);
  }
}
