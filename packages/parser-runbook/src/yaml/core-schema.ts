/** The value of a plain scalar: YAML 1.2.2, 10.3.2 Tag Resolution. */
export function plainValue(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Digits, +, - and a dot: all that a number starts with.
  if (first <= 0x39 && first >= 0x2b) return number.test(text) ? numberOf(text) : text;
  // Most texts are longer than all words are.
  if (text.length > longestWord) return text;
  const word = words.get(text);
  return word === undefined ? text : word;
}

/** Decimal, octal and hexadecimal numbers are written as in JavaScript; the rest is `.inf` and `.nan`. */
const number =
  /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function numberOf(text: string): number {
  switch (text.at(-1)) {
    case "f":
    case "F":
      // A hexadecimal number may end in f as well.
      if (!text.includes(".")) return Number(text);
      return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    default:
      return Number(text);
  }
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);
const longestWord = "false".length;
