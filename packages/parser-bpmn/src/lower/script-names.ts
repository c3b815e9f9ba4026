/**
 * Which variables a script in JavaScript may mean: scripts of engines read the variables of their process by name. Nothing is parsed, and nothing
 * run: the words are looked at, outside of texts and comments, and those that the language or the script itself explains are left out. A name too
 * many is a variable that is null; so this may guess.
 */

/** Names that a script mentions, and whether it assigns them. */
export type ScriptNames = ReadonlyMap<string, { readonly isAssigned: boolean }>;

/** Patterns are short: looking for the end of one that has none must not cost all of the script. Comments, texts, patterns behind something that no value ends with, words, `=>`, and any other sign. */
const token =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?|(?=\/)(?<=(?:^|[(,=:[!&|?{};+\-*%~^<>\n]|\breturn)[ \t]*)\/(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}\]|[^/\\\n[]){1,200}\/[a-z]*|[\p{ID_Start}$_][\p{ID_Continue}$]*|\.?\d[\w.]*|[=!]==?|=>|[-+*/%&|^<>?]{1,3}=|\+\+|--|\?\.|\S/gu;
const word = /^[\p{ID_Start}$_]/u;

const known: ReadonlySet<string> = new Set([
  ..."await break case catch class const continue debugger default delete do else enum export extends false finally for".split(
    " ",
  ),
  ..."function if import in instanceof let new null of return static super switch this throw true try typeof var void".split(
    " ",
  ),
  ..."while with yield async get set arguments undefined NaN Infinity globalThis console execution variables eval".split(
    " ",
  ),
  ..."Array ArrayBuffer BigInt Boolean DataView Date Error EvalError Function Iterator JSON Map Math Number Object".split(
    " ",
  ),
  ..."Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError WeakMap".split(
    " ",
  ),
  ..."WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN parseFloat parseInt".split(
    " ",
  ),
  ..."unescape Int8Array Uint8Array Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array __proto__".split(
    " ",
  ),
]);

const declares: ReadonlySet<string> = new Set(["let", "const", "var", "function", "class", "catch"]);
const assigns = /^(?:(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=|\+\+|--)$/;

/** In the order in which they are met. */
export function scriptNames(script: string): ScriptNames {
  const tokens = tokensOf(script.slice(0, maxLength));
  const own = ownNames(tokens);
  const names = new Map<string, { isAssigned: boolean }>();
  const add = (name: string, isAssigned: boolean): void => {
    names.set(name, { isAssigned: isAssigned || names.get(name)?.isAssigned === true });
  };
  for (const [index, text] of tokens.entries()) {
    const [before = "", after = ""] = [tokens[index - 1], tokens[index + 1]];
    const asked =
      text === "getVariable" && after === "("
        ? /^["']([\p{ID_Continue}$ -]+)["']$/u.exec(tokens[index + 2] ?? "")
        : null;
    if (asked?.[1] !== undefined) add(asked[1], false);
    const isKey = after === ":" && (before === "{" || before === ",");
    if (!word.test(text) || known.has(text) || own.has(text) || before === "." || before === "?." || isKey) continue;
    add(text, assigns.test(after) || before === "++" || before === "--");
  }
  return names;
}

/** A template is text with code in it. */
function tokensOf(script: string): readonly string[] {
  return (script.match(token) ?? []).flatMap((text) => {
    if (text.startsWith("//") || text.startsWith("/*")) return [];
    if (!text.startsWith("`")) return text;
    return [...text.matchAll(/\$\{([^{}`]*)\}/g)].flatMap(([, code = ""]) => ["(", ...(code.match(token) ?? []), ")"]);
  });
}

/** What a script declares itself: variables, functions and their parameters. Where doesn't matter. */
function ownNames(tokens: readonly string[]): ReadonlySet<string> {
  const own = new Set<string>();
  const addUpTo = (start: number, step: 1 | -1, open: string, close: string): void => {
    for (let at = start, depth = 0; at >= 0 && at < tokens.length && at !== start + step * maxParameters; at += step) {
      const text = tokens[at] ?? "";
      if (text === open) depth += 1;
      else if (text === close) depth -= 1;
      else if (word.test(text)) own.add(text);
      if (depth <= 0) return;
    }
  };
  for (const [index, text] of tokens.entries()) {
    const next = tokens[index + 1] ?? "";
    if (text === "=>") {
      if (tokens[index - 1] === ")") addUpTo(index - 1, -1, ")", "(");
      else own.add(tokens[index - 1] ?? "");
    } else if (declares.has(text)) {
      if (word.test(next)) own.add(next);
      else if (next === "{") addUpTo(index + 1, 1, "{", "}");
      else if (next === "[") addUpTo(index + 1, 1, "[", "]");
      const parameters = text === "function" && word.test(next) ? index + 2 : index + 1;
      if (tokens[parameters] === "(") addUpTo(parameters, 1, "(", ")");
    }
  }
  return own;
}

/** Nobody runs longer ones. In UTF-16 units. */
const maxLength = 65_536;
/** Tokens that parameters are looked for in. */
const maxParameters = 200;

/** Whether a script is in a language that this reads. */
export function isJavaScript(format: string | undefined): boolean {
  return /^(?:(?:text|application)\/)?(?:x-)?(?:java|ecma)script$|^js$/i.test(format?.trim() ?? "");
}
