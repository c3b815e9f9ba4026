/** Which ways a dry run has shown, and which it still has to come back for. */
import type { PinnedAnswers } from "./answers.js";
import type { Answer, Input, Question } from "./envelope.js";
import type { SavedState } from "./saved-state.js";

type Choose = Extract<Question, { ask: "choose" }>;

/** The moment before a choice: enough to run on from it. */
export interface Moment {
  readonly parent: number;
  readonly at: number;
  readonly state: SavedState;
  readonly nowMs: number;
  readonly agenda: readonly Input[];
  /** For the step that begins the agenda: what was answered before in it, and this way. */
  readonly answers: readonly Answer[];
  readonly pinned: PinnedAnswers;
}

export interface Fork extends Moment {
  readonly world: number;
  readonly question: Choose;
  readonly option: readonly string[];
}

export class Exploration {
  readonly #shown = new Map<string, Set<string>>();
  readonly #offers = new Map<
    string,
    { readonly question: Choose; readonly moment: (option: readonly string[]) => Moment }
  >();
  #maxWorlds: number;
  #worlds = 0;
  unexplored = 0;

  constructor(maxWorlds: number) {
    this.#maxWorlds = maxWorlds;
  }

  /** A way of this choice that nobody has taken yet; from now on it is taken. */
  fresh(key: string, options: readonly (readonly string[])[]): readonly string[] | null {
    const shown = this.#shown.get(key) ?? new Set<string>();
    this.#shown.set(key, shown);
    const option = options.find((candidate) => !shown.has(candidate.join()));
    if (option !== undefined) shown.add(option.join());
    return option ?? null;
  }

  /** Whether choosing now leaves ways open, the first time that it does: then the moment before has to be remembered. */
  isNew(key: string, options: readonly (readonly string[])[]): boolean {
    if (this.#offers.has(key)) return false;
    const shown = this.#shown.get(key);
    const isOpen = (option: readonly string[]) => shown?.has(option.join()) !== true;
    const first = options.findIndex(isOpen);
    return first >= 0 && options.slice(first + 1).some(isOpen);
  }

  /** Remembers the moment before a choice, the first time that it leaves ways open. The moment is taken now, once for all of them. */
  offer(key: string, question: Choose, take: () => (option: readonly string[]) => Moment): void {
    if (this.#offers.has(key) || !this.#hasOpen(key, question.options)) return;
    this.#offers.set(key, { question, moment: take() });
  }

  /** No more worlds: what is left open counts as unexplored. */
  close(): void {
    this.#maxWorlds = this.#worlds;
  }

  /** The next way to come back for, oldest choice first; ways that a later world took in passing are done. */
  next(): Fork | null {
    for (const [key, { question, moment }] of this.#offers) {
      const option = this.fresh(key, question.options);
      if (option === null) {
        this.#offers.delete(key);
        continue;
      }
      if (this.#worlds >= this.#maxWorlds) {
        this.unexplored += 1;
        continue;
      }
      this.#worlds += 1;
      return { ...moment(option), world: this.#worlds, question, option };
    }
    return null;
  }

  #hasOpen(key: string, options: readonly (readonly string[])[]): boolean {
    const shown = this.#shown.get(key);
    return options.some((option) => shown?.has(option.join()) !== true);
  }
}
