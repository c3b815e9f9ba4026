/** What the lowering of every type of step shares: the members of a node, the ways on, the timeout. */
import { type BoundaryHandler, type Meta, type Node, type NodeId, type Origin, synthesized } from "@rb/ir";
import { authorOf, loweredStepMembers } from "./author.js";
import type { Draft } from "./draft.js";
import type { Instance, Lowering } from "./lowering.js";

/** Members that every node of a step begins with. */
export interface NodeStart {
  readonly id: NodeId;
  readonly name?: string;
  readonly description?: string;
  readonly origin: Origin;
  readonly meta?: Meta;
}

/** The node of a step, with what its kind has beyond that. Put together in place: to spread the beginning into another object takes many times as long. */
export function nodeOf<const Rest extends Pick<Node, "kind">>(instance: Instance, rest: Rest): NodeStart & Rest {
  const { id, step, origin } = instance;
  const { name, description, tree } = step;
  const author = authorOf(tree, loweredStepMembers);
  const node: Partial<Draft<NodeStart>> = { id };
  if (name !== undefined) node.name = name;
  if (description !== undefined) node.description = description;
  node.origin = origin;
  if (author !== undefined) node.meta = { author };
  return Object.assign(node as NodeStart, rest);
}

/** Flows from an activity to what the step goes on with, after success and after failure. */
export function goOn(lowering: Lowering, instance: Instance, from: NodeId): void {
  const { step, frame } = instance;
  if (step.own?.isAlone === true) {
    if (step.next !== undefined) lowering.passOver(step.next);
    return;
  }
  const next = lowering.branches.continuation(frame, step);
  if (next !== undefined) {
    const to = lowering.target(frame, next, from);
    const port = step.own?.ports.get(step.onSuccess === undefined ? "on_completion" : "on_success");
    if (to !== undefined)
      lowering.flow(from, to, lowering.document.originOf(next.at), port === undefined ? {} : { port });
  }
  goOnFailed(lowering, instance, from);
}

export function goOnFailed(lowering: Lowering, { step, frame }: Instance, from: NodeId): void {
  if (step.onFailure === undefined) return;
  const to = lowering.target(frame, step.onFailure, from);
  if (to !== undefined)
    lowering.flow(from, to, lowering.document.originOf(step.onFailure.at), {
      port: step.own?.ports.get("on_failure") ?? "failed",
    });
}

/** The step's `timeout`, where no scope around it has that. */
export function ownTimeout(lowering: Lowering, instance: Instance): ReturnType<typeof timeoutHandler> {
  return instance.wrapper === undefined ? timeoutHandler(lowering, instance) : {};
}

/**
 * The step's `timeout`: a timer on the activity that leads to `on_failure`; without one, to an error that the workflow's
 * exception step can take (CACAO 2.0, workflow step: timeout).
 */
export function timeoutHandler(
  lowering: Lowering,
  instance: Instance,
): { readonly handlers?: readonly BoundaryHandler[] } {
  const { step, frame } = instance;
  // What it hears is said beside it.
  if (step.timeoutMs === 0 || step.own?.node !== undefined) return {};
  const on = instance.wrapper ?? instance.id;
  const rule = synthesized("cacao/timeout", instance.origin);
  const id = `${instance.id}/timeout`;
  let to = step.onFailure === undefined ? undefined : lowering.target(frame, step.onFailure, id);
  if (to === undefined) {
    to = lowering.freshId(`${instance.id}/timed-out`);
    const message = { json: `'${step.name ?? step.id}' took longer than ${step.timeoutMs} ms.` };
    lowering.add({ id: to, kind: "end", throws: [{ raise: "error", code: "timeout", message }], origin: rule });
  }
  lowering.flow(on, to, rule, { port: id });
  return { handlers: [{ id, triggers: [{ on: "timer", after: { json: step.timeoutMs } }], origin: rule }] };
}
