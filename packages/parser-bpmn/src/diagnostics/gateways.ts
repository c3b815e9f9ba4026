/** Gateways. */
import type { Named } from "./shared.js";

export const gateways = {
  "event-gateway-target": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { target: string }): string =>
      `${a.what} leads to ${a.target}; it may lead only to receive tasks and to events that catch a message, a signal, a timer or a condition.`,
  },
  "event-gateway-condition": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { flow: string }): string =>
      `The flow ${a.flow} leaves ${a.what} and must not have a condition.`,
  },
  "event-gateway-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named): string => `${a.what} instantiates the process and must not have incoming flows.`,
  },
  "gateway-does-nothing": {
    severity: "info",
    spec: "BPMN 2.0.2, 10.6.1 Sequence Flow Considerations",
    message: (a: Named): string => `${a.what} neither splits nor joins anything.`,
  },
  "complex-without-condition": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.5 Complex Gateway",
    message: (a: Named): string =>
      `${a.what} joins several flows but has no activation condition; every token passes by itself.`,
  },
} as const;
