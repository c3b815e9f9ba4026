/** What extensions say about a task, as members of the request that its executor gets. */
import type { Binding } from "@rb/ir";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import { rowOf } from "./extensions.js";
import { extensionsOf, vendorName } from "./names.js";
import { type Members, put } from "./place.js";
import { addPerformers } from "./who.js";

/** `task` is the node's own element, or the global task that it calls. */
export function requestMembers(lowering: Lowering, node: FlowNode, task: XmlElement): Members {
  const members: Members = new Map();
  const say = (name: string, element: XmlElement, text: string): void => {
    const row = rowOf(name, task.type);
    row?.say?.(members, { lowering, node, owner: task, element, name: vendorName(name).shown, text });
  };
  for (const [name, value] of task.foreign) say(name, task, value);
  for (const element of extensionsOf(task)) say(element.type, element, element.text.trim());
  addPerformers(members, { lowering, node, owner: task, element: task, name: "a resource", text: "" });
  return members;
}

/** The inputs by which jBPM says who does a user task, and how that is called for people. */
const droolsInputs: ReadonlyMap<string, string> = new Map([
  ["ActorId", "assignee"],
  ["GroupId", "candidateGroups"],
  ["TaskName", "taskName"],
  ["Priority", "priority"],
  ["Comment", "comment"],
  ["Skippable", "skippable"],
]);

/** Adds what the inputs of a jBPM task say about who does it. */
export function addDroolsInputs(members: Members, inputs: readonly Binding[]): void {
  for (const { path, from } of inputs) {
    const member = droolsInputs.get(path[0] ?? "");
    if (member !== undefined) put(members, member, from);
  }
}
