const word = "[A-Za-z_][A-Za-z0-9_]{0,200}";
const path = `${word}(?:\\.${word}){0,20}`;
const bare = new RegExp(`^\\s*(?:=\\s*(${path})|[$#]\\{\\s*(${path})\\s*\\})\\s*$`);
const literals: ReadonlySet<string> = new Set(["true", "false", "null", "empty", "not"]);

/** The names of a path such as `response.body`, in braces or behind `=`; null for any other text. */
export function pathIn(text: string): readonly string[] | null {
  const [, feel, braced] = bare.exec(text) ?? [];
  const names = (feel ?? braced)?.split(".");
  return names === undefined || literals.has(names[0] as string) ? null : names;
}
