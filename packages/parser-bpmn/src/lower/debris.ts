/**
 * What is left of markup behind a condition that is complete: a `>` too many, or the end of a CDATA section that an editor doubled. It is told from
 * a comparison that lacks its right side by what stands before it, which has to be true or false by itself.
 */

/** The text without it; undefined when nothing of the kind is there. */
export function withoutDebris(text: string): string | undefined {
  const trimmed = text.trimEnd();
  const debris = endings.find((ending) => trimmed.endsWith(ending));
  if (debris === undefined) return undefined;
  const rest = trimmed.slice(0, -debris.length).trimEnd();
  const last = rest.split(/&&|\|\||\band\b|\bor\b/).at(-1) ?? "";
  return /\}$/.test(last) || truth.test(last) ? rest : undefined;
}

const endings = ["]]>", "/>", ">"];

/** A comparison with both sides, or a call whose answer is true or false. */
const truth = /[=!<>]=?\s*[^\s=<>]|\b(?:contains|startsWith|endsWith|equals|equalsIgnoreCase|isEmpty|empty)\b/;
