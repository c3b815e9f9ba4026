/** The words and signs of an expression. */
export interface Token {
  readonly kind: "name" | "value" | "sign" | "end";
  /** A value is written as JSONata writes it, which is as JSON does. */
  readonly text: string;
  readonly offset: number;
  /** Of a text in double quotes, which is a name behind a dot. */
  readonly quoted?: string;
}

const longest = 4096;
const token =
  /\s*(?:([A-Za-z_][A-Za-z0-9_-]*)|(-?\d{1,15}(?:\.\d{1,15})?)|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|(\|\||&&|[=!<>]=|[<>!.,:()[\]{}*?@|&]))/sy;
const constants: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** All of them, with an end; or what can't be read. */
export function tokenize(text: string): readonly Token[] | { readonly problem: string; readonly offset: number } {
  if (text.length > longest) return { problem: `it is longer than ${longest} characters`, offset: 0 };
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    const blank = text.slice(at).search(/\S/);
    const offset = at + Math.max(0, blank);
    if (found === null) return { problem: `'${text.slice(offset, offset + 20)}' can't be read`, offset };
    const [, name, number, double, single, json, sign] = found;
    if (name !== undefined) tokens.push({ kind: constants.has(name) ? "value" : "name", text: name, offset });
    else if (number !== undefined) tokens.push({ kind: "value", text: number, offset });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, offset });
    else if (single !== undefined)
      tokens.push({ kind: "value", text: JSON.stringify(single.replace(/\\(['\\])/g, "$1")), offset });
    else {
      const value = parsed(double ?? (json as string).replaceAll("\\`", "`"));
      if (value === undefined) return { problem: "this is no JSON", offset };
      tokens.push({
        kind: "value",
        text: JSON.stringify(value),
        offset,
        ...(double !== undefined && { quoted: value as string }),
      });
    }
  }
  return [...tokens, { kind: "end", text: "", offset: end }];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
