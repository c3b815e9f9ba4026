import type { RunLine } from "./run-view.js";

/** How often the same line is shown: a loop of a thousand rounds must not bury the rest. */
const OFTEN = 10;

/** Leaves out of lines what has been said: details that haven't changed since, and lines that have been shown often. */
export class Repeats {
  readonly #details = new Map<string, string>();
  readonly #times = new Map<string, number>();
  #left = 0;

  /** Lines left out. */
  get left(): number {
    return this.#left;
  }

  shorten(line: RunLine): RunLine | null {
    const key = [line.depth, line.sign, line.title, line.note].join("\u0000");
    const times = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, times);
    const details = line.details.join("\n");
    const isKnown = details !== "" && this.#details.get(line.title) === details;
    this.#details.set(line.title, details);
    if (times > OFTEN) {
      this.#left += 1;
      return null;
    }
    return isKnown ? { ...line, details: [] } : line;
  }
}
