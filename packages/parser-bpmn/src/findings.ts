import { type Diagnostic, sourceOf, suggest } from "@rb/ir";
import { bpmn } from "./diagnostics.js";
import type { Source } from "./xml/source.js";

/** Looking for what was meant costs a pass over all ids, so a document full of mistakes gets it only for the first ones. */
const maxSuggestions = 20;

/** Collects what is found; what exceeds the limit is only counted. */
export class Findings {
  private readonly list: Diagnostic[] = [];
  private readonly told = new Set<string>();
  private readonly limit: number;
  private hasError = false;
  private more = 0;
  private suggestions = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What is lowered more than once is told once. */
  add(...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const key = keyOf(diagnostic);
      if (this.told.has(key)) continue;
      const firstError = diagnostic.severity === "error" && !this.hasError;
      // That the document has an error must show, however much was found before.
      if (this.list.length < this.limit || firstError) {
        this.list.push(diagnostic);
        this.told.add(key);
      } else this.more++;
      this.hasError ||= firstError;
    }
  }

  /** The candidate that was probably meant. */
  near(word: string, candidates: Iterable<string>): string | undefined {
    return ++this.suggestions > maxSuggestions ? undefined : suggest(word, candidates);
  }

  /** By line and column; what is at the same place as it was found. */
  all(source: Source): readonly Diagnostic[] {
    const list = [...this.list].sort((a, b) => {
      const [first, second] = [sourceOf(a.origin).start, sourceOf(b.origin).start];
      return first.line - second.line || first.column - second.column;
    });
    if (this.more === 0) return list;
    const note = bpmn.report("too-many-diagnostics", source.originAt(0), { count: this.more, limit: this.limit });
    return [...list, note];
  }
}

function keyOf({ code, origin, message }: Diagnostic): string {
  const { start } = sourceOf(origin);
  return `${code} ${start.line}:${start.column} ${message}`;
}
