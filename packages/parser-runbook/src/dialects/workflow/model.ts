/** A workflow as it was written, typed. What may contain templates is still a node of the document. */
import type { JsonObject, Meta, Retry } from "@rb/ir";
import type { NameRef } from "../../format/model.js";
import type { YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";

export interface Workflow {
  readonly id: string;
  readonly idNode: YamlNode;
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly inputSchema?: JsonObject;
  readonly steps: readonly WorkflowStep[];
  readonly author: JsonObject;
}

const steps = ["approval", "delay", "condition", "notify", "switch", "parallel", "loop", "transform"] as const;
/** What an executor does, by its topic. */
const jobs = ["worker", "llm", "http", "container", "script", "input"] as const;
export type StepType = (typeof steps)[number] | (typeof jobs)[number] | "storage" | "subworkflow";
/** Whether somebody is asked for something that is checked before. */
export function isAsked(type: StepType): boolean {
  return type === "approval" || type === "storage" || jobs.some((one) => one === type);
}
/** Whether somebody else answers, and what they answer is checked. */
export function isAnswered(type: StepType): boolean {
  return type === "subworkflow" || isAsked(type);
}
export const stepTypes: readonly StepType[] = [...jobs, ...steps, "storage", "subworkflow"];

export interface WorkflowStep {
  readonly node: YamlMap;
  readonly id: string;
  readonly idNode: YamlScalar;
  readonly type: StepType;
  readonly name?: string;
  readonly topic?: YamlScalar;
  readonly dependsOn: readonly NameRef[];
  readonly condition?: YamlScalar;
  readonly forEach?: YamlScalar;
  readonly maxParallel?: YamlScalar;
  readonly input?: YamlMap;
  /** Where what it is given is checked. */
  readonly inputSchema?: JsonObject;
  /** Where what comes of it is checked. */
  readonly outputSchema?: JsonObject;
  /** A variable's members. */
  readonly outputPath?: readonly string[];
  readonly onError?: NameRef;
  readonly retry?: Retry;
  readonly timeoutMs?: number;
  readonly delayMs?: number;
  readonly delayUntil?: YamlScalar;
  readonly meta: Meta;
  /** Facts that go with a job as they are. */
  readonly workerId?: YamlScalar;
  readonly routeLabels?: YamlNode;
}
