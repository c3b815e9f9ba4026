/**
 * XPath, the language that BPMN means where a document says nothing (BPMN 2.0.2, 10.4.3), as far as it asks for data by the functions that the
 * standard defines there. Such a text is written down as FEEL, which then says whether it makes sense.
 */

/** The last argument names the data; one in front says of which process, activity or event. */
const dataFunctions: ReadonlySet<string> = new Set([
  "getDataObject",
  "getDataInput",
  "getDataOutput",
  "getProcessProperty",
  "getActivityProperty",
  "getEventProperty",
]);
const anyDataFunction = /\bget(?:Data(?:Object|Input|Output)|(?:Process|Activity|Event)Property)\s*\(/;

/** Those whose name or form is another one in FEEL. */
const functions: ReadonlyMap<string, string> = new Map([
  ["not", "not"],
  ["contains", "contains"],
  ["starts-with", "starts with"],
  ["string-length", "string length"],
  ["count", "count"],
  ["sum", "sum"],
  ["number", "number"],
  ["string", "string"],
  ["floor", "floor"],
  ["ceiling", "ceiling"],
]);
const operators: ReadonlyMap<string, string> = new Map([
  ["and", "and"],
  ["or", "or"],
  ["div", "/"],
]);

const token = /\s+|'[^']*'|"[^"]*"|\d+(?:\.\d+)?|(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*|!=|<=|>=|[()[\],=<>+*/@-]/y;

/** FEEL that means the same; an error for what has no such; null for a text that asks for no data by those functions. */
export function feelOfXPath(text: string): { readonly text: string } | { readonly error: string } | null {
  if (!anyDataFunction.test(text)) return null;
  const pieces = piecesOf(text);
  if (pieces === null) return { error: "this part of XPath is not understood" };
  const written: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const [feel, length] = translated(pieces, at);
    if (feel === null) return { error: `'${pieces[at]}' of XPath is not understood here` };
    written.push(feel);
    at += length;
  }
  return { text: written.join(" ").replaceAll(" .", ".") };
}

/** Without white space. */
function piecesOf(text: string): readonly string[] | null {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at;
    const piece = token.exec(text)?.[0];
    if (piece === undefined) return null;
    if (piece.trim() !== "") found.push(piece);
    at += piece.length;
  }
  return found;
}

type Translated = readonly [feel: string | null, length: number];

function translated(pieces: readonly string[], at: number): Translated {
  const piece = pieces[at] as string;
  if (/^['"]/.test(piece)) return [JSON.stringify(piece.slice(1, -1)), 1];
  if (piece === "/") return step(pieces, at);
  if (!/^[A-Za-z_]/.test(piece)) return [piece === "@" ? null : piece, 1];
  const name = piece.slice(piece.indexOf(":") + 1);
  if (pieces[at + 1] !== "(") return [operators.get(name) ?? null, 1];
  if (dataFunctions.has(name)) return data(pieces, at);
  if ((name === "true" || name === "false") && pieces[at + 2] === ")") return [name, 3];
  return [functions.get(name) ?? null, 1];
}

/** `/member` or `/@member` behind what was asked for. */
function step(pieces: readonly string[], at: number): Translated {
  const length = pieces[at + 1] === "@" ? 3 : 2;
  const member = pieces[at + length - 1] ?? "";
  const behind = at > 0 && /^[)\]]$|^[A-Za-z_]/.test(pieces[at - 1] as string);
  if (!behind || !/^[A-Za-z_]/.test(member) || pieces[at + length] === "(") return [null, 1];
  return [`.${quoted(member.slice(member.indexOf(":") + 1))}`, length];
}

function data(pieces: readonly string[], at: number): Translated {
  const close = pieces.indexOf(")", at);
  const given = pieces.slice(at + 2, close);
  const [last = ""] = given.slice(-1);
  const isNamed =
    close !== -1 && /^['"]/.test(last) && (given.length === 1 || (given.length === 3 && given[1] === ","));
  return isNamed && !last.includes("`") ? [quoted(last.slice(1, -1)), close + 1 - at] : [null, 1];
}

function quoted(name: string): string {
  return `\`${name}\``;
}
