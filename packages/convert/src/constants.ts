/** Lists and maps of nothing but constants say what one constant says, wherever a part has values, and the members of a map have no order. */
import { type Json, type PartName, partVocabulary, type Value, type Vocabulary, valueVocabulary } from "@rb/ir";

type Members = { readonly [name: string]: unknown };

/** The part, with each such list or map as one constant, and the members of others by name; of two by one name, the last one counts. */
export function withConstants<P extends object>(part: PartName, value: P): P {
  return folded(value as Members, partVocabulary(part)) as P;
}

function folded(value: Members, type: Vocabulary): Members {
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => {
    const known = type[name];
    if (known === undefined || known.is === "aside" || known.is === "data") return [name, member];
    const inner = (one: unknown): unknown => (isMembers(one) ? folded(one, known.type()) : one);
    if (!Array.isArray(member)) return [name, inner(member)];
    if (known.is === "list") return [name, member.map(inner)];
    const pairs = (member as [string, unknown][]).map(([key, one]): [string, unknown] => [key, inner(one)]);
    return [name, pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))];
  });
  // `fromEntries` defines own members, whatever they are called.
  const copy = Object.fromEntries(entries);
  return type === valueVocabulary ? ((constantOf(copy as Value) ?? copy) as Members) : copy;
}

function constantOf(value: Value): { readonly json: Json } | undefined {
  if ("list" in value && value.list.every(isConstant)) return { json: value.list.map((item) => item.json) };
  if (!("object" in value)) return undefined;
  const members: [string, Json][] = [];
  for (const [name, member] of value.object) if (isConstant(member)) members.push([name, member.json]);
  const isOne =
    members.length === value.object.length && new Set(members.map(([name]) => name)).size === members.length;
  return isOne ? { json: Object.fromEntries(members) as Json } : undefined;
}

function isConstant(value: Value): value is { readonly json: Json } {
  return "json" in value;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
