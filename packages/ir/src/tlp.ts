/** The levels of the Traffic Light Protocol 2.0 (FIRST): with whom something may be shared, the widest circle first. */
export const tlpLevels: readonly string[] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

/** How far up in `tlpLevels` a text is, in either case, with or without `TLP:`; null when it is no level. `WHITE` of version 1 is `CLEAR`. */
export function tlpRank(text: string): number | null {
  const name = text.toUpperCase().replace(/^TLP:/, "");
  const rank = tlpLevels.indexOf(`TLP:${name === "WHITE" ? "CLEAR" : name}`);
  return rank === -1 ? null : rank;
}

/** The narrowest of some markings: a level, or the first that is none, since nobody knows how narrow that one is. Undefined: there are none. */
export function narrowestTlp(markings: readonly string[]): string | undefined {
  const ranks = markings.map(tlpRank);
  const unknown = ranks.indexOf(null);
  if (unknown !== -1) return markings[unknown];
  return tlpLevels[Math.max(-1, ...ranks.map(Number))];
}
