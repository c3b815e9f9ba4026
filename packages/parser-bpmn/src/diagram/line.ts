import type { LayoutLine } from "@rb/ir";
import { activityTypes } from "../model/kinds.js";
import type { FlowNode, Model } from "../model/model.js";
import { attribute, child, childText, type XmlElement } from "../xml/element.js";
import { labelOf } from "./label.js";
import type { DrawnEdge } from "./read-planes.js";

type Kind = Pick<LayoutLine, "as" | "heads" | "when" | "graph">;
type Ends = Pick<LayoutLine, "from" | "to">;

/** Null for an edge of something that isn't drawn as a line. */
export function lineOf(model: Model, { element, label, points }: DrawnEdge): LayoutLine | null {
  const kind = kindOf(model, element);
  const id = attribute(element, "id");
  if (kind === null || id === undefined) return null;
  return { id, ...kind, points, ...endsOf(element), ...labelOf(model, element, label) };
}

function kindOf(model: Model, element: XmlElement): Kind | null {
  switch (element.type) {
    case "sequenceFlow": {
      const source = model.nodeOf(attribute(element, "sourceRef") ?? "");
      const graph = source?.level.process.id;
      return { as: "flow", heads: "end", ...whenOf(element, source), ...(graph === undefined ? {} : { graph }) };
    }
    case "messageFlow":
      return { as: "message", heads: "end" };
    case "association": {
      const direction = attribute(element, "associationDirection");
      return { as: "association", heads: direction === "One" ? "end" : direction === "Both" ? "both" : "none" };
    }
    case "dataInputAssociation":
    case "dataOutputAssociation":
      return { as: "data", heads: "end" };
    default:
      return null;
  }
}

/** Only at activities is a condition drawn; a gateway's flows are known to have some (BPMN 2.0.2, 8.4.13). */
function whenOf(flow: XmlElement, source: FlowNode | undefined): Pick<LayoutLine, "when"> {
  if (source === undefined) return {};
  if (attribute(source.element, "default") === attribute(flow, "id")) return { when: "otherwise" };
  const isConditional = activityTypes.has(source.type) && child(flow, "conditionExpression") !== undefined;
  return isConditional ? { when: "condition" } : {};
}

/** Data is connected to the activity that the association is part of. */
function endsOf(element: XmlElement): Ends {
  const owner = element.parent === null ? undefined : attribute(element.parent, "id");
  const ends =
    element.type === "dataInputAssociation"
      ? [childText(element, "sourceRef"), owner]
      : element.type === "dataOutputAssociation"
        ? [owner, childText(element, "targetRef")]
        : [attribute(element, "sourceRef"), attribute(element, "targetRef")];
  const [from, to] = ends.map((reference) => reference?.slice(reference.indexOf(":") + 1));
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
