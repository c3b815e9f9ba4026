/**
 * Runs scripts of documents. A script is interpreted by QuickJS, which is compiled to WebAssembly, in a thread of its own: it sees its inputs
 * and what the language itself has, and there is no function of the host that it could call. Nothing of the interpreter is loaded before the
 * first script.
 */
import { createHash } from "node:crypto";
import type { AbortSignalLike, Executor, Invocation, Outcome } from "@rb/kernel";
import type { ScriptJob } from "./protocol.js";
import { type ScriptLimits, scriptLimits } from "./script-limits.js";
import { failureOf, outcomeOf } from "./script-outcome.js";
import { readScriptRequest } from "./script-request.js";
import { ScriptThreads } from "./script-threads.js";

/** How scripts are run. */
export interface ScriptExecutorOptions {
  /** Others than the usual ones. */
  readonly limits?: Partial<ScriptLimits>;
  /** Milliseconds since 1970-01-01T00:00Z; read once for each script, whose clock stands there. Default: a script that asks for the time fails. */
  readonly clock?: () => number;
  /** How many scripts may run at once; more wait for their turn. Default 2. */
  readonly threads?: number;
  /** Told of what a script has written to `console`, after it has ended. */
  readonly onLog?: (invocation: Invocation, lines: readonly string[]) => void;
}

/**
 * An executor of `script` jobs in JavaScript. Whatever a script does becomes an outcome; it never throws. Threads that wait for scripts don't
 * keep a process alive.
 */
export function scriptExecutor({ limits, clock, threads = 2, onLog }: ScriptExecutorOptions = {}): Executor {
  const allowed: ScriptLimits = { ...scriptLimits, ...limits };
  const pool = new ScriptThreads(threads);
  return {
    async invoke(invocation: Invocation, signal: AbortSignalLike): Promise<Outcome> {
      const request = readScriptRequest(invocation, allowed);
      if ("code" in request) return { kind: "failed", ...request };
      const job: ScriptJob = {
        script: request.script,
        inputs: JSON.stringify(request.inputs),
        result: request.result,
        seed: seedOf(invocation.job.effect),
        nowMs: clock === undefined ? null : clock(),
        limits: allowed,
      };
      const answer = await pool.run(job, signal);
      if (answer === "cancelled") return { kind: "cancelled" };
      if (answer === "time") return failureOf({ kind: "time" }, allowed);
      if (answer.log.length > 0) onLog?.(invocation, answer.log);
      return outcomeOf(answer, allowed);
    },
  };
}

/** The same step of the same run draws the same numbers, whenever and wherever it is repeated. */
function seedOf(effect: string): bigint {
  return createHash("sha256").update(effect).digest().readBigUInt64LE() >> 2n;
}
