/** Timers. */
import type { Named } from "./shared.js";

export const timers = {
  "timer-values": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `The timer of ${a.what} has several values; it may have one of date, duration and cycle.`,
  },
  "timer-without-value": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `The timer of ${a.what} has no date, duration or cycle, so somebody has to say when it fires.`,
    help: (): string => "Add a timeDuration such as PT2H.",
  },
  "timer-syntax": {
    severity: "error",
    spec: "ISO 8601",
    message: (a: Named & { text: string; wanted: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is not ${a.wanted}.`,
    help: (): string => "Durations look like PT2H, dates like 2030-01-31T08:00:00Z.",
  },
  "timer-offset": {
    severity: "warning",
    spec: "ISO 8601",
    message: (a: Named & { text: string }): string =>
      `'${a.text}' (the timer of ${a.what}) doesn't say which time zone it is in; it is read as UTC.`,
    help: (): string => "Add an offset, such as Z or +02:00.",
  },
  "timer-cycle": {
    severity: "warning",
    spec: "ISO 8601",
    message: (a: Named & { text: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is not a repeating interval, so somebody has to say when it fires.`,
    help: (): string => "Cycles look like R3/PT10M; cron expressions are a vendor's extension.",
  },
} as const;
