/** Data and the associations that copy it. */
import type { Named } from "./shared.js";

export const data = {
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
} as const;
