/** Runbooks of the version `runbook/v0`. */
import type { Runbook } from "../../format/model.js";
import type { Log } from "../../log.js";
import type { YamlNode } from "../../yaml/tree.js";
import { desugar } from "./desugar.js";
import { runbookV0 } from "./read.js";

/** In the words of the native format; undefined when the document is so wrong that nothing more can be said about it. */
export function readRunbookV0(node: YamlNode, log: Log): Runbook | undefined {
  const read = runbookV0(node, log, "A runbook");
  return read === undefined || node.kind !== "map" ? undefined : desugar(read, node, log);
}
