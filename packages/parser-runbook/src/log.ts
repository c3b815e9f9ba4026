import { createSuggester, type Diagnostic, type ParseOptions, type SourceOrigin, type suggest } from "@rb/ir";
import { type ArgumentsOf, type Reason, runbookDiagnostics } from "./diagnostics.js";
import { TextPlaces } from "./yaml/text-places.js";
import { originOf, type Source, type YamlNode } from "./yaml/tree.js";

/** Collects what is wrong with one document. */
export class Log {
  readonly source: Source;
  readonly places: TextPlaces;
  /** The name of the document that was most likely meant. */
  readonly suggest: typeof suggest = createSuggester();

  /** Schemas that are elsewhere, by the names that documents have for them. */
  schemas: NonNullable<ParseOptions["schemas"]> = {};

  readonly #limit: number;
  readonly #diagnostics: Diagnostic[] = [];
  #omitted = 0;
  #hasErrors = false;
  #advice: string | undefined;

  /** Of more diagnostics than `limit`, it is only counted how many. */
  constructor(source: Source, limit: number = Number.POSITIVE_INFINITY) {
    this.source = source;
    this.places = new TextPlaces(source);
    this.#limit = limit;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** How many diagnostics there are besides. */
  get omitted(): number {
    return this.#omitted;
  }

  get hasErrors(): boolean {
    return this.#hasErrors;
  }

  say<K extends Reason>(
    reason: K,
    at: YamlNode | SourceOrigin,
    args: ArgumentsOf<K>,
    related?: Diagnostic["related"],
  ): void {
    if (this.#isFull) return this.#omit(runbookDiagnostics.rules[reason].severity);
    const origin = at.kind === "source" ? at : originOf(this.source, at);
    const diagnostic = runbookDiagnostics.report(reason, origin, args as never, related);
    const help = diagnostic.help ?? this.#advice;
    this.add(help === undefined ? diagnostic : { ...diagnostic, help });
  }

  add(diagnostic: Diagnostic): void {
    if (this.#isFull) return this.#omit(diagnostic.severity);
    this.#hasErrors ||= diagnostic.severity === "error";
    this.#diagnostics.push(diagnostic);
  }

  get #isFull(): boolean {
    return this.#diagnostics.length >= this.#limit;
  }

  #omit(severity: Diagnostic["severity"]): void {
    this.#hasErrors ||= severity === "error";
    this.#omitted++;
  }

  /** Whatever is said during `act` without a help of its own gets this one. */
  advising<T>(help: string, act: () => T): T {
    const around = this.#advice;
    this.#advice = help;
    try {
      return act();
    } finally {
      this.#advice = around;
    }
  }
}
