import { bpmn } from "../diagnostics.js";
import { attribute, BPMN, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** A parser reads no files, so nothing of another BPMN document can be found (BPMN 2.0.2, 8.2.2). Imports of schemas only define types. */
export function checkImport({ source, findings }: Scene, element: XmlElement): void {
  const missing = ["importType", "location"].filter((name) => (attribute(element, name) ?? "") === "");
  if (missing.length > 0) {
    findings.add(bpmn.report("import-incomplete", source.originOf(element), { missing: missing.join(" and no ") }));
  }
  if (attribute(element, "importType") !== BPMN) return;
  const location = attribute(element, "location") ?? attribute(element, "namespace") ?? "";
  findings.add(bpmn.report("import-not-read", source.originOfAttribute(element, "location"), { location }));
}
