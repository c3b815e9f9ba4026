/** Who and what it is, what only it has, then what many have: how the members of a part of a graph are best read. */
const first = ["id", "kind", "on", "raise", "port", "name", "description"];
const last = [
  "inputs",
  "inputSchema",
  "loop",
  "retry",
  "attemptTimeout",
  "outputs",
  "inOrder",
  "outputSchema",
  "assertions",
  "handlers",
  "compensation",
  "routing",
  "meta",
  "region",
];
const ranks: ReadonlyMap<string, number> = new Map([
  ...first.map((name, at) => [name, at - first.length] as const),
  ...last.map((name, at) => [name, at + 1] as const),
]);

/** Names of members in the order in which people best read them; those that are in no place of their own stay in the order that they have. */
export function inReadingOrder(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => ranks.get(name) ?? 0;
  return names.toSorted((a, b) => rank(a) - rank(b));
}
