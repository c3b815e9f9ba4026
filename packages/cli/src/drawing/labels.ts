import {
  type BoundaryHandler,
  CALL,
  type Flow,
  type Graph,
  type Guard,
  type Json,
  MANUAL,
  type Node,
  type Throw,
  type Trigger,
  type Value,
} from "@rb/ir";
import { durationText } from "../duration-text.js";

/** What the author called it; without a name, an event says what it is about, and an activity its id. Ids of the rest tell nobody anything. */
export function nodeLabel(node: Node): string {
  const name = node.name?.trim() ?? "";
  if (name !== "") return name;
  switch (node.kind) {
    case "start":
      return (node.triggers ?? []).map(triggerText).join(" or ");
    case "catch":
      return node.arms.length === 1 ? node.arms.map(({ trigger }) => triggerText(trigger)).join() : "";
    case "throw":
    case "end":
      return (node.throws ?? []).map(throwText).join(", ");
    case "gateway":
      return "";
    case "scope":
      return node.origin.kind === "source" ? node.id : "";
    default:
      return node.id;
  }
}

export function graphLabel({ name, id }: Graph): string {
  return name === undefined || name.trim() === "" ? id : name.trim();
}

/** Who does it, and how often. */
export function nodeDetail(node: Node): string {
  const parts: string[] = [];
  if (node.kind === "action") parts.push(node.executor === MANUAL ? "by a person" : node.executor);
  if (node.kind === "gate")
    parts.push(node.by === "policy" ? policyDetail(node.policy) : approvalDetail(node.count ?? 1, node.roles));
  if (node.kind === "call") parts.push(node.graph === undefined ? CALL : `calls ${node.graph}`);
  if ("loop" in node && node.loop !== undefined) parts.push(node.loop.kind === "each" ? "for each" : "repeats");
  if ("retry" in node && node.retry !== undefined) parts.push(`${node.retry.attempts} attempts`);
  return parts.join(", ");
}

function policyDetail(policy: string | undefined): string {
  return policy === undefined ? "policy decides" : `policy ${policy} decides`;
}

function approvalDetail(count: number, roles: readonly string[] | undefined): string {
  return `${count === 1 ? "approval" : `${count} approvals`}${roles === undefined ? "" : ` by ${roles.join(" or ")}`}`;
}

/** When a flow is taken, in as few words as possible. */
export function flowLabel(flow: Flow, from: Node | undefined): string {
  const port = flow.port === undefined || flow.port === "out" || isArm(flow, from) ? "" : flow.port;
  const when =
    flow.otherwise === true
      ? "else"
      : flow.cases !== undefined
        ? flow.cases.map(valueText).join(", ")
        : guardText(flow.guard);
  const name = flow.name?.trim() ?? "";
  return [port, name === "" ? when : name].filter((part) => part !== "").join(": ") || armText(flow, from);
}

function isArm(flow: Flow, from: Node | undefined): boolean {
  return from?.kind === "catch" && from.arms.some(({ port }) => port === flow.port);
}

/** Of a wait for one of several events, the one that leads this way. */
function armText(flow: Flow, from: Node | undefined): string {
  if (from?.kind !== "catch" || from.arms.length < 2) return "";
  const arm = from.arms.find(({ port }) => (port ?? "out") === (flow.port ?? "out"));
  return arm === undefined ? "" : triggerText(arm.trigger);
}

function guardText(guard: Guard | undefined): string {
  if (guard === undefined || "arrived" in guard) return "";
  if ("expr" in guard) return guard.expr.text;
  if ("variable" in guard) return [guard.variable, ...(guard.path ?? [])].join(".");
  if ("json" in guard) return String(guard.json);
  return "?";
}

export function handlerLabel(handler: Pick<BoundaryHandler, "name" | "triggers">): string {
  return handler.name?.trim() || handler.triggers.map(triggerText).join(handler.triggers.length > 2 ? ", " : " or ");
}

export function triggerText(trigger: Trigger): string {
  switch (trigger.on) {
    case "timer": {
      if (trigger.at !== undefined) return `at ${timeLabel(trigger.at, momentText)}`;
      if (trigger.every !== undefined) return `every ${timeLabel(trigger.every, durationText)}`;
      return `after ${timeLabel(trigger.after, durationText)}`;
    }
    case "message":
    case "signal":
      return `${trigger.on} ${valueLabel(trigger.name)}`;
    case "condition":
      return `when ${guardText(trigger.test)}`;
    case "error":
    case "escalation":
      return trigger.code === undefined ? `any ${trigger.on}` : `${trigger.on} ${trigger.code}`;
    default:
      return trigger.on;
  }
}

function throwText(thrown: Throw): string {
  switch (thrown.raise) {
    case "message":
    case "signal":
      return `${thrown.raise} ${valueLabel(thrown.name)}`;
    case "error":
    case "escalation":
      return thrown.code === undefined ? thrown.raise : `${thrown.raise} ${thrown.code}`;
    default:
      return thrown.raise;
  }
}

/** How a value is written, shortly: times of a timer, names of messages. */
export function valueLabel(value: Value | undefined): string {
  if (value === undefined) return "";
  if ("json" in value) return valueText(value.json);
  if ("variable" in value) return [value.variable, ...(value.path ?? [])].join(".");
  if ("expr" in value) return value.expr.text;
  if ("text" in value)
    return value.text.map((piece) => (typeof piece === "string" ? piece : `{${valueLabel(piece)}}`)).join("");
  return "…";
}

/** Times are milliseconds where they are numbers. */
function timeLabel(value: Value | undefined, ofNumber: (ms: number) => string): string {
  const isNumber = value !== undefined && "json" in value && typeof value.json === "number";
  return isNumber ? ofNumber(value.json as number) : valueLabel(value);
}

function momentText(ms: number): string {
  const moment = new Date(ms);
  return Number.isNaN(moment.getTime()) ? String(ms) : moment.toISOString();
}

function valueText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
