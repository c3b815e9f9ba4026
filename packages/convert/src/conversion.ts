import { type Diagnostic, type Origin, sourceOf } from "@rb/ir";
import { convertDiagnostics } from "./diagnostics.js";

/** What came of a conversion. */
export interface Conversion {
  /** The document; null when there is none, which a diagnostic explains. */
  readonly text: string | null;
  /** What the format can't say is a warning, what only extensions say, or the words of the graph, an information, at its place in the source. */
  readonly diagnostics: readonly Diagnostic[];
  /** Nodes and flows: how many the format says by itself, how many only with an extension or as the graph has them, and how many are lost. */
  readonly counts: { readonly native: number; readonly extended: number; readonly lost: number };
}

/** Keeps account of a conversion. */
export class Account {
  private readonly format: string;
  private readonly keptAs: "extension-only" | "as-in-graph";
  private readonly lost: Diagnostic[] = [];
  private readonly kept = new Map<string, { readonly origin: Origin; count: number }>();
  private counted = { native: 0, extended: 0 };

  /** `keptAs`: what the format does with that for which it has no words. */
  constructor(format: string, keptAs: "extension-only" | "as-in-graph" = "extension-only") {
    this.format = format;
    this.keptAs = keptAs;
  }

  native(): void {
    this.counted.native++;
  }

  /** A part of which `what` stands in an extension only, or as the graph has it. */
  extended(what: string, origin: Origin): void {
    this.counted.extended++;
    const known = this.kept.get(what);
    if (known === undefined) this.kept.set(what, { origin, count: 1 });
    else known.count++;
  }

  notExpressible(what: string, why: string, origin: Origin): void {
    this.lost.push(convertDiagnostics.report("not-expressible", sourceOf(origin), { what, why, format: this.format }));
  }

  conversion(text: string | null): Conversion {
    const kept = [...this.kept].map(([what, { origin, count }]) =>
      convertDiagnostics.report(this.keptAs, sourceOf(origin), { what, count, format: this.format }),
    );
    return { text, diagnostics: [...this.lost, ...kept], counts: { ...this.counted, lost: this.lost.length } };
  }
}
