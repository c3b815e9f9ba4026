/** What sends a message: a job, where only an executor knows what is sent and to whom, or a message of the document. */
import type { ThrowNode } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { workerWords } from "../vendor/worker.js";
import { attribute } from "../xml/element.js";
import { addInScope } from "./activity.js";
import { baseOf } from "./base.js";
import { mayRepeat } from "./copies.js";
import { learntBySending } from "./correlation.js";
import { messageThrow } from "./event-definition.js";
import type { Lowering, LowerNode } from "./lowering.js";
import { addTask, lowerTask } from "./task.js";

/** A send task throws a message when the document says which, and nobody is named who sends it. */
export const lowerSendTask: LowerNode = (lowering, node) => {
  const isDrawn = lowering.model.messageFlowsAt(node).some((flow) => flow.source.node === node);
  const isSaid = isDrawn || attribute(node.element, "messageRef") !== undefined;
  if (!isSaid || workerWords(lowering.model, node) !== undefined) {
    lowerTask(lowering, node);
    return;
  }
  const throws = [messageThrow(lowering, node, node.element)];
  const learnt = learntBySending(lowering, node, throws);
  const thrown: ThrowNode = { kind: "throw", ...baseOf(lowering, node), throws, ...learnt };
  addInScope(lowering, node, thrown);
};

/** An event whose message a worker sends is a job, as a send task is. False for any other event. */
export function addWorkerEvent(lowering: Lowering, node: FlowNode): boolean {
  const words = workerWords(lowering.model, node);
  if (words === undefined) return false;
  // A definition may belong to many events.
  if (!words.every((one) => one === node.element || mayRepeat(lowering, node, one))) return false;
  addTask(lowering, node, node.element, words);
  return true;
}
