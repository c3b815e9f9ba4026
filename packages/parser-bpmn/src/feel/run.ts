/** What one evaluation may read and spend. */
import { EvaluationError, type Json, type Slot } from "@rb/ir";

/**
 * How many parts of an expression are evaluated and items of lists visited, at most; what takes longer counts for more. It is some tens of
 * milliseconds.
 */
const maxSteps = 250_000;
/** The characters of any one text. */
export const maxText = 250_000;
/** How deep functions may call each other, counted in levels of nesting of the expressions that they go through. */
const maxCallDepth = 500;

/** Ends an evaluation that met a value which isn't known: the whole is unknown then. */
export class UnknownRead {
  readonly slot: Slot;
  constructor(slot: Slot) {
    this.slot = slot;
  }
}

export class Run {
  readonly nowMs: number;
  /** Where in the text what is being done was written; whoever may fail sets it before. */
  at = 0;
  private readonly environment: (name: string) => Slot | undefined;
  private left = maxSteps;
  private depth = 0;
  private paid: Set<string> | null = null;

  constructor(environment: (name: string) => Slot | undefined, nowMs: number) {
    this.environment = environment;
    this.nowMs = nowMs;
  }

  /** Whatever is done more than once is paid for before it is done. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new EvaluationError(`It takes more than ${maxSteps} steps.`);
  }

  /** Pays for something that is used again for nothing. */
  once(key: string, steps: number): void {
    this.paid ??= new Set();
    if (this.paid.has(key)) return;
    this.paid.add(key);
    this.spend(steps);
  }

  /** Undefined when no scope has the variable. */
  read(name: string): Json | undefined {
    const slot = this.environment(name);
    if (slot === undefined) return undefined;
    if ("json" in slot) return slot.json;
    if ("unknown" in slot) throw new UnknownRead(slot);
    throw new EvaluationError(`What '${name}' refers to can't be read by an expression.`);
  }

  /** Checks that a text may be as long, and pays for it. */
  text(length: number): void {
    if (length > maxText) throw new EvaluationError(`A text is longer than ${maxText} characters.`);
    this.spend(length >> 3);
  }

  /** Goes into a function whose body is nested so many levels. */
  inside<Result>(levels: number, what: () => Result): Result {
    this.depth += levels;
    if (this.depth > maxCallDepth) throw new EvaluationError("Functions call each other too deep.");
    const result = what();
    this.depth -= levels;
    return result;
  }
}
