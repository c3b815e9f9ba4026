import { type DiagnosticSet, defineDiagnostics, type Origin } from "@rb/ir";

const rules = {
  "file-not-found": {
    severity: "error",
    message: (a: { file: string }): string => `There is no file '${a.file}'.`,
  },
  "no-match": {
    severity: "error",
    message: (a: { pattern: string }): string => `No file matches '${a.pattern}'.`,
  },
  "is-directory": {
    severity: "error",
    message: (a: { file: string }): string => `'${a.file}' is a directory.`,
    help: (a: { file: string }): string =>
      `Name the files in it, for example '${a.file.replace(/[\\/]+$/, "")}/**/*.bpmn'.`,
  },
  unreadable: {
    severity: "error",
    message: (a: { file: string; reason: string }): string => `'${a.file}' can't be read (${a.reason}).`,
  },
  "too-large": {
    severity: "error",
    message: (a: { file: string; bytes: number | undefined; max: number }): string =>
      `'${a.file}' ${a.bytes === undefined ? "is larger than the limit" : `has ${a.bytes} bytes; the limit is`}${a.bytes === undefined ? ` of ${a.max} bytes` : ` ${a.max}`}.`,
    help: (): string => "Raise it with --max-bytes if you trust the document.",
  },
  "not-utf8": {
    severity: "error",
    message: (a: { file: string }): string => `'${a.file}' is not text in UTF-8.`,
    help: (): string =>
      "Save it as UTF-8 (or UTF-16 with a byte order mark), name its encoding in the XML declaration, or give the document that it was made from.",
  },
  "not-json": {
    severity: "error",
    message: (a: { file: string; problem: string }): string =>
      `'${a.file}' is not JSON that can be verified: ${a.problem}.`,
  },
  "governance-not-enforced": {
    severity: "warning",
    message: (a: { members: readonly string[] }): string =>
      `A live run doesn't keep this of the governance: ${a.members.join(", ")}.`,
    help: (): string => "Only which commands are allowed and denied holds in live runs; see docs/runbook-format.md.",
  },
  "no-longer-exec": {
    severity: "info",
    message: (): string => "What was written is for rb run; rb exec takes documents of the version runbook/v0 only.",
  },
  internal: {
    severity: "error",
    message: (a: { what: string }): string => `rb itself failed: ${a.what}.`,
    help: (): string =>
      "This is a mistake in rb, not in the document. Set RB_DEBUG=1 to see where, and please report it.",
  },
} as const;

/** What can be wrong before a document is even looked at. */
export const cliDiagnostics: DiagnosticSet<typeof rules> = defineDiagnostics("cli", rules);

/** A file as a whole. */
export function fileOrigin(uri: string): Origin {
  return { kind: "source", uri, pointer: "", start: { line: 1, column: 1 } };
}
