/**
 * The threads in which scripts run. Each script has an interpreter of its own, and its thread to itself; a thread whose script had to be
 * ended by force is not used again. The interpreter looks at the time only now and then, which one call of a built-in function can put off for
 * long: so the thread is stopped from outside when the script's time is over by far.
 */
import { Worker } from "node:worker_threads";
import type { AbortSignalLike } from "@rb/kernel";
import type { ScriptAnswer, ScriptJob } from "./protocol.js";

/** What can become of a job: it answers, or it is ended. */
export type Ended = ScriptAnswer | "time" | "cancelled";

/** Time for the interpreter to be made and to notice by itself, and for its answer to be heard, on a busy machine. */
const GRACE_MS = 1_000;
/** A thread that has run so many is replaced: what an interpreter's library might keep is then gone as well. */
const MOST_SCRIPTS = 1_000;

interface Thread {
  readonly worker: Worker;
  scripts: number;
}

export class ScriptThreads {
  readonly #most: number;
  readonly #idle: Thread[] = [];
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(most: number) {
    this.#most = Math.max(1, most);
  }

  /** Runs one script; never rejects. */
  async run(job: ScriptJob, signal: AbortSignalLike): Promise<Ended> {
    if (!(await this.#hasTurn(signal))) return "cancelled";
    try {
      return signal.aborted ? "cancelled" : await this.#runNow(job, signal);
    } catch (error) {
      return { ok: false, problem: { kind: "interpreter", why: messageOf(error) }, log: [] };
    } finally {
      const next = this.#queue.shift();
      // Whoever waits takes over at once: nobody can come in between.
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }

  /** First come, first served. False: it was cancelled before its turn. */
  #hasTurn(signal: AbortSignalLike): Promise<boolean> {
    if (this.#busy < this.#most) {
      this.#busy += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const onTurn = (): void => {
        signal.removeEventListener("abort", onAbort);
        resolve(true);
      };
      const onAbort = (): void => {
        this.#queue.splice(this.#queue.indexOf(onTurn), 1);
        signal.removeEventListener("abort", onAbort);
        resolve(false);
      };
      signal.addEventListener("abort", onAbort);
      this.#queue.push(onTurn);
    });
  }

  async #runNow(job: ScriptJob, signal: AbortSignalLike): Promise<Ended> {
    const thread = this.#rested() ?? (await startThread());
    const { worker } = thread;
    worker.ref();
    thread.scripts += 1;
    const ended = signal.aborted ? "cancelled" : await exchange(worker, job, signal);
    if (typeof ended === "object" && isWell(ended) && thread.scripts < MOST_SCRIPTS) {
      worker.unref();
      this.#idle.push(thread);
    } else await worker.terminate();
    return ended;
  }

  #rested(): Thread | undefined {
    let thread = this.#idle.pop();
    while (thread !== undefined && hasEnded(thread)) thread = this.#idle.pop();
    return thread;
  }
}

const hasEnded = ({ worker }: Thread): boolean => worker.threadId === -1;

/** Resolves when the interpreter is compiled: that is no script's time. */
async function startThread(): Promise<Thread> {
  const worker = new Worker(new URL("./script-worker.js", import.meta.url), {
    env: {},
    execArgv: [],
    // Nothing that the interpreter's library might say belongs into the host's output.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  });
  // It may fail at any time, also while it is being stopped, and that must not end the process.
  worker.on("error", () => {});
  const said = await next(worker);
  if (said.kind !== "message") throw new Error(said.why);
  return { worker, scripts: 0 };
}

async function exchange(worker: Worker, job: ScriptJob, signal: AbortSignalLike): Promise<Ended> {
  const giveUp = new AbortController();
  const onAbort = (): void => giveUp.abort("cancelled");
  signal.addEventListener("abort", onAbort);
  const timer = setTimeout(() => giveUp.abort("time"), job.limits.timeMs + GRACE_MS);
  try {
    worker.postMessage(job);
    const said = await next(worker, giveUp.signal);
    if (said.kind === "message") return said.message as ScriptAnswer;
    if (giveUp.signal.aborted) return giveUp.signal.reason;
    return { ok: false, problem: { kind: "interpreter", why: said.why }, log: [] };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

type Said =
  | { readonly kind: "message"; readonly message: unknown }
  | { readonly kind: "nothing"; readonly why: string };

/** The next thing that comes of a thread: a message, or its end. */
function next(worker: Worker, giveUp?: AbortSignal): Promise<Said> {
  return new Promise((resolve) => {
    const end = (said: Said): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      giveUp?.removeEventListener("abort", onGivenUp);
      resolve(said);
    };
    const nothing = (why: string): void => end({ kind: "nothing", why });
    const onMessage = (message: unknown): void => end({ kind: "message", message });
    const onError = (error: unknown): void => nothing(messageOf(error));
    const onExit = (code: number): void => nothing(`its thread ended with code ${code}`);
    const onGivenUp = (): void => nothing("it was given up");
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    giveUp?.addEventListener("abort", onGivenUp);
  });
}

/** Whoever answers is there for the next one, unless the interpreter itself has failed. */
function isWell(answer: ScriptAnswer): boolean {
  return answer.ok || answer.problem.kind !== "interpreter";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
