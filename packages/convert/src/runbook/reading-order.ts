import { type Flow, isActivity, type Node, type NodeId } from "@rb/ir";
import type { Level } from "../levels.js";

/** A node with the flows that leave it, in their order. */
export interface Stop {
  readonly node: Node;
  readonly outgoing: readonly Flow[];
}

/**
 * The nodes of a level as they are best read: one way to its end before the next, and what several ways lead to behind all of them. What
 * undoes something, and what only handlers lead to, comes after the usual way.
 *
 * This is the reverse of the order in which a search that takes the last way first is done with the nodes.
 */
export function readingOrder({ region, nodes, flows }: Level): readonly Stop[] {
  const outgoing = new Map<NodeId, Flow[]>(nodes.map(({ id }) => [id, []]));
  for (const flow of flows) outgoing.get(flow.from)?.push(flow);
  const stops = new Map(nodes.map((node) => [node.id, { node, outgoing: outgoing.get(node.id) ?? [] }]));
  const left = new Set(stops.keys());
  const done: Stop[] = [];
  // Its own list of what is open: ways may be as long as a document.
  const open: { readonly stop: Stop; readonly next: NodeId[] }[] = [];
  const enter = (id: NodeId): void => {
    const stop = stops.get(id);
    if (stop !== undefined && left.delete(id)) open.push({ stop, next: nextOf(stop) });
  };
  for (const entry of region.entries.toReversed()) {
    enter(entry);
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const next = last.next.pop();
      if (next !== undefined) enter(next);
      else {
        done.push(last.stop);
        open.pop();
      }
    }
  }
  return done.reverse();
}

/** In the order in which they are to be read. */
function nextOf({ node, outgoing }: Stop): NodeId[] {
  const isUsual = ({ port = "out" }: Flow): boolean => port === "out";
  const undo = isActivity(node) && node.compensation !== undefined ? [node.compensation] : [];
  const flows = [...outgoing.filter(isUsual), ...outgoing.filter((flow) => !isUsual(flow))];
  return [...flows.map(({ to }) => to), ...undo];
}
