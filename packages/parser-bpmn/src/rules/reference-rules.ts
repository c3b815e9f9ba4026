/** Every reference leads to an element, and to one of the kind that it is for (BPMN 2.0.2, 8.2). Flows and attachments are resolved by the model, which reports theirs. */
import { bpmn } from "../diagnostics.js";
import { describe, words } from "../model/describe.js";
import { attribute, childrenOf, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

const items = ["dataObject", "dataObjectReference", "dataStoreReference", "property", "dataInput", "dataOutput"];
const itemDefinition = ["itemDefinition"];
const message = ["message"];
const dataInput = ["dataInput"];
const dataOutput = ["dataOutput"];
const interfaces = ["interface"];

/** The kinds that a reference may name, by the attribute or child that holds it. */
const wanted: ReadonlyMap<string, readonly string[]> = new Map([
  ["messageRef", message],
  ["inMessageRef", message],
  ["outMessageRef", message],
  ["signalRef", ["signal"]],
  ["errorRef", ["error"]],
  ["escalationRef", ["escalation"]],
  ["operationRef", ["operation"]],
  ["interfaceRef", interfaces],
  ["supportedInterfaceRef", interfaces],
  ["itemRef", itemDefinition],
  ["itemSubjectRef", itemDefinition],
  ["dataObjectRef", ["dataObject"]],
  ["dataStoreRef", ["dataStore"]],
  ["dataInputRefs", dataInput],
  ["optionalInputRefs", dataInput],
  ["whileExecutingInputRefs", dataInput],
  ["dataOutputRefs", dataOutput],
  ["optionalOutputRefs", dataOutput],
  ["whileExecutingOutputRefs", dataOutput],
  ["processRef", ["process"]],
  ["participantRef", ["participant"]],
  ["definitionalCollaborationRef", ["collaboration", "choreography", "globalConversation"]],
  ["correlationPropertyRef", ["correlationProperty"]],
  ["resourceRef", ["resource"]],
]);

/** Without these nobody knows what an event is about; a missing detail of data or partners leaves a run as it is. */
const needed: ReadonlySet<string> = new Set(["messageRef", "signalRef", "errorRef", "escalationRef"]);
const associations: ReadonlySet<string> = new Set(["dataInputAssociation", "dataOutputAssociation"]);

export function checkReferences(scene: Scene): void {
  // What another file defines can't be looked up here.
  const imports = childrenOf(scene.model.definitions, "import").length > 0;
  for (const element of scene.model.elements) {
    for (const name in element.attributes) {
      const kinds = wanted.get(name);
      if (kinds !== undefined) checkReference(scene, element, name, attribute(element, name), kinds, imports);
    }
    const kinds = wanted.get(element.type) ?? (isAssociationEnd(element) ? items : undefined);
    if (kinds !== undefined && element.parent !== null) {
      checkReference(scene, element.parent, element.type, element.text.trim(), kinds, imports);
    }
  }
}

function isAssociationEnd({ type, parent }: XmlElement): boolean {
  return (type === "sourceRef" || type === "targetRef") && parent !== null && associations.has(parent.type);
}

function checkReference(
  { model, source, findings }: Scene,
  element: XmlElement,
  name: string,
  ref: string | undefined,
  kinds: readonly string[],
  imports: boolean,
): void {
  if (ref === undefined || ref === "") return;
  const found = model.resolve(ref);
  if (found !== undefined && kinds.includes(found.type)) return;
  const origin = source.originOf(element);
  const what = describe(element);
  if (found !== undefined) {
    const args = { what, attribute: name, ref, found: words(found.type), wanted: kinds.map(words).join(" or ") };
    findings.add(bpmn.report("wrong-reference", origin, args));
  } else if (!(imports && ref.includes(":"))) {
    const code = needed.has(name) ? "unresolved-reference" : "unresolved-detail";
    findings.add(bpmn.report(code, origin, { what, attribute: name, ref, near: model.near(ref) }));
  }
}
