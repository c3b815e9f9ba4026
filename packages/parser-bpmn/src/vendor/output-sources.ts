/** Where vendors write what an activity or event gives back. */
import type { Value } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { extensionsOf, vendorChildren, vendorName } from "./names.js";
import { parameterOf } from "./parameters.js";
import type { Place, ReadText } from "./place.js";
import { targetOf } from "./target.js";
import { feelOf, templateOf } from "./values.js";

/** One output of a mapping. */
export interface OutputSource {
  readonly path: readonly string[];
  readonly place: Place;
  readonly readText: ReadText;
  /** Finds the texts; undefined when something else than a text says what comes out. */
  readonly read: (place: Place, readText: ReadText) => Value | undefined;
  readonly keepsAnswer: boolean;
  /** Whether it sees what the outputs before it give. */
  readonly seesEarlier: boolean;
}

const asText: OutputSource["read"] = (place, readText) => readText(place);

/** The outputs of an activity or event, as they are written. */
export function sourcesOf(lowering: Lowering, node: FlowNode): readonly OutputSource[] {
  return writtenIn(node)
    .flatMap(extensionsOf)
    .flatMap((element) => {
      const { shown, dialect, local } = vendorName(element.type);
      const place: Place = { lowering, node, owner: node.element, element, name: shown, text: "" };
      if (dialect === "zeebe" && local === "ioMapping") return zeebeSources(place);
      if (dialect !== "engine") return [];
      if (local === "inputOutput") return parameters(place, element);
      if (local === "connector")
        return vendorChildren(element, "engine", "inputOutput").flatMap((one) => parameters(place, one));
      if (local === "out" && node.type === "callActivity") return outSource(place);
      return [];
    });
}

/** A message that is sent may have its connector in its definition. */
function writtenIn({ type, element, definitions }: FlowNode): readonly XmlElement[] {
  const sends = type === "endEvent" || type === "intermediateThrowEvent";
  return sends ? [element, ...definitions.map((definition) => definition.element)] : [element];
}

/** What is gathered of each instance reads what the outputs read. */
export function itemSource(place: Place): OutputSource {
  return { path: [], place, readText: feelOf, read: asText, keepsAnswer: true, seesEarlier: false };
}

function zeebeSources(place: Place): readonly OutputSource[] {
  return vendorChildren(place.element, "zeebe", "output").flatMap((element) => {
    const source = { ...place, element, text: attribute(element, "source") ?? "" };
    const path = targetOf(source);
    if (path === null) return [];
    return [{ path, place: source, readText: feelOf, read: asText, keepsAnswer: false, seesEarlier: true }];
  });
}

function parameters(place: Place, inputOutput: XmlElement): readonly OutputSource[] {
  return vendorChildren(inputOutput, "engine", "outputParameter").flatMap((element) => {
    const target = attribute(element, "name");
    const named = { ...place, element, name: `${place.name} '${target}'` };
    if (target === undefined) return [];
    return [
      { path: [target], place: named, readText: templateOf, read: parameterOf, keepsAnswer: true, seesEarlier: true },
    ];
  });
}

/** `out` of a call: only what it names comes back. */
function outSource(place: Place): readonly OutputSource[] {
  const { element } = place;
  const target = attribute(element, "target");
  const source = attribute(element, "source");
  const text = source === undefined ? attribute(element, "sourceExpression") : `\${${source}}`;
  if (target === undefined || text === undefined) return [];
  return [
    {
      path: [target],
      place: { ...place, text },
      readText: templateOf,
      read: asText,
      keepsAnswer: false,
      seesEarlier: false,
    },
  ];
}
