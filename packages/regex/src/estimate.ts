/** What a regular expression will cost, told from its text before anything is compiled: compiling takes as long as the program is large. */
export interface Estimate {
  /** Instructions, at least roughly: what is repeated counts as often. */
  readonly size: number;
  /** Whether a search may look further than where its match ends. */
  readonly looksAhead: boolean;
}

/** Pieces of an expression, as far as its size depends on them. */
const piece = /\\[pP]\{[^}]*\}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{\d{1,4}(?:,\d{0,4})?\}|[\s\S]/g;

export function estimate(text: string): Estimate {
  /** Of each open group: the size so far, and that of its last part. */
  const open: { size: number; last: number }[] = [{ size: 1, last: 0 }];
  let [unbounded, looksAhead] = [false, false];
  for (const [part] of text.matchAll(piece)) {
    const group = open.at(-1) as { size: number; last: number };
    const times = /^\{\d+/.test(part) ? Math.max(...part.slice(1, -1).split(",").map(Number), 1) : 0;
    if (times > 0) {
      group.size += group.last * (times - 1);
      group.last *= times;
      unbounded ||= part.endsWith(",}");
    } else if (part === "*" || part === "+") unbounded = true;
    else if (part === "(") open.push({ size: 2, last: 0 });
    else if (part === ")" && open.length > 1) {
      open.pop();
      const outer = open.at(-1) as { size: number; last: number };
      outer.size += group.size;
      outer.last = group.size;
    } else if (part !== "?") {
      looksAhead ||= unbounded;
      const cost = /^\\[pP]/.test(part) ? 10 : part.startsWith("[") ? 2 : 1;
      group.size += cost;
      group.last = cost;
    }
  }
  return {
    size: open.reduce((sum, { size }) => sum + size, 0),
    looksAhead: looksAhead || (unbounded && /[|(]/.test(text)),
  };
}
