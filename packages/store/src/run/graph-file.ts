import type { Disk } from "../disk/disk.js";
import { asBuffer, sha256Of } from "../disk/sealed.js";
import { StoreError } from "../store-error.js";

/**
 * The text of a graph that a trace names.
 *
 * @throws StoreError `store/damaged-graph` where it isn't what the trace names.
 */
export function readGraphFile(disk: Disk, file: string, hash: string): string {
  const bytes = disk.read(file);
  if (bytes !== null && `sha256:${sha256Of(bytes)}` === hash) return asBuffer(bytes).toString("utf8");
  throw new StoreError(
    "store/damaged-graph",
    bytes === null ? "The trace names this graph, and it is not there." : "It is not the graph that the trace names.",
    `Restore it from a copy, or from another run of the same runbook; its hash has to be ${hash}.`,
    { file },
  );
}
