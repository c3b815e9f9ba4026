/** No name that a person typed by hand is longer; comparing longer ones would cost more than a hint is worth. */
const maxLength = 64;

/**
 * The candidate that was most likely meant by a word that nobody knows: letter case aside, at most a third of it mistyped
 * (left out, put in, replaced, or two neighbours exchanged). Of equally near ones the first; undefined when none is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > maxLength) return undefined;
  const wanted = word.toLowerCase();
  let nearest: string | undefined;
  let bound = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > bound) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bound);
    if (distance > bound) continue;
    nearest = candidate;
    bound = distance - 1;
    if (bound < 0) break;
  }
  return nearest;
}

/** Looking for a near name costs a look at every name: no document gets more of that than a reader would read. */
const maxSuggestions = 20;
/** And no more time: pairs of characters that are compared. */
const maxPairs = 20_000_000;

/** `suggest` for the names of one document, as many times as there is a use for it; from then on it finds nothing. */
export function createSuggester(): typeof suggest {
  let left = maxSuggestions;
  let pairs = maxPairs;
  function* affordable(word: string, candidates: Iterable<string>): Generator<string> {
    for (const candidate of candidates) {
      pairs -= word.length * candidate.length;
      if (pairs < 0) return;
      yield candidate;
    }
  }
  return (word, candidates) => (left-- > 0 ? suggest(word, affordable(word, candidates)) : undefined);
}

/** Damerau-Levenshtein distance (each place edited once); anything above `bound` may come back as `bound + 1`. */
function editDistance(a: string, b: string, bound: number): number {
  if (a === b) return 0;
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(twoBack, j - 2) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > bound) return bound + 1;
    twoBack = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
