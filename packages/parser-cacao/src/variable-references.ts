/** Finds `__name__:value` in a text (CACAO 2.0, "Variable scope" and "Using variables"). */

export interface VariableReference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const longestName = 250;
const suffix = "__:value";
const nameCharacters = /^[\w.-]*$/;

/** Whether a name is written as the standard has it. */
export function isVariableName(name: string): boolean {
  return name.length <= longestName && /^__[A-Za-z][\w.-]*__$/.test(name) && name.length > 4;
}

/**
 * Every reference in the text, from left to right. Looks for the suffix and then backwards, at most as far as a name is
 * long: names may hold underscores, so that a search from the left would try every pair of them.
 * Where several beginnings are possible (`__a__b__:value`), the longest declared name wins, else the shortest.
 */
export function findReferences(text: string, isDeclared: (name: string) => boolean): VariableReference[] {
  const found: VariableReference[] = [];
  let from = 0;
  for (let at = text.indexOf(suffix); at !== -1; at = text.indexOf(suffix, at + 1)) {
    const end = at + suffix.length;
    const start = startOfName(text, at, Math.max(from, at + 2 - longestName), isDeclared);
    if (start === undefined) continue;
    found.push({ name: text.slice(start, at + 2), start, end });
    from = end;
  }
  return found;
}

function startOfName(
  text: string,
  closing: number,
  earliest: number,
  isDeclared: (name: string) => boolean,
): number | undefined {
  let shortest: number | undefined;
  let declared: number | undefined;
  for (let start = closing - 3; start >= earliest; start--) {
    if (!nameCharacters.test(text[start + 2] as string)) break;
    if (text[start] !== "_" || text[start + 1] !== "_" || !/[A-Za-z]/.test(text[start + 2] as string)) continue;
    if (isDeclared(text.slice(start, closing + 2))) declared = start;
    shortest ??= start;
  }
  return declared ?? shortest;
}

/** The variable that the whole text names, with or without `:value`. */
export function wholeReference(text: string): string | undefined {
  const trimmed = text.trim();
  const name = trimmed.endsWith(":value") ? trimmed.slice(0, -":value".length) : trimmed;
  return isVariableName(name) ? name : undefined;
}

/** The variable, when the whole text is one reference to it. */
export function soleReference(text: string): string | undefined {
  return text.endsWith(":value") ? wholeReference(text) : undefined;
}
