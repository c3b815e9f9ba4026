const units: readonly (readonly [unit: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** A span of time in the largest units that say it exactly: `2 min`, `1 h 30 min`. */
export function durationText(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms <= 0) return `${ms} ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  return parts.join(" ");
}
