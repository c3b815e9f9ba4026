import type { Meta, NodeId } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { child } from "../xml/element.js";
import { authorOf } from "./author.js";
import type { Base, Draft, Lowering } from "./lowering.js";

export function baseOf(lowering: Lowering, node: FlowNode, id: NodeId = node.id): Base {
  const { element } = node;
  const base: Draft<Base> = { id, origin: lowering.originOf(element) };
  const name = nameOf(element);
  if (name !== undefined) base.name = name;
  const description = child(element, "documentation")?.text.trim();
  if (description !== undefined && description !== "") base.description = description;
  const meta = metaOf(lowering, node);
  if (meta !== undefined) base.meta = meta;
  return base;
}

function metaOf(lowering: Lowering, node: FlowNode): Meta | undefined {
  const lane = lowering.process.lanes.get(node.id);
  const author = authorOf(node.element);
  if (lane === undefined && author === undefined) return undefined;
  const meta: Draft<Meta> = {};
  if (lane !== undefined) meta.labels = { lane };
  if (author !== undefined) meta.author = author;
  return meta;
}
