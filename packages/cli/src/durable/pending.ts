/** What a run waits for, as people can do something about it. */
import { type GateNode, MANUAL } from "@rb/ir";
import { type JobRequest, outstanding, type Program, type ReviewRequest, type State, type WaitFacts } from "@rb/kernel";
import { type BundleIndex, nodeTitle } from "../running/bundle-index.js";
import { type ExpectedOutput, expectedOutput } from "./expected-output.js";

export type Pending =
  | { readonly kind: "approval"; readonly job: JobRequest; readonly title: string; readonly review: ReviewRequest }
  | { readonly kind: "manual"; readonly job: JobRequest; readonly title: string; readonly gives: ExpectedOutput }
  /** An executor, or the decision point, has it. */
  | { readonly kind: "outcome"; readonly job: JobRequest; readonly title: string }
  /** `title` is that of the step that waits, or has the handler. */
  | { readonly kind: "event"; readonly wait: WaitFacts; readonly title: string };

export type PendingOf<K extends Pending["kind"]> = Extract<Pending, { kind: K }>;

/** In the order of the tokens, jobs first. */
export function pendingOf(program: Program, state: State, index: BundleIndex): readonly Pending[] {
  const titled = (job: JobRequest): string => {
    const node = index.node(job.graph, job.node);
    return node === undefined ? job.node : nodeTitle(node);
  };
  const jobs = outstanding(program, state).flatMap((effect): readonly Pending[] => {
    switch (effect.type) {
      case "review":
        return [
          { kind: "approval", job: effect.request.job, title: titled(effect.request.job), review: effect.request },
        ];
      case "dispatch":
      case "invoke": {
        const { job } = effect.invocation;
        const title = titled(job);
        if (job.executor !== MANUAL) return [{ kind: "outcome", job, title }];
        return [{ kind: "manual", job, title, gives: expectedOutput(index.node(job.graph, job.node)) }];
      }
      case "decide":
        return [{ kind: "outcome", job: effect.request.job, title: titled(effect.request.job) }];
      default:
        return [];
    }
  });
  const events = [...state.waits.values()].map(({ facts, token, frame, dueAtMs }): Pending => {
    const node = token?.node.source ?? frame?.node?.source;
    const title = node === undefined ? (frame?.graph.source.name ?? frame?.graph.id ?? "") : nodeTitle(node);
    return { kind: "event", wait: facts.kind === "timer" ? { ...facts, dueAtMs } : facts, title };
  });
  return [...jobs, ...events];
}

/** The gate that an approval is about; null where policy asked for it. */
export function gateOf({ job }: PendingOf<"approval">, index: BundleIndex): GateNode | null {
  const node = index.node(job.graph, job.node);
  return node?.kind === "gate" ? node : null;
}

/** What names a job on a command line: the step's id, or the effect's where several jobs are of that step. */
export function nameOfJob(job: JobRequest, all: readonly Pending[]): string {
  const alike = all.filter((one) => one.kind !== "event" && one.job.node === job.node);
  return alike.length > 1 ? job.effect : job.node;
}
