import type { Budget } from "./budget.js";

/**
 * LIKE (STIX 2.1, 9.6.1): `%` stands for any text, `_` for one character; both sides are normalised (NFC). Goes back only to the last `%`,
 * never further, so a hostile pattern can't blow up: at most text times pattern steps, which the budget pays for.
 */
export function like(text: string, pattern: string, budget: Budget): boolean {
  budget.spend(text.length + pattern.length);
  const [letters, wanted] = [Array.from(text.normalize("NFC")), Array.from(pattern.normalize("NFC"))];
  let at = 0;
  let want = 0;
  let lastPercent = -1;
  let retryFrom = 0;
  while (at < letters.length) {
    budget.spend(1);
    if (want < wanted.length && wanted[want] === "%") {
      lastPercent = want++;
      retryFrom = at;
    } else if (want < wanted.length && (wanted[want] === "_" || wanted[want] === letters[at])) {
      at++;
      want++;
    } else if (lastPercent !== -1) {
      want = lastPercent + 1;
      at = ++retryFrom;
    } else return false;
  }
  while (wanted[want] === "%") want++;
  return want === wanted.length;
}
