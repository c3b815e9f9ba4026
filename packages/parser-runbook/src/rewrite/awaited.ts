/** What can be waited for, and what is done when something happens. */
import type { Awaited, Handler, HandlerEvent } from "../format/model.js";
import { spanOf } from "./spans.js";
import type { WriteSteps } from "./words.js";
import { linesOf, type Written, writtenOf } from "./written.js";

type Members = readonly (readonly [string, Written | undefined])[];

/** The fields of a race's way, or of a handler. */
export function comingOf(awaited: Awaited): Members {
  switch (awaited.on) {
    case "span":
      return [["after", spanOf(awaited.span)]];
    case "moment":
      return [["until", writtenOf(awaited.moment)]];
    case "message":
      return [
        ["message", writtenOf(awaited.name)],
        ["key", awaited.key && writtenOf(awaited.key)],
      ];
    case "signal":
      return [["signal", writtenOf(awaited.name)]];
    case "condition":
      return [["condition", writtenOf(awaited.condition)]];
  }
}

function eventOf(event: HandlerEvent): Members {
  if (event.on !== "error" && event.on !== "escalation") return comingOf(event);
  const [first = "any", second] = event.codes;
  return [[event.on, second === undefined ? first : event.codes]];
}

export function handlersOf(handlers: readonly Handler[], writeSteps: WriteSteps): Written {
  return handlers.map(({ name, event, alongside, steps }) =>
    linesOf([
      ["name", name],
      ...eventOf(event),
      ["alongside", alongside ? true : undefined],
      ["steps", writeSteps(steps)],
    ]),
  );
}
