/**
 * All chance of a history. Each answer is a small whole number that is written down, so a history is its list of numbers: given again, it
 * happens again, and shortened, it becomes a simpler one. For that, smaller has to mean simpler everywhere: 0 is no fault and the first choice.
 */

/** Answers from a seed, or from a list, whose end is followed by zeros. */
export class Draws {
  /** What was answered so far. */
  readonly taken: number[] = [];
  readonly #given: readonly number[] | null;
  #state: number;

  constructor(from: number | readonly number[]) {
    this.#given = typeof from === "number" ? null : from;
    this.#state = typeof from === "number" ? scatter(from) : 0;
  }

  /** A whole number from 0, less than `n`. */
  below(n: number): number {
    const answer = this.#given === null ? Math.floor(this.#next() * n) : Math.min(this.#fromList(), n - 1);
    this.taken.push(answer);
    return answer;
  }

  /** True with probability `p`, in steps of a thousandth. False is 0. */
  chance(p: number): boolean {
    return this.below(1000) >= 1000 - Math.round(p * 1000);
  }

  /** The first is the simplest. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  #fromList(): number {
    return Math.max(0, this.#given?.[this.taken.length] ?? 0);
  }

  /** Mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

/** Neighbouring seeds begin far from each other; all of a seed's 53 bits count. */
function scatter(seed: number): number {
  let h = Math.imul((seed >>> 0) ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ Math.floor(seed / 4294967296), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
