/**
 * The constraints of BPMN 2.0 that decide whether a process has a meaning at all. They are checked on the document as it
 * was drawn, before anything is lowered, so that a finding names the author's element and not what became of it.
 */

import { activityTypes, eventTypes, gatewayTypes } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { checkActivity } from "./activity-rules.js";
import { checkCalls } from "./call-rules.js";
import { checkConnections } from "./connection-rules.js";
import { checkElements } from "./element-rules.js";
import { checkAwaited } from "./event-gateway-rules.js";
import { checkEvent } from "./event-rules.js";
import { checkDefaultFlow, checkFlows } from "./flow-rules.js";
import { checkGateway } from "./gateway-rules.js";
import { checkIds } from "./id-rules.js";
import { checkLinks } from "./link-rules.js";
import { checkListings } from "./listing-rules.js";
import { checkReferences } from "./reference-rules.js";
import type { Scene } from "./scene.js";
import { Tallies } from "./tally.js";

export function checkRules(given: Omit<Scene, "tallies">): void {
  const scene: Scene = { ...given, tallies: new Tallies() };
  checkIds(scene);
  for (const process of scene.model.processes) checkLevel(scene, process.level);
  checkLinks(scene);
  checkCalls(scene);
  checkReferences(scene);
  checkElements(scene);
  checkListings(scene);
  scene.tallies.report(scene.source, scene.findings);
}

function checkLevel(scene: Scene, level: Level): void {
  checkConnections(scene, level);
  checkFlows(scene, level);
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
  checkAwaited(scene, node);
}
