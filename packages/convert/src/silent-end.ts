import { type Flow, isActivity, type Node } from "@rb/ir";

/** Whether a token ends at a node although that is no end: no flow leaves it when all went well. */
export function endsSilently(node: Node, outgoing: readonly Flow[]): boolean {
  if (outgoing.some(({ port = "out" }) => port === "out")) return false;
  if (isActivity(node) || node.kind === "start" || node.kind === "throw") return true;
  return node.kind === "catch" && node.arms.every(({ port = "out" }) => port === "out");
}
