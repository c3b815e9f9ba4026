import type { Bounds, LayoutLabel } from "@rb/ir";
import type { Model } from "../model/model.js";
import { attribute, child, childText, type XmlElement } from "../xml/element.js";
import { isReasonable } from "./check-planes.js";

/** What is written at an element; where, if the diagram says so in a way that can be drawn. */
export function labelOf(
  model: Model,
  element: XmlElement,
  bounds: Bounds | undefined,
): { readonly label?: LayoutLabel } {
  const text = shortened(textOf(model, element));
  if (text === "") return {};
  return { label: { text, ...(bounds !== undefined && isReasonable(bounds) ? { bounds } : {}) } };
}

/** Nobody reads more in a drawing, and an element can be drawn many times. */
const longest = 1000;

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function textOf(model: Model, element: XmlElement): string {
  switch (element.type) {
    case "textAnnotation":
      return childText(element, "text") ?? "";
    case "group": {
      const category = model.resolve(attribute(element, "categoryValueRef") ?? "");
      return (category && attribute(category, "value")) ?? "";
    }
    case "dataObjectReference":
    case "dataObject":
      return withState(element);
    case "dataStoreReference": {
      const store = model.resolve(attribute(element, "dataStoreRef") ?? "");
      return nameOf(element) || (store === undefined ? "" : nameOf(store));
    }
    default:
      return nameOf(element);
  }
}

/** Some tools write the state into the name as well. */
function withState(element: XmlElement): string {
  const state = child(element, "dataState");
  const written = state === undefined ? "" : `[${nameOf(state)}]`;
  const name = nameOf(element);
  return written === "[]" || name.endsWith(written) ? name : `${name} ${written}`.trim();
}

function nameOf(element: XmlElement): string {
  return attribute(element, "name")?.trim() ?? "";
}
