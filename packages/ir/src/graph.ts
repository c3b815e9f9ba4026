/**
 * The vocabulary of rb: one graph that every format is lowered into and the kernel runs.
 *
 * Plain readonly I-JSON, discriminated by `kind` (nodes), `on` (triggers), `raise` (throws) and `rule` (joins).
 * Order is document order and is significant. Optional members have the stated default. Formats meet here
 * and never add to it; what only one format says survives in `origin` and `meta`.
 */
import type { Json, JsonObject } from "./json.js";
import type { Origin } from "./origin.js";

/** The version of this vocabulary's meaning. */
export const IR_VERSION = 1;

declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]?: B };
/** Unique within its graph. */
export type NodeId = Branded<"node">;
/** Unique within its graph. */
export type FlowId = Branded<"flow">;
/** Unique within its bundle. */
export type GraphId = Branded<"graph">;

// ---------------------------------------------------------------------------------------------------------------
// Values

/** An expression in a language that the host plugs in by name. */
export interface Expr {
  readonly language: string;
  readonly text: string;
  readonly origin: Origin;
}

/** Content kept outside the journal because of its size or kind; travels as this reference. */
export interface Pointer {
  readonly uri: string;
  /** `sha256:<hex>` of the content. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType?: string;
}

/** How a value comes about. Everything that needs no expression language is said without one. */
export type Value =
  | { readonly json: Json }
  /** A variable, or a member of it; a missing member is null, a missing variable an incident. */
  | { readonly variable: string; readonly path?: readonly string[] }
  /** What has just arrived: an action's output, a message's or an error's payload. `[]` is all of it. */
  | { readonly result: readonly string[] }
  | { readonly expr: Expr }
  /** Pieces joined to one string; a piece that isn't a string is written as JSON. */
  | { readonly text: readonly (string | Value)[] }
  | { readonly list: readonly Value[] }
  | { readonly object: readonly (readonly [key: string, value: Value])[] }
  /** `secret://…`; stays a reference until an executor resolves it. */
  | { readonly secret: string }
  | { readonly pointer: Pointer };

/** `path` leads from a variable's name down into its members; `[]` assigns every member of an object to the variable of that name. */
export interface Binding {
  readonly path: readonly string[];
  readonly from: Value;
}

/** Checked by the schema checker that the host plugs in under `language` (for example `json-schema`). */
export interface Schema {
  readonly language: string;
  readonly schema: Json;
}

/** A variable that a region declares for its instances. */
export interface Variable {
  readonly name: string;
  readonly description?: string;
  /** Initial value; without one the variable starts as null, or, if external, has to be given at start. */
  readonly init?: Value;
  /** Assignment after initialisation is an incident. Default false. */
  readonly constant?: boolean;
  /** Given by whoever starts the run. Only in the region of a graph. Default false. */
  readonly external?: boolean;
  /** An external variable that must be given, or have an `init`. Default false. */
  readonly required?: boolean;
  /** Only a reference to it may enter the run. Default false. */
  readonly secret?: boolean;
  /** What a secret lets its holder do, for people and for whoever resolves it. */
  readonly scope?: string;
  /** One for all graphs of the run that declare it by this name, as long as the run lasts. Only in the region of a graph. Default false. */
  readonly shared?: boolean;
  readonly schema?: Schema;
}

// ---------------------------------------------------------------------------------------------------------------
// Events

/** A moment, a span or a cycle. A number is milliseconds (`at`: since 1970-01-01T00:00Z), a string is ISO 8601. */
export interface TimerTrigger {
  readonly on: "timer";
  readonly at?: Value;
  readonly after?: Value;
  /** A duration, or a repeating interval `R[n]/[start/]duration`. */
  readonly every?: Value;
}
/** A message with this name (BPMN 2.0.2, 10.5.5). */
export interface MessageTrigger {
  readonly on: "message";
  readonly name: Value;
  /**
   * Correlation key; a message is taken only when its key equals this. Of an object, at any depth, only members that are not null
   * are compared; with the content of the message, where that has no key.
   */
  readonly key?: Value;
}
/** A signal with this name; every listener gets it. */
export interface SignalTrigger {
  readonly on: "signal";
  readonly name: Value;
}
/** Fires when the test turns from false to true through a write to a variable that it reads; true when listening begins counts as having turned. */
export interface ConditionTrigger {
  readonly on: "condition";
  readonly test: Guard;
}
/** An error on its way outwards. */
export interface ErrorTrigger {
  readonly on: "error";
  /** Absent: any error. */
  readonly code?: string;
}
/** An escalation on its way outwards. */
export interface EscalationTrigger {
  readonly on: "escalation";
  /** Absent: any escalation. */
  readonly code?: string;
}
/** The cancel of a transaction, on its boundary. */
export interface CancelTrigger {
  readonly on: "cancel";
}
/** Makes a scope handler the way in which its completed scope is undone. */
export interface CompensationTrigger {
  readonly on: "compensation";
}
/** What can be waited for. BPMN link events are flows, never triggers. */
export type WaitTrigger = TimerTrigger | MessageTrigger | SignalTrigger | ConditionTrigger;
/** Whatever a handler can be fired by. */
export type Trigger = WaitTrigger | ErrorTrigger | EscalationTrigger | CancelTrigger | CompensationTrigger;

/** What a throw or an end raises. */
export type Throw =
  | { readonly raise: "message"; readonly name: Value; readonly key?: Value; readonly payload?: Value }
  | { readonly raise: "signal"; readonly name: Value; readonly payload?: Value }
  | {
      readonly raise: "error";
      readonly code?: string;
      readonly message?: Value;
      readonly payload?: Value;
      /** An error that was caught, `{code, message, …}`, raised as it came, but for what else is said here. */
      readonly again?: Value;
    }
  | { readonly raise: "escalation"; readonly code?: string; readonly payload?: Value }
  /** Undo what has completed: one activity of the surrounding scope, or all of it. `wait` false goes on at once. */
  | { readonly raise: "compensation"; readonly of?: NodeId; readonly wait: boolean }
  /** Cancels the surrounding transaction. */
  | { readonly raise: "cancel" }
  /** Ends the surrounding scope instance, without compensation. */
  | { readonly raise: "terminate" };

// ---------------------------------------------------------------------------------------------------------------
// Flows, routing and joins

/** The condition of a flow, a loop or a completion. */
export type Guard =
  | { readonly expr: Expr }
  | { readonly variable: string; readonly path?: readonly string[] }
  | { readonly json: boolean }
  /** True when the tokens that the gateway joined came by any of these flows. */
  | { readonly arrived: readonly FlowId[] }
  /** The author drew a choice and gave no condition: somebody has to choose. Why it is missing, for people. */
  | { readonly unspecified: string };

/**
 * Ports: `out` (completed), `failed`, `skipped`, `rejected`, the port of a `catch` arm, the id of a boundary handler,
 * or the port of a jump (`end.leave`). A gateway routes all of its flows together: `skipped` only says what the flow is for.
 */
export interface Flow {
  readonly id: FlowId;
  readonly name?: string;
  readonly from: NodeId;
  /** Default `out`. */
  readonly port?: string;
  readonly to: NodeId;
  /** Joins count per slot; several flows may share one. Default: the flow's own id. */
  readonly slot?: string;
  /** Absent: true. */
  readonly guard?: Guard;
  /** For `take: "case"`: taken when the selected value equals one of these. */
  readonly cases?: readonly Json[];
  /** Taken when no other flow of its port is. Its guard, if any, is ignored. */
  readonly otherwise?: boolean;
  readonly origin: Origin;
}

/** Which flows of a port get a token. */
export interface Routing {
  /** `every` true one, the `first` true one, or the `case` that equals `select`. Default `every`. */
  readonly take?: "every" | "first" | "case";
  readonly select?: Value;
  /** When flows leave the port and none is taken: an incident, or the token ends. Default `incident`. */
  readonly none?: "incident" | "end";
  /** Tokens on each flow taken (BPMN completionQuantity). Default 1. */
  readonly copies?: number;
}

/** When a gateway lets tokens through. */
export type Join =
  /** Every token passes by itself (multi-merge). */
  | { readonly rule: "each" }
  /** One token from every slot. */
  | { readonly rule: "all" }
  /** Every slot that a token can still reach has one (BPMN 2.0.2, 13.4.3). */
  | { readonly rule: "reachable" }
  | CountJoin;
/** A join that fires at a number, or at a condition over how many have come. */
export interface CountJoin {
  readonly rule: "count";
  /** A number, or a Boolean expression over `activationCount`. */
  readonly need: Value;
  /** Count tokens, or slots that have one. Default `slots`. */
  readonly of?: "tokens" | "slots";
  /**
   * After it fired. `again`: start anew. `absorb`: swallow one token from each other slot, then start anew (discriminator, n of m).
   * `reset`: as `absorb`, but only slots that a token can still reach (BPMN 2.0.2, 13.4.5). Default `again`.
   */
  readonly then?: "again" | "absorb" | "reset";
  /** On reset, route once more with `waitingForStart` false. Default false. */
  readonly emitOnReset?: boolean;
}

// ---------------------------------------------------------------------------------------------------------------
// Regions and handlers

/**
 * What an instance of a scope, or of a whole graph, runs. A region has entries, not contents: a node belongs to whichever
 * instance a token brings it into, so branches may share nodes.
 */
export interface Region {
  /** A new instance puts a token on each entry that is no triggered `start`, in this order. */
  readonly entries: readonly NodeId[];
  readonly variables?: readonly Variable[];
  /** Where assigning an undeclared variable declares it: in the root of the graph, here, or nowhere (an incident). Default `root`. */
  readonly undeclared?: "root" | "here" | "error";
  /**
   * What a mistake in data becomes, such as an expression that gives nothing or an input that breaks its schema: an incident, which a person
   * can mend, or a failure of the node, which handlers see. Default: as in the instance around; in that of a graph `incident`.
   */
  readonly mistakes?: "incident" | "failure";
  /** Event subprocesses, workflow exceptions. */
  readonly handlers?: readonly ScopeHandler[];
  /** Entries active at once; 1 is sequential. Default: all. */
  readonly limit?: number;
  /** Ad-hoc with a person at the wheel: entries wait to be picked. Default false. */
  readonly manual?: boolean;
  /** Tested whenever a branch ends; when true the instance completes. */
  readonly completeWhen?: Guard;
  /** What becomes of the other branches then. Default `cancel`. */
  readonly rest?: "cancel" | "drain";
  /** A cancel compensates what has completed, then leaves by the cancel handler. Default false. */
  readonly transaction?: boolean;
}

interface HandlerBase {
  /** Unique within its activity or region; the port that a boundary handler emits on. */
  readonly id: string;
  readonly name?: string;
  readonly triggers: readonly Trigger[];
  /** Any one trigger fires it, or all have to. Default `first`. */
  readonly need?: "first" | "all";
  /** Default true. */
  readonly interrupting?: boolean;
  /** What arrived, into variables. */
  readonly into?: readonly Binding[];
  readonly origin: Origin;
}
/** A boundary event: emits a token in the surrounding scope, on the port named by its id. */
export interface BoundaryHandler extends HandlerBase {}
/** An event subprocess: runs its body inside the scope. */
export interface ScopeHandler extends HandlerBase {
  readonly body: Region;
}

// ---------------------------------------------------------------------------------------------------------------
// Activities

/** Attempts are 1 + the retries; the wait before retry n is `firstMs * factor^(n-1)`, at most `maxMs`. */
export interface Retry {
  readonly attempts: number;
  readonly firstMs: number;
  /** Default 1. */
  readonly factor?: number;
  readonly maxMs?: number;
  /** The waits one by one, instead of `firstMs` and `factor`; after the last of them, that one again. */
  readonly waitsMs?: readonly number[];
  /** Only failures with these codes. Absent: all but refusals (`denied`, `rejected`, `expired`, `no-executor`). */
  readonly on?: readonly string[];
}

/** How often an activity runs its body. */
export type Loop = RepeatLoop | EachLoop;
/** Again while, or until, a condition holds; one round after the other. */
export interface RepeatLoop {
  readonly kind: "repeat";
  readonly while?: Guard;
  readonly until?: Guard;
  /** Test before the first round too. Default true. */
  readonly testBefore?: boolean;
  /** Rounds at most; reaching it leaves the loop as if the test had. The run's own limit on rounds applies besides. */
  readonly max?: number;
  /** Variable that holds the round, from 0. */
  readonly index?: string;
}
/** Multi-instance: once per item, or `count` times. */
export interface EachLoop {
  readonly kind: "each";
  readonly items?: Value;
  readonly count?: Value;
  /** Variable of the instance that holds the item. */
  readonly item?: string;
  /** Variable of the instance that holds the index, from 0. */
  readonly index?: string;
  /** Instances at once; 1 is sequential. Default: all. */
  readonly limit?: Value;
  /** A failed instance fails the loop, or is counted and the loop goes on. Default `stop`. */
  readonly onFailure?: "stop" | "collect";
  /** Tested when an instance completes; when true the others are cancelled. Reads `numberOfInstances`, `numberOfActiveInstances`, `numberOfCompletedInstances`, `numberOfTerminatedInstances`. */
  readonly completeWhen?: Guard;
  /** Gathered by index while instances run, written as one list when the loop ends. */
  readonly collect?: readonly Binding[];
  /** Multi-instance behaviour (BPMN 2.0.2, 10.3.8): throws to the activity's own handlers when an instance completes. Absent: `all`, none thrown. */
  readonly emit?: readonly LoopEmit[];
}
/** A throw of a multi-instance activity when one of its instances completes. */
export interface LoopEmit {
  /** `one`: only for the first instance; `each`: for every one (behaviour None); or whenever `when` holds (Complex). */
  readonly at: "one" | "each" | "when";
  readonly when?: Guard;
  readonly raise: Throw;
}

/** Facts for policy, routing and people; they never change the meaning of the graph. */
export interface Meta {
  readonly capability?: string;
  readonly riskTags?: readonly string[];
  readonly requires?: readonly string[];
  readonly labels?: { readonly [key: string]: string };
  readonly tenant?: string;
  readonly actor?: string;
  readonly pack?: string;
  /** The executor may be asked again with the same idempotency key without doing it twice. Default false. */
  readonly idempotent?: boolean;
  /** What the author wrote and nothing here can say; kept for people and for writing the format again. */
  readonly author?: JsonObject;
}

interface NodeBase {
  readonly id: NodeId;
  readonly name?: string;
  readonly description?: string;
  readonly origin: Origin;
  readonly routing?: Routing;
  readonly meta?: Meta;
}

/** What has to hold once an activity has done its work. */
export interface Assertion {
  readonly test: Guard;
  /** What is wrong when it doesn't hold, for people. */
  readonly message?: Value;
}

/**
 * One nesting for every activity, outermost first: handlers, loop, inputs, retry, attempt timeout, body, outputs.
 * A total timeout is a timer handler, a delay is a `catch` before it, a precondition is a gateway with a `skipped` port.
 */
export interface ActivityBase extends NodeBase {
  /** Local variables of the activity: of a scope's instance, of a call's graph, or visible while an action's request is made. */
  readonly inputs?: readonly Binding[];
  /** Evaluated when the body is done; assigned to the nearest surrounding declaration. */
  readonly outputs?: readonly Binding[];
  /** Inputs are computed one after the other, and so are outputs: each sees what those before it gave. Default false: all together. */
  readonly inOrder?: boolean;
  /** What the inputs, by name, are held against; of an action or a gate without inputs, the request, or what is shown. */
  readonly inputSchema?: Schema;
  readonly outputSchema?: Schema;
  /** Looked at when the body is done, with `result` in sight; one that is false fails the attempt with the code `assertion`. */
  readonly assertions?: readonly Assertion[];
  readonly loop?: Loop;
  readonly retry?: Retry;
  /** Duration of one attempt; expiry is a failure with code `timeout`, which `retry` sees. */
  readonly attemptTimeout?: Value;
  readonly handlers?: readonly BoundaryHandler[];
  /** The activity that undoes this one once it has completed. */
  readonly compensation?: NodeId;
}

// ---------------------------------------------------------------------------------------------------------------
// Nodes

/** An entry. With triggers, an instance is made by one of them (or, `need: "all"`, by the first and then waits for the rest). */
export interface StartNode extends NodeBase {
  readonly kind: "start";
  readonly triggers?: readonly WaitTrigger[];
  readonly need?: "first" | "all";
  readonly into?: readonly Binding[];
}
/** Decision, fork, join, merge, in any mixture: first the join, then the routing. */
export interface GatewayNode extends NodeBase {
  readonly kind: "gateway";
  /** Default `each`. */
  readonly join?: Join;
}
/** Waits for the first of its arms, or for all of them. */
export interface CatchNode extends NodeBase {
  readonly kind: "catch";
  /** Default `first`. */
  readonly need?: "first" | "all";
  readonly arms: readonly CatchArm[];
}
/** One of the things that a catch waits for. */
export interface CatchArm {
  /** Default `out`. With `need: "all"` the token leaves by `out`. */
  readonly port?: string;
  readonly trigger: WaitTrigger;
  readonly into?: readonly Binding[];
  readonly origin: Origin;
}
/** Raises, then goes on. */
export interface ThrowNode extends NodeBase {
  readonly kind: "throw";
  readonly throws: readonly Throw[];
  /** Assigned before anything is raised; with nothing to raise, assigning is all it does. */
  readonly outputs?: readonly Binding[];
}
/** Consumes the token, after raising. */
export interface EndNode extends NodeBase {
  readonly kind: "end";
  readonly throws?: readonly Throw[];
  /** Assigned before anything is raised. */
  readonly outputs?: readonly Binding[];
  /** A jump: cancel everything up to the nearest surrounding instance of this scope, which then leaves by that port. */
  readonly leave?: { readonly scope: NodeId; readonly port: string };
}
/** Ask an executor to do something and wait for its answer. */
export interface ActionNode extends ActivityBase {
  readonly kind: "action";
  /** Which executor: `manual` is a person (see `MANUAL`); others are what a host installs, such as `http`, `ssh`, `noop`. */
  readonly executor: string;
  readonly request?: Value;
}
/** A human or policy decision. Approved leaves by `out`; rejected or expired by `rejected`, and, where no flow leaves by that, fails. */
export interface GateNode extends ActivityBase {
  readonly kind: "gate";
  readonly by: "people" | "policy";
  /** What they are shown. */
  readonly show?: Value;
  /** Any of these roles may decide. Absent: anyone whom the decision point lets. */
  readonly roles?: readonly string[];
  /** Grants that the deciding person must hold, all of them. */
  readonly grants?: readonly string[];
  /** Distinct approvals needed. Default 1. */
  readonly count?: number;
  /** Duration; expiry rejects with code `expired`. */
  readonly expires?: Value;
  readonly evidence?: readonly Evidence[];
  /** For `by: "policy"`: the policy asked. */
  readonly policy?: string;
}
/** What the deciding person has to hand in. */
export interface Evidence {
  readonly name: string;
  readonly kind: "text" | "checklist" | "attachment";
  readonly description?: string;
  readonly items?: readonly string[];
  /** Default true. */
  readonly required?: boolean;
}
/** An instance of a region with its own variables. */
export interface ScopeNode extends ActivityBase {
  readonly kind: "scope";
  readonly region: Region;
}
/** Runs another graph with isolated variables: `inputs` are its external ones, `outputs` read its `result`. */
export interface CallNode extends ActivityBase {
  readonly kind: "call";
  /** What the author named. */
  readonly target: { readonly id: string; readonly version?: string };
  /** The graph of the bundle that it was linked to. Absent: the executor named `call` is asked. */
  readonly graph?: GraphId;
}

/** A node of a graph. */
export type Node =
  | StartNode
  | GatewayNode
  | CatchNode
  | ThrowNode
  | EndNode
  | ActionNode
  | GateNode
  | ScopeNode
  | CallNode;
/** The nine kinds of node. */
export type NodeKind = Node["kind"];
/** The node type of a kind. */
export type NodeOf<K extends NodeKind> = Extract<Node, { kind: K }>;
/** The nodes that can have handlers, loops, retries, inputs and outputs. */
export type Activity = ActionNode | GateNode | ScopeNode | CallNode;

/** The executor name that stands for a person doing something and saying so. */
export const MANUAL = "manual";
/** The executor name that is asked for a call whose graph is not in the bundle. */
export const CALL = "call";

// ---------------------------------------------------------------------------------------------------------------
// Graphs and bundles

/** What the author of a procedure lets it do, and lets be kept of it. Whoever runs it may only be stricter. */
export interface Governance {
  /** The only programs that may be started. Absent: any. */
  readonly allowedCommands?: readonly string[];
  /** Programs that may not be started, also where they are allowed. */
  readonly deniedCommands?: readonly string[];
  /** Environment variables that are never read; `*` stands for anything. */
  readonly deniedVariables?: readonly string[];
  /** What is replaced in all that is kept; patterns run in linear time. */
  readonly redact?: readonly { readonly pattern: string; readonly replace: string }[];
  /** Nothing that a person does is done without its evidence. Default false. */
  readonly requireEvidence?: boolean;
  /** All that programs print is kept; else its hash and its beginning. Default false. */
  readonly storeOutput?: boolean;
}

/** What people are told at the end of a run. */
export interface Messages {
  readonly success?: string;
  readonly failure?: string;
}

/** One process, playbook or runbook: what a run, or a call, makes an instance of. */
export interface Graph {
  readonly id: GraphId;
  readonly name?: string;
  readonly description?: string;
  readonly region: Region;
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
  /** What a finished instance gives back, evaluated in its own variables. */
  readonly outputs?: readonly Binding[];
  /** By which a call may ask for it. */
  readonly version?: string;
  readonly messages?: Messages;
  readonly governance?: Governance;
  readonly origin: Origin;
  readonly meta?: Meta;
}

/** A message thrown at `from` goes to a waiting catch at `to`, or starts the graph there. */
export interface Route {
  readonly from: { readonly graph: GraphId; readonly node: NodeId };
  readonly to: { readonly graph: GraphId; readonly node?: NodeId };
  readonly message?: string;
}

/** What is hashed, compiled and run: the graphs of one document, and every callee, linked. */
export interface Bundle {
  readonly version: typeof IR_VERSION;
  /** The graph that a run starts unless told otherwise. */
  readonly main: GraphId;
  readonly graphs: readonly Graph[];
  readonly routes?: readonly Route[];
  /** The expression and schema languages used, with the version of their meaning. */
  readonly languages?: readonly { readonly name: string; readonly version: string }[];
}

// Fails to compile if a variant lacks an origin.
const _everyNodeHasOrigin = (node: Node): Origin => node.origin;
void _everyNodeHasOrigin;
