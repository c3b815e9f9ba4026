/** Tasks with messages, operations and scripts, and who does an activity. */
import { type Named, one, type Several } from "./shared.js";

const dataWords = { dataInput: "data input", dataOutput: "data output" } as const;
const setWords = { inputSet: "input set", outputSet: "output set" } as const;

export const tasks = {
  "service-input-sets": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named & { count: number }): string =>
      `${a.what} has ${a.count === 0 ? "no input set" : `${a.count} input sets`}; with an operation it has exactly one, for the message that goes in.`,
    help: (): string => "Give its ioSpecification one inputSet.",
  },
  "message-task-sets": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named & { set: keyof typeof setWords }): string =>
      `${a.what} has more than one ${setWords[a.set]}, but only one message.`,
    help: (a: { set: keyof typeof setWords }): string => `Leave one ${a.set}.`,
  },
  "message-task-data": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named & { data: keyof typeof dataWords }): string =>
      `${a.what} has more than one ${dataWords[a.data]}, but only one message.`,
    help: (a: { data: keyof typeof dataWords }): string => `Leave one ${a.data}, for the message.`,
  },
  "message-task-type": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Named & { data: string; wanted: string }): string =>
      `The ${a.data} of ${a.what} doesn't have the type of its message, ${a.wanted}.`,
    help: (): string => "Set its itemSubjectRef to the item definition of the message.",
  },
  "script-missing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Several): string =>
      `${a.names} ${one(a, "has no script, so it is", "have no script, so they are")} done like any task that says nothing of how.`,
    help: (): string => "Add the script, or draw a task of the kind that is meant.",
  },
  "script-without-format": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Several): string =>
      `${a.names} ${a.count === 1 ? "has a script" : "have scripts"} but no scriptFormat, so nobody can tell the language.`,
    help: (): string => "Add a scriptFormat, such as application/javascript.",
  },
  "script-format": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.3 Tasks",
    message: (a: Several): string => `The scriptFormat of ${a.names} is no MIME type.`,
    help: (): string => "MIME types look like application/javascript or text/x-groovy.",
  },
  "resource-twice": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.1 Resource Assignment",
    message: (a: Named): string =>
      `${a.what} names a resource and has an expression that finds one; it may have only one of the two.`,
    help: (): string => "Take out the resourceRef or the resourceAssignmentExpression.",
  },
  "resource-binding": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.1 Resource Assignment",
    message: (a: Named): string =>
      `${a.what} binds parameters, which belong to a resource that is named, not to an expression that finds one.`,
    help: (): string => "Add a resourceRef and take out the resourceAssignmentExpression, or take out the bindings.",
  },
} as const;
