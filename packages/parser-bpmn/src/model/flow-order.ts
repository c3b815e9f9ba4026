/**
 * The flows that a node lists as its `outgoing` are an ordered collection (BPMN 2.0.2, 8.4.13): by it a choice tries them, and a fork
 * lets tokens out. Flows that a node doesn't list come behind, in the order of the document, which is all that most files need.
 */
import type { FlowNode, SequenceFlow } from "./model.js";

/** Puts the flows of a level, and those of each of its nodes, into that order. Flows of different nodes keep their places. */
export function orderFlows(level: { readonly nodes: readonly FlowNode[]; readonly flows: SequenceFlow[] }): void {
  const places = new Map<FlowNode, number[]>();
  level.flows.forEach(({ source }, at) => {
    if (source.outgoing.length < 2) return;
    const known = places.get(source);
    if (known === undefined) places.set(source, [at]);
    else known.push(at);
  });
  for (const [node, at] of places) {
    const ordered = inListedOrder(node);
    (node.outgoing as SequenceFlow[]).splice(0, ordered.length, ...ordered);
    ordered.forEach((flow, index) => {
      level.flows[at[index] as number] = flow;
    });
  }
}

function inListedOrder({ element, outgoing }: FlowNode): readonly SequenceFlow[] {
  const listed = new Map<string, number>();
  for (const name of element.outgoing) {
    const id = name.slice(name.indexOf(":") + 1);
    if (!listed.has(id)) listed.set(id, listed.size);
  }
  const rank = ({ id }: SequenceFlow): number => listed.get(id) ?? listed.size;
  return [...outgoing].sort((a, b) => rank(a) - rank(b));
}
