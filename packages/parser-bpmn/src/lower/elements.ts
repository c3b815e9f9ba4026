/**
 * The table of elements: what becomes of everything that BPMN 2.0 allows inside of a process. A flow node has a function
 * that lowers it; the rest is read by the element around it, ignored because it changes nothing, or not supported.
 * `docs/supported-bpmn.md` says the same for people.
 */
import { lowerCallActivity } from "./call-activity.js";
import { lowerEventGateway } from "./event-gateway.js";
import { lowerBoundaryEvent, lowerCatchEvent, lowerEndEvent, lowerStartEvent, lowerThrowEvent } from "./events.js";
import { lowerComplexGateway, lowerExclusiveGateway, lowerInclusiveGateway, lowerParallelGateway } from "./gateway.js";
import type { LowerNode } from "./lowering.js";
import { lowerSendTask } from "./send.js";
import { lowerAdHocSubprocess, lowerSubprocess } from "./subprocess.js";
import { lowerReceiveTask, lowerTask } from "./task.js";

export type Row =
  | { readonly as: "node"; readonly lower: LowerNode }
  /** Read by the element around it, or by those that refer to it. */
  | { readonly as: "part" }
  /** Changes nothing about a run. */
  | { readonly as: "ignored" }
  | { readonly as: "unsupported"; readonly why: string }
  /** The standard forbids it at this place. */
  | { readonly as: "forbidden" };

const node = (lower: LowerNode): Row => ({ as: "node", lower });
const part: Row = { as: "part" };
const ignored: Row = { as: "ignored" };
const forbidden: Row = { as: "forbidden" };
const unsupported = (why: string): Row => ({ as: "unsupported", why });

export const elements: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["task", node(lowerTask)],
  ["userTask", node(lowerTask)],
  ["manualTask", node(lowerTask)],
  ["serviceTask", node(lowerTask)],
  ["scriptTask", node(lowerTask)],
  ["businessRuleTask", node(lowerTask)],
  ["sendTask", node(lowerSendTask)],
  ["receiveTask", node(lowerReceiveTask)],
  ["callActivity", node(lowerCallActivity)],
  ["subProcess", node(lowerSubprocess)],
  ["transaction", node(lowerSubprocess)],
  ["adHocSubProcess", node(lowerAdHocSubprocess)],

  ["exclusiveGateway", node(lowerExclusiveGateway)],
  ["inclusiveGateway", node(lowerInclusiveGateway)],
  ["parallelGateway", node(lowerParallelGateway)],
  ["complexGateway", node(lowerComplexGateway)],
  ["eventBasedGateway", node(lowerEventGateway)],

  ["startEvent", node(lowerStartEvent)],
  ["endEvent", node(lowerEndEvent)],
  ["intermediateThrowEvent", node(lowerThrowEvent)],
  ["intermediateCatchEvent", node(lowerCatchEvent)],
  ["boundaryEvent", node(lowerBoundaryEvent)],
  ["implicitThrowEvent", unsupported("it can only stand in the behaviour of a multi-instance activity.")],
  ["event", unsupported("it doesn't say which event it is.")],

  ["sequenceFlow", part],
  ["laneSet", part],
  ["documentation", part],
  ["extensionElements", part],
  ["property", part],
  ["dataObject", part],
  ["dataObjectReference", part],
  ["dataStoreReference", part],
  ["ioSpecification", part],
  ["dataInputAssociation", part],
  ["dataOutputAssociation", part],
  ["association", part],
  ["correlationSubscription", part],
  ["incoming", part],
  ["outgoing", part],
  ["standardLoopCharacteristics", part],
  ["multiInstanceLoopCharacteristics", part],
  ["completionCondition", part],
  ["resourceRole", part],
  ["performer", part],
  ["humanPerformer", part],
  ["potentialOwner", part],

  ["textAnnotation", ignored],
  ["group", ignored],
  ["auditing", ignored],
  ["monitoring", ignored],
  ["supports", ignored],
  ["supportedInterfaceRef", ignored],
  ["artifact", ignored],

  ["ioBinding", unsupported("interfaces of callable processes are not carried out.")],

  ["choreographyTask", forbidden],
  ["subChoreography", forbidden],
  ["callChoreography", forbidden],
  ["callConversation", unsupported("conversations can't be run.")],
]);
