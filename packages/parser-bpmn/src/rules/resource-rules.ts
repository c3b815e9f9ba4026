/** Who does an activity: a resource with parameters, or an expression that finds it (BPMN 2.0.2, 10.3.1). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { child, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export const resourceRoleTypes: readonly string[] = ["resourceRole", "performer", "humanPerformer", "potentialOwner"];

export function checkResourceRole({ source, findings }: Scene, role: XmlElement): void {
  const resource = child(role, "resourceRef");
  const assignment = child(role, "resourceAssignmentExpression");
  const binding = child(role, "resourceParameterBinding");
  const what = `${describe(role)}${role.parent === null ? "" : ` of ${describe(role.parent)}`}`;
  if (resource !== undefined && assignment !== undefined) {
    findings.add(bpmn.report("resource-twice", source.originOf(assignment), { what }));
  }
  if (binding !== undefined && (resource === undefined || assignment !== undefined)) {
    findings.add(bpmn.report("resource-binding", source.originOf(binding), { what }));
  }
}
