/** What runs in a thread: the cases of one set, one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import type { CaseResult, ConformanceCase } from "./conformance-set.js";
import { sets } from "./sets.js";
import type { WorkOrder, WorkReport } from "./supervise.js";

const { corpora, set, from } = workerData as WorkOrder;
const cases = sets.find(({ name }) => name === set)?.load(corpora) ?? null;
tell({ type: "cases", ids: cases?.map(({ id }) => id) ?? null });
for (const [index, one] of (cases ?? []).entries())
  if (index >= from) tell({ type: "result", index, result: await resultOf(one) });

function tell(report: WorkReport): void {
  parentPort?.postMessage(report);
}

async function resultOf({ id, check }: ConformanceCase): Promise<CaseResult> {
  try {
    return { id, differences: await check() };
  } catch (error) {
    const actual = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id, differences: [{ what: "run", expected: "no exception", actual }] };
  }
}
