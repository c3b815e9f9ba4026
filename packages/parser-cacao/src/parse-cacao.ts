import { check, type Language, type ParseOptions, type ParseResult, type SchemaLanguage } from "@rb/ir";
import { checkPlaybook } from "./checks/check-playbook.js";
import { createDocument, type Document } from "./document.js";
import { lowerPlaybook } from "./lower-playbook.js";
import { readPlaybook } from "./playbook.js";
import { type PlacedProblem, readJson } from "./read-json.js";
import { stixComparison } from "./stix/condition.js";
import { typeTest } from "./type-test.js";
import { cacaoVariableSchema } from "./variable-type.js";

/** The expression languages that graphs from CACAO use. */
export const cacaoLanguages: readonly Language[] = [stixComparison, typeTest];
/** The schema languages that graphs from CACAO use. */
export const cacaoSchemaLanguages: readonly SchemaLanguage[] = [cacaoVariableSchema];

/**
 * Reads a CACAO 2.0 playbook and lowers it into a graph. Never throws over what the text says: everything wrong with it is
 * among the diagnostics, with its place.
 */
export function parseCacao(text: string, options: ParseOptions): ParseResult {
  const document = createDocument(text, options);
  const { tree, problems } = readJson(text, document.limits);
  for (const problem of problems) reportProblem(document, problem);
  const playbook = tree === null ? null : readPlaybook(document, tree);
  if (playbook === null) return { bundle: null, diagnostics: document.diagnostics() };
  checkPlaybook(document, playbook);
  const bundle = lowerPlaybook(document, playbook);
  // The graph of a playbook with errors has gaps where they are; telling those as well would tell everything twice.
  const structural = bundle === null || document.hasErrors() ? [] : check(bundle, document.limits);
  return { bundle, diagnostics: [...document.diagnostics(), ...structural] };
}

function reportProblem(document: Document, problem: PlacedProblem): void {
  const origin = document.originAt(problem.offset);
  if (problem.reason === "duplicate-key") {
    const first = { message: "The first one is here.", origin: document.originAt(problem.first) };
    document.report("duplicate-key", origin, { name: problem.name }, [first]);
  } else document.report(problem.reason, origin, problem);
}
