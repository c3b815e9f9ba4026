export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many times `b` fits into `a`: the median of the rounds' ratios, with the least and the greatest of them. */
export function ratio(a, b) {
  const ratios = a.map((sample, round) => sample / b[round]);
  return { median: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) };
}
