/** A runbook as it was written, typed. Places that may contain expressions are still nodes of the document. */
import type { Evidence, Governance, Json, JsonObject, Meta, Retry, Route } from "@rb/ir";
import type { YamlMap, YamlNode, YamlScalar } from "../yaml/tree.js";
import type { Span } from "./durations.js";
import type { FlowBody, FlowRegion } from "./flow/model.js";
import type { NamedEntry } from "./reader.js";
import type { Bounds } from "./types.js";

/** Steps, and what holds for all of them together. */
export interface Block {
  readonly steps: readonly Step[];
  /** Whether what has been done is undone when it fails. */
  readonly atomic: boolean;
  /** What is done in the end, however it ends. */
  readonly finally?: readonly Step[];
}

export interface Runbook extends Block {
  readonly node: YamlMap;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly version?: string;
  readonly meta?: Meta;
  readonly inputs: readonly Input[];
  readonly secrets: readonly Secret[];
  readonly messages?: Messages;
  readonly vars: readonly NamedEntry<YamlNode>[];
  readonly approvals: readonly NamedEntry<ApprovalTerms>[];
  readonly governance?: Governance;
  readonly on: readonly Handler[];
  readonly timeout?: Span;
  readonly outputs: readonly NamedEntry<YamlNode>[];
  readonly parts?: readonly Part[];
  /** What steps gave is seen everywhere, also from inside of others, and is nothing until then; else only where it is there for sure. */
  readonly sharesResults?: boolean;
  /** A mistake in data, such as an expression that can't be evaluated, fails the step; else it is an incident, which waits for a person. */
  readonly failsOnMistakes?: boolean;
  /** Whether the document is of this format, and not another one in its words. */
  readonly isNative?: boolean;
  /** Instead of steps, of which there are none then. */
  readonly flow?: FlowBody;
  /** Further runbooks of the same file. */
  readonly others?: readonly Runbook[];
  readonly routes?: readonly Route[];
}

/** Steps with a name, which several places do, each as an instance of its own. */
export interface Part {
  readonly name: string;
  readonly key: YamlScalar;
  /** Loop variables and what handlers are told: they are there at all of these places. */
  readonly sees: readonly string[];
  readonly steps: readonly Step[];
}

export type InputType = "string" | "number" | "integer" | "boolean" | "array" | "object";
/** What may be given besides inputs, but is never seen: `secret://…`. */
export interface Secret {
  readonly name: string;
  readonly description?: string;
  readonly scope?: string;
  readonly required: boolean;
  readonly default?: string;
}

/** Said to people at the end. */
export interface Messages {
  readonly success?: string;
  readonly failure?: string;
}

export interface Input {
  readonly name: string;
  readonly key: YamlScalar;
  /** Absent only where a schema says all. */
  readonly type?: InputType;
  readonly description?: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly bounds?: Bounds;
  /** A JSON Schema, instead of what is said above. */
  readonly schema?: JsonObject;
  /** Where the document declares it, if that isn't `inputs`. */
  readonly under?: string;
  /** Whether it is all right that nothing reads it. */
  readonly mayBeUnused?: boolean;
}

/** The name of something that is declared elsewhere. */
export interface NameRef {
  readonly name: string;
  readonly node: YamlNode;
}

export interface Step {
  readonly node: YamlMap;
  readonly id: string;
  readonly idNode: YamlScalar;
  readonly name?: string;
  readonly description?: string;
  readonly when?: YamlScalar;
  /** Without it, the step counts as done, having done nothing; where `when` doesn't hold, it is skipped. */
  readonly provided?: YamlScalar;
  /** Steps that have to be over and must have run. */
  readonly needs?: readonly NameRef[];
  /** Steps that have to be over, whether they ran or were skipped. */
  readonly after?: readonly NameRef[];
  readonly retry?: Retry;
  readonly timeout?: Span;
  readonly continueOnError: boolean;
  readonly outputs?: readonly NamedEntry<YamlNode>[];
  /** Instead of `outputs`: what the step gives, as one value. */
  readonly output?: YamlNode;
  /** A JSON Schema of what is asked for, or shown, before anybody is. */
  readonly inputSchema?: JsonObject;
  /** A JSON Schema of what comes of it. */
  readonly outputSchema?: JsonObject;
  /** What gets what the step gives as well. */
  readonly into?: Target;
  readonly assert?: readonly Assertion[];
  readonly on?: readonly Handler[];
  /** What undoes the step when it has been done. */
  readonly undo?: readonly Step[];
  readonly meta?: Meta;
  /** Absent when it couldn't be read, which has been reported. */
  readonly action?: Action;
}

/** A variable under `vars`, or a member of one. */
export interface Target {
  readonly variable: string;
  readonly members: readonly string[];
  readonly node: YamlNode;
}

/** What has to hold for what a step gave. */
export interface Assertion {
  readonly that: YamlScalar;
  readonly message?: YamlNode;
}

/** What is done when something happens while a step is under way. */
export interface Handler {
  readonly node: YamlMap;
  readonly name?: string;
  readonly event: HandlerEvent;
  /** Whether the step goes on meanwhile. */
  readonly alongside: boolean;
  readonly steps: readonly Step[];
}
export type HandlerEvent =
  /** Codes; none of them: any error, or escalation. */
  | { readonly on: "error"; readonly codes: readonly string[] }
  | { readonly on: "escalation"; readonly codes: readonly string[] }
  | Awaited;

/** What can be waited for. */
export type Awaited =
  | { readonly on: "span"; readonly span: Span }
  | { readonly on: "moment"; readonly moment: YamlScalar }
  | { readonly on: "message"; readonly name: YamlNode; readonly key?: YamlNode }
  | { readonly on: "signal"; readonly name: YamlNode }
  | { readonly on: "condition"; readonly condition: YamlScalar };

export type Action =
  | RunAction
  | HttpAction
  | UseAction
  | ManualAction
  | ApproveAction
  | PolicyAction
  | EmitAction
  | WaitAction
  | CallAction
  | ForEachAction
  | SwitchAction
  | ParallelAction
  | WhileAction
  | UntilAction
  | GroupAction
  | RaceAction
  | ScriptAction
  | SetAction
  | SendAction
  | SignalAction
  | EscalateAction
  | RollbackAction
  | FlowAction
  | FailAction;
export type ActionKind = Action["kind"];

interface ActionBase {
  /** What stands under the word that names the action. */
  readonly node: YamlNode;
}
export interface RunAction extends ActionBase {
  readonly kind: "run";
  readonly command: YamlNode;
  readonly cwd?: YamlNode;
  readonly env?: YamlNode;
  readonly stdin?: YamlNode;
  /** Those that count as done. Absent: 0. */
  readonly exitCodes?: readonly number[] | "any";
}
export interface HttpAction extends ActionBase {
  readonly kind: "http";
  readonly method: string;
  readonly url: YamlNode;
  readonly headers?: YamlNode;
  readonly body?: YamlNode;
}
export interface UseAction extends ActionBase {
  readonly kind: "use";
  readonly executor: string;
  readonly with?: YamlNode;
}
export interface ScriptAction extends ActionBase {
  readonly kind: "script";
  readonly language: YamlScalar;
  readonly text: YamlScalar;
  readonly inputs?: YamlNode;
}
export interface ManualAction extends ActionBase {
  readonly kind: "manual";
  readonly instructions: YamlNode;
  readonly evidence?: readonly Evidence[];
}
/** Who decides, and how. */
export interface ApprovalTerms {
  readonly message?: YamlNode;
  readonly roles?: readonly string[];
  readonly grants?: readonly string[];
  readonly count?: number;
  readonly expires?: Span;
  readonly evidence?: readonly Evidence[];
}
export interface ApproveAction extends ActionBase, ApprovalTerms {
  readonly kind: "approve";
  /** The terms under `approvals` that hold where the step says nothing else. */
  readonly as?: NameRef;
}
export interface PolicyAction extends ActionBase {
  readonly kind: "policy";
  readonly policy: string;
  readonly about?: YamlNode;
}
export interface EmitAction extends ActionBase {
  readonly kind: "emit";
  readonly type: YamlNode;
  readonly data?: YamlNode;
}
export interface WaitAction extends ActionBase {
  readonly kind: "wait";
  readonly until: Awaited;
}
export interface RaceArm {
  readonly node: YamlNode;
  readonly name?: string;
  readonly awaited: Awaited;
  readonly steps: readonly Step[];
}
export interface RaceAction extends ActionBase {
  readonly kind: "race";
  readonly arms: readonly RaceArm[];
}
export interface CallAction extends ActionBase {
  readonly kind: "call";
  readonly runbook: string;
  readonly version?: string;
  readonly inputs: readonly NamedEntry<YamlNode>[];
}
export interface ForEachAction extends ActionBase {
  readonly kind: "forEach";
  readonly items: YamlNode;
  readonly as: string;
  readonly index?: string;
  readonly limit?: YamlScalar;
  readonly onFailure?: "stop" | "collect";
  readonly steps: readonly Step[];
}
export interface Case {
  readonly node: YamlNode;
  readonly name?: string;
  /** A condition, values for `on`, or neither: what is taken otherwise. */
  readonly when?: YamlScalar;
  readonly is?: readonly Json[];
  readonly steps: readonly Step[];
  /** What the switch gives when this is the case. */
  readonly outputs?: readonly NamedEntry<YamlNode>[];
}
export interface SwitchAction extends ActionBase {
  readonly kind: "switch";
  readonly on?: YamlScalar;
  readonly cases: readonly Case[];
}
export interface Branch {
  readonly node: YamlNode;
  readonly name?: string;
  readonly steps: readonly Step[];
}
export interface ParallelAction extends ActionBase {
  readonly kind: "parallel";
  readonly branches: readonly Branch[];
  readonly limit?: number;
  /** Looked at whenever a branch ends: when it holds, the others are ended. */
  readonly enough?: YamlScalar;
}
export interface WhileAction extends ActionBase {
  readonly kind: "while";
  readonly condition: YamlScalar;
  readonly max?: number;
  readonly steps: readonly Step[];
}
export interface UntilAction extends ActionBase {
  readonly kind: "until";
  readonly condition: YamlScalar;
  readonly max?: number;
  readonly steps: readonly Step[];
}
export interface GroupAction extends ActionBase, Block {
  readonly kind: "group";
}
export interface FlowAction extends ActionBase {
  readonly kind: "flow";
  readonly region: FlowRegion;
}
export interface SetAction extends ActionBase {
  readonly kind: "set";
  readonly values: readonly NamedEntry<YamlNode>[];
}
export interface SendAction extends ActionBase {
  readonly kind: "send";
  readonly message: YamlNode;
  readonly key?: YamlNode;
  readonly data?: YamlNode;
}
export interface SignalAction extends ActionBase {
  readonly kind: "signal";
  readonly name: YamlNode;
  readonly data?: YamlNode;
}
export interface EscalateAction extends ActionBase {
  readonly kind: "escalate";
  readonly code: string;
  readonly data?: YamlNode;
}
export interface RollbackAction extends ActionBase {
  readonly kind: "rollback";
  /** Absent: everything that has been done. */
  readonly of?: NameRef;
}
export interface FailAction extends ActionBase {
  readonly kind: "fail";
  readonly code?: string;
  readonly message?: YamlNode;
}
