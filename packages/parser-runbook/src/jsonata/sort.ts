/** `$sort`: the library's own copies what is left of a list after each comparison, and waits for each within the one before it. */
import { EvaluationError } from "@rb/ir";

/** Whether the first of two items comes after the second. */
type IsAfter = (one: unknown, other: unknown) => unknown;

/** Numbers by size, texts by their characters, anything by a function; what is equal keeps its order. */
export async function sort(items: readonly unknown[] | undefined, isAfter?: IsAfter): Promise<unknown> {
  if (items === undefined || items.length < 2) return items;
  if (isAfter !== undefined) return sortedBy(items, isAfter);
  const isPlain = ["number", "string"].some((type) => items.every((item) => typeof item === type));
  if (!isPlain) throw new EvaluationError("$sort needs a list of numbers or of texts, or a function that compares.");
  return [...(items as readonly string[])].sort((a, b) => (a > b ? 1 : a < b ? -1 : 0));
}

/** Merges runs of one, two, four and so on. */
async function sortedBy(items: readonly unknown[], isAfter: IsAfter): Promise<readonly unknown[]> {
  let runs = items;
  for (let length = 1; length < items.length; length *= 2) {
    const merged: unknown[] = [];
    for (let start = 0; start < runs.length; start += 2 * length) {
      const middle = Math.min(start + length, runs.length);
      const end = Math.min(middle + length, runs.length);
      let left = start;
      let right = middle;
      while (left < middle && right < end)
        merged.push((await isAfter(runs[left], runs[right])) ? runs[right++] : runs[left++]);
      while (left < middle) merged.push(runs[left++]);
      while (right < end) merged.push(runs[right++]);
    }
    runs = merged;
  }
  return runs;
}
