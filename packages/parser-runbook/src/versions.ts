/** The versions of runbooks: what reads each, and its schema. */
import { readRunbookV0 } from "./dialects/runbook-v0/index.js";
import { runbookV0 } from "./dialects/runbook-v0/read.js";
import { readTaskPack } from "./dialects/task-pack/index.js";
import { taskPack } from "./dialects/task-pack/read.js";
import { readWorkflow } from "./dialects/workflow/index.js";
import { workflow } from "./dialects/workflow/read.js";
import { readDocument } from "./format/document.js";
import type { Runbook } from "./format/model.js";
import type { Schema } from "./format/schema.js";
import type { Log } from "./log.js";
import type { YamlNode } from "./yaml/tree.js";

/** `rb/v1` is the format of our own; the others are read as what they mean in that one. */
export type RunbookVersion = "rb/v1" | "runbook/v0" | "workflow" | "stellaops.io/pack.v1";

export interface Version {
  readonly read: (node: YamlNode, log: Log) => Runbook | undefined;
  readonly schema: Schema;
}

export const versions: { readonly [V in RunbookVersion]: Version } = {
  "rb/v1": { read: (node, log) => readDocument(node, log, "A runbook"), schema: readDocument.schema },
  "runbook/v0": { read: readRunbookV0, schema: runbookV0.schema },
  workflow: { read: readWorkflow, schema: workflow.schema },
  "stellaops.io/pack.v1": { read: readTaskPack, schema: taskPack.schema },
};

/** The version that a document says it has. What is none of them is read, and refused, as our own. */
export function versionOf(root: YamlNode): RunbookVersion {
  if (root.kind !== "map") return "rb/v1";
  const version = root.entries.get("apiVersion")?.value;
  const named = version?.kind === "scalar" ? version.value : version && "";
  return versionNamed(named, root.entries.get("steps")?.value.kind === "map");
}

/** Workflows name none, and have their steps by id. */
export function versionNamed(apiVersion: unknown, hasStepsById: boolean): RunbookVersion {
  if (apiVersion === undefined) return hasStepsById ? "workflow" : "rb/v1";
  return named.find((version) => version === apiVersion) ?? "rb/v1";
}

const named: readonly RunbookVersion[] = ["rb/v1", "runbook/v0", "stellaops.io/pack.v1"];
