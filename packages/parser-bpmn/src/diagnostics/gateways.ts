/** Gateways. */
import type { Named, Several } from "./shared.js";

interface Ways extends Named {
  readonly incoming: number;
  readonly outgoing: number;
}

export const gateways = {
  "gateway-does-nothing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.1 Sequence Flow Considerations",
    message: (a: Several): string =>
      `${a.names} neither ${a.count === 1 ? "splits nor joins" : "split nor join"} anything: a gateway has several flows on at least one side.`,
    help: (): string => "Take the gateway out, or draw the flows that it should split or join.",
  },
  "gateway-converging": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.9 Gateway",
    message: (a: Ways): string => `${a.what} says that it only joins, but ${a.outgoing} flows leave it.`,
    help: (): string => 'Set gatewayDirection to "Mixed", or leave it out.',
  },
  "gateway-diverging": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.9 Gateway",
    message: (a: Ways): string => `${a.what} says that it only splits, but ${a.incoming} flows lead to it.`,
    help: (): string => 'Set gatewayDirection to "Mixed", or leave it out.',
  },
  "gateway-mixed": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.9 Gateway",
    message: (a: Ways): string =>
      `${a.what} says that it both joins and splits, but has ${a.incoming} incoming and ${a.outgoing} outgoing flows.`,
    help: (): string => 'Set gatewayDirection to "Converging" or "Diverging", or leave it out.',
  },
  "event-gateway-ways": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Several): string =>
      `${a.names} ${a.count === 1 ? "leads" : "lead"} to fewer than two events, so there is no race between them.`,
    help: (): string => "Draw a flow to each event that it waits for, or let the one event stand in the flow.",
  },
  "event-gateway-target": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { target: string }): string =>
      `${a.what} leads to ${a.target}; it may lead only to receive tasks and to events that catch a message, a signal, a timer or a condition.`,
    help: (): string => "Put a catching event between the two.",
  },
  "event-gateway-boundary": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { gateway: string; event: string }): string =>
      `${a.what} waits behind ${a.gateway} and must not have boundary events, but ${a.event} is attached to it.`,
    help: (): string => "Put an event behind the gateway for what the boundary event catches.",
  },
  "event-gateway-mixes": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { task: string; event: string }): string =>
      `${a.what} waits for messages in two ways: by ${a.task} and by ${a.event}.`,
    help: (): string => "Use receive tasks for all of its messages, or events for all.",
  },
  "event-gateway-shared": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { gateway: string }): string =>
      `${a.what} waits behind ${a.gateway}, but another flow leads to it as well.`,
    help: (): string => "Give the other flow an event of its own.",
  },
  "event-gateway-condition": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { flow: string }): string =>
      `The flow ${a.flow} leaves ${a.what} and must not have a condition: the events behind it decide.`,
    help: (): string => "Take the condition out, or put a gateway behind the event.",
  },
  "event-gateway-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named): string => `${a.what} instantiates the process and must not have incoming flows.`,
    help: (): string => 'Take the flow out, or set instantiate="false".',
  },
  "complex-without-condition": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.5 Complex Gateway",
    message: (a: Named): string =>
      `${a.what} joins several flows but has no activation condition; every token passes by itself.`,
    help: (): string => "Add an activationCondition, such as activationCount >= 2.",
  },
} as const;
