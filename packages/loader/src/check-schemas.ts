/** Schemas that authors wrote: whether they are any, and whether the values that a document gives by default are what they ask for. */
import { type Bundle, type Diagnostic, eachSchema, type SchemaLanguage, type Variable } from "@rb/ir";
import { loaderDiagnostics } from "./diagnostics.js";

/** `languages`: those that no parser brings, as what parsers write themselves is right. */
export function checkSchemas(bundle: Bundle, languages: readonly SchemaLanguage[]): readonly Diagnostic[] {
  if (languages.length === 0) return [];
  const byName = new Map(languages.map((language) => [language.name, language]));
  const found: Diagnostic[] = [];
  eachSchema(bundle, ({ language, schema }, origin) => {
    const check = byName.get(language)?.compile(schema);
    if (check !== undefined && typeof check !== "function")
      found.push(loaderDiagnostics.report("invalid-schema", origin, { error: check.error }));
  });
  if (found.length > 0) return found;
  for (const { region, origin } of bundle.graphs) {
    for (const variable of region.variables ?? []) {
      const problem = misfit(variable, byName);
      if (problem !== null)
        found.push(loaderDiagnostics.report("default-mismatch", origin, { name: variable.name, problem }));
    }
  }
  return found;
}

function misfit({ init, schema }: Variable, languages: ReadonlyMap<string, SchemaLanguage>): string | null {
  if (init === undefined || schema === undefined || !("json" in init)) return null;
  const check = languages.get(schema.language)?.compile(schema.schema);
  const [wrong] = typeof check === "function" ? check(init.json) : [];
  return wrong === undefined ? null : `${wrong.pointer === "" ? "" : `at ${wrong.pointer}: `}${wrong.message}`;
}
