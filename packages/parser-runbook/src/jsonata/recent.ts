/** What was used last, by name; what was not used for longest makes room. */
export class Recent<T> {
  readonly #most: number;
  /** In the order of their last use. */
  readonly #all: Map<string, T> = new Map();

  constructor(most: number) {
    this.#most = most;
  }

  find(name: string): T | undefined {
    const found = this.#all.get(name);
    if (found !== undefined) this.keep(name, found);
    return found;
  }

  keep(name: string, value: T): void {
    this.#all.delete(name);
    this.#all.set(name, value);
    if (this.#all.size <= this.#most) return;
    const [oldest] = this.#all.keys();
    this.#all.delete(oldest as string);
  }
}
