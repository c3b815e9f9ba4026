/** What records say about jobs, put with the steps that the jobs are of. */
import { MANUAL } from "@rb/ir";
import type { JobStage, JournalRecord, RecordOf } from "@rb/kernel";
import type { Scene } from "./scene.js";
import type { Step, StepJob } from "./step.js";

export class JobReader {
  readonly #jobs = new Map<string, { readonly step: Step; readonly job: StepJob }>();

  /** The step whose job it is, while something is still to be heard of it. */
  stepOf(effect: string): Step | null {
    return this.#jobs.get(effect)?.step ?? null;
  }

  staged(step: Step, record: RecordOf<"jobStaged">, scene: Scene): void {
    const job: StepJob = {
      job: record.job,
      stagedAtMs: scene.nowMs,
      reviewedFromMs: null,
      reviewedToMs: null,
      startedAtMs: null,
      endedAtMs: null,
      outcome: null,
      settledAs: null,
      verdict: null,
      approvals: [],
    };
    step.jobs.push(job);
    this.#jobs.set(record.job.effect, { step, job });
  }

  see(record: JournalRecord, scene: Scene): void {
    const entry = "effect" in record ? this.#jobs.get(record.effect) : undefined;
    if (entry === undefined) return;
    const { step, job } = entry;
    switch (record.type) {
      case "jobDecided":
        job.verdict = record.verdict;
        if (record.stage === "reviewing") {
          job.reviewedFromMs ??= scene.nowMs;
          job.reviewedToMs = null;
        }
        if (record.stage === "permitted" || record.stage === "started") endReview(job, scene);
        if (record.stage === "started") job.startedAtMs = scene.nowMs;
        step.status = isUpToPeople(job, record.stage) ? "waiting" : "running";
        return;
      case "jobReviewed":
        if (typeof record.approval.by !== "string") throw new TypeError("An approval names nobody.");
        job.approvals.push({ approval: record.approval, counts: record.counts });
        return;
      case "jobStarted":
        job.startedAtMs = scene.nowMs;
        return;
      case "jobSettled":
        if (typeof record.outcome.kind !== "string") throw new TypeError("An outcome is of no kind.");
        job.endedAtMs = scene.nowMs;
        endReview(job, scene);
        job.outcome = record.outcome;
        this.#jobs.delete(record.effect);
        return;
      case "jobCancelled":
        // Of one that had started, the outcome is still going to be heard.
        if (record.started) return;
        job.endedAtMs = scene.nowMs;
        endReview(job, scene);
        this.#jobs.delete(record.effect);
        return;
      default:
        return;
    }
  }
}

function endReview(job: StepJob, { nowMs }: Scene): void {
  if (job.reviewedFromMs !== null) job.reviewedToMs ??= nowMs;
}

/** What a person does needs a permit, and no start. */
function isUpToPeople({ job }: StepJob, stage: JobStage): boolean {
  return stage === "reviewing" || (stage === "permitted" && job.executor === MANUAL);
}
