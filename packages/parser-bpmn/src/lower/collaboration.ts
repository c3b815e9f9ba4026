import type { Diagnostic, Node, NodeId, Route } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { listed } from "../model/describe.js";
import type { FlowNode, MessageEnd, MessageFlow, Model, Process } from "../model/model.js";
import { attribute } from "../xml/element.js";
import type { Source } from "../xml/source.js";
import type { LoweredProcess } from "./process.js";

/** Message flows between pools of the document: what is thrown at one end reaches the other, whatever else has its name. */
export function routesOf(
  model: Model,
  source: Source,
  lowered: ReadonlyMap<Process, LoweredProcess>,
  report: (diagnostic: Diagnostic) => void,
): readonly Route[] {
  if (model.messageFlows.length === 0) return [];
  const ends = new Map([...lowered].map(([process, one]) => [process, indexed(one)]));
  const ignored = new Map<string, MessageFlow[]>();
  const routes = model.messageFlows.flatMap((flow) => {
    const route = routeOf(model, flow, ends);
    if (typeof route !== "string") return [route];
    const others = ignored.get(route);
    if (others === undefined) ignored.set(route, [flow]);
    else others.push(flow);
    return [];
  });
  for (const [why, flows] of ignored) {
    const args = { count: flows.length, names: listed(flows, ({ id }) => `'${id}'`), why };
    report(bpmn.report("message-flow-ignored", source.originOf((flows[0] as MessageFlow).element), args));
  }
  return routes;
}

interface Indexed extends LoweredProcess {
  readonly nodes: ReadonlyMap<NodeId, Node>;
}

function indexed(lowered: LoweredProcess): Indexed {
  return { ...lowered, nodes: new Map(lowered.graph.nodes.map((node) => [node.id, node])) };
}

function routeOf(model: Model, flow: MessageFlow, lowered: ReadonlyMap<Process, Indexed>): Route | string {
  const from = graphOf(flow.source, lowered);
  const to = graphOf(flow.target, lowered);
  if (from === undefined || to === undefined) return "at one end is a pool without a process in this document";
  if (from === to) return "both ends lie in the same pool";
  const sender = flow.source.node === null ? undefined : senderOf(flow.source.node, from);
  if (sender === undefined) return "nothing at the source sends a message";
  const message = model.resolve(attribute(flow.element, "messageRef") ?? "");
  const name = message === undefined ? undefined : (attribute(message, "name") ?? attribute(message, "id"));
  const node = flow.target.node === null ? undefined : receiverOf(flow.target.node, to);
  if (flow.target.node !== null && node === undefined) return "nothing at the target waits for a message";
  return {
    from: { graph: from.graph.id, node: sender },
    to: { graph: to.graph.id, ...(node === undefined ? {} : { node }) },
    ...(name === undefined ? {} : { message: name }),
  };
}

function graphOf(end: MessageEnd, lowered: ReadonlyMap<Process, Indexed>): Indexed | undefined {
  return end.process === null ? undefined : lowered.get(end.process);
}

/** The node that throws where the author drew the sender. */
function senderOf(node: FlowNode, { nodes }: Indexed): string | undefined {
  const throwing = nodes.get(`${node.id}/send`) ?? nodes.get(node.id);
  const throws = throwing?.kind === "throw" || throwing?.kind === "end" ? (throwing.throws ?? []) : [];
  return throws.some((one) => one.raise === "message") ? throwing?.id : undefined;
}

/** The node that waits where the author drew the receiver; a boundary event waits at its activity, an event behind an event gateway at the gateway. */
function receiverOf(node: FlowNode, { nodes, placements }: Indexed): string | undefined {
  const gateway = node.incoming.find((flow) => flow.source.type === "eventBasedGateway")?.source;
  const wanted = gateway !== undefined && nodes.has(gateway.id) ? gateway.id : node.id;
  const id = node.type === "boundaryEvent" ? placements.get(node)?.exit : wanted;
  const found = nodes.get(id ?? "");
  if (found === undefined) return undefined;
  const waits = found.kind === "catch" || (found.kind === "start" && found.triggers !== undefined);
  return waits || node.type === "boundaryEvent" ? found.id : undefined;
}
