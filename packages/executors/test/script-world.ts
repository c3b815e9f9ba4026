/** Scripts as steps would ask for them. */
import type { Invocation, JobRequest, Outcome } from "@rb/kernel";
import { type ScriptExecutorOptions, scriptExecutor } from "../src/index.js";

type Json = JobRequest["request"];

export const never: AbortSignal = new AbortController().signal;

export function invocation(request: Json, more: Partial<JobRequest> = {}): Invocation {
  const job = { effect: "run.1.1", kind: "action", executor: "script", attempt: 1, hash: "h", request, ...more };
  return { run: "run", job: { graph: "g", node: "n", ...job } as JobRequest, meta: undefined };
}

export function javaScript(script: string, inputs?: { readonly [name: string]: Json }, more: object = {}): Invocation {
  return invocation({
    task: "t",
    format: "javascript",
    script,
    ...(inputs === undefined ? {} : { inputs }),
    ...more,
  } as Json);
}

/** Runs scripts with an executor of these options. */
export function runner(
  options: ScriptExecutorOptions = {},
): (script: string, inputs?: { readonly [name: string]: Json }, more?: object) => Promise<Outcome> {
  const executor = scriptExecutor(options);
  return async (script, inputs, more) => executor.invoke(javaScript(script, inputs, more), never);
}

/** `ok` with its output, or the code of the failure. */
export function short(outcome: Outcome): Json {
  if (outcome.kind === "ok") return "json" in outcome.output ? { ok: outcome.output.json } : outcome.kind;
  return outcome.kind === "failed" ? outcome.code : outcome.kind;
}
