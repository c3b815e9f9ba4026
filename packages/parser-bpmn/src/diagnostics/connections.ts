/** Nodes that a flow should lead to or leave, and levels without a beginning or an end. Drawings break these all the time, and run. */
import { one, type Several } from "./shared.js";

export const connections = {
  "level-without-start": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Several): string =>
      `${a.names} ${one(a, "has an end event", "have end events")} but no start event; what no flow leads to begins at once.`,
    help: (): string => "Add a start event.",
  },
  "level-without-end": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Several): string =>
      `${a.names} ${one(a, "has a start event", "have start events")} but no end event; a token ends where its flow does.`,
    help: (): string => "Add an end event.",
  },
  "start-event-without-outgoing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Several): string => `No flow leaves ${a.names}, so nothing happens after ${one(a, "it", "them")}.`,
    help: (): string => "Draw a sequence flow to what is to be done first.",
  },
  "end-event-without-incoming": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Several): string => `No flow leads to ${a.names}, so ${one(a, "it is", "they are")} never reached.`,
    help: (): string => "Draw a sequence flow from what comes before, or take the event out.",
  },
  "intermediate-event-without-incoming": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Several): string =>
      `No flow leads to ${a.names}; an intermediate event stands between a start and an end.`,
    help: (): string => "Draw a sequence flow from what comes before, or make it a start event.",
  },
  "intermediate-event-without-outgoing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Several): string =>
      `No flow leaves ${a.names}; an intermediate event stands between a start and an end.`,
    help: (): string => "Draw a sequence flow to what comes next, or make it an end event.",
  },
  "boundary-without-outgoing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Several): string =>
      `No flow leaves ${a.names}, so nothing happens when ${one(a, "it", "they")} fire${one(a, "s", "")}.`,
    help: (): string => "Draw a sequence flow to what is to be done then.",
  },
  "node-without-incoming": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Several): string =>
      `No flow leads to ${a.names}, although there is a start event beside ${one(a, "it", "them")}.`,
    help: (): string => "Draw a sequence flow from what comes before.",
  },
  "node-without-outgoing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Several): string =>
      `No flow leaves ${a.names}, although there is an end event beside ${one(a, "it", "them")}; a token ends there.`,
    help: (): string => "Draw a sequence flow to what comes next, or to an end event.",
  },
} as const;
