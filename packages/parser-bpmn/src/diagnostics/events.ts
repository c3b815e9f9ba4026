/** Events; links, messages and timers have files of their own. */
import type { Named } from "./shared.js";

export const events = {
  "start-event-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named): string => `${a.what} must not have an incoming flow.`,
    help: (): string => "To come back to the beginning, lead the flow to what follows the start.",
  },
  "end-event-outgoing": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Named): string => `${a.what} must not have an outgoing flow.`,
    help: (): string => "Make it an intermediate throw event, or take the flow out.",
  },
  "too-much-copied": {
    severity: "error",
    message: (a: Named & { limit: number }): string =>
      `Too much is copied by ${a.what}: for each of its definitions, for each gateway before it, or from what it refers to. The limit is ${a.limit} copies in a document.`,
    help: (): string => "Divide it, or say it in fewer places.",
  },
  "event-definition-not-allowed": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5 Events",
    message: (a: Named & { definition: string; allowed: string }): string =>
      `${a.what} can't have the definition '${a.definition}'; allowed here: ${a.allowed}.`,
    help: (): string => "Choose one of these, or another kind of event.",
  },
  "definition-of-another-event": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.1 Concepts",
    message: (a: Named & { definition: string; owner: string }): string =>
      `${a.what} uses the ${a.definition} that is written inside of ${a.owner}, to which it belongs alone.`,
    help: (): string => "Write the definition beside the processes, where several events may name it.",
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
    help: (): string => "Lead the flow to the activity, or to what follows the event.",
  },
  "cannot-be-non-interrupting": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { definition: string; attribute: string }): string =>
      `${a.what} catches '${a.definition}' and can't be non-interrupting: what it is about has ended by then.`,
    help: (a: { readonly attribute: string }): string => `Set ${a.attribute}="true", or leave it out.`,
  },
  "cancel-outside-transaction": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `${a.what} cancels, but there is no transaction ${a.what.startsWith("boundary") ? "under" : "around"} it.`,
    help: (): string => "Make the subprocess a transaction, or use an error instead.",
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
    message: (a: Named): string => `${a.what} catches compensation, but no association ties it to what compensates.`,
    help: (): string => 'Draw an association to an activity with isForCompensation="true".',
  },
  "compensation-handler-kind": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.7 Compensation",
    message: (a: Named & { handler: string }): string =>
      `${a.what} catches compensation and is tied to ${a.handler}, which is no activity for compensation.`,
    help: (): string => 'Give the task or subprocess isForCompensation="true".',
  },
  "compensation-target": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.7 Compensation",
    message: (a: Named & { ref: string }): string =>
      `${a.what} compensates '${a.ref}', which is no activity of this document.`,
  },
} as const;
