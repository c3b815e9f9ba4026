/** References that lead nowhere, or to something else than they may. */
import { didYouMean, type Named } from "./shared.js";

interface Reference extends Named {
  readonly attribute: string;
  readonly ref: string;
  readonly near?: string | undefined;
}

export const references = {
  "unresolved-reference": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.2 Infrastructure",
    message: (a: Reference): string => `The ${a.attribute} of ${a.what} is '${a.ref}', which is not in this document.`,
    help: (a: Reference): string => didYouMean(a.near, "Correct the reference, or add what it names."),
  },
  "reference-as-code": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Reference): string =>
      `The ${a.attribute} of ${a.what} is '${a.ref}', which is not in this document; it is taken as the code itself.`,
    help: (a: Reference): string => `Add an error whose errorCode is '${a.ref}', and name it by its id.`,
  },
  "unresolved-detail": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.2 Infrastructure",
    message: (a: Reference): string => `The ${a.attribute} of ${a.what} is '${a.ref}', which is not in this document.`,
    help: (a: Reference): string => didYouMean(a.near, "Correct the reference, or remove it."),
  },
  "wrong-reference": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.2 Infrastructure",
    message: (a: Reference & { found: string; wanted: string }): string =>
      `The ${a.attribute} of ${a.what} is '${a.ref}', which is ${/^[aeiou]/.test(a.found) ? "an" : "a"} ${a.found}; it has to be of the kind ${a.wanted}.`,
    help: (): string => "Name an element of that kind, or take the reference out.",
  },
} as const;
