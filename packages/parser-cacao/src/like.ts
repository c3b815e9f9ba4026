/**
 * STIX LIKE (STIX 2.1, 9.6): `%` stands for any text, `_` for one character. Goes back only to the last `%`, never further,
 * so a hostile pattern can't blow up: at most text times pattern steps.
 */
export function like(text: string, pattern: string): boolean {
  const [letters, wanted] = [Array.from(text), Array.from(pattern)];
  let at = 0;
  let want = 0;
  let lastPercent = -1;
  let retryFrom = 0;
  while (at < letters.length) {
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
