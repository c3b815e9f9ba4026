/** Pools and what flows between them. */
import { type Named, one, type Several } from "./shared.js";

export const collaboration = {
  "too-many-properties": {
    severity: "error",
    message: (a: Named & { count: number; limit: number }): string =>
      `${a.what} has ${a.count} correlation properties; the limit is ${a.limit}.`,
    help: (): string => "Correlate by fewer of them: one that nothing else shares is enough.",
  },
  "correlation-path": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.2 Correlation",
    message: (a: Named & { text: string }): string =>
      `Where ${a.what} has its correlation property is not understood: '${a.text}'. The message is told apart without it.`,
    help: (): string => "Name a member of what the message brings, such as 'order.id'.",
  },
  "message-flow-ignored": {
    severity: "info",
    message: (a: Several & { why: string }): string =>
      `The message ${one(a, "flow", "flows")} ${a.names} ${one(a, "has", "have")} no effect: ${a.why}.`,
  },
  "message-flow-without-end": {
    severity: "error",
    spec: "BPMN 2.0.2, 9.4 Message Flow",
    message: (a: Named & { attribute: string }): string => `${a.what} has no ${a.attribute}, so it joins nothing.`,
    help: (): string => "Connect both ends to pools, activities or events, or take the message flow out.",
  },
  "message-flow-artifact": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.1 Artifacts",
    message: (a: Named & { found: string; attribute: string }): string =>
      `The ${a.attribute} of ${a.what} is the ${a.found}; artifacts neither send nor receive messages.`,
    help: (): string => "Connect the message flow to a pool, an activity or an event.",
  },
  "message-flow-within-pool": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.4 Message Flow",
    message: (a: Named & { pool: string }): string =>
      `Both ends of ${a.what} are in ${a.pool}; messages flow between different pools.`,
    help: (): string => "Use a sequence flow or a signal inside of a pool.",
  },
  "start-event-sends": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named & { flow: string }): string =>
      `${a.what} is the source of ${a.flow}; a start event only receives.`,
    help: (): string => "Let a send task or a throwing event behind it send the message.",
  },
  "start-event-without-message": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named & { flow: string }): string =>
      `The ${a.flow} leads to ${a.what}, which doesn't say that it waits for a message.`,
    help: (): string => "Add a messageEventDefinition.",
  },
  "end-event-receives": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Named & { flow: string }): string => `${a.what} is the target of ${a.flow}; an end event only sends.`,
    help: (): string => "Let a receive task or a catching event before it receive the message.",
  },
  "end-event-without-message": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.4 End Event",
    message: (a: Named & { flow: string }): string =>
      `The ${a.flow} leaves ${a.what}, which doesn't say that it sends a message.`,
    help: (): string => "Add a messageEventDefinition.",
  },
  "intermediate-event-message-flow": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { flow: string; way: "catches" | "throws" }): string =>
      `${a.what} ${a.way}, so it can't ${a.way === "catches" ? "send" : "receive"} by ${a.flow}.`,
    help: (): string => "Turn the message flow around, or use the other kind of event.",
  },
  "choreography-ref": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.5 Conversations",
    message: (a: Named): string =>
      `${a.what} must not have a choreographyRef; only a collaboration shows choreographies.`,
    help: (): string => "Take the choreographyRef out.",
  },
  "choreography-closed": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.2 Basic Collaboration Concepts",
    message: (a: Named & { other: string; isClosed: boolean }): string =>
      `${a.what} has isClosed="${a.isClosed}", but the ${a.other} that it shows has the opposite.`,
    help: (): string => "Give both the same isClosed; where it is absent, that means false.",
  },
  "global-conversation-content": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.5 Conversations",
    message: (a: Named & { kinds: string }): string =>
      `${a.what} must not contain: ${a.kinds}. A global conversation has only participants, messages and correlations.`,
    help: (): string => "Make it a collaboration, or move these to the collaboration that calls it.",
  },
  "participant-minimum": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.3 Pool and Participant",
    message: (a: Named & { value: string }): string =>
      `The least number of ${a.what} is '${a.value}'; it has to be a whole number of at least 0.`,
    help: (): string => "Set the minimum to 0 or more.",
  },
  "participant-maximum": {
    severity: "warning",
    spec: "BPMN 2.0.2, 9.3 Pool and Participant",
    message: (a: Named & { value: string; minimum: string }): string =>
      `The greatest number of ${a.what} is '${a.value}'; it has to be a whole number of at least 1, and not less than the least (${a.minimum}).`,
    help: (): string => "Set the maximum to 1 or more, and not below the minimum.",
  },
  "public-process-executable": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.2 Basic Process Concepts",
    message: (a: Named): string =>
      `The ${a.what} is public, so it shows only what its partners see, but is also marked as executable.`,
    help: (): string => 'Set processType="Private", or isExecutable="false".',
  },
} as const;
