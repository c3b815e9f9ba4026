/** What the user has pinned for a run: outcomes of steps, approvals, choices and payloads, found by node id or by name. */
import type { Slot } from "@rb/ir";
import type { Approval, Outcome, Verdict } from "./envelope.js";
import type { StandIn } from "./executor.js";
import type { NodeProgram, Program } from "./program.js";
import type { JobRequest } from "./record.js";
import type { Answers, StepAnswer } from "./run-options.js";

export class PinnedAnswers {
  readonly #answers: Answers;
  readonly #program: Program;
  readonly #used = new Map<string, number>();

  constructor(program: Program, answers: Answers = {}, used: ReadonlyMap<string, number> = new Map()) {
    this.#program = program;
    this.#answers = answers;
    this.#used = new Map(used);
  }

  /** For another world: what has been used up so far stays used up there. */
  fork(): PinnedAnswers {
    return new PinnedAnswers(this.#program, this.#answers, this.#used);
  }

  outcome(job: JobRequest): Outcome | null {
    const key = this.#key(job, this.#answers.steps);
    if (key === null) return null;
    const pinned = own(this.#answers.steps, key) as StepAnswer | readonly StepAnswer[];
    const list = Array.isArray(pinned) ? (pinned as readonly StepAnswer[]) : [pinned as StepAnswer];
    const at = this.#used.get(key) ?? 0;
    this.#used.set(key, at + 1);
    const answer = list[Math.min(at, list.length - 1)];
    if (answer === undefined) return null;
    if ("output" in answer) return { kind: "ok", output: { json: answer.output } };
    return {
      kind: "failed",
      code: answer.fail.code ?? "failed",
      message: answer.fail.message ?? "Failed, as the answers say.",
    };
  }

  approval(job: JobRequest): (Partial<Approval> & Pick<Approval, "verdict">) | null {
    const key = this.#key(job, this.#answers.approvals);
    return key === null
      ? null
      : ((own(this.#answers.approvals, key) as Partial<Approval> & Pick<Approval, "verdict">) ?? null);
  }

  /** What a gate's policy is pinned to say; null also where people decide. */
  verdict(job: JobRequest, policy: string): Verdict | null {
    const node = this.#program.graphs.get(job.graph)?.nodeById.get(job.node)?.source;
    const pinned = node?.kind === "gate" && node.by === "policy" ? this.approval(job) : null;
    if (pinned === null) return null;
    const { verdict, comment = "the answers say so" } = pinned;
    return { decision: verdict === "approve" ? "allow" : "deny", rule: "answers", policy, reason: comment };
  }

  /** The option that the user chose at a node, among those offered. */
  choice(node: NodeProgram, options: readonly (readonly string[])[]): readonly string[] | null {
    const chosen = own(this.#answers.choices, node.id) ?? own(this.#answers.choices, node.source.name ?? "");
    if (chosen === undefined) return null;
    const wanted = new Set(typeof chosen === "string" ? [chosen] : chosen);
    const named = (id: string) => {
      const flow = node.graph.flowById.get(id);
      return [id, flow?.source.name, flow?.to.id, flow?.to.source.name].some(
        (name) => name !== undefined && wanted.has(name),
      );
    };
    return options.find((option) => option.length === wanted.size && option.every(named)) ?? null;
  }

  /** What an event brings; the step that waits for it stands for it. */
  payload(name: string | undefined, step?: NodeProgram): Slot {
    const names = [name, step?.id, step?.source.name].filter((candidate) => candidate !== undefined);
    const found = names.find((candidate) => own(this.#answers.events, candidate) !== undefined);
    const json = found === undefined ? undefined : own(this.#answers.events, found);
    return json === undefined ? { unknown: `'${name ?? "the event"}' was assumed to have come` } : { json };
  }

  #key(job: JobRequest, table: { readonly [name: string]: unknown } | undefined): string | null {
    if (own(table, job.node) !== undefined) return job.node;
    const name = this.#program.graphs.get(job.graph)?.nodeById.get(job.node)?.source.name;
    return name !== undefined && own(table, name) !== undefined ? name : null;
  }
}

function own<T>(table: { readonly [name: string]: T } | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What somebody pinned, in the world's place. Each list of answers is used up once. */
export function standInFor(program: Program, answers: Answers): StandIn {
  const table = new PinnedAnswers(program, answers);
  return {
    covers: () => false,
    outcome: (job) => table.outcome(job),
    approvals: (job) => {
      const approval = table.approval(job);
      return approval?.by === undefined ? [] : [{ hash: job.hash, ...approval, by: approval.by }];
    },
    event: () => null,
    choice: ({ graph, node, options }) => {
      const at = program.graphs.get(graph)?.nodeById.get(node);
      return at === undefined ? null : table.choice(at, options);
    },
  };
}
