/**
 * Runs the cases of a set in a thread of their own, so that none can take the run with it: a case that hangs is ended with its thread, one
 * that brings the thread down has failed, and the next thread goes on behind it.
 */
import { Worker } from "node:worker_threads";
import type { CaseResult } from "./conformance-set.js";

/** What a thread is told. */
export interface WorkOrder {
  readonly corpora: string;
  readonly set: string;
  /** The number of the case to begin with. */
  readonly from: number;
}

/** What it tells. */
export type WorkReport =
  /** The ids of all cases; null when the set isn't there. */
  | { readonly type: "cases"; readonly ids: readonly string[] | null }
  | { readonly type: "result"; readonly index: number; readonly result: CaseResult };

/** What is supervised, and how. */
export interface Supervision {
  /** The module that a thread runs: it reads a `WorkOrder`, and posts `WorkReport`s. */
  readonly worker: URL;
  readonly corpora: string;
  readonly set: string;
  /** How long a case, or the reading of the set, may take. */
  readonly limitMs: number;
}

/** The results of all cases of a set; null when it isn't there. */
export async function supervise(supervision: Supervision): Promise<readonly CaseResult[] | null> {
  let ids: readonly string[] | null | undefined;
  const results: CaseResult[] = [];
  for (;;) {
    const why = await work(supervision, results.length, (report) => {
      if (report.type === "cases") ids = report.ids;
      else results[report.index] = report.result;
    });
    if (why === null && ids === null) return null;
    const total: number = ids?.length ?? 0;
    if (why === null && ids !== undefined && results.length >= total) return results;
    const id = ids?.[results.length] ?? "reading the set";
    const actual = why ?? "nothing was left to wait for";
    results.push({ id, differences: [{ what: "run", expected: "an end", actual }] });
    if (results.length >= total) return results;
  }
}

/** Lets one thread work from a case on. Null when it ended by itself, else what became of it. */
function work(
  { worker: module, corpora, set, limitMs }: Supervision,
  from: number,
  tell: (report: WorkReport) => void,
): Promise<string | null> {
  const order: WorkOrder = { corpora, set, from };
  const worker = new Worker(module, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (why: string | null) => {
      clearTimeout(timer);
      // Whatever it may still say, nobody listens.
      worker.removeAllListeners();
      worker.on("error", () => {});
      void worker.terminate().then(() => resolve(why));
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(`took more than ${limitMs} ms`), limitMs);
    };
    worker.on("message", (report: WorkReport) => {
      watch();
      tell(report);
    });
    worker.on("error", (error) => end(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => end(code === 0 ? null : `its thread ended with code ${code}`));
    watch();
  });
}
