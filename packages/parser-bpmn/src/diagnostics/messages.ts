/** What messages, signals and escalations of events are called. */
import { type Named, one, type Several } from "./shared.js";

export const messages = {
  "trigger-without-name": {
    severity: "info",
    message: (a: Several): string =>
      `${a.names} ${one(a, "doesn't", "don't")} say which message or signal ${one(a, "it is", "they are")} about; ${one(a, "it goes by its", "each goes by its own")} name.`,
    help: (): string => "Set messageRef or signalRef where the drawn name isn't what others call it.",
  },
  "signal-without-name": {
    severity: "info",
    message: (a: Several): string =>
      `${a.names} ${one(a, "doesn't", "don't")} say which signal ${one(a, "it is", "they are")} about. All such events mean the same one, which is called 'signal'.`,
    help: (): string => "Set signalRef to a signal of the document where different ones are meant.",
  },
  "message-missing": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `${a.what} doesn't say which message it is about, although the process is executable; it goes by the name of the event.`,
    help: (): string => "Set messageRef to a message of the document.",
  },
  "message-without-operation": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Several): string =>
      `${a.names} ${a.count === 1 ? "doesn't" : "don't"} say which operation the message belongs to, although the process is executable.`,
    help: (): string => "Add an operationRef if the message is one of an interface; a run doesn't need it.",
  },
  "escalation-without-code": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.4 Escalation",
    message: (a: Named): string =>
      `${a.what} throws an escalation that has no code, so handlers can only catch any escalation, or this very one.`,
    help: (): string => "Name an escalation with an escalationCode.",
  },
} as const;
