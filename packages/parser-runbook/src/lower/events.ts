/** What can be waited for or handled, and what comes with it. */
import type { Trigger, WaitTrigger } from "@rb/ir";
import type { Awaited, Handler, HandlerEvent } from "../format/model.js";
import type { Lowering } from "./lowering.js";
import type { Place } from "./place.js";

export function triggerOf({ values }: Lowering, awaited: Awaited, place: Place): WaitTrigger {
  switch (awaited.on) {
    case "span":
      return { on: "timer", after: values.span(awaited.span, place) };
    case "moment":
      return { on: "timer", at: values.value(awaited.moment, place) };
    case "message":
      return {
        on: "message",
        name: values.value(awaited.name, place),
        ...(awaited.key === undefined ? {} : { key: values.value(awaited.key, place) }),
      };
    case "signal":
      return { on: "signal", name: values.value(awaited.name, place) };
    case "condition":
      return { on: "condition", test: values.condition(awaited.condition, place) };
  }
}

/** Whether something comes with it that can be kept. */
export function carriesData(awaited: Awaited): boolean {
  return awaited.on === "message" || awaited.on === "signal";
}

export function triggersOf(lowering: Lowering, { event }: Handler, place: Place): readonly Trigger[] {
  if (event.on !== "error" && event.on !== "escalation") return [triggerOf(lowering, event, place)];
  const { on, codes } = event;
  return codes.length === 0 ? [{ on }] : codes.map((code) => ({ on, code }));
}

/** By which the steps of a handler see what has come: `error`, `message` and so on. */
export function eventName(event: HandlerEvent): string | undefined {
  return event.on === "error" || event.on === "escalation" || carriesData(event) ? event.on : undefined;
}
