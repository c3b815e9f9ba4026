/** The order of texts, and of numbers as they are written. */

/** By code points (STIX 2.1, 9.6.1), which the order of UTF-16 code units is not: U+FFFD comes before U+1F600. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

/** Halves of characters beyond U+FFFF come behind all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const plain = /^([+-]?)(\d*)(?:\.(\d*))?$/;

interface Decimal {
  readonly sign: number;
  readonly whole: string;
  readonly fraction: string;
}

/** Numbers of any size and precision; in scientific notation, as far as doubles tell them apart. Both must be numbers. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (x === undefined || y === undefined) return Number(a) - Number(b);
  if (x.sign !== y.sign || x.sign === 0) return x.sign - y.sign;
  return x.sign * compareMagnitudes(x, y);
}

function decimalOf(text: string): Decimal | undefined {
  const [found, sign, digits = "", decimals = ""] = plain.exec(text) ?? [];
  if (found === undefined) return undefined;
  let from = 0;
  while (digits[from] === "0") from++;
  let to = decimals.length;
  while (decimals[to - 1] === "0") to--;
  const [whole, fraction] = [digits.slice(from), decimals.slice(0, to)];
  return { sign: whole === "" && fraction === "" ? 0 : sign === "-" ? -1 : 1, whole, fraction };
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  return a.fraction < b.fraction ? -1 : a.fraction > b.fraction ? 1 : 0;
}
