/** Every reference leads to an element, and to one of the kind that it is for (BPMN 2.0.2, 8.2). Flows and attachments are resolved by the model, which reports theirs. */
import { bpmn } from "../diagnostics.js";
import { describe, words } from "../model/describe.js";
import { attribute, childrenOf, type XmlElement } from "../xml/element.js";
import { type Reference, references } from "./reference-table.js";
import type { Scene } from "./scene.js";

export function checkReferences(scene: Scene): void {
  // What another file defines can't be looked up here.
  const imports = childrenOf(scene.model.definitions, "import").length > 0;
  const check = (owner: XmlElement, name: string, ref: string | undefined, child?: XmlElement): void => {
    const found = references.get(name);
    const reference = found instanceof Map ? found.get(owner.type) : found;
    if (reference !== undefined && ref !== undefined && ref !== "") {
      checkReference(scene, { owner, name, ref, child, reference, imports });
    }
  };
  for (const element of scene.model.elements) {
    for (const name in element.attributes) if (references.has(name)) check(element, name, attribute(element, name));
    if (element.parent !== null && references.has(element.type)) {
      check(element.parent, element.type, element.text.trim(), element);
    }
  }
}

interface Found {
  readonly owner: XmlElement;
  readonly name: string;
  readonly ref: string;
  /** The child element that holds the reference; without one an attribute does. */
  readonly child: XmlElement | undefined;
  readonly reference: Reference;
  readonly imports: boolean;
}

function checkReference(scene: Scene, { owner, name, ref, child, reference, imports }: Found): void {
  const { model, source, findings } = scene;
  const { targets, weight } = reference;
  if (weight === "type" && isForeign(model.definitions, ref)) return;
  const found = model.resolve(ref);
  if (found !== undefined && (targets === null || targets.includes(found.type))) return;
  if (found === undefined && imports && ref.includes(":")) return;
  const origin = child === undefined ? source.originOfAttribute(owner, name) : source.originOf(child);
  const args = { what: describe(owner), attribute: name, ref };
  if (found === undefined) {
    const near = model.near(ref);
    // A name that is nearly that of an error is a mistake in writing.
    if (weight === "code" && !(near !== undefined && targets?.includes(model.resolve(near)?.type ?? ""))) {
      findings.add(bpmn.report("reference-as-code", origin, args));
      return;
    }
    const code = weight === "needed" || weight === "code" ? "unresolved-reference" : "unresolved-detail";
    findings.add(bpmn.report(code, origin, { ...args, near }));
    return;
  }
  const wanted = (targets ?? []).map(words).join(" or ");
  const wrong = bpmn.report("wrong-reference", origin, { ...args, found: words(found.type), wanted });
  findings.add(weight === "drawing" ? { ...wrong, severity: "warning" } : wrong);
}

/** Whether a qualified name belongs to another namespace than that of this document. */
function isForeign(definitions: XmlElement, ref: string): boolean {
  const colon = ref.indexOf(":");
  if (colon === -1) return false;
  const declaration = `xmlns:${ref.slice(0, colon)}`;
  if (!Object.hasOwn(definitions.attributes, declaration)) return false;
  return attribute(definitions, declaration) !== attribute(definitions, "targetNamespace");
}
