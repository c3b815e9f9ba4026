/** Whether one trace can have come about in the order of another. */
import type { Entry } from "./projection.js";

/**
 * Pairs `a, b` of which b comes right behind a on a token's way, and for which `expected` has fewer b that come behind an a. Which of several
 * equal entries belong together can't be told, so each pair is given the benefit of the doubt.
 */
export function outOfOrder(
  entries: readonly Entry[],
  expected: readonly string[],
): readonly (readonly [string, string])[] {
  const pairs = new Map<string, { readonly pair: readonly [string, string]; count: number }>();
  for (const { text, after } of entries) {
    for (const before of new Set(after.map((index) => entries[index]?.text ?? ""))) {
      const key = `${before} ${text}`;
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, { pair: [before, text], count: 1 });
      else known.count += 1;
    }
  }
  return [...pairs.values()].filter(({ pair, count }) => inOrder(expected, pair) < count).map(({ pair }) => pair);
}

/** How many times b comes behind an a of its own. */
function inOrder(expected: readonly string[], [a, b]: readonly [string, string]): number {
  let open = 0;
  let found = 0;
  for (const text of expected) {
    if (text === b && open > 0) {
      open -= 1;
      found += 1;
    }
    if (text === a) open += 1;
  }
  return found;
}
