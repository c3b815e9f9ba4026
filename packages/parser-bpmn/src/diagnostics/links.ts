/** Links: a sequence flow drawn in two pieces. */
import { didYouMean, type Named } from "./shared.js";

interface Pair extends Named {
  /** The other end. */
  readonly other: string;
}

export const links = {
  "link-without-partner": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { link: string }): string =>
      `No link event on the same level catches '${a.link}', which ${a.what} throws.`,
    help: (a: { readonly near?: string | undefined }): string =>
      didYouMean(a.near, "Give the two ends of the link the same name."),
  },
  "link-crosses-border": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Pair): string => `${a.what} and ${a.other} are two ends of a link, but lie on different levels.`,
    help: (): string => "Draw both in the same process or subprocess.",
  },
  "link-not-mutual": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Pair & { end: "source" | "target" }): string =>
      `${a.what} names ${a.other} as its other end, but that one doesn't name it as a ${a.end}.`,
    help: (a: { readonly end: "source" | "target" }): string => `Add a ${a.end} there that names this end.`,
  },
  "link-without-target": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Pair): string => `${a.what} has no target; it leads to ${a.other}.`,
    help: (): string => "Add a target that names the other end.",
  },
  "link-targets": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { count: number }): string => `${a.what} has ${a.count} targets; only the first is taken.`,
    help: (): string => "Name one target. To go several ways, put a gateway behind the catching end.",
  },
  "link-never-thrown": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named & { link: string }): string => `${a.what} catches the link '${a.link}', which nothing throws.`,
    help: (): string => "Add the throwing end, or take this one out.",
  },
  "link-with-flow": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.3 Intermediate Event",
    message: (a: Named & { flow: "incoming" | "outgoing" }): string =>
      `${a.what} is the end of a link and must not have an ${a.flow} flow.`,
    help: (a: { readonly flow: "incoming" | "outgoing" }): string =>
      `The token ${a.flow === "incoming" ? "comes from" : "goes on at"} the other end: lead the flow there.`,
  },
} as const;
