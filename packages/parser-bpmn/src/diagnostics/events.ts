/** Events, links among them; timers have a file of their own. */
import { didYouMean, type Named } from "./shared.js";

export const events = {
  "start-event-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named): string => `${a.what} must not have an incoming flow.`,
  },
  "end-event-outgoing": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Named): string => `${a.what} must not have an outgoing flow.`,
  },
  "event-definition-not-allowed": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5 Events",
    message: (a: Named & { definition: string; allowed: string }): string =>
      `${a.what} can't have the definition '${a.definition}'; allowed here: ${a.allowed}.`,
  },
  "event-definition-missing": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5 Events",
    message: (a: Named): string => `${a.what} has no event definition, so nothing can ever trigger it.`,
    help: (): string => "Say what it waits for: a message, a timer, a signal, …",
  },
  "boundary-not-attached": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { ref: string | undefined }): string =>
      a.ref === undefined
        ? `${a.what} is attached to nothing.`
        : `${a.what} is attached to '${a.ref}', which is no activity beside it.`,
    help: (): string => "Set attachedToRef to an activity of the same process or subprocess.",
  },
  "boundary-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named): string => `${a.what} must not have an incoming flow.`,
  },
  "cannot-be-non-interrupting": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { definition: string }): string =>
      `${a.what} catches '${a.definition}' and can't be non-interrupting.`,
  },
  "cancel-outside-transaction": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `${a.what} cancels, but there is no transaction ${a.what.startsWith("boundary") ? "under" : "around"} it.`,
  },
  "compensation-outgoing": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named): string => `${a.what} catches compensation and must not have an outgoing flow.`,
    help: (): string => "Tie it to its handler by an association.",
  },
  "compensation-handler": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.7 Compensation",
    message: (a: Named): string =>
      `${a.what} catches compensation but no association leads to an activity with isForCompensation="true".`,
  },
  "compensation-target": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.7 Compensation",
    message: (a: Named & { ref: string }): string =>
      `${a.what} compensates '${a.ref}', which is no activity of this document.`,
  },
  "link-without-partner": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { link: string }): string =>
      `No link event on the same level catches '${a.link}', which ${a.what} throws.`,
    help: (a: { readonly near?: string | undefined }): string =>
      didYouMean(a.near, "Give the two ends of the link the same name."),
  },
  "link-never-thrown": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { link: string }): string => `${a.what} catches the link '${a.link}', which nothing throws.`,
  },
  "link-with-flow": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { flow: "incoming" | "outgoing" }): string =>
      `${a.what} is the end of a link and must not have an ${a.flow} flow.`,
  },
  "trigger-without-name": {
    severity: "info",
    message: (a: Named & { kind: string; name: string }): string =>
      `${a.what} doesn't say which ${a.kind} it is about; it is called '${a.name}'.`,
  },
} as const;
