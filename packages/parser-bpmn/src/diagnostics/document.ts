/** What can be wrong with a document as XML, and with it as BPMN as a whole. */
import { didYouMean, type Named, one, type Several } from "./shared.js";

export const document = {
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
  "too-long": {
    severity: "error",
    message: (a: { name: string; limit: number }): string =>
      `The attribute ${a.name} of an element has more than ${a.limit} characters.`,
    help: (): string => "Shorten it; what explains an element belongs into its documentation.",
  },
  "too-many-elements": {
    severity: "error",
    message: (a: { limit: number }): string =>
      `The document has more than ${a.limit} elements, which is one for every 16 bytes that it may have (maxBytes).`,
    help: (): string => "Split the document, or raise the limit if you trust its source.",
  },
  "not-bpmn": {
    severity: "error",
    message: (a: { root: string; namespace: string }): string =>
      `This XML is not BPMN 2.0: its root is '${a.root}' in ${a.namespace === "" ? "no namespace" : `the namespace '${a.namespace}'`}.`,
    help: (a: { namespace: string }): string =>
      /\/spec\/BPMN\//.test(a.namespace)
        ? "That namespace is of a draft of the standard, or misspelt. Save the file with a current modeler; or write http://www.omg.org/spec/BPMN/20100524/MODEL in its place, which will do where the elements are those of BPMN 2.0."
        : "A BPMN file has the root 'definitions' in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL.",
  },
  "duplicate-id": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.3.1 Base Element",
    message: (a: { id: string }): string => `The id '${a.id}' is used more than once; references to it are ambiguous.`,
    help: (): string => "Give each element an id of its own.",
  },
  "missing-id": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.3.1 Base Element",
    message: (a: Several): string =>
      `${a.names} ${one(a, "has", "have")} no id, so that flows and records can't name ${one(a, "it", "them")}.`,
    help: (): string => "Give each element an id.",
  },
  "needed-id": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.3.1 Base Element",
    message: (a: Named & { ref: string }): string =>
      `${a.what} has no id, and a sequence flow beside it leads to or from '${a.ref}', which isn't there.`,
    help: (a: { ref: string }): string => `If it is what the flow means, give it the id '${a.ref}'.`,
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
    help: (): string => 'Name the process to run (rb run --process), or mark exactly one with isExecutable="true".',
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
  "import-not-read": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.2.2 Import",
    message: (a: { location: string }): string =>
      `The document '${a.location}' is imported, but not read: what it defines can't be found here.`,
    help: (): string => "Put what is needed of it into this document, or run the other one by itself.",
  },
  "import-incomplete": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.2.2 Import",
    message: (a: { missing: string }): string => `An import says no ${a.missing}, so nobody can tell what is imported.`,
    help: (): string => "An import has an importType, a location and a namespace.",
  },
  "text-format": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.3.2 Documentation",
    message: (a: Several): string => `The textFormat of ${a.names} is no MIME type.`,
    help: (): string => "MIME types look like text/plain or text/html.",
  },
} as const;
