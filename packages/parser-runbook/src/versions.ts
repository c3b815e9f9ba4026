/** The versions of runbooks: what reads each, and its schema. */
import { readRunbookV0 } from "./dialects/runbook-v0/index.js";
import { runbookV0 } from "./dialects/runbook-v0/read.js";
import type { Runbook } from "./format/model.js";
import { readRunbook, runbookFields } from "./format/runbook.js";
import type { Schema } from "./format/schema.js";
import type { Log } from "./log.js";
import type { YamlNode } from "./yaml/tree.js";

/** `rb/v1` is the format of our own; `runbook/v0` is read as what it means in that one. */
export type RunbookVersion = "rb/v1" | "runbook/v0";

export interface Version {
  readonly read: (node: YamlNode, log: Log) => Runbook | undefined;
  readonly schema: Schema;
}

export const versions: { readonly [V in RunbookVersion]: Version } = {
  "rb/v1": { read: readRunbook, schema: runbookFields.schema },
  "runbook/v0": { read: readRunbookV0, schema: runbookV0.schema },
};

/** The version that a document says it has; what is none of them is read, and refused, as our own. */
export function versionOf(root: YamlNode): RunbookVersion {
  const version = root.kind === "map" ? root.entries.get("apiVersion")?.value : undefined;
  return version?.kind === "scalar" && version.value === "runbook/v0" ? "runbook/v0" : "rb/v1";
}
