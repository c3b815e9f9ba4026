import type { Meta, NodeId } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { attribute, child } from "../xml/element.js";
import { authorOf } from "./author.js";
import type { Base, Lowering } from "./lowering.js";

export function baseOf(lowering: Lowering, node: FlowNode, id: NodeId = node.id): Base {
  const { element } = node;
  const name = attribute(element, "name");
  const description = child(element, "documentation")?.text.trim();
  const meta = metaOf(lowering, node);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined || description === "" ? {} : { description }),
    origin: lowering.originOf(element),
    ...(meta === undefined ? {} : { meta }),
  };
}

function metaOf(lowering: Lowering, node: FlowNode): Meta | undefined {
  const lane = lowering.process.lanes.get(node.id);
  const author = authorOf(node.element);
  if (lane === undefined && author === undefined) return undefined;
  return {
    ...(lane === undefined ? {} : { labels: { lane } }),
    ...(author === undefined ? {} : { author }),
  };
}
