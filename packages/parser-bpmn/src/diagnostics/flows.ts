/** Sequence flows. */
import { didYouMean, type Named } from "./shared.js";

export const flows = {
  "dangling-sequence-flow": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: { id: string; end: "source" | "target"; ref: string | undefined }): string =>
      a.ref === undefined
        ? `The sequence flow '${a.id}' has no ${a.end}.`
        : `The ${a.end} of sequence flow '${a.id}' is '${a.ref}', which is not in this document.`,
    help: (a: { readonly near?: string | undefined }): string =>
      didYouMean(a.near, "Connect the flow to an activity, an event or a gateway."),
  },
  "flow-endpoint": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: { id: string; end: "source" | "target"; found: string }): string =>
      `The ${a.end} of sequence flow '${a.id}' is ${a.found}; only activities, gateways and events can be.`,
  },
  "flow-crosses-border": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: { id: string }): string => `The sequence flow '${a.id}' crosses the border of a subprocess or a pool.`,
    help: (): string => "Use a message flow between pools, and an event at the border of a subprocess.",
  },
  "default-flow": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: Named & { ref: string }): string =>
      `The default of ${a.what} is '${a.ref}', which is no flow that leaves it.`,
    help: (a: { near: string | undefined }): string => didYouMean(a.near, "Name one of the flows that leave it."),
  },
  "no-entry": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named): string =>
      `Nothing in ${a.what} can begin: there is no start event, and every node has an incoming flow.`,
    help: (): string => "Add a start event.",
  },
  "choice-without-condition": {
    severity: "warning",
    message: (a: Named & { flow: string }): string =>
      `The flow ${a.flow} leaves ${a.what} without a condition, so somebody has to choose when it gets there.`,
    help: (): string => "Give the flow a condition, or make it the default.",
  },
  "condition-ignored": {
    severity: "warning",
    message: (a: Named & { flow: string }): string =>
      `The condition of flow ${a.flow} is ignored, because it leaves ${a.what}.`,
  },
} as const;
