/** Activities: tasks, subprocesses, calls and their loops. */
import type { Named } from "./shared.js";

export const activities = {
  "quantity-below-one": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3 Activities",
    message: (a: Named & { attribute: string; value: string }): string =>
      `The ${a.attribute} of ${a.what} is '${a.value}'; it has to be a whole number of at least 1.`,
  },
  "too-many-copies": {
    severity: "error",
    message: (a: Named & { count: number; limit: number }): string =>
      `${a.what} begins in ${a.count} ways, each of which needs a copy of what follows; the limit is ${a.limit}.`,
  },
  "handlers-shared": {
    severity: "warning",
    message: (a: Named): string =>
      `${a.what} has several start events; the event subprocesses inside of it are active only when it is started by the first.`,
    help: (): string => "Give each start event an event subprocess of its own.",
  },
  "two-loops": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named): string => `${a.what} has more than one loop marker.`,
  },
  "loop-maximum": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { value: string }): string =>
      `The loopMaximum of ${a.what} is '${a.value}'; it has to be a whole number of at least 0.`,
  },
  "loop-input": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { ref: string }): string =>
      `The loopDataInputRef of ${a.what} is '${a.ref}', which is no data input of it.`,
    help: (): string =>
      "Declare a dataInput in the ioSpecification of the activity, let a dataInputAssociation fill it, and name that here.",
  },
  "instances-missing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { variable: string }): string =>
      `${a.what} doesn't say how often it is done; the variable '${a.variable}' has to be given.`,
    help: (): string => "Add a loopCardinality or a collection.",
  },
  "instantiating-receive-task": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named): string => `${a.what} instantiates the process and must not have incoming flows.`,
  },
  "event-subprocess-start": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.5 Sub-Processes",
    message: (a: Named): string => `${a.what} is started by an event, but has no start event that says which.`,
  },
  "typed-start-in-subprocess": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: Named): string => `${a.what} lies in an embedded subprocess and must not have an event definition.`,
    help: (): string => "Put an intermediate catch event behind it instead.",
  },
  "ad-hoc-content": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.5 Sub-Processes",
    message: (a: Named & { problem: string }): string => `${a.what} is ad hoc and ${a.problem}.`,
  },
  "called-process-start": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: { id: string }): string =>
      `The process '${a.id}' is called, but has no start event without a definition.`,
  },
  "call-without-target": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.6 Call Activity",
    message: (a: Named): string => `${a.what} doesn't say what it calls.`,
    help: (): string => "Set calledElement to the id of a process.",
  },
} as const;
