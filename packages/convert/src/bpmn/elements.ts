/** Nodes as elements of BPMN: which element, and what has to stand beside it in an extension so that it is read as the same node again. */
import {
  type ActionNode,
  type Activity,
  type EndNode,
  type Flow,
  type GatewayNode,
  isActivity,
  type Loop,
  MANUAL,
  type Node,
  type StartNode,
} from "@rb/ir";
import type { Level } from "../levels.js";
import { conditionOf, type RootElements, throwDefinition, triggerDefinition } from "./event-definitions.js";
import { type Xml, xml } from "./xml.js";

/** What a node is written as. */
export interface Element {
  readonly type: string;
  readonly attributes: { readonly [name: string]: string | undefined };
  /** After documentation and flows: loops, event definitions. */
  readonly children: readonly Xml[];
  /** What the element doesn't say, for people; undefined when it says all. */
  readonly unsaid: string | undefined;
}

/** What a level is drawn as: it decides which events may stand there (BPMN 2.0.2, 10.3.5 and 10.5). */
export type LevelKind = "process" | "subprocess" | "transaction" | "eventSubprocess" | "anyOrder";

/** A node with what leads to it and from it. */
export interface Situation {
  readonly level: LevelKind;
  /** What is inside of a scope. */
  readonly inside?: LevelKind | undefined;
  readonly isEntry: boolean;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly root: RootElements;
}

/** Whether a node is drawn as a start event by itself. */
export function isDrawnAsStart(
  node: Node,
  { level, isEntry, incoming }: Omit<Situation, "outgoing" | "root">,
): boolean {
  return (
    node.kind === "start" && isEntry && incoming.length === 0 && level !== "eventSubprocess" && level !== "anyOrder"
  );
}

export function elementOf(node: Node, situation: Situation): Element {
  switch (node.kind) {
    case "start":
      return startElement(node, situation);
    case "end":
      return endElement(node, situation);
    case "gateway":
      return gatewayElement(node, situation);
    case "catch": {
      const definitions = node.arms.map(({ trigger }) => triggerDefinition(trigger, situation.root));
      return element("intermediateCatchEvent", "What an event waits for", definitions, parallelMultiple(node.need));
    }
    case "throw": {
      const drawn = node.throws.filter(({ raise }) => thrownInTheMidst.has(raise));
      const definitions = drawn.map((one) => throwDefinition(one, situation.root));
      const says = node.throws.length === 0 && isBare(node, ["outputs"]);
      return element("intermediateThrowEvent", says ? undefined : "What an event throws", definitions);
    }
    case "action":
      return element(taskOf(node), "What an executor is asked to do", loopOf(node.loop));
    case "gate":
      return element("userTask", "Who has to approve what", loopOf(node.loop));
    case "call":
      return element("callActivity", "What a call gives and takes", loopOf(node.loop), {
        calledElement: node.graph ?? (/^[A-Za-z_][\w.-]*$/.test(node.target.id) ? node.target.id : undefined),
      });
    case "scope": {
      const { region } = node;
      const types = { transaction: "transaction", anyOrder: "adHocSubProcess" } as const;
      const type =
        situation.inside === "transaction" || situation.inside === "anyOrder" ? types[situation.inside] : "subProcess";
      const plain = isBare(node, activityMembers) && Object.keys(region).every((name) => drawn.has(name));
      return element(type, plain ? undefined : "What a part of the process has of its own", loopOf(node.loop));
    }
  }
}

/** How what is inside of a scope is drawn. In any order, it has no start and end events, and an activity at least. */
export function levelKindOf({ region, nodes }: Level): LevelKind {
  if (region.transaction === true) return "transaction";
  const { manual, limit, completeWhen } = region;
  const anyOrder = manual === true || limit !== undefined || completeWhen !== undefined;
  return anyOrder && nodes.some(isActivity) ? "anyOrder" : "subprocess";
}

/** Members of a region that a drawing shows. */
const drawn: ReadonlySet<string> = new Set(["entries", "handlers"]);
const activityMembers = [
  "inputs",
  "outputs",
  "inOrder",
  "inputSchema",
  "outputSchema",
  "assertions",
  "loop",
  "retry",
  "attemptTimeout",
];

function element(
  type: string,
  unsaid: string | undefined,
  children: readonly Xml[],
  attributes: Element["attributes"] = {},
): Element {
  return { type, attributes, children, unsaid };
}

function parallelMultiple(need: "first" | "all" | undefined): Element["attributes"] {
  return need === "all" ? { parallelMultiple: "true" } : {};
}

/** Whether a node has neither routing nor facts of its own, nor any of these members. */
function isBare(node: Node, members: readonly string[]): boolean {
  return ["routing", "meta", ...members].every((name) => !Object.hasOwn(node, name));
}

const thrownInTheMidst: ReadonlySet<string> = new Set(["message", "signal", "escalation", "compensation"]);

function startElement(node: StartNode, situation: Situation): Element {
  if (!isDrawnAsStart(node, situation)) return element("intermediateThrowEvent", "A start in the midst of a part", []);
  const { triggers = [] } = node;
  const says = triggers.length === 0 && isBare(node, ["into", "need"]);
  const drawn = situation.level === "process" ? triggers : [];
  const definitions = drawn.map((one) => triggerDefinition(one, situation.root));
  return element("startEvent", says ? undefined : "What starts a run", definitions, parallelMultiple(node.need));
}

function endElement(node: EndNode, { root, level }: Situation): Element {
  if (level === "anyOrder") return element("intermediateThrowEvent", "An end among steps in any order", []);
  const drawn = (node.throws ?? []).filter(({ raise }) => raise !== "cancel" || level === "transaction");
  const definitions = drawn.map((one) => throwDefinition(one, root));
  if (node.leave === undefined) {
    const says = node.throws === undefined && isBare(node, ["outputs"]);
    return element("endEvent", says ? undefined : "What an end raises", definitions);
  }
  // An escalation that the boundary of the scope catches is as near as BPMN comes to a jump.
  const jump = throwDefinition({ raise: "escalation", code: node.leave.port }, root);
  return element("endEvent", "A jump out of a branch", [...definitions, jump]);
}

function gatewayElement(node: GatewayNode, { incoming, outgoing }: Situation): Element {
  const { rule } = node.join ?? { rule: "each" };
  const { take = "every", ...routing } = node.routing ?? {};
  const joined = incoming.length > 1;
  const splits = outgoing.length > 1;
  const always = outgoing.every(({ guard, otherwise, cases }) => !guard && !otherwise && !cases);
  const bare = Object.keys(routing).length === 0 && node.meta === undefined;
  const choice = take !== "every" || (!splits && rule === "each");
  if (choice) {
    const says = bare && rule === "each" && take === (splits ? "first" : "every");
    return element("exclusiveGateway", says ? undefined : "How a gateway chooses", []);
  }
  const type =
    rule === "count" ? "complexGateway" : rule === "reachable" || !always ? "inclusiveGateway" : "parallelGateway";
  const reads = !joined ? "each" : type === "parallelGateway" ? "all" : "reachable";
  const says = bare && (rule === reads || (!joined && rule !== "count"));
  return element(type, says ? undefined : "How a gateway joins", []);
}

const tasks: ReadonlyMap<string, string> = new Map([
  [MANUAL, "userTask"],
  ["task", "task"],
  ["send", "sendTask"],
  ["script", "scriptTask"],
  ["business-rule", "businessRuleTask"],
]);

function taskOf({ executor }: ActionNode): string {
  return tasks.get(executor) ?? "serviceTask";
}

function loopOf(loop: Loop | undefined): readonly Xml[] {
  if (loop === undefined) return [];
  if (loop.kind === "each") {
    const sequential = loop.limit !== undefined && "json" in loop.limit && loop.limit.json === 1;
    return [xml("bpmn:multiInstanceLoopCharacteristics", sequential ? { isSequential: "true" } : {})];
  }
  const condition = conditionOf(loop.while, "bpmn:loopCondition");
  const attributes = { testBefore: loop.testBefore === false ? undefined : "true", loopMaximum: loop.max?.toString() };
  return [xml("bpmn:standardLoopCharacteristics", attributes, condition === undefined ? [] : [condition])];
}

/** Ports by which a token leaves an activity other than by completing: each is drawn as a boundary event. */
export function exitPorts(node: Node, outgoing: readonly Flow[]): readonly string[] {
  if (!isActivity(node)) return [];
  const handlers = new Set((node.handlers ?? []).map(({ id }) => id));
  const ports = outgoing.map(({ port = "out" }) => port).filter((port) => !handlers.has(port) && !onFlow.has(port));
  return [...new Set(ports)];
}

/** Ports that a flow says by itself. */
const onFlow: ReadonlySet<string> = new Set(["out", "skipped"]);

export function isCompensated(node: Node): node is Activity & { readonly compensation: string } {
  return isActivity(node) && node.compensation !== undefined;
}
