import { createSuggester, type Diagnostic, type SourceOrigin, type suggest } from "@rb/ir";
import { type ArgumentsOf, type Reason, runbookDiagnostics } from "./diagnostics.js";
import { originOf, type Source, type YamlNode } from "./yaml/tree.js";

/** Collects what is wrong with one document. */
export class Log {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  /** The name of the document that was most likely meant. */
  readonly suggest: typeof suggest = createSuggester();

  #advice: string | undefined;

  constructor(source: Source, diagnostics: readonly Diagnostic[] = []) {
    this.source = source;
    this.diagnostics = [...diagnostics];
  }

  say<K extends Reason>(
    reason: K,
    at: YamlNode | SourceOrigin,
    args: ArgumentsOf<K>,
    related?: Diagnostic["related"],
  ): void {
    const origin = at.kind === "source" ? at : originOf(this.source, at);
    const diagnostic = runbookDiagnostics.report(reason, origin, args as never, related);
    const help = diagnostic.help ?? this.#advice;
    this.diagnostics.push(help === undefined ? diagnostic : { ...diagnostic, help });
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

  get hasErrors(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === "error");
  }
}
