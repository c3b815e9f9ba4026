/** Runs a workflow with people and workers that a test stands in for. */
import type { Json } from "@rb/ir";
import { type AbortSignalLike, type Answers, type JournalRecord, type Outcome, run, traceOf } from "@rb/kernel";
import { type LoadOptions, load } from "@rb/loader";
import { expect } from "vitest";
import { virtualLife } from "./virtual-time.js";

export interface Job {
  readonly topic: string;
  readonly input: Json;
  readonly [member: string]: Json;
}
export type Worker = (job: Job, count: number, signal: AbortSignalLike) => Json | Outcome | Promise<Json | Outcome>;
export interface Played {
  readonly status: string;
  readonly failure: string | undefined;
  readonly message: string | undefined;
  readonly jobs: readonly Job[];
  readonly alerts: readonly Json[];
  /** What the storage was asked to do. */
  readonly stored: readonly Json[];
  readonly outputs: { readonly steps: { readonly [id: string]: Json }; readonly ctx: Json };
  /** Virtual milliseconds. */
  readonly took: number;
  readonly most: number;
  readonly records: readonly JournalRecord[];
  /** Names of steps that were reached, with the rounds that they were reached in. */
  readonly instances: readonly string[];
  /** What the decision point was told about each job. */
  readonly facts: readonly Json[];
}

/** Lives in virtual time. */
export async function playWorkflow(
  text: string,
  input: Json,
  worker: Worker = () => null,
  answers: Answers = {},
  options: Omit<LoadOptions, "uri"> = {},
): Promise<Played> {
  const { bundle, languages, diagnostics, format } = await load(text, { uri: "t.yaml", ...options });
  expect(format).toBe("runbook");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  const jobs: Job[] = [];
  const alerts: Json[] = [];
  const stored: Json[] = [];
  const facts: Json[] = [];
  const life = virtualLife();
  let atOnce = 0;
  let most = 0;
  const result = await run(bundle, {
    ...life.options,
    decisionPoint: {
      policy: () => "p",
      decide: ({ job: { node }, meta }) => {
        facts.push({ node, ...(meta as { readonly [name: string]: Json } | undefined) });
        return { decision: "allow", rule: "r", policy: "p" };
      },
    },
    languages,
    inputs: { "inputs.input": input },
    answers,
    executors: {
      job: {
        invoke: async ({ job: { request } }, signal) => {
          const job = request as unknown as Job;
          jobs.push(job);
          atOnce += 1;
          most = Math.max(most, atOnce);
          const answer = await worker(job, jobs.filter(({ topic }) => topic === job.topic).length, signal);
          atOnce -= 1;
          const isOutcome = typeof answer === "object" && answer !== null && "kind" in answer;
          return isOutcome ? (answer as Outcome) : { kind: "ok", output: { json: answer as Json } };
        },
      },
      storage: {
        invoke: ({ job: { request } }) => {
          stored.push(request);
          const { operation, value = null } = request as { readonly operation: string; readonly value?: Json };
          return operation === "read" ? failed("missing") : { kind: "ok", output: { json: { value } } };
        },
      },
      event: {
        invoke: ({ job: { request } }) => {
          alerts.push(request);
          return { kind: "ok", output: { json: null } };
        },
      },
    },
  });
  const outputs = Object.fromEntries(
    Object.entries(result.outputs ?? {}).map(([name, slot]) => [name, (slot as { json: Json }).json]),
  );
  return {
    status: result.status,
    failure: result.failure?.code ?? result.incidents[0]?.code,
    message: result.failure?.message ?? result.incidents[0]?.message,
    jobs,
    alerts,
    stored,
    outputs: outputs as unknown as Played["outputs"],
    took: life.now(),
    most,
    records: result.records,
    instances: traceOf(bundle, result.records).map(({ instance }) => instance),
    facts,
  };
}

export const failed = (code: string): Outcome => ({ kind: "failed", code, message: code });
