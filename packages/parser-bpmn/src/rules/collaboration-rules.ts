/** Pools, choreographies and conversations (BPMN 2.0.2, chapters 9 and 11). None of them runs; they say how processes belong together. */
import { bpmn } from "../diagnostics.js";
import { describe, words } from "../model/describe.js";
import { attribute, childrenOf, flag, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkCollaboration({ model, source, findings }: Scene, element: XmlElement): void {
  const isClosed = flag(element, "isClosed", false);
  const what = describe(element);
  for (const ref of childrenOf(element, "choreographyRef")) {
    if (element.type !== "collaboration") {
      findings.add(bpmn.report("choreography-ref", source.originOf(ref), { what }));
      continue;
    }
    const choreography = model.resolve(ref.text.trim());
    if (choreography?.type !== "choreography" || flag(choreography, "isClosed", false) === isClosed) continue;
    const other = describe(choreography);
    findings.add(
      bpmn.report("choreography-closed", source.originOfAttribute(element, "isClosed"), { what, other, isClosed }),
    );
  }
}

/** What a global conversation leaves to the collaborations that call it (BPMN 2.0.2, 9.5). */
const notGlobal: ReadonlySet<string> = new Set([
  "conversation",
  "subConversation",
  "callConversation",
  "participantAssociation",
  "messageFlowAssociation",
  "conversationAssociation",
  "association",
  "group",
  "textAnnotation",
]);

export function checkGlobalConversation({ source, findings }: Scene, element: XmlElement): void {
  const found = element.children.filter(({ type }) => notGlobal.has(type));
  const [first] = found;
  if (first === undefined) return;
  const kinds = [...new Set(found.map(({ type }) => words(type)))].join(", ");
  findings.add(bpmn.report("global-conversation-content", source.originOf(first), { what: describe(element), kinds }));
}

/** The least number of participants is 0 where none is given, the greatest 1 (BPMN 2.0.2, 9.3.2). */
export function checkMultiplicity({ source, findings }: Scene, element: XmlElement): void {
  const what = element.parent === null ? describe(element) : describe(element.parent);
  const at = (name: string): ReturnType<typeof source.originOf> => source.originOfAttribute(element, name);
  const [minimum, maximum] = [attribute(element, "minimum") ?? "0", attribute(element, "maximum") ?? "1"];
  const least = wholeNumber(minimum);
  if (least === undefined || least < 0) {
    findings.add(bpmn.report("participant-minimum", at("minimum"), { what, value: minimum }));
  }
  const most = wholeNumber(maximum);
  if (most === undefined || most < 1 || most < (least ?? 0)) {
    findings.add(bpmn.report("participant-maximum", at("maximum"), { what, value: maximum, minimum }));
  }
}

function wholeNumber(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
