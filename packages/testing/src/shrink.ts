/** Makes a failing history short: leaves out parts of its draws, and lowers what is left, as long as it still fails. */

/** When to give up looking for something shorter. */
export interface ShrinkLimits {
  /** How often the history may be tried. Default 2,000. */
  readonly maxTries?: number;
  /** Asked between tries. Default: never. */
  readonly isOverTime?: () => boolean;
}

type Fails = (draws: readonly number[]) => boolean | Promise<boolean>;

/**
 * The simplest list found for which `fails` still holds, as it has to for `draws` itself. `fails` must always answer the same about the same
 * list, and take what follows a list's end for zeros.
 */
export async function shrink(
  draws: readonly number[],
  fails: Fails,
  limits: ShrinkLimits = {},
): Promise<readonly number[]> {
  const search = new Search(draws, fails, limits);
  for (let before = ""; before !== search.best.join() && !search.isOver(); ) {
    before = search.best.join();
    // What is left out moves all that follows; what is made simpler in its place does not, and so does more at first.
    await search.zeroBlocks();
    await search.deleteBlocks();
    await search.lowerEach();
  }
  return search.best;
}

class Search {
  best: readonly number[];
  readonly #fails: Fails;
  readonly #isOverTime: () => boolean;
  #left: number;

  constructor(draws: readonly number[], fails: Fails, limits: ShrinkLimits) {
    this.best = withoutZeros(draws);
    this.#fails = fails;
    this.#left = limits.maxTries ?? 2000;
    this.#isOverTime = limits.isOverTime ?? (() => false);
  }

  isOver(): boolean {
    return this.#left <= 0 || this.#isOverTime();
  }

  /** Takes the list if it still fails. */
  async tries(draws: readonly number[]): Promise<boolean> {
    if (this.isOver()) return false;
    this.#left -= 1;
    const candidate = withoutZeros(draws);
    if (!(await this.#fails(candidate))) return false;
    this.best = candidate;
    return true;
  }

  async deleteBlocks(): Promise<void> {
    for (let size = halfOf(this.best.length); size >= 1; size = Math.floor(size / 2)) {
      for (let at = Math.max(0, this.best.length - size); at >= 0 && !this.isOver(); at -= size) {
        await this.tries([...this.best.slice(0, at), ...this.best.slice(at + size)]);
      }
    }
  }

  async zeroBlocks(): Promise<void> {
    for (let size = halfOf(this.best.length); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < this.best.length && !this.isOver(); at += size) {
        const block = this.best.slice(at, at + size);
        if (block.some((draw) => draw !== 0))
          await this.tries([...this.best.slice(0, at), ...block.map(() => 0), ...this.best.slice(at + size)]);
      }
    }
  }

  /** By halves, then by one. */
  async lowerEach(): Promise<void> {
    for (let at = 0; at < this.best.length && !this.isOver(); at += 1) {
      let low = 0;
      for (let high = this.best[at] ?? 0; low < high && !this.isOver(); high = this.best[at] ?? 0) {
        const middle = Math.floor((low + high) / 2);
        if (!(await this.tries(this.best.with(at, middle)))) low = middle + 1;
      }
    }
  }
}

const halfOf = (length: number): number => Math.max(1, Math.ceil(length / 2));

/** A list's end is followed by zeros anyway. */
function withoutZeros(draws: readonly number[]): readonly number[] {
  const last = draws.findLastIndex((draw) => draw !== 0);
  return draws.slice(0, last + 1);
}
