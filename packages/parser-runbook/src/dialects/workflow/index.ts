/** Workflows: steps by id, each with those that it depends on. */
import type { Runbook } from "../../format/model.js";
import type { Log } from "../../log.js";
import type { YamlNode } from "../../yaml/tree.js";
import { desugar } from "./desugar.js";
import { workflow } from "./read.js";

/** In the words of the native format; undefined when the document is so wrong that nothing more can be said about it. */
export function readWorkflow(node: YamlNode, log: Log): Runbook | undefined {
  const read = workflow(node, log, "A workflow");
  return read === undefined || node.kind !== "map" ? undefined : desugar(read, node, log);
}
