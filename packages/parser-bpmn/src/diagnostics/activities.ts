/** Activities: tasks, subprocesses, calls and their loops. */
import type { Named, Several } from "./shared.js";

const itemHelp = 'Let the collection be isCollection="true", and both name the same structure.';

export const activities = {
  "quantity-below-one": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3 Activities",
    message: (a: Named & { attribute: string; value: string }): string =>
      `The ${a.attribute} of ${a.what} is '${a.value}'; it has to be a whole number of at least 1.`,
    help: (): string => "Give it a whole number from 1, or leave it out, which means 1.",
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
    help: (): string =>
      "Keep one of them; to loop in both ways, put the activity into a subprocess that has the other.",
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
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { variable: string }): string =>
      `${a.what} doesn't say how often it is done; the variable '${a.variable}' has to be given.`,
    help: (): string => "Add a loopCardinality or a collection.",
  },
  "instantiating-receive-task": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named): string => `${a.what} instantiates the process and must not have incoming flows.`,
    help: (): string => 'Take the flows out, or the attribute instantiate="true".',
  },
  "event-subprocess-start": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.3.5 Sub-Processes",
    message: (a: Named): string => `${a.what} is started by an event, but has no start event that says which.`,
    help: (): string => "Add a start event with a definition: an error, a timer, a message, …",
  },
  "event-subprocess-starts": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.5 Sub-Processes",
    message: (a: Named & { count: number }): string =>
      `${a.what} has ${a.count} start events; the standard allows one. Each of them triggers it by itself.`,
    help: (): string => "Give one start event several definitions, or draw an event subprocess for each.",
  },
  "transaction-method": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.5 Sub-Processes",
    message: (a: Named & { method: string }): string =>
      `The method of ${a.what} is '${a.method}', which is neither a URI nor one of ##Compensate, ##Image and ##Store.`,
    help: (): string => "Leave it out to compensate, which is what happens in any case.",
  },
  "subprocess-data": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string =>
      `${a.names} must not have ${a.count === 1 ? "an ioSpecification" : "ioSpecifications"}: what is inside reads the data around it.`,
    help: (): string => "Take it out, and let the data associations inside name the data outside.",
  },
  "loop-input-item": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { problem: string }): string =>
      `The inputDataItem of ${a.what} has to be one item of its loopDataInputRef, but ${a.problem}.`,
    help: (): string => itemHelp,
  },
  "loop-output-item": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named & { problem: string }): string =>
      `The outputDataItem of ${a.what} has to be one item of its loopDataOutputRef, but ${a.problem}.`,
    help: (): string => itemHelp,
  },
  "call-data": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.6 Call Activity",
    message: (a: Named & { callee: string; problem: string }): string =>
      `The data of ${a.what} doesn't match that of ${a.callee}: ${a.problem}.`,
    help: (): string => "Declare the same inputs, outputs and sets on both sides.",
  },
  "interface-without-binding": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.6 Call Activity",
    message: (a: Named): string =>
      `${a.what} supports an interface, but no ioBinding says which data its operations use.`,
    help: (): string => "Add an ioBinding for each operation, or take supportedInterfaceRef out.",
  },
  "binding-type": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.6 Call Activity",
    message: (a: Named & { end: "input" | "output"; data: string; operation: string }): string =>
      `The ${a.end} of an ioBinding of ${a.what} is ${a.data}, whose item is not that of the message of ${a.operation}.`,
    help: (): string => "Let both name the same item definition.",
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
    help: (): string => "An ad hoc subprocess begins with any of its activities, and ends when they are done.",
  },
  "called-process-start": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.2 Start Event",
    message: (a: { id: string }): string =>
      `The process '${a.id}' is called, but has no start event without a definition, so a call can't begin it.`,
    help: (): string => "Add a plain start event.",
  },
  "call-without-target": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.6 Call Activity",
    message: (a: Named): string => `${a.what} doesn't say what it calls.`,
    help: (): string => "Set calledElement to the id of a process.",
  },
} as const;
