/** What the names in templates stand for, and which of them none may resolve. */
import { globSteps, isGlobbed } from "./glob.js";

/** Steps of trying patterns on all names of a document. */
const mostSteps = 100_000_000;

export class Names {
  /** By name: an expression of the native format. */
  readonly #expressions: Map<string, string>;
  readonly #denied: readonly string[];
  /** By name, once it was asked for. */
  readonly #deniedBy: Map<string, string | undefined> = new Map();
  #steps = 0;

  constructor(expressions: Iterable<readonly [name: string, expression: string]>, denied: readonly string[]) {
    this.#expressions = new Map(expressions);
    this.#denied = [...new Set(denied)];
  }

  get(name: string): string | undefined {
    return this.#expressions.get(name);
  }

  keys(): Iterable<string> {
    return this.#expressions.keys();
  }

  /** What has the name from here on; what had it before is hidden. */
  set(name: string, expression: string): void {
    this.#expressions.set(name, expression);
  }

  all(): ReadonlyMap<string, string> {
    return new Map(this.#expressions);
  }

  /** The pattern that denies a name, whatever has it. When trying them gets too much, all further names are denied: nothing slips by. */
  deniedBy(name: string): string | undefined {
    if (!this.#deniedBy.has(name)) this.#deniedBy.set(name, this.#findDenial(name));
    return this.#deniedBy.get(name);
  }

  #findDenial(name: string): string | undefined {
    for (const pattern of this.#denied) {
      this.#steps += globSteps(name, pattern);
      if (this.#steps > mostSteps) return "more patterns than can be tried";
      if (isGlobbed(name, pattern)) return pattern;
    }
    return undefined;
  }
}
