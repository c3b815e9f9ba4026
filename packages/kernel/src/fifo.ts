/** First come, first served. Mostly it holds one item at a time, and then it is an array that is pushed and popped. */
export class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Undefined when there is none. */
  shift(): T | undefined {
    const items = this.#items;
    if (items.length === 1) return items.pop();
    if (this.#head === items.length) return undefined;
    const item = items[this.#head] as T;
    this.#head += 1;
    if (this.#head === items.length) this.clear();
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
