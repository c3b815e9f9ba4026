/** Which events may stand where, with which definitions and flows (BPMN 2.0.2, 10.5). */
import { bpmn } from "../diagnostics.js";
import { compensationHandler } from "../lower/activity.js";
import { extensionNames } from "../lower/author.js";
import { describe, words } from "../model/describe.js";
import { has, isEventSubprocess } from "../model/kinds.js";
import { isLinkCatch, isLinkThrow, linkName } from "../model/links.js";
import type { FlowNode, Level } from "../model/model.js";
import { child, flag } from "../xml/element.js";
import type { Scene } from "./scene.js";

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
  checkTimers(scene, node);
  checkFlows(scene, node);
  if (node.type === "boundaryEvent") checkBoundary(scene, node);
  if (has(node, "linkEventDefinition")) checkLink(scene, node);
  const cancels = node.type === "endEvent" && has(node, "cancelEventDefinition");
  if (cancels && !liesInTransaction(node)) report(scene, node, "cancel-outside-transaction");
}

function placeOf(node: FlowNode): Place {
  if (node.type !== "startEvent") return node.type as Place;
  const { owner } = node.level;
  if (owner === null) return "startEvent";
  return isEventSubprocess(owner) ? "eventSubprocessStart" : "subprocessStart";
}

function checkDefinitions({ source, findings }: Scene, node: FlowNode): void {
  const place = placeOf(node);
  const kinds = allowed.get(place) ?? [];
  const what = describe(node);
  for (const { type, element } of node.definitions) {
    const kind = type.slice(0, -"EventDefinition".length);
    if (kinds.includes(kind)) continue;
    if (place === "subprocessStart") {
      findings.add(bpmn.report("typed-start-in-subprocess", source.originOf(node.element), { what }));
      return;
    }
    const args = { what, definition: words(type), allowed: kinds.join(", ") };
    findings.add(bpmn.report("event-definition-not-allowed", source.originOf(element), args));
  }
  // Vendors define triggers of their own; those are reported as extensions.
  const vendor = extensionNames(node.element).length > 0;
  if (node.definitions.length === 0 && !kinds.includes("none") && !vendor) {
    findings.add(bpmn.report("event-definition-missing", source.originOf(node.element), { what }));
  }
  const interrupts = flag(node.element, node.type === "boundaryEvent" ? "cancelActivity" : "isInterrupting", true);
  if (interrupts || (place !== "boundaryEvent" && place !== "eventSubprocessStart")) return;
  for (const definition of ["error", "cancel", "compensate"]) {
    if (!has(node, `${definition}EventDefinition`)) continue;
    findings.add(bpmn.report("cannot-be-non-interrupting", source.originOf(node.element), { what, definition }));
  }
}

function checkTimers({ source, findings }: Scene, node: FlowNode): void {
  for (const { type, element } of node.definitions) {
    if (type !== "timerEventDefinition") continue;
    const values = ["timeDate", "timeDuration", "timeCycle"].filter((name) => child(element, name) !== undefined);
    if (values.length > 1)
      findings.add(bpmn.report("timer-values", source.originOf(element), { what: describe(node) }));
  }
}

function checkFlows(scene: Scene, node: FlowNode): void {
  if (node.type === "startEvent" && node.incoming.length > 0) report(scene, node, "start-event-incoming");
  if (node.type === "endEvent" && node.outgoing.length > 0) report(scene, node, "end-event-outgoing");
  if (node.type === "boundaryEvent" && node.incoming.length > 0) report(scene, node, "boundary-incoming");
}

function checkBoundary(scene: Scene, node: FlowNode): void {
  if (has(node, "cancelEventDefinition") && node.host !== null && node.host.type !== "transaction") {
    report(scene, node, "cancel-outside-transaction");
  }
  if (!has(node, "compensateEventDefinition")) return;
  if (node.outgoing.length > 0) report(scene, node, "compensation-outgoing");
  if (compensationHandler(scene.model, node) === undefined) report(scene, node, "compensation-handler");
}

function liesInTransaction(node: FlowNode): boolean {
  for (let owner = node.level.owner; owner !== null; owner = owner.level.owner) {
    if (owner.type === "transaction") return true;
  }
  return false;
}

function checkLink({ model, source, findings }: Scene, node: FlowNode): void {
  const origin = source.originOf(node.element);
  const what = describe(node);
  const link = linkName(node);
  const wrong = isLinkThrow(node) ? node.outgoing : node.incoming;
  if (wrong.length > 0) {
    findings.add(bpmn.report("link-with-flow", origin, { what, flow: isLinkThrow(node) ? "outgoing" : "incoming" }));
  }
  if (isLinkThrow(node) && model.linkTarget(node) === undefined) {
    findings.add(
      bpmn.report("link-without-partner", origin, { what, link, near: findings.near(link, caughtLinks(node.level)) }),
    );
  }
  if (isLinkCatch(node) && !model.isLinkTarget(node)) {
    findings.add(bpmn.report("link-never-thrown", origin, { what, link }));
  }
}

/** Lazy, since it is only gone through while there are few mistakes. */
function* caughtLinks(level: Level): Iterable<string> {
  for (const node of level.nodes) if (isLinkCatch(node)) yield linkName(node);
}

type Plain =
  | "start-event-incoming"
  | "end-event-outgoing"
  | "boundary-incoming"
  | "cancel-outside-transaction"
  | "compensation-outgoing"
  | "compensation-handler";

function report({ source, findings }: Scene, node: FlowNode, reason: Plain): void {
  findings.add(bpmn.report(reason, source.originOf(node.element), { what: describe(node) }));
}
