import type { EventSign, Flow, GatewayNode, Node, Throw, Trigger } from "@rb/ir";

/** The sign inside of an event or a gateway. An event that waits for every trigger shares `all` with gateways by name only, so it is `every` here. */
export type Sign =
  | Exclude<EventSign, "all">
  | "every"
  /** A gateway: one way of several, all ways, whatever can be reached, so many of them. */
  | "choice"
  | "all"
  | "reachable"
  | "count"
  /** A gateway that waits for the first of several events; for that to begin, or for all of them. */
  | "event"
  | "event-start"
  | "events-start";

/** As it is drawn. */
export const signOfEvent = (sign: EventSign): Sign => (sign === "all" ? "every" : sign);

export function nodeSign(node: Node, out: readonly Flow[]): Sign {
  switch (node.kind) {
    case "start":
      return triggersSign(node.triggers ?? []);
    case "catch":
      return triggersSign(node.arms.map(({ trigger }) => trigger));
    case "throw":
    case "end":
      return throwsSign(node.throws ?? []);
    case "gateway":
      return gatewaySign(node, out);
    default:
      return "none";
  }
}

export function triggersSign(triggers: readonly Trigger[]): Sign {
  const [first, ...more] = triggers;
  return first === undefined ? "none" : more.length > 0 ? "several" : first.on;
}

function throwsSign(throws: readonly Throw[]): Sign {
  const [first, ...more] = throws;
  return first === undefined ? "none" : more.length > 0 ? "several" : first.raise;
}

/** As a reader of BPMN expects: X chooses, O takes what is true, + takes all. */
function gatewaySign({ join, routing }: GatewayNode, out: readonly Flow[]): Sign {
  if (join?.rule === "count") return "count";
  if (routing?.take === "first" || routing?.take === "case") return "choice";
  if (join?.rule === "reachable" || out.some(({ guard }) => guard !== undefined)) return "reachable";
  return join?.rule === "all" || out.length > 1 ? "all" : "choice";
}

/** For notations that can't draw them. */
export const signNames: { readonly [S in Sign]: string } = {
  none: "",
  timer: "timer",
  message: "message",
  signal: "signal",
  condition: "condition",
  error: "error",
  escalation: "escalation",
  compensation: "compensation",
  cancel: "cancel",
  terminate: "terminate",
  link: "link",
  several: "several",
  every: "every one",
  choice: "X",
  all: "+",
  reachable: "O",
  count: "*",
  event: "first event",
  "event-start": "first event",
  "events-start": "all events",
};
