/**
 * The constraints of BPMN 2.0 that decide whether a process has a meaning at all. They are checked on the document as it
 * was drawn, before anything is lowered, so that a finding names the author's element and not what became of it.
 */

import { activityTypes, eventTypes, gatewayTypes } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { checkActivity } from "./activity-rules.js";
import { checkCalledProcesses } from "./call-rules.js";
import { checkData } from "./data-rules.js";
import { checkEvent } from "./event-rules.js";
import { checkDefaultFlow } from "./flow-rules.js";
import { checkGateway } from "./gateway-rules.js";
import { checkReferences } from "./reference-rules.js";
import type { Scene } from "./scene.js";

export function checkRules(scene: Scene): void {
  for (const process of scene.model.processes) checkLevel(scene, process.level);
  checkCalledProcesses(scene);
  checkReferences(scene);
  checkData(scene);
}

function checkLevel(scene: Scene, level: Level): void {
  for (const node of level.nodes) {
    checkNode(scene, node);
    if (node.content !== null) checkLevel(scene, node.content);
  }
}

function checkNode(scene: Scene, node: FlowNode): void {
  checkDefaultFlow(scene, node);
  if (activityTypes.has(node.type)) checkActivity(scene, node);
  else if (eventTypes.has(node.type)) checkEvent(scene, node);
  else if (gatewayTypes.has(node.type)) checkGateway(scene, node);
}
