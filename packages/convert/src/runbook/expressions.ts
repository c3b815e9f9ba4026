/**
 * When an expression of JSONata can stand in a runbook, and is read as what it was. A runbook takes plain paths for variables, and finds the
 * end of an expression by its quotes and brackets, so both are looked at here; what doesn't fit is said in another way.
 */

/** The language of expressions in runbooks. */
export const OWN_LANGUAGE = "jsonata";

/** Names that a runbook takes for more than a member of something. */
const variableRoots: ReadonlySet<string> = new Set(["inputs", "secrets", "steps", "vars", "result"]);
const plainPath = /^[A-Za-z_][A-Za-z0-9_]*(?:\.(?:[A-Za-z_][A-Za-z0-9_]*|`[A-Za-z0-9_-]{1,128}`))*$/;
const words: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/gs;
/** Characters of an expression that a runbook takes. */
const longest = 8192;

/** Whether the text by itself is read as this expression: as a condition, which needs nothing around it. */
export function isOwnExpression(text: string): boolean {
  return text !== "" && text.length <= longest && text === text.trim() && !text.includes("${{") && !isVariable(text);
}

/** Whether `${{ text }}` is read as this expression. */
export function fitsTemplate(text: string): boolean {
  if (!isOwnExpression(text)) return false;
  const bare = text.replace(quoted, "");
  if (/["'`]|\/\*|\}\}/.test(bare)) return false;
  let depth = 0;
  for (const character of bare) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}

function isVariable(text: string): boolean {
  if (!plainPath.test(text)) return false;
  const [root = "", ...members] = text.split(".");
  return members.length === 0 ? !words.has(root) : variableRoots.has(root);
}

/** `root.a.b`, with what is no name in backticks; undefined where one of them can't be written. */
export function pathText(root: string, members: readonly string[]): string | undefined {
  if (!members.every((member) => /^[A-Za-z0-9_-]{1,128}$/.test(member))) return undefined;
  return [root, ...members.map((member) => (isPlainName(member) ? member : `\`${member}\``))].join(".");
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !words.has(name);
}

/** A text in which nothing is taken for an expression. */
export function literally(text: string): string {
  return text.replaceAll("${{", "$${{");
}
