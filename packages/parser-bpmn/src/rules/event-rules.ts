/** Which events may stand where, with which definitions and flows (BPMN 2.0.2, 10.5). */
import { bpmn } from "../diagnostics.js";
import { describe, words } from "../model/describe.js";
import { eventTypes, has, hasForeignContent, isEventSubprocess } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { flag } from "../xml/element.js";
import { checkBoundary } from "./boundary-rules.js";
import { checkMessages, checkThrownEscalations } from "./message-rules.js";
import type { Scene } from "./scene.js";
import { checkTimers } from "./timer-rules.js";
import { checkTriggers } from "./trigger-rules.js";

const waits = ["message", "timer", "conditional", "signal"];
const faults = ["error", "escalation", "compensate"];

/** What each kind of event may be about; where `none` is missing, an event without a definition is an error. */
const allowed: ReadonlyMap<Place, readonly string[]> = new Map([
  ["startEvent", ["none", ...waits]],
  ["eventSubprocessStart", [...waits, ...faults]],
  ["subprocessStart", ["none"]],
  ["intermediateCatchEvent", [...waits, "link"]],
  ["intermediateThrowEvent", ["none", "message", "signal", "escalation", "compensate", "link"]],
  ["boundaryEvent", [...waits, ...faults, "cancel"]],
  ["endEvent", ["none", "message", "signal", ...faults, "cancel", "terminate"]],
]);

type Place =
  | "startEvent"
  | "eventSubprocessStart"
  | "subprocessStart"
  | "intermediateCatchEvent"
  | "intermediateThrowEvent"
  | "boundaryEvent"
  | "endEvent";

export function checkEvent(scene: Scene, node: FlowNode): void {
  checkDefinitions(scene, node);
  checkInterrupting(scene, node);
  checkReuse(scene, node);
  checkTimers(scene, node);
  checkMessages(scene, node);
  checkTriggers(scene, node);
  checkThrownEscalations(scene, node);
  checkFlows(scene, node);
  if (node.type === "boundaryEvent") checkBoundary(scene, node);
  const cancels = node.type === "endEvent" && has(node, "cancelEventDefinition");
  if (cancels && !liesInTransaction(node)) report(scene, node, "cancel-outside-transaction");
}

function placeOf(node: FlowNode): Place {
  if (node.type !== "startEvent") return node.type as Place;
  const { owner } = node.level;
  if (owner === null) return "startEvent";
  return isEventSubprocess(owner) ? "eventSubprocessStart" : "subprocessStart";
}

function checkDefinitions(scene: Scene, node: FlowNode): void {
  const { source, findings } = scene;
  const place = placeOf(node);
  const kinds = allowed.get(place) ?? [];
  for (const { type, at } of node.definitions) {
    const kind = type.slice(0, -"EventDefinition".length);
    if (kinds.includes(kind)) continue;
    if (place === "subprocessStart") {
      report(scene, node, "typed-start-in-subprocess");
      return;
    }
    const args = { what: describe(node), definition: words(type), allowed: kinds.join(", ") };
    findings.add(bpmn.report("event-definition-not-allowed", source.originOf(at), args));
  }
  if (node.definitions.length > 0 || kinds.includes("none")) return;
  const missing = bpmn.report("event-definition-missing", source.originOf(node.element), { what: describe(node) });
  // Vendors define triggers of their own, which only their engine knows.
  findings.add(hasForeignContent(node) ? { ...missing, severity: "warning" } : missing);
}

function checkInterrupting({ source, findings }: Scene, node: FlowNode): void {
  const place = placeOf(node);
  if (place !== "boundaryEvent" && place !== "eventSubprocessStart") return;
  const name = place === "boundaryEvent" ? "cancelActivity" : "isInterrupting";
  if (flag(node.element, name, true)) return;
  for (const definition of ["error", "cancel", "compensate"]) {
    if (!has(node, `${definition}EventDefinition`)) continue;
    const args = { what: describe(node), definition, attribute: name };
    findings.add(bpmn.report("cannot-be-non-interrupting", source.originOfAttribute(node.element, name), args));
  }
}

/** A definition that is written inside of an event belongs to that event alone (BPMN 2.0.2, 10.5.1). */
function checkReuse({ source, findings }: Scene, node: FlowNode): void {
  for (const { element, at } of node.definitions) {
    const owner = element.parent;
    if (element === at || owner === null || owner === node.element) continue;
    if (!eventTypes.has(owner.type) && owner.type !== "implicitThrowEvent") continue;
    const args = { what: describe(node), definition: describe(element), owner: describe(owner) };
    findings.add(bpmn.report("definition-of-another-event", source.originOf(at), args));
  }
}

function checkFlows(scene: Scene, node: FlowNode): void {
  if (node.type === "startEvent" && node.incoming.length > 0) report(scene, node, "start-event-incoming");
  if (node.type === "endEvent" && node.outgoing.length > 0) report(scene, node, "end-event-outgoing");
}

function liesInTransaction(node: FlowNode): boolean {
  for (let owner = node.level.owner; owner !== null; owner = owner.level.owner) {
    if (owner.type === "transaction") return true;
  }
  return false;
}

type Plain = "start-event-incoming" | "end-event-outgoing" | "typed-start-in-subprocess" | "cancel-outside-transaction";

function report({ source, findings }: Scene, node: FlowNode, reason: Plain): void {
  findings.add(bpmn.report(reason, source.originOf(node.element), { what: describe(node) }));
}
