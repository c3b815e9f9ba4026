import { type DiagnosticSet, defineDiagnostics } from "@rb/ir";

const rules = {
  "not-expressible": {
    severity: "warning",
    message: (a: { what: string; format: string; why: string }): string =>
      `${a.what} can't be said in ${a.format}: ${a.why}.`,
    help: (): string => "Say it in another way before converting, or do without it.",
  },
  "extension-only": {
    severity: "info",
    message: (a: { what: string; format: string; count: number }): string =>
      `${a.what} (${a.count}) ${a.count === 1 ? "is" : "are"} kept in extensions, which rb reads back and other tools for ${a.format} pass over.`,
  },
  "as-in-graph": {
    severity: "info",
    message: (a: { what: string; format: string; count: number }): string =>
      `${a.what} (${a.count}) stand in ${a.format} as they are in the graph: it has no words of its own for them.`,
  },
  "not-structured": {
    severity: "error",
    message: (a: { flow: string; why: string; format: string }): string =>
      `The flow '${a.flow}' can't be said in ${a.format}, which has only blocks: ${a.why}.`,
    help: (): string => "Let whatever a fork splits come together in one join, with one way in and one way out.",
  },
  "too-many-splits": {
    severity: "error",
    message: (): string => "Choices, loops and forks lie in each other more deeply than can be followed.",
    help: (): string => "Split the process into several that call each other.",
  },
  "too-many-copies": {
    severity: "error",
    message: (a: { limit: number }): string =>
      `Branches share so many steps that the document would have more than ${a.limit} of them.`,
    help: (): string => "Raise the limit on nodes if you trust the document.",
  },
  "too-deep": {
    severity: "error",
    message: (a: { limit: number }): string =>
      `Parts lie in each other so deeply that the document would have more than ${a.limit} levels.`,
    help: (): string => "Raise the limit on depth if you trust the document, here and wherever it is read.",
  },
} as const;

/** Every code of this package. Places are in the source of the conversion. */
export const convertDiagnostics: DiagnosticSet<typeof rules> = defineDiagnostics("convert", rules);
