/** What handlers hear, and what comes with it. */
import type { Trigger } from "@rb/ir";
import type { Handler, HandlerEvent } from "../format/model.js";
import { carriesData, triggerOf } from "./lower-event.js";
import type { Lowering } from "./lowering.js";
import type { Place } from "./place.js";

export function triggersOf(lowering: Lowering, { event }: Handler, place: Place): readonly Trigger[] {
  if (event.on !== "error" && event.on !== "escalation") return [triggerOf(lowering, event, place)];
  const { on, codes } = event;
  return codes.length === 0 ? [{ on }] : codes.map((code) => ({ on, code }));
}

/** By which the steps of a handler see what has come: `error`, `message` and so on. */
export function eventName(event: HandlerEvent): string | undefined {
  return event.on === "error" || event.on === "escalation" || carriesData(event) ? event.on : undefined;
}
