/** A graph's nodes and regions without anything that has to be evaluated: tokens alone. */
import type {
  CatchNode,
  EndNode,
  Node,
  Region,
  ScopeHandler,
  StartNode,
  Throw,
  ThrowNode,
  Trigger,
  Value,
} from "@rb/ir";

/** A node as tokens see it. Whatever does something is a scope with nothing in it, which passes at once, and so is a call. */
export function bareNode(node: Node): Node {
  const { id, name, origin, routing } = node;
  const base = {
    id,
    origin,
    ...(name === undefined ? {} : { name }),
    ...(routing === undefined ? {} : { routing }),
  };
  switch (node.kind) {
    case "gateway":
      return node;
    case "start":
      return { ...base, kind: node.kind, ...bareStart(node) };
    case "catch":
      return { ...base, kind: node.kind, ...bareCatch(node) };
    case "throw":
    case "end":
      return { ...base, ...bareThrows(node) };
    default:
      return {
        ...base,
        kind: "scope",
        region: node.kind === "scope" ? bareRegion(node.region) : { entries: [] },
        ...(node.handlers === undefined ? {} : { handlers: node.handlers.map(bareHandler) }),
        ...(node.compensation === undefined ? {} : { compensation: node.compensation }),
      };
  }
}

/** A region as tokens see it. */
export function bareRegion({ variables: _, completeWhen: __, handlers, ...region }: Region): Region {
  if (handlers === undefined) return region;
  const bare = handlers.map((handler): ScopeHandler => ({ ...bareHandler(handler), body: bareRegion(handler.body) }));
  return { ...region, handlers: bare };
}

function bareHandler<H extends { readonly triggers: readonly Trigger[]; readonly into?: unknown }>(
  handler: H,
): Omit<H, "into"> {
  const { into: _, ...bare } = handler;
  return { ...bare, triggers: handler.triggers.map(bareTrigger) };
}

function bareStart({ triggers, need }: StartNode): Pick<StartNode, "triggers" | "need"> {
  return {
    ...(triggers === undefined ? {} : { triggers: triggers.map(bareTrigger) }),
    ...(need === undefined ? {} : { need }),
  };
}

function bareCatch({ arms, need }: CatchNode): Pick<CatchNode, "arms" | "need"> {
  return {
    arms: arms.map(({ into: _, trigger, ...arm }) => ({ ...arm, trigger: bareTrigger(trigger) })),
    ...(need === undefined ? {} : { need }),
  };
}

function bareThrows(
  node: ThrowNode | EndNode,
): Pick<ThrowNode, "kind" | "throws"> | Pick<EndNode, "kind" | "throws" | "leave"> {
  const throws = (node.throws ?? []).map(bareThrow);
  if (node.kind === "throw") return { kind: node.kind, throws };
  return { kind: node.kind, throws, ...(node.leave === undefined ? {} : { leave: node.leave }) };
}

/** Further away than a simulation lasts. */
const NEVER_MS = 1e12;

/** Time stands still, and conditions hold when somebody says so. */
function bareTrigger<T extends Trigger>(trigger: T): T {
  switch (trigger.on) {
    case "timer":
      return { on: trigger.on, after: { json: NEVER_MS } } as T;
    case "condition":
      return { ...trigger, test: { json: false } };
    case "message":
    case "signal":
      return { on: trigger.on, name: named(trigger.name) } as T;
    default:
      return trigger;
  }
}

function bareThrow(thrown: Throw): Throw {
  switch (thrown.raise) {
    case "message":
    case "signal":
      return { raise: thrown.raise, name: named(thrown.name) };
    case "error":
    case "escalation":
      return { raise: thrown.raise, ...(thrown.code === undefined ? {} : { code: thrown.code }) };
    default:
      return thrown;
  }
}

/** A name that would have to be evaluated stands for itself. */
function named(name: Value): Value {
  return "json" in name ? name : { json: JSON.stringify(name) };
}
