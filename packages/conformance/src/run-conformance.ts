/** Runs sets, and holds what comes of them against what is known. */
import type { CaseResult, ConformanceSet } from "./conformance-set.js";
import { type KnownFailures, reasonFor } from "./known-failures.js";
import { supervise } from "./supervise.js";

/** A case that failed. */
export interface ReportedFailure extends CaseResult {
  /** Why it is known to fail; absent: nobody expected it. */
  readonly known?: string;
}

/** What became of a set. */
export interface SetReport {
  readonly set: string;
  /** It isn't there, so nothing is said about it. */
  readonly missing?: true;
  readonly passed: number;
  readonly total: number;
  readonly failures: readonly ReportedFailure[];
  /** Cases that pass although the list of known failures has them: they have to be taken off it. */
  readonly unexpectedPasses: readonly string[];
}

/** What is run. */
export interface ConformanceOptions {
  /** The directory that holds the corpora. */
  readonly corpora: string;
  readonly sets: readonly ConformanceSet[];
  readonly known: KnownFailures;
  /** The module that runs the cases of a set in a thread. */
  readonly worker: URL;
  /** How long one case may take. */
  readonly limitMs: number;
}

/** Runs every set that is there; `told` hears of each as soon as it is through. */
export async function runConformance(
  { corpora, sets, known, worker, limitMs }: ConformanceOptions,
  told: (report: SetReport) => void = () => {},
): Promise<readonly SetReport[]> {
  const reports: SetReport[] = [];
  for (const { name: set } of sets) {
    const report = reportOf(set, await supervise({ worker, corpora, set, limitMs }), known);
    told(report);
    reports.push(report);
  }
  return reports;
}

/** What came of a set's cases, held against the list. */
export function reportOf(set: string, results: readonly CaseResult[] | null, known: KnownFailures): SetReport {
  if (results === null) return { set, missing: true, passed: 0, total: 0, failures: [], unexpectedPasses: [] };
  const failures: ReportedFailure[] = [];
  const unexpectedPasses: string[] = [];
  for (const result of results) {
    const reason = reasonFor(known, set, result.id);
    if (result.differences.length > 0) failures.push(reason === null ? result : { ...result, known: reason });
    else if (reason !== null) unexpectedPasses.push(result.id);
  }
  return { set, passed: results.length - failures.length, total: results.length, failures, unexpectedPasses };
}

/** Whether nothing came otherwise than it was known. */
export function isAsKnown({ failures, unexpectedPasses }: SetReport): boolean {
  return unexpectedPasses.length === 0 && failures.every(({ known }) => known !== undefined);
}
