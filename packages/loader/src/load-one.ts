import {
  type Bundle,
  createLineIndex,
  type Diagnostic,
  type Origin,
  type ParseOptions,
  type ParseResult,
} from "@rb/ir";
import { checkExpressions } from "./check-expressions.js";
import { checkSchemas } from "./check-schemas.js";
import { inspect } from "./detect.js";
import { loaderDiagnostics } from "./diagnostics.js";
import type { Format } from "./format.js";
import { languagesIn, withVersions } from "./languages-in.js";
import type { Loaded, LoadedLanguages, LoadOptions } from "./load.js";
import { readGraph } from "./read-graph.js";

interface Parser {
  readonly parse: (text: string, options: ParseOptions) => ParseResult;
  readonly languages: LoadedLanguages;
  /** Which expressions it has looked at itself. Default: all. */
  readonly checks?: "its-languages" | "none";
}

/** Each parser with its libraries is loaded only when a document needs it: start-up time is spent on one format, not on all. */
const parsers: { readonly [F in Format]: () => Promise<Parser> } = {
  async bpmn() {
    const { parseBpmn, bpmnLanguages } = await import("@rb/parser-bpmn");
    return { parse: parseBpmn, languages: { expressions: bpmnLanguages, schemas: [] } };
  },
  async cacao() {
    const { parseCacao, cacaoLanguages, cacaoSchemaLanguages } = await import("@rb/parser-cacao");
    return { parse: parseCacao, languages: { expressions: cacaoLanguages, schemas: cacaoSchemaLanguages } };
  },
  async runbook() {
    const { parseRunbook, runbookLanguages, runbookSchemaLanguages } = await import("@rb/parser-runbook");
    const languages = { expressions: runbookLanguages, schemas: runbookSchemaLanguages };
    return { parse: parseRunbook, languages, checks: "its-languages" };
  },
  /** A graph may have come from any format, so every language is there. */
  async graph() {
    const all = await Promise.all([parsers.bpmn(), parsers.cacao(), parsers.runbook()]);
    return { parse: readGraph, languages: joinLanguages(all.map(({ languages }) => languages)), checks: "none" };
  },
};

/** What brings languages: the parser of a format, or, for those of no format, a library. */
const sources = {
  bpmn: async () => (await parsers.bpmn()).languages,
  cacao: async () => (await parsers.cacao()).languages,
  runbook: async () => (await parsers.runbook()).languages,
  jsonSchema: async () => ({ expressions: [], schemas: [(await import("@rb/json-schema")).jsonSchemaLanguage] }),
} satisfies { readonly [name: string]: () => Promise<LoadedLanguages> };

/** Languages that a document may use without its parser having them, and what brings them. */
const homes: ReadonlyMap<string, keyof typeof sources> = new Map([
  ["cacao-type", "cacao"],
  ["cacao-variable", "cacao"],
  ["feel", "bpmn"],
  ["json-schema", "jsonSchema"],
  ["jsonata", "runbook"],
  ["juel", "bpmn"],
  ["rb/input", "runbook"],
  ["stix-comparison", "cacao"],
]);

/** Those of them that expressions are in. */
const expressionLanguages = ["cacao-type", "feel", "jsonata", "juel", "stix-comparison"];

/** Reads one document, and nothing that it calls. */
export async function loadOne(text: string, options: LoadOptions): Promise<Loaded> {
  const { format, diagnostics } = recognise(text, options);
  if (format === null) return { format, bundle: null, diagnostics, languages: { expressions: [], schemas: [] } };
  const { parse, languages, checks } = await parsers[format]();
  const { uri, limits = {}, schemas = {} } = options;
  const parsed = parse(text, { uri, limits, schemas });
  const borrowing = parsed.bundle === null ? languages : await withBorrowed(parsed.bundle, languages);
  const borrowed = borrowing.schemas.filter((one) => !languages.schemas.includes(one));
  const wrongSchemas = parsed.bundle === null ? [] : checkSchemas(parsed.bundle, borrowed);
  const wrongExpressions =
    parsed.bundle === null || checks === undefined
      ? []
      : checkExpressions(
          parsed.bundle,
          borrowing.expressions,
          new Set(checks === "none" ? [] : languages.expressions.map(({ name }) => name)),
          expressionLanguages,
        );
  return {
    format,
    bundle: parsed.bundle === null ? null : withVersions(parsed.bundle, borrowing),
    ...(parsed.layout && { layout: parsed.layout }),
    diagnostics: [...diagnostics, ...parsed.diagnostics, ...wrongSchemas, ...wrongExpressions],
    languages: borrowing,
  };
}

async function withBorrowed(bundle: Bundle, own: LoadedLanguages): Promise<LoadedLanguages> {
  const known = new Set([...own.expressions, ...own.schemas].map(({ name }) => name));
  const named = new Set([...(bundle.languages ?? []).map(({ name }) => name), ...languagesIn(bundle)]);
  const missing = [...named].flatMap((name) => (known.has(name) ? [] : (homes.get(name) ?? [])));
  const others = await Promise.all([...new Set(missing)].map((source) => sources[source]()));
  return joinLanguages([own, ...others]);
}

/** All of them, each once. */
export function joinLanguages(all: readonly LoadedLanguages[]): LoadedLanguages {
  return {
    expressions: firstOfEachName(all.flatMap(({ expressions }) => expressions)),
    schemas: firstOfEachName(all.flatMap(({ schemas }) => schemas)),
  };
}

/** The format, and what can be said about the text before it is parsed. */
function recognise(
  text: string,
  options: LoadOptions,
): { readonly format: Format | null; readonly diagnostics: Diagnostic[] } {
  const place = (offset: number): Origin => ({
    kind: "source",
    uri: options.uri,
    pointer: "",
    start: createLineIndex(text).positionAt(offset),
  });
  if (text.trim() === "") return { format: null, diagnostics: [loaderDiagnostics.report("empty", place(0), {})] };

  const nul = text.indexOf("\0");
  if (nul >= 0) return { format: null, diagnostics: [loaderDiagnostics.report("binary", place(nul), {})] };

  const diagnostics: Diagnostic[] = [];
  const replaced = text.indexOf("\ufffd");
  if (replaced >= 0) {
    const count = text.split("\ufffd").length - 1;
    diagnostics.push(loaderDiagnostics.report("replaced-character", place(replaced), { count }));
  }
  if (options.format !== undefined) return { format: options.format, diagnostics };

  const { format, saw, help } = inspect(text);
  if (format === null) diagnostics.push(loaderDiagnostics.report("unknown-format", place(0), { saw, help }));
  return { format, diagnostics };
}

function firstOfEachName<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  const byName = new Map<string, T>();
  for (const one of all) if (!byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()];
}
