/**
 * When an expression can stand in a runbook, and is read as what it was. A runbook takes paths for variables, looks up what begins with
 * `inputs`, `secrets`, `steps` or `vars`, and finds the end of an expression by its quotes and brackets; what doesn't fit is said in another
 * way. Nothing is parsed here: where it isn't plain to see that a text is read as it is meant, it counts as one that doesn't fit.
 */

/** The language of expressions in runbooks. */
export const OWN_LANGUAGE = "jsonata";

/** Characters of an expression that a runbook takes. */
const longest = 8192;
const path = /^[A-Za-z_][A-Za-z0-9_]*(?:\.(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]*`))*$/;
const segment = /`([^`]*)`|([A-Za-z0-9_]+)/g;
const words: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/gs;
const rooted = /(?<![A-Za-z0-9_])(?:inputs|secrets|steps|vars)(?![A-Za-z0-9_])(?:\.([A-Za-z_][A-Za-z0-9_]*))?/g;

type Path = { readonly variable: string; readonly path?: readonly string[] };

/** Expressions of one graph. `declared`: the names of its variables, wherever they are declared. */
export class Expressions {
  readonly #declared: ReadonlySet<string>;

  constructor(declared: ReadonlySet<string>) {
    this.#declared = declared;
  }

  /** Whether the text by itself is read as this condition. */
  isCondition(text: string): boolean {
    return this.#isOwn(text) && !this.#isVariable(text);
  }

  /** Whether `${{ text }}` is read as this expression. */
  fitsTemplate(text: string): boolean {
    return this.#isOwn(text) && !isResult(text) && !this.#isVariable(text) && isBalanced(text);
  }

  /** What is read as this variable, or member of it; undefined where nothing is. */
  variable({ variable, path }: Path): string | undefined {
    if (path?.length === 0) return undefined;
    const [root = "", member = ""] = variable.split(/\.(.*)/s);
    if (path === undefined && this.#declared.has(variable) && isRoot(root) && isName(member)) return variable;
    return this.#declared.has(`vars.${variable}`) ? undefined : pathText("vars", [variable, ...(path ?? [])]);
  }

  #isOwn(text: string): boolean {
    if (text === "" || text.length > longest || text !== text.trim() || text.includes("${{")) return false;
    return [...text.matchAll(rooted)].every(([all, member]) => member !== undefined && this.#declared.has(all));
  }

  #isVariable(text: string): boolean {
    if (!path.test(text)) return false;
    const [root = "", ...members] = [...text.matchAll(segment)].map(([, inQuotes, plain]) => inQuotes ?? plain);
    if (members.length === 0) return !words.has(root) && root !== "result";
    return isRoot(root) && members.length <= (root === "steps" ? 2 : 1);
  }
}

function isRoot(name: string): boolean {
  return name === "inputs" || name === "secrets" || name === "steps" || name === "vars";
}

/** What has arrived, or a member of it: a value, but where a condition is expected. */
function isResult(text: string): boolean {
  return path.test(text) && /^result(?![A-Za-z0-9_])/.test(text);
}

/** `root.a.b`, with what is no name in backticks; undefined where one of them can't be written. */
export function pathText(root: string, members: readonly string[]): string | undefined {
  if (members.some((member) => member.includes("`"))) return undefined;
  return [root, ...members.map((member) => (isName(member) ? member : `\`${member}\``))].join(".");
}

function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !words.has(name);
}

/** Whether the end of an expression is found where it is. */
function isBalanced(text: string): boolean {
  const bare = text.replace(quoted, "");
  if (/["'`]|\/\*|\}\}/.test(bare)) return false;
  let depth = 0;
  for (const character of bare) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}

/** A text in which nothing is taken for an expression. */
export function literally(text: string): string {
  return text.replaceAll("${{", () => "$${{");
}
