/** Timers. */
import type { Named } from "./shared.js";

export const timers = {
  "timer-values": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `The timer of ${a.what} has several values; it may have one of date, duration and cycle.`,
    help: (): string => "Keep the one that is meant.",
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
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { text: string; wanted: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is not ${a.wanted} of ISO 8601.`,
    help: (): string => "Durations look like PT2H, dates like 2030-01-31T08:00:00Z, cycles like R3/PT10M.",
  },
  "timer-zero": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { text: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is a cycle without any time between one time and the next.`,
    help: (): string => "Give it a period that is longer than nothing, such as R3/PT10M.",
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
      `'${a.text}' (the timer of ${a.what}) is a cron expression, which is a vendor's extension, so somebody has to say when it fires.`,
    help: (): string => "Write an interval of ISO 8601, such as R/PT24H or R3/PT10M.",
  },
} as const;
