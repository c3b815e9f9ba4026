/** Templates as other formats write them, which are plain text in this one. */

export interface ForeignTemplate {
  readonly text: string;
  /** Where it starts. */
  readonly index: number;
  /** The same as an expression. */
  readonly instead: string;
}

/** `{{ inputs.host }}`, `{{ .host }}` and `${inputs.host}`; bounded, so that it is found in linear time. */
const template = /(?<![$\\])(\{\{-?|\$\{)\s{0,20}(\.?)([A-Za-z_][A-Za-z0-9_]{0,127})([^{}]{0,200})\}/g;

/**
 * Those in a text whose name is one of the document's. `roots`: what names begin with; `rootOf`: what has to stand before a name that is
 * declared. Of templates that begin with a dot, a single name counts where it is declared or begins with a small letter: programs that take
 * such templates themselves name what they have with capitals, or by paths. A shell's `${name}` has no path either.
 */
export function* foreignTemplates(
  text: string,
  roots: (name: string) => boolean,
  rootOf: (name: string) => string | undefined,
): Generator<ForeignTemplate> {
  if (!text.includes("{")) return;
  for (const { 0: all, 1: open, 2: dot, 3: name = "", 4: rest = "", index } of text.matchAll(template)) {
    const path = rest.trim();
    const isDollar = open === "${";
    if (dot === "." ? isDollar || path !== "" : !roots(name) || (isDollar && !path.startsWith("."))) continue;
    if (dot === "." && rootOf(name) === undefined && !/^[a-z]/.test(name)) continue;
    const expression = dot === "." ? `${rootOf(name) ?? "inputs"}.${name}` : `${name}${path}`;
    yield { text: isDollar ? all : `${all}}`, index, instead: `\${{ ${expression} }}` };
  }
}
