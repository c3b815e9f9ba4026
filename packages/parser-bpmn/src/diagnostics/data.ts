/** Data and the associations that copy it. */
import { type Named, one, type Several } from "./shared.js";

export const data = {
  "event-data-count": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { data: number; definitions: number }): string =>
      `${a.what} has ${a.data} data inputs or outputs for ${a.definitions} event definitions; they belong together one by one.`,
    help: (): string => "Give the event one data input or output for each of its definitions, in the same order.",
  },
  "data-direction": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { name: string; end: "read" | "written" }): string =>
      `${a.what} can't be ${a.end} from inside of the process: '${a.name}'.`,
    help: (): string =>
      "From inside of a process its data inputs are read and its data outputs written; use a data object in between.",
  },
  "data-sources": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named): string =>
      `A data association of ${a.what} has no transformation or assignment and needs exactly one source.`,
    help: (): string => "Leave one sourceRef, or add a transformation that computes the value.",
  },
  "data-not-lowered": {
    severity: "info",
    message: (a: Named & { why: string }): string =>
      `A data association of ${a.what} is kept but not carried out: ${a.why}.`,
  },
  "event-data-type": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { event: string; payload: string }): string =>
      `${a.what} of ${a.event} doesn't have the item type of the ${a.payload}, which it carries.`,
    help: (): string => "Give both the same item definition.",
  },
  "association-types": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string =>
      `${one(a, "A data association copies", `${a.count} data associations copy`)} a value to what has another structure, in ${a.names}.`,
    help: (): string => "Give both ends the same item definition, or add a transformation.",
  },
  "collection-mismatch": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string =>
      `${a.names} and ${one(a, "its item definition", "their item definitions")} disagree on whether there is one value or a collection of them.`,
    help: (): string => "Give both the same isCollection; where it is absent, that means false.",
  },
  "data-reference-name": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string =>
      `${a.names} ${one(a, "isn't", "aren't")} called after the data object and its state.`,
    help: (): string => "The name is that of the object and, in brackets, that of its state: Order [approved].",
  },
  "property-place": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { owner: string }): string =>
      `${a.what} belongs to ${a.owner}; only processes, activities and events have properties, so it is ignored.`,
    help: (): string => "Move it into the process or activity that uses it.",
  },
  "input-without-set": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string => `${a.names} ${one(a, "belongs", "belong")} to no input set.`,
    help: (): string => "Name each data input in the dataInputRefs of an inputSet.",
  },
  "output-without-set": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Several): string => `${a.names} ${one(a, "belongs", "belong")} to no output set.`,
    help: (): string => "Name each data output in the dataOutputRefs of an outputSet.",
  },
  "set-optional": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { list: string; refs: string }): string =>
      `${a.what} is optional (${a.list}) in a set that doesn't name it in its ${a.refs}.`,
    help: (a: { refs: string }): string => `Name it in the ${a.refs} of the same set too.`,
  },
  "set-while-executing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { list: string; refs: string }): string =>
      `${a.what} changes hands while the activity runs (${a.list}), in a set that doesn't name it in its ${a.refs}.`,
    help: (a: { refs: string }): string => `Name it in the ${a.refs} of the same set too.`,
  },
  "set-pairing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.4.1 Data Modeling",
    message: (a: Named & { partner: string; list: string }): string =>
      `${a.what} names the ${a.partner}, which doesn't name it back.`,
    help: (a: { list: string }): string =>
      `Sets that belong together name each other; add it to the ${a.list} of the other.`,
  },
} as const;
