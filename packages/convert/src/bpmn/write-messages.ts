/** Message flows between pools (BPMN 2.0.2, 9.4): from an event that throws to one that waits, or to a pool as a whole. */
import { isActivity, type Node, type NodeId } from "@rb/ir";
import type { GraphLevels, Level } from "../levels.js";
import type { CopiedRoute } from "../routes.js";
import type { Writing } from "./level-draft.js";
import type { Line } from "./sheet.js";
import { isWritable, type Xml, xml } from "./xml.js";

export interface WrittenMessages {
  readonly elements: readonly Xml[];
  readonly lines: readonly Line[];
}

/** The pools of graphs, by the ids that these have in the document. */
export type Participants = ReadonlyMap<string, string>;

/** Routes that no message flow would be read back as are reported. */
export function writeMessages(
  { ids, root, account }: Writing,
  routes: readonly CopiedRoute[],
  graphs: readonly GraphLevels[],
  participants: Participants,
): WrittenMessages {
  const nodes = new Map(graphs.flatMap(({ level }) => [...nodesIn(level)]));
  const elements: Xml[] = [];
  const lines: Line[] = [];
  for (const copied of routes) {
    const sender = nodes.get(copied.from[0] ?? "");
    // What no token comes to sends nothing.
    if (sender === undefined) continue;
    const end = endOf(copied, sender, nodes, participants);
    if ("problem" in end) {
      account.notExpressible(`A message flow of '${copied.route.from.node}'`, end.problem, sender.origin);
      continue;
    }
    const messageRef = root.named("message", copied.route.message);
    for (const from of copied.from) {
      const id = ids.fresh(`${from}_message`);
      elements.push(xml("bpmn:messageFlow", { id, sourceRef: from, targetRef: end.target, messageRef }));
      lines.push({ id, from, to: end.target });
      account.native();
    }
  }
  return { elements, lines };
}

function* nodesIn({ nodes, inside, handlers }: Level): Generator<readonly [NodeId, Node]> {
  for (const node of nodes) yield [node.id, node];
  for (const level of inside.values()) yield* nodesIn(level);
  for (const { body } of handlers) yield* nodesIn(body);
}

type End = { readonly target: string } | { readonly problem: string };

function endOf(
  { route, to }: CopiedRoute,
  sender: Node,
  nodes: ReadonlyMap<NodeId, Node>,
  participants: Participants,
): End {
  if (route.from.graph === route.to.graph) return { problem: "message flows lead from one pool to another" };
  if (!throwsMessage(sender)) return { problem: "only an event that throws is read as its source" };
  if (route.message !== undefined && !isWritable(route.message, "attribute")) {
    return { problem: "XML can't hold the name of its message" };
  }
  if (to.nodes === undefined) return { target: participants.get(to.graph.id) as string };
  if (to.nodes.length > 1) return { problem: "it would lead to each of the branches that share its end" };
  const receiver = nodes.get(to.nodes[0] ?? "");
  const target = receiver && receiverAt(receiver, route.message);
  return target === undefined ? { problem: "nothing waits for a message at its end" } : { target };
}

function throwsMessage(node: Node): boolean {
  return (node.kind === "throw" || node.kind === "end") && (node.throws ?? []).some(({ raise }) => raise === "message");
}

/** Where a message comes in: the event itself, or the boundary event that hears it, best by its name. */
function receiverAt(node: Node, message: string | undefined): string | undefined {
  if (node.kind === "catch" || (node.kind === "start" && (node.triggers ?? []).length > 0)) return node.id;
  if (!isActivity(node)) return undefined;
  const hearing = (node.handlers ?? []).filter(({ triggers }) => triggers.some(({ on }) => on === "message"));
  const named = hearing.find(({ triggers }) =>
    triggers.some((one) => one.on === "message" && "json" in one.name && one.name.json === message),
  );
  return (named ?? hearing[0])?.id;
}
