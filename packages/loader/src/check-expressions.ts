/** Expressions in languages that the parser of a document doesn't know: whether there is such a language, and what it says about them. */
import { type Bundle, type Diagnostic, eachExpr, type Language, suggest } from "@rb/ir";
import { loaderDiagnostics } from "./diagnostics.js";

/** Each different expression once, each language that isn't there once. `checked`: languages whose expressions the parser has looked at. */
export function checkExpressions(
  bundle: Bundle,
  languages: readonly Language[],
  checked: ReadonlySet<string>,
  names: readonly string[],
): readonly Diagnostic[] {
  const byName = new Map(languages.map((language) => [language.name, language]));
  const seen = new Set<string>();
  const found: Diagnostic[] = [];
  eachExpr(bundle, ({ language: name, text, origin }) => {
    if (checked.has(name)) return;
    const language = byName.get(name);
    const key = language === undefined ? name : `${name}\u0000${text}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (language === undefined) {
      found.push(loaderDiagnostics.report("unknown-language", origin, { name, meant: suggest(name, names), names }));
      return;
    }
    const compiled = language.compile(text);
    if ("error" in compiled)
      found.push(loaderDiagnostics.report("invalid-expression", origin, { name, error: compiled.error }));
  });
  return found;
}
