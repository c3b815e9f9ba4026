/** What tools add to BPMN in namespaces of their own. */
import { type Named, one, type Several } from "./shared.js";

/** Several names, and how often they were met in all. */
interface Met extends Several {
  readonly times: number;
}

export const vendors = {
  "vendor-extension": {
    severity: "info",
    message: (a: Met): string =>
      `${a.names} ${one(a, "is a vendor's extension", "are a vendor's extensions")} (${a.times} here), kept and never evaluated.`,
  },
  "vendor-code": {
    severity: "info",
    message: (a: Met): string =>
      `${a.names} names code of the engine that this was written for (${a.times} here). It is kept, and never run here.`,
    help: (): string => "An executor that knows the name has to do what the code did.",
  },
  "vendor-element-misplaced": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.3.3 Extensibility",
    message: (a: Met): string =>
      `${a.names} ${one(a, "stands", "stand")} beside elements of BPMN (${a.times} here); a vendor's elements belong into extensionElements. ${one(a, "It is", "They are")} ignored.`,
    help: (): string => "Put it into the extensionElements of the element that it is about.",
  },
  "own-words": {
    severity: "error",
    message: (a: { problem: string }): string => `What rb wrote here can't be used: ${a.problem}.`,
    help: (): string => "Convert the document again, or take the rb:ir element out; the drawing then counts by itself.",
  },
  "vendor-value": {
    severity: "warning",
    message: (a: Named & { name: string; text: string }): string =>
      `'${a.text}' (${a.name} of ${a.what}) is not understood, so it is handed over as it is written.`,
    help: (): string => "Use an expression over variables, such as ${owner}, or write the value itself.",
  },
  "vendor-retry": {
    severity: "warning",
    message: (a: Named & { name: string; text: string }): string =>
      `'${a.text}' (${a.name} of ${a.what}) is not understood, so ${a.what} is not tried again.`,
    help: (): string => "Say how often and how long after each other, such as R3/PT10M.",
  },
  "vendor-mapping": {
    severity: "warning",
    message: (a: Named & { name: string; why: string }): string =>
      `${a.name} of ${a.what} is kept but not carried out: ${a.why}.`,
  },
  "vendor-order": {
    severity: "warning",
    message: (a: Named & { name: string; variable: string }): string =>
      `${a.name} of ${a.what} sets '${a.variable}' and reads it, in an order that is not kept here.`,
    help: (): string => "Give what is computed first a name of its own.",
  },
} as const;
