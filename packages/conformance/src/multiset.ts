/** Lists as multisets: how often each thing is in them counts, their order doesn't. */

/** What one list has and the other lacks, in the order of the list that has it. */
export interface MultisetDifference {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

export function compareMultisets(expected: readonly string[], actual: readonly string[]): MultisetDifference {
  return { missing: without(expected, actual), extra: without(actual, expected) };
}

function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
