/** Task Packs: `apiVersion: stellaops.io/pack.v1`. */
import type { Runbook } from "../../format/model.js";
import type { Log } from "../../log.js";
import type { YamlNode } from "../../yaml/tree.js";
import { desugar } from "./desugar.js";
import { taskPack } from "./read.js";

/** In the words of the native format; undefined when the document is so wrong that nothing more can be said about it. */
export function readTaskPack(node: YamlNode, log: Log): Runbook | undefined {
  const pack = taskPack(node, log, "A task pack");
  return pack && desugar(pack, log);
}
