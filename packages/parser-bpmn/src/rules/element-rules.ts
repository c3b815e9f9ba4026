/** Rules about single elements, wherever in the document they stand. */
import { eventTypes } from "../model/kinds.js";
import type { XmlElement } from "../xml/element.js";
import { checkCollaboration, checkGlobalConversation, checkMultiplicity } from "./collaboration-rules.js";
import { checkAssociation, checkEventData } from "./data-rules.js";
import { checkDataSets } from "./data-set-rules.js";
import { checkConditional, checkExpression, expressionTypes } from "./expression-rules.js";
import { checkLanguages, checkScript, checkTextFormat } from "./format-rules.js";
import { checkImport } from "./import-rules.js";
import { callableTypes, checkBinding, checkInterfaces } from "./interface-rules.js";
import { checkCollection, checkDataReference, checkProperty } from "./item-rules.js";
import { checkMessageFlow } from "./message-flow-rules.js";
import { checkProcessType } from "./process-rules.js";
import { checkResourceRole, resourceRoleTypes } from "./resource-rules.js";
import type { Scene } from "./scene.js";
import { checkReceiveTask, checkSendTask, checkServiceTask } from "./task-rules.js";

type Check = (scene: Scene, element: XmlElement) => void;

const table: readonly (readonly [types: Iterable<string>, ...checks: Check[]])[] = [
  [["definitions"], checkLanguages],
  [["import"], checkImport],
  [["documentation", "textAnnotation"], checkTextFormat],
  [["process"], checkProcessType],
  [callableTypes, checkInterfaces],
  [["ioBinding"], checkBinding],
  [["collaboration", "choreography", "globalConversation"], checkCollaboration],
  [["globalConversation"], checkGlobalConversation],
  [["participantMultiplicity"], checkMultiplicity],
  [["messageFlow"], checkMessageFlow],
  [resourceRoleTypes, checkResourceRole],
  [["serviceTask"], checkServiceTask],
  [["sendTask"], checkSendTask],
  [["receiveTask"], checkReceiveTask],
  [["scriptTask", "globalScriptTask"], checkScript],
  [["dataObject", "dataInput", "dataOutput"], checkCollection],
  [["dataObjectReference"], checkDataReference],
  [["property"], checkProperty],
  [["ioSpecification", ...eventTypes], checkDataSets],
  [eventTypes, checkEventData],
  [["dataInputAssociation", "dataOutputAssociation"], checkAssociation],
  [expressionTypes, checkExpression],
  [["conditionalEventDefinition"], checkConditional],
];

const checks = byType();

export function checkElements(scene: Scene): void {
  for (const element of scene.model.elements) {
    for (const check of checks.get(element.type) ?? []) check(scene, element);
  }
}

function byType(): ReadonlyMap<string, readonly Check[]> {
  const found = new Map<string, Check[]>();
  for (const [types, ...those] of table) {
    for (const type of types) found.set(type, [...(found.get(type) ?? []), ...those]);
  }
  return found;
}
