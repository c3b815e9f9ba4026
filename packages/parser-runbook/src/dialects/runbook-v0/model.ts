/** A `runbook/v0` document as it was written, typed. Texts that may contain templates are still nodes of the document. */
import type { Evidence, Governance } from "@rb/ir";
import type { NamedEntry } from "../../format/reader.js";
import type { YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";

export interface RunbookV0 {
  readonly name: string;
  readonly description?: string;
  readonly vars: readonly NamedEntry<YamlScalar>[];
  /** Milliseconds that a command may take, where its step says nothing. */
  readonly timeout?: number;
  readonly governance?: Governance;
  readonly steps: readonly StepV0[];
}

interface StepBase {
  readonly node: YamlMap;
  readonly id: string;
  readonly idNode: YamlScalar;
  readonly title?: string;
}
export interface CliStep extends StepBase {
  readonly type: "cli";
  readonly argv: readonly YamlScalar[];
  readonly argvNode: YamlNode;
  readonly timeout?: number;
  readonly capture: readonly NamedEntry<Stream>[];
  readonly assertions: readonly AssertionV0[];
}
export interface ManualStep extends StepBase {
  readonly type: "manual";
  readonly instructions: YamlScalar;
  readonly evidence: readonly Evidence[];
  readonly approvals?: { readonly min: number; readonly roles?: readonly string[] };
  readonly replayMode?: "reuse_evidence";
}
export interface GroupStep extends StepBase {
  readonly type: "group";
  readonly steps: readonly StepV0[];
}
export type StepV0 = CliStep | ManualStep | GroupStep;

export type Stream = "stdout" | "stderr" | "exit_code";

/** One thing that has to hold for what a command printed. */
export interface AssertionV0 {
  readonly node: YamlNode;
  readonly test:
    | { readonly kind: "contains" | "not_contains" | "equals" | "not_equals" | "matches"; readonly text: YamlScalar }
    | { readonly kind: "exit_code"; readonly code: number }
    | { readonly kind: "json_path"; readonly path: YamlScalar; readonly equals: YamlNode };
}
