/** The parameters of an engine's `inputOutput`: a text, a list, a map, or a script, nested as deep as a document may be. */
import type { Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { vendorName } from "./names.js";
import { type Members, type Place, type ReadText, within } from "./place.js";
import { listOf, objectOf } from "./values.js";

/** Undefined when a script computes it. `readText` reads the texts. */
export function parameterOf(place: Place, readText: ReadText): Value | undefined {
  const { element } = place;
  const content = element.children.find(({ type }) => vendorName(type).dialect === "engine");
  if (content === undefined) return readText(within(place, element, element.text.trim()));
  const inner = within(place, content, content.text.trim());
  switch (vendorName(content.type).local) {
    case "list":
      return listOf(content.children.flatMap((item) => part(inner, item, readText) ?? []));
    case "map":
      return objectOf(entriesOf(inner, content, readText));
    case "script":
      reportScript(inner);
      return undefined;
    default:
      return readText(inner);
  }
}

function entriesOf(place: Place, map: XmlElement, readText: ReadText): Members {
  const members: Members = new Map();
  for (const entry of map.children) {
    const value = parameterOf(within(place, entry, entry.text), readText);
    if (value !== undefined) members.set(attribute(entry, "key") ?? "", value);
  }
  return members;
}

/** An item of a list: a value, a script, or a list or map. */
function part(place: Place, item: XmlElement, readText: ReadText): Value | undefined {
  const { local } = vendorName(item.type);
  if (local === "value") return readText(within(place, item, item.text.trim()));
  return parameterOf(within(place, { ...place.element, children: [item] }, ""), readText);
}

function reportScript({ lowering, node, element, name }: Place): void {
  const args = { what: describe(node), name, why: "a script computes it" };
  lowering.report(bpmn.report("vendor-mapping", lowering.originOf(element), args));
}
