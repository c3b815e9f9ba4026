import { type DiagnosticSet, defineDiagnostics } from "@rb/ir";

const READ_HERE =
  "Read here: BPMN 2.0 XML, CACAO 2.0 JSON (`type: playbook`), runbook YAML (`apiVersion`), and rb graphs.";

interface Callee {
  readonly id: string;
  readonly version: string | undefined;
}

const nameOf = ({ id, version }: Callee): string => `'${id}'${version === undefined ? "" : ` of version '${version}'`}`;

const rules = {
  empty: {
    severity: "error",
    message: (): string => "The document is empty.",
    help: (): string => "Give a BPMN, CACAO or YAML document. If a program writes it, perhaps it had not finished.",
  },
  binary: {
    severity: "error",
    message: (): string => "The document is not text: it contains a NUL character.",
    help: (): string => `Give the document itself, not an archive or a picture of it. ${READ_HERE}`,
  },
  "replaced-character": {
    severity: "warning",
    message: (a: { count: number }): string =>
      `The document contains ${a.count === 1 ? "a replacement character" : `${a.count} replacement characters`} (U+FFFD): some text was lost before it came here.`,
    help: (): string => "Save the document as UTF-8, from a copy that still has the text.",
  },
  "unknown-format": {
    severity: "error",
    message: (a: { saw: string; help: string | undefined }): string =>
      `This is ${a.saw}, which is no format that is read here.`,
    help: (a: { help: string | undefined }): string => (a.help === undefined ? READ_HERE : `${a.help} ${READ_HERE}`),
  },
  "too-large": {
    severity: "error",
    message: (a: { bytes: number; max: number }): string => `The document has ${a.bytes} bytes; the limit is ${a.max}.`,
    help: (): string => "Raise the limit maxBytes if you trust the document.",
  },
  "too-many-nodes": {
    severity: "error",
    message: (a: { nodes: number; max: number }): string => `The graph has ${a.nodes} nodes; the limit is ${a.max}.`,
    help: (): string => "Raise the limit maxNodes if you trust the document.",
  },
  "graph-syntax": {
    severity: "error",
    spec: "RFC 8259",
    message: (a: { what: string }): string => `The graph is not well-formed JSON: ${a.what}.`,
  },
  "graph-shape": {
    severity: "error",
    message: (a: { what: string }): string => `The graph does not have the shape of an rb graph: ${a.what}.`,
    help: (): string =>
      "See packages/ir/src/graph.ts for every member; `rb ir FILE` prints a graph that has the shape.",
  },
  "invalid-schema": {
    severity: "error",
    message: (a: { error: string }): string => `A schema of the document is none: ${a.error}`,
    help: (): string => "Schemas are JSON Schema, draft 2020-12; patterns are RE2's, and nothing is fetched.",
  },
  // A host may bring languages of its own.
  "unknown-language": {
    severity: "warning",
    message: (a: { name: string; meant: string | undefined; names: readonly string[] }): string =>
      `There is no language '${a.name}' for expressions.`,
    help: (a: { meant: string | undefined; names: readonly string[] }): string =>
      `${a.meant === undefined ? "" : `Did you mean '${a.meant}'? `}There are ${a.names.join(", ")}.`,
  },
  "invalid-expression": {
    severity: "error",
    message: (a: { name: string; error: string }): string =>
      `This is no expression of the language '${a.name}': ${a.error}`,
    help: (a: { name: string }): string =>
      `Mend it, or name the language that it is in under 'language', if that isn't '${a.name}'.`,
  },
  "default-mismatch": {
    severity: "error",
    message: (a: { name: string; problem: string }): string =>
      `The default of '${a.name}' is not what its schema asks for: ${a.problem}`,
    help: (): string => "Give it a default that the schema lets through, or none.",
  },
  "unknown-callee": {
    severity: "warning",
    message: (a: Callee): string => `The library has no ${nameOf(a)}; a run will ask the executor 'call' for it.`,
    help: (): string => "Put the document into the library, or let whoever runs this one answer the call.",
  },
  "not-the-callee": {
    severity: "error",
    message: (a: Callee & { uri: string }): string => `'${a.uri}' was given for ${nameOf(a)}, and does not have it.`,
    help: (): string => "Give the document whose id and version the call names.",
  },
  "callee-not-resolved": {
    severity: "error",
    message: (a: Callee & { reason: string }): string => `Looking for ${nameOf(a)} failed: ${a.reason}`,
  },
  "unusable-callee": {
    severity: "error",
    message: (a: { uri: string }): string => `'${a.uri}', which is called here, can't be run itself.`,
    help: (): string => "Mend what is reported of it.",
  },
  "call-cycle": {
    severity: "warning",
    message: (a: { path: readonly string[] }): string =>
      `This call closes a circle: ${a.path.map((id) => `'${id}'`).join(" → ")}. A run that never leaves it ends at a limit.`,
  },
  "missing-argument": {
    severity: "warning",
    message: (a: { name: string; callee: string }): string =>
      `'${a.callee}' has to be given '${a.name}', which this call does not give.`,
    help: (a: { name: string }): string => `Name '${a.name}' among what the call gives.`,
  },
  "too-many-callees": {
    severity: "error",
    message: (a: { max: number }): string => `More than ${a.max} documents are called, one by another.`,
    help: (): string => "Split the procedure, or answer some of the calls while it runs.",
  },
  "more-problems": {
    severity: "info",
    message: (a: { count: number }): string => `${a.count} more problems are not listed.`,
  },
} as const;

/** Everything that the loader itself finds wrong with a document. */
export const loaderDiagnostics: DiagnosticSet<typeof rules> = defineDiagnostics("loader", rules);
