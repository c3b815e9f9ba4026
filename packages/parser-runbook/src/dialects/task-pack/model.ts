/** A Task Pack as it was written, typed. Places that may contain templates or expressions are still nodes of the document. */
import type { JsonObject, OutputType, Retry } from "@rb/ir";
import type { ApprovalTerms, Input, Messages, NameRef, Secret } from "../../format/model.js";
import type { NamedEntry } from "../../format/reader.js";
import type { YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";

export interface TaskPack {
  readonly node: YamlMap;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Tags, maintainers and what else is said about the pack. */
  readonly facts: JsonObject;
  readonly inputs: readonly Input[];
  readonly secrets: readonly Secret[];
  readonly approvals: readonly NamedEntry<PackApproval>[];
  readonly steps: readonly PackStep[];
  readonly outputs: readonly PackOutput[];
  readonly messages?: Messages;
  /** Of every module. */
  readonly retry?: Retry;
}

export interface PackOutput extends NamedEntry<YamlNode> {
  readonly type: OutputType;
}

export type PackApproval = Omit<ApprovalTerms, "message"> & { readonly message?: YamlScalar };

interface StepBase {
  readonly node: YamlMap;
  readonly id: string;
  readonly idNode: YamlScalar;
  readonly name?: string;
  readonly description?: string;
  readonly when?: YamlScalar;
  readonly dependsOn?: readonly NameRef[];
  readonly continueOnError: boolean;
}
export interface RunStep extends StepBase {
  readonly type: "run";
  readonly module: YamlScalar;
  readonly inputs?: YamlNode;
  readonly outputs?: readonly NamedEntry<YamlScalar>[];
}
export interface ParallelStep extends StepBase {
  readonly type: "parallel";
  /** Absent: all at once. */
  readonly maxParallel?: number;
  readonly steps: readonly PackStep[];
}
export interface MapStep extends StepBase {
  readonly type: "map";
  readonly items: YamlNode;
  readonly maxParallel?: number;
  readonly step: PackStep;
}
export interface LoopStep extends StepBase {
  readonly type: "loop";
  /** An expression, or the items. */
  readonly items: { readonly expression: YamlScalar } | { readonly list: YamlNode };
  readonly iterator: string;
  readonly index: string;
  readonly maxIterations: number;
  readonly body: readonly PackStep[];
}
export interface ConditionalStep extends StepBase {
  readonly type: "conditional";
  readonly branches: readonly {
    readonly node: YamlNode;
    readonly condition: YamlScalar;
    readonly body: readonly PackStep[];
  }[];
  readonly otherwise?: readonly PackStep[];
}
export interface ApprovalGate extends StepBase {
  readonly type: "gate.approval";
  readonly approval: NameRef;
  /** Milliseconds. */
  readonly timeout?: number;
}
export interface PolicyGate extends StepBase {
  readonly type: "gate.policy";
  readonly policy: string;
  readonly inputs?: YamlNode;
}
export type PackStep = RunStep | ParallelStep | MapStep | LoopStep | ConditionalStep | ApprovalGate | PolicyGate;
export type PackStepType = PackStep["type"];

/** The lists of steps in a step. */
export function listsIn(step: PackStep): readonly (readonly PackStep[])[] {
  switch (step.type) {
    case "parallel":
      return [step.steps];
    case "map":
      return [[step.step]];
    case "loop":
      return [step.body];
    case "conditional":
      return [...step.branches.map(({ body }) => body), ...(step.otherwise === undefined ? [] : [step.otherwise])];
    default:
      return [];
  }
}
