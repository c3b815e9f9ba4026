/** The arms that wait for an event. What it waits for and brings is found out once, however many gateways wait for it too. */
import type { CatchArm, WaitTrigger } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { mayCopy } from "./copies.js";
import { type Brought, broughtBy, intoBy } from "./data.js";
import { messageTrigger, waitTriggersOf } from "./event-definition.js";
import type { Lowering } from "./lowering.js";

interface Awaited {
  readonly triggers: readonly WaitTrigger[];
  readonly brought: Brought;
}

const known = new WeakMap<FlowNode, Awaited>();

/** One arm for each definition of an event, or for the message of a receive task; `by` is the flow that a gateway waits by. */
export function armsOf(lowering: Lowering, event: FlowNode, by?: string): readonly CatchArm[] {
  const before = known.get(event);
  const { triggers, brought } = before ?? awaited(lowering, event);
  const copied = before === undefined ? triggers.length - 1 : triggers.length;
  // The first arm of an event is what the document says; each other one repeats what the event brings.
  const count = copied * (brought.said.length + brought.learnt.length) + (before === undefined ? 0 : triggers.length);
  if (!mayCopy(lowering, event, count)) return [];
  const origin = lowering.originOf(event.element);
  return triggers.map((trigger) => ({
    ...(by === undefined ? {} : { port: by }),
    trigger,
    ...intoBy(brought, [trigger]),
    origin,
  }));
}

function awaited(lowering: Lowering, event: FlowNode): Awaited {
  const triggers =
    event.type === "receiveTask" ? [messageTrigger(lowering, event, event.element)] : waitTriggersOf(lowering, event);
  const found = { triggers, brought: broughtBy(lowering, event) };
  known.set(event, found);
  return found;
}
