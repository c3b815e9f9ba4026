import { createSuggester, type Diagnostic, type ParseOptions, type SourceOrigin, type suggest } from "@rb/ir";
import { RegexAllowance } from "@rb/regex";
import { type ArgumentsOf, type Reason, runbookDiagnostics } from "./diagnostics.js";
import { TextPlaces } from "./yaml/text-places.js";
import { originOf, type Source, type YamlNode, type YamlScalar } from "./yaml/tree.js";

/** What is said of a name that nothing has. */
const aboutNames: ReadonlySet<Reason> = new Set<Reason>([
  "unknown-input",
  "unknown-secret",
  "unknown-variable",
  "unknown-step",
  "unknown-approval",
  "unknown-template",
]);

/** Collects what is wrong with one document. */
export class Log {
  readonly source: Source;
  readonly places: TextPlaces;
  /** The name of the document that was most likely meant. */
  readonly suggest: typeof suggest = createSuggester();

  /** Schemas that are elsewhere, by the names that documents have for them. */
  schemas: NonNullable<ParseOptions["schemas"]> = {};

  /** For the regular expressions of the document. */
  readonly regexes: RegexAllowance = new RegexAllowance();

  /** The names of what is there, but couldn't be read, which has been reported. */
  readonly #unread: Set<string> = new Set();
  /** Of what has an id instead, where these stand. */
  readonly #unreadIds: Map<string, YamlScalar[]> = new Map();

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
    if (aboutNames.has(reason) && this.#unread.has((args as { readonly name: string }).name)) return;
    if (this.#isFull) return this.#omit(runbookDiagnostics.rules[reason].severity);
    const origin = at.kind === "source" ? at : originOf(this.source, at);
    const diagnostic = runbookDiagnostics.report(reason, origin, args as never, related);
    const help = diagnostic.help ?? this.#advice;
    this.add(help === undefined ? diagnostic : { ...diagnostic, help });
  }

  /** Others may refer to what couldn't be read: that it isn't there is no mistake of theirs. */
  miss(name: YamlNode | undefined): void {
    if (name?.kind === "scalar" && typeof name.value === "string") this.#unread.add(name.value);
  }

  /** The same of what has an id, which nothing else may have. */
  missId(id: YamlNode | undefined): void {
    this.miss(id);
    if (id?.kind !== "scalar" || typeof id.value !== "string") return;
    const same = this.#unreadIds.get(id.value);
    if (same === undefined) this.#unreadIds.set(id.value, [id]);
    else same.push(id);
  }

  unreadIds(id: string): readonly YamlScalar[] {
    return this.#unreadIds.get(id) ?? [];
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
