import type { Flow, Graph } from "@rb/ir";
import type { Account } from "./conversion.js";
import type { GraphLevels } from "./levels.js";

/**
 * Tells of joins that wait for a flow by which no token ever comes. What no token comes to is not written, and without that flow the join would
 * no longer wait: the one thing about nodes out of reach that a run could notice.
 */
export function tellUnreached(graphs: readonly GraphLevels[], account: Account): void {
  for (const { graph, copies } of graphs) {
    const isWritten = (id: string): boolean => copies.has(id);
    for (const flow of waitedInVain(graph, isWritten)) {
      const what = `That '${flow.to}' waits for what comes from '${flow.from}', to which no token comes,`;
      account.notExpressible(what, "what can't be reached is left out", flow.origin);
    }
  }
}

function waitedInVain({ nodes, flows }: Graph, isWritten: (id: string) => boolean): readonly Flow[] {
  // `each` waits for nothing, `reachable` not for what can't come.
  const joins = new Set(
    nodes.flatMap((node) => {
      const rule = node.kind === "gateway" && isWritten(node.id) ? node.join?.rule : undefined;
      return rule === "all" || rule === "count" ? node.id : [];
    }),
  );
  const slotOf = ({ to, slot, id }: Flow): string => JSON.stringify([to, slot ?? id]);
  const filled = new Set(flows.filter(({ from }) => isWritten(from)).map(slotOf));
  return flows.filter((flow) => joins.has(flow.to) && !isWritten(flow.from) && !filled.has(slotOf(flow)));
}
