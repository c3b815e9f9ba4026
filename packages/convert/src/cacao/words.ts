/** What a person is told in place of nodes that CACAO has no step for. */
import { assertNever, type Node, type Throw, type Trigger } from "@rb/ir";
import { manualCommand } from "./commands.js";
import { wordsOf } from "./texts.js";

/** What a step that stands for the node asks of a person. */
export function taskOf(node: Node): string {
  switch (node.kind) {
    case "start":
      return `Begin when there is ${either(node.triggers ?? [])}.`;
    case "catch":
      return `Go on when there is ${either(node.arms.map(({ trigger }) => trigger))}.`;
    case "throw":
    case "end":
      return `Raise ${(node.throws ?? []).map(thrown).join(" and ") || "nothing"}.`;
    case "gateway":
      return "Go on when what has to come together is there.";
    case "gate":
      return `Approve or reject: ${wordsOf(node.show) || (node.name ?? node.id)}`;
    case "action":
      return String(manualCommand(node).command);
    case "scope":
    case "call":
      return node.name ?? node.id;
    default:
      return assertNever(node);
  }
}

function either(triggers: readonly Trigger[]): string {
  return triggers.map(awaited).join(" or ") || "nothing";
}

function awaited(trigger: Trigger): string {
  switch (trigger.on) {
    case "timer":
      return `the time ${wordsOf(trigger.at ?? trigger.after ?? trigger.every)}`.trimEnd();
    case "message":
    case "signal":
      return `the ${trigger.on} '${wordsOf(trigger.name)}'`;
    case "condition":
      return `the condition ${"expr" in trigger.test ? trigger.test.expr.text : "that is given"}`;
    case "error":
    case "escalation":
      return trigger.code === undefined ? `an ${trigger.on}` : `the ${trigger.on} '${trigger.code}'`;
    case "cancel":
    case "compensation":
      return `the ${trigger.on}`;
  }
}

function thrown(one: Throw): string {
  if (one.raise === "message" || one.raise === "signal") return `the ${one.raise} '${wordsOf(one.name)}'`;
  if (one.raise === "error" || one.raise === "escalation") {
    return one.code === undefined ? `an ${one.raise}` : `the ${one.raise} '${one.code}'`;
  }
  return `the ${one.raise}`;
}
