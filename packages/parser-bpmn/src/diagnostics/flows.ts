/** Sequence flows. */
import { didYouMean, type Named, one, type Several } from "./shared.js";

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
    help: (): string =>
      "Connect the flow to an activity, an event or a gateway; an event subprocess is started by its event alone.",
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
    message: (a: Named & Several): string =>
      `${one(a, "A flow leaves", "Flows leave")} ${a.what} without a condition (${a.names}), so somebody has to choose when it gets there.`,
    help: (): string => "Give each flow a condition, or make it the default.",
  },
  "condition-ignored": {
    severity: "warning",
    message: (a: Named & { flow: string }): string =>
      `The condition of flow ${a.flow} is ignored, because it leaves ${a.what}.`,
  },
  "flow-not-immediate": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: { id: string; more: number }): string =>
      `The sequence flow '${a.id}'${a.more === 0 ? "" : ` (and ${a.more} more)`} has isImmediate="false": things that aren't drawn may happen on it, which an executable process can't allow.`,
    help: (): string => "Draw what happens, and take the attribute out.",
  },
  "lone-conditional-flow": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: Named & { id: string }): string =>
      `The sequence flow '${a.id}' is the only one that leaves ${a.what}, but has a condition: where it doesn't hold, there is no way on.`,
    help: (): string => "Take the condition out, or draw a second flow for the other case.",
  },
  "flow-not-listed": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: Several): string =>
      `${a.names} ${one(a, "is", "are")} not listed, as outgoing or incoming, by a node at the other end. Flows are read from their own ends alone.`,
    help: (): string => "List each flow as outgoing of its source and as incoming of its target.",
  },
  "listed-flow-elsewhere": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.13 Sequence Flow",
    message: (a: Several): string =>
      `${a.names} list${one(a, "s", "")} as incoming or outgoing what is no sequence flow that leads there or leaves from there.`,
    help: (): string => "Take these out of the lists, or correct the ends of the flows.",
  },
} as const;
