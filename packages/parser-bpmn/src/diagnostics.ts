import { type DiagnosticSet, defineDiagnostics } from "@rb/ir";

interface Named {
  /** How to call the element, such as `user task 'triage'`. */
  readonly what: string;
}
interface Reference extends Named {
  readonly attribute: string;
  readonly ref: string;
  readonly near?: string | undefined;
}

const didYouMean = (near: string | undefined, otherwise: string): string =>
  near === undefined ? otherwise : `Did you mean '${near}'?`;

const rules = {
  // The document as XML.
  "too-large": {
    severity: "error",
    message: (a: { bytes: number; limit: number }): string =>
      `The document has ${a.bytes} bytes or more; the limit (maxBytes) is ${a.limit}.`,
    help: (): string => "Split the document, or raise the limit if you trust its source.",
  },
  "doctype-refused": {
    severity: "error",
    message: (): string =>
      "The document has a DOCTYPE. Document types can define entities, so they are refused unread.",
    help: (): string => "Remove the <!DOCTYPE …> declaration; BPMN needs none.",
  },
  "malformed-xml": {
    severity: "error",
    spec: "XML 1.0, 2.1 Well-Formed XML Documents",
    message: (a: { reason: string }): string => `This is not well-formed XML: ${a.reason}`,
  },
  "too-deep": {
    severity: "error",
    message: (a: { limit: number }): string => `Elements are nested deeper than ${a.limit} levels (maxDepth).`,
    help: (): string => "Flatten the document, or raise the limit if you trust its source.",
  },
  "unreadable-xml": {
    severity: "error",
    message: (a: { reason: string }): string => `The XML is well-formed, but was refused when it was read: ${a.reason}`,
  },
  "not-bpmn": {
    severity: "error",
    message: (a: { root: string; namespace: string }): string =>
      `This XML is not BPMN 2.0: its root is '${a.root}' in ${a.namespace === "" ? "no namespace" : `the namespace '${a.namespace}'`}.`,
    help: (): string =>
      "A BPMN file has the root 'definitions' in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL.",
  },

  // The document as BPMN.
  "duplicate-id": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.3.1 Base Element",
    message: (a: { id: string }): string => `The id '${a.id}' is used more than once; references to it are ambiguous.`,
    help: (): string => "Give each element an id of its own.",
  },
  "missing-id": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.3.1 Base Element",
    message: (a: Named & { id: string }): string => `This ${a.what} has no id; it is called '${a.id}' here.`,
    help: (): string => "Give it an id, so that flows and records can name it.",
  },
  "unknown-element": {
    severity: "warning",
    message: (a: { type: string }): string => `'${a.type}' is not an element of BPMN 2.0 at this place; it is ignored.`,
    help: (a: { near: string | undefined }): string =>
      didYouMean(a.near, "Take it out, or put what another tool reads into a namespace of its own."),
  },
  "unsupported-element": {
    severity: "warning",
    message: (a: Named & { why: string }): string => `'${a.what}' is not supported: ${a.why}`,
  },
  "choreography-in-process": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.2 Basic Process Concepts",
    message: (a: Named): string => `A process can't contain '${a.what}'.`,
    help: (): string => "Use a task that sends or receives a message instead.",
  },
  "unresolved-reference": {
    severity: "error",
    message: (a: Reference): string => `The ${a.attribute} of ${a.what} is '${a.ref}', which is not in this document.`,
    help: (a: Reference): string => didYouMean(a.near, "Correct the reference, or add what it names."),
  },
  "unresolved-detail": {
    severity: "warning",
    message: (a: Reference): string => `The ${a.attribute} of ${a.what} is '${a.ref}', which is not in this document.`,
    help: (a: Reference): string => didYouMean(a.near, "Correct the reference, or remove it."),
  },
  "wrong-reference": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.2 Infrastructure",
    message: (a: Reference & { found: string; wanted: string }): string =>
      `The ${a.attribute} of ${a.what} is '${a.ref}', which is a ${a.found}; it has to be of the kind ${a.wanted}.`,
  },
  "no-process": {
    severity: "error",
    message: (): string => "The document has no process with anything in it, so there is nothing to run.",
    help: (): string => "Choreographies, conversations and empty pools can't be run; draw a process.",
  },
  "empty-process": {
    severity: "info",
    message: (a: { id: string }): string => `The process '${a.id}' has no content and is left out.`,
  },
  "several-processes": {
    severity: "info",
    message: (a: { main: string; others: string }): string =>
      `The document has several processes. '${a.main}' is run unless another is named: ${a.others}.`,
    help: (): string => 'Name the process to run, or mark exactly one with isExecutable="true".',
  },
  "too-many-nodes": {
    severity: "error",
    message: (a: { count: number; limit: number }): string =>
      `The document has ${a.count} flow nodes; the limit (maxNodes) is ${a.limit}.`,
    help: (): string => "Split the document, or raise the limit if you trust its source.",
  },
  "too-many-diagnostics": {
    severity: "info",
    message: (a: { count: number; limit: number }): string =>
      `${a.count} more findings are left out; the limit is ${a.limit}.`,
  },
  "vendor-extension": {
    severity: "info",
    message: (a: { name: string; times: number }): string =>
      `${a.name} is a vendor's extension (${a.times} here). It is kept, and never evaluated.`,
  },

  // Sequence flows and gateways.
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
  "event-gateway-target": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { target: string }): string =>
      `${a.what} leads to ${a.target}; it may lead only to receive tasks and to events that catch a message, a signal, a timer or a condition.`,
  },
  "event-gateway-condition": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named & { flow: string }): string =>
      `The flow ${a.flow} leaves ${a.what} and must not have a condition.`,
  },
  "event-gateway-incoming": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.6.6 Event-Based Gateway",
    message: (a: Named): string => `${a.what} instantiates the process and must not have incoming flows.`,
  },
  "gateway-does-nothing": {
    severity: "info",
    spec: "BPMN 2.0.2, 10.6.1 Sequence Flow Considerations",
    message: (a: Named): string => `${a.what} neither splits nor joins anything.`,
  },
  "complex-without-condition": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.6.5 Complex Gateway",
    message: (a: Named): string =>
      `${a.what} joins several flows but has no activation condition; every token passes by itself.`,
  },

  // Events.
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
  "timer-values": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `The timer of ${a.what} has several values; it may have one of date, duration and cycle.`,
  },
  "timer-without-value": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `The timer of ${a.what} has no date, duration or cycle, so somebody has to say when it fires.`,
    help: (): string => "Add a timeDuration such as PT2H.",
  },
  "timer-syntax": {
    severity: "error",
    spec: "ISO 8601",
    message: (a: Named & { text: string; wanted: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is not ${a.wanted}.`,
    help: (): string => "Durations look like PT2H, dates like 2030-01-31T08:00:00Z.",
  },
  "timer-offset": {
    severity: "warning",
    spec: "ISO 8601",
    message: (a: Named & { text: string }): string =>
      `'${a.text}' (the timer of ${a.what}) doesn't say which time zone it is in; it is read as UTC.`,
    help: (): string => "Add an offset, such as Z or +02:00.",
  },
  "timer-cycle": {
    severity: "warning",
    spec: "ISO 8601",
    message: (a: Named & { text: string }): string =>
      `'${a.text}' (the timer of ${a.what}) is not a repeating interval, so somebody has to say when it fires.`,
    help: (): string => "Cycles look like R3/PT10M; cron expressions are a vendor's extension.",
  },
  "trigger-without-name": {
    severity: "info",
    message: (a: Named & { kind: string; name: string }): string =>
      `${a.what} doesn't say which ${a.kind} it is about; it is called '${a.name}'.`,
  },
  "condition-not-boolean": {
    severity: "error",
    message: (a: { text: string }): string =>
      `The condition '${a.text}' is a number, so it can never be true or false.`,
  },
  "condition-missing": {
    severity: "warning",
    message: (a: Named): string => `${a.what} has no condition, so somebody has to say when it holds.`,
  },

  // Activities and data.
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
  "event-data-count": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { data: number; definitions: number }): string =>
      `${a.what} has ${a.data} data inputs or outputs for ${a.definitions} event definitions; they belong together one by one.`,
  },
  "data-direction": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { name: string; end: "read" | "written" }): string =>
      `${a.what} can't be ${a.end} from inside of the process: '${a.name}'.`,
  },
  "data-sources": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named): string =>
      `A data association of ${a.what} has no transformation or assignment and needs exactly one source.`,
  },
  "data-not-lowered": {
    severity: "info",
    message: (a: Named & { why: string }): string =>
      `A data association of ${a.what} is kept but not carried out: ${a.why}.`,
  },
  "message-flow-ignored": {
    severity: "info",
    message: (a: { id: string; why: string }): string => `The message flow '${a.id}' has no effect: ${a.why}.`,
  },

  // Expressions.
  "expression-not-understood": {
    severity: "warning",
    message: (a: { text: string; reason: string }): string =>
      `The expression '${a.text}' is not understood (${a.reason}), so somebody has to decide.`,
    help: (): string => "Use comparisons of variables, such as severity == 'high'.",
  },
} as const;

export type BpmnRules = typeof rules;

/** Everything that this package can find wrong with a document. */
export const bpmn: DiagnosticSet<BpmnRules> = defineDiagnostics("bpmn", rules);
