import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { isDrools } from "../vendor/names.js";
import { attribute, flag, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** A public process shows only what its partners see, which is not enough to run it (BPMN 2.0.2, 10.2.1). */
export function checkProcessType({ source, findings }: Scene, process: XmlElement): void {
  if (attribute(process, "processType")?.toLowerCase() !== "public" || !flag(process, "isExecutable", false)) return;
  const origin = source.originOfAttribute(process, "processType");
  const found = bpmn.report("public-process-executable", origin, { what: describe(process) });
  // jBPM writes that it is public into every process.
  findings.add(isDrools(process) ? { ...found, severity: "warning" } : found);
}
