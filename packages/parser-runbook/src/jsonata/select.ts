/**
 * Paths, as JSONata walks them: a name looks into an object, or into every object of a list, and what comes of that is one flat sequence;
 * a sequence of one is that one. Only names are walked here, over plain JSON.
 */

/** The members named, one after the other, of a value; undefined when there is nothing. */
export function select(value: unknown, names: readonly string[]): unknown {
  let current = value;
  for (let at = 0; at < names.length; at++) {
    if (typeof current !== "object" || current === null) return undefined;
    if (Array.isArray(current)) return selectFromAll(current, names, at);
    const name = names[at] as string;
    current = Object.hasOwn(current, name) ? (current as { readonly [key: string]: unknown })[name] : undefined;
  }
  return current;
}

function selectFromAll(items: readonly unknown[], names: readonly string[], from: number): unknown {
  let sequence = items;
  for (let at = from; at < names.length; at++) {
    const found: { readonly value: unknown; readonly isSequence: boolean }[] = [];
    for (const item of sequence) {
      const one = lookup(item, names[at] as string);
      if (one !== undefined) found.push(one);
    }
    const [only] = found;
    // A list that was there as it is stays as it is; sequences are joined.
    const isLast = at === names.length - 1;
    if (isLast && found.length === 1 && only !== undefined && Array.isArray(only.value) && !only.isSequence)
      return only.value;
    sequence = found.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
    if (sequence.length === 0) return undefined;
  }
  return sequence.length === 1 ? sequence[0] : sequence;
}

/** One member; of a list, those of all its items, one level flat. */
function lookup(item: unknown, name: string): { readonly value: unknown; readonly isSequence: boolean } | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  if (!Array.isArray(item)) {
    return Object.hasOwn(item, name)
      ? { value: (item as { readonly [key: string]: unknown })[name], isSequence: false }
      : undefined;
  }
  const all = flatLookup(item, name);
  if (all.length === 0) return undefined;
  return all.length === 1 ? { value: all[0], isSequence: false } : { value: all, isSequence: true };
}

function flatLookup(items: readonly unknown[], name: string): readonly unknown[] {
  return items.flatMap((item): readonly unknown[] => {
    if (Array.isArray(item)) return flatLookup(item, name);
    if (typeof item !== "object" || item === null || !Object.hasOwn(item, name)) return [];
    const value = (item as { readonly [key: string]: unknown })[name];
    return Array.isArray(value) ? value : [value];
  });
}
