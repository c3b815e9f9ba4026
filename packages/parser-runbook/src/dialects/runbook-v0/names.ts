/** What the names in templates stand for, and which of them none may resolve. */
import { compileRegex, quoteRegex } from "@rb/regex";

export class Names {
  /** By name: an expression of the native format. */
  readonly #expressions: Map<string, string>;
  readonly #denied: readonly { readonly pattern: string; readonly matches: (name: string) => boolean }[];

  constructor(expressions: Iterable<readonly [name: string, expression: string]>, denied: readonly string[]) {
    this.#expressions = new Map(expressions);
    this.#denied = denied.map((pattern) => ({ pattern, matches: globMatcher(pattern) }));
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

  /** The pattern that denies a name, whatever has it. */
  deniedBy(name: string): string | undefined {
    return this.#denied.find(({ matches }) => matches(name))?.pattern;
  }
}

/** `*` stands for anything, `?` for one character. What is too long to be a pattern of names matches everything: nothing slips by it. */
function globMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split(/([*?])/).map((part) => (part === "*" ? ".*" : part === "?" ? "." : quoteRegex(part)));
  const regex = compileRegex(parts.join(""), { dotAll: true });
  return "problem" in regex ? () => true : (name) => regex.engine.matcher(name).matches();
}
