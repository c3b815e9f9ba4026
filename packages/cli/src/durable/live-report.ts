/**
 * What is told of a live run while it is driven here. It may have a past, which another process told of: that is read out of the store
 * before the first new record is shown, since records name by number what was made then.
 */

import type { Bundle } from "@rb/ir";
import type { JournalRecord, RunResult } from "@rb/kernel";
import { formats } from "@rb/loader";
import { type RunHeader, readRun } from "@rb/store";
import { MAIN_LINE } from "../running/main-line.js";
import { jsonReport, type RunFacts, type RunReport, textReport } from "../running/run-report.js";
import type { Session } from "./session.js";

export class LiveReport {
  readonly #session: Session;
  readonly #bundle: Bundle;
  #report: RunReport | null = null;

  constructor(session: Session, bundle: Bundle) {
    this.#session = session;
    this.#bundle = bundle;
  }

  /** Says which run it is, once. */
  begin(run: string): void {
    this.#of(run, Number.POSITIVE_INFINITY);
  }

  readonly record = (run: string, record: JournalRecord): void => {
    const before = record.type === "received" ? record.seq : Number.POSITIVE_INFINITY;
    this.#of(run, before).record(record, MAIN_LINE);
  };

  end(run: string, result: RunResult): void {
    this.#of(run, Number.POSITIVE_INFINITY).end(result);
  }

  #of(run: string, seq: number): RunReport {
    if (this.#report !== null) return this.#report;
    const { store, terminal, json } = this.#session;
    const stored = readRun(store.disk, run);
    const facts = factsOf(run, stored.header, this.#bundle);
    const report = json ? jsonReport(facts, terminal.out) : textReport(facts, terminal.out);
    this.#report = report;
    report.begin();
    if (seq === 1 || json) return report;
    for (const record of stored.records()) {
      if (record.type === "received" && record.seq >= seq) break;
      report.recall(record);
    }
    return report;
  }
}

function factsOf(run: string, header: RunHeader | null, bundle: Bundle): RunFacts {
  return {
    bundle,
    format: formats.find((format) => format === header?.runbook_format) ?? null,
    file: header?.runbook_path ?? "",
    dry: false,
    run,
    plan: header?.plan ?? "",
  };
}
