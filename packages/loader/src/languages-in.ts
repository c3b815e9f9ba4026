/** Which languages a graph uses: those of its own format, and, in a converted document, those of the one that it came from. */
import { type Bundle, eachExpr, eachSchema } from "@rb/ir";
import type { LoadedLanguages } from "./load.js";

/** The names of the languages that expressions and schemas are in. */
export function languagesIn(bundle: Bundle): ReadonlySet<string> {
  const names = new Set<string>();
  const note = ({ language }: { readonly language: string }): void => void names.add(language);
  eachExpr(bundle, note);
  eachSchema(bundle, note);
  return names;
}

/** The bundle with the version of every language that it uses: the hash of a plan holds them. */
export function withVersions(bundle: Bundle, { expressions, schemas }: LoadedLanguages): Bundle {
  const listed = bundle.languages ?? [];
  const unlisted = new Set(languagesIn(bundle));
  for (const { name } of listed) unlisted.delete(name);
  const more = [...expressions, ...schemas].filter(({ name }) => unlisted.delete(name));
  if (more.length === 0) return bundle;
  return { ...bundle, languages: [...listed, ...more.map(({ name, version }) => ({ name, version }))] };
}
