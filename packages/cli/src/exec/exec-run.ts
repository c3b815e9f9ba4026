/** One run, or what is left of one: what comes of each step is written down and told. */
import { isJsonObject } from "@rb/ir";
import type { JournalRecord, RunResult } from "@rb/kernel";
import { type ExitCode, execCode } from "../exit-code.js";
import type { Progress } from "./progress.js";
import type { Redact } from "./redaction.js";
import type { ExecReport, ExecStatus } from "./report.js";
import type { RunDirectory } from "./run-directory.js";
import type { StepResult } from "./run-state.js";
import type { PlannedStep } from "./step-plan.js";

const codes: { readonly [S in ExecStatus]: ExitCode } = execCode;

export class ExecRun {
  readonly #steps: ReadonlyMap<string, PlannedStep>;
  readonly #progress: Progress;
  readonly #directory: RunDirectory;
  readonly #report: ExecReport;
  readonly #redact: Redact;
  readonly #attachments: ReadonlyMap<string, Uint8Array>;
  #isFailed = false;

  constructor(
    plan: readonly PlannedStep[],
    to: {
      readonly progress: Progress;
      readonly directory: RunDirectory;
      readonly report: ExecReport;
      readonly redact: Redact;
    },
    attachments: ReadonlyMap<string, Uint8Array>,
  ) {
    this.#steps = new Map(plan.map((step) => [step.id, step]));
    this.#progress = to.progress;
    this.#directory = to.directory;
    this.#report = to.report;
    this.#redact = to.redact;
    this.#attachments = attachments;
  }

  readonly see = (record: JournalRecord): void => this.#take(this.#progress.see(record));

  /** What is to last before anything more is done. */
  readonly append = async (records: readonly JournalRecord[]): Promise<void> => {
    records.forEach(this.see);
    const started = this.#progress.takeStarted();
    if (started !== null) this.#directory.begin(started);
    await this.#directory.flush();
  };

  /** What to exit with. */
  async end(result: RunResult): Promise<ExitCode> {
    if (result.status !== "completed") this.#take(this.#progress.stop(result.failure?.message ?? words[result.status]));
    this.#directory.snapshot(this.#progress);
    await this.#directory.close();
    const isPassed = result.status === "completed" && !this.#isFailed;
    const status = this.#progress.isViolation ? "violation" : isPassed ? "passed" : "failed";
    const why = !this.#isFailed && !isPassed ? (result.failure?.message ?? null) : null;
    this.#report.end(status, why === null ? null : this.#redact(why));
    return codes[status];
  }

  #take(result: StepResult | null): void {
    const step = result === null ? undefined : this.#steps.get(result.step_id);
    if (result === null || step === undefined) return;
    if (result.status === "failed") this.#isFailed = true;
    for (const piece of Object.values(result.evidence)) {
      const bytes = isJsonObject(piece) ? this.#attachments.get(String(piece.sha256)) : undefined;
      if (bytes !== undefined) this.#directory.attach(bytes);
    }
    this.#directory.add(result, this.#progress);
    this.#report.step(step, result, this.#progress.asked);
  }
}

/** Why a step has not come to its end. */
const words: { readonly [S in RunResult["status"]]: string } = {
  running: "It was not over when the run ended.",
  waiting: "Somebody has to do it, and nobody has.",
  stuck: "It can't go on.",
  completed: "It is over.",
  failed: "The run failed.",
  cancelled: "The run was cancelled.",
};
