import { compileRegex, type Regex, type RegexProblem } from "./compile-regex.js";

/** Why an expression can't be used beside others. */
export type SharedRegexProblem = RegexProblem | { readonly problem: "too-many"; readonly limit: number };

/** Instructions of the expressions that one document brings along: some forty megabytes, and half a second to compile. */
const defaultLimit = 200_000;
/** What the smallest one takes, in instructions. */
const least = 30;

/** Bounds what many expressions take together, where each for itself is small enough. */
export class RegexAllowance {
  readonly #limit: number;
  #left: number;

  /** `limit`: instructions. */
  constructor(limit: number = defaultLimit) {
    this.#limit = limit;
    this.#left = limit;
  }

  /** Compiles an expression with the default bounds, unless those before it have used up the allowance. */
  compile(text: string): Regex | SharedRegexProblem {
    if (this.#left <= 0) return { problem: "too-many", limit: this.#limit };
    const regex = compileRegex(text);
    this.#left -= least + ("size" in regex ? regex.size : text.length);
    return regex;
  }
}
