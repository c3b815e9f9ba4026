/** What a token does when it comes to a node, by the node's kind. */
import {
  assertNever,
  type Binding,
  type CatchNode,
  type EndNode,
  type Slot,
  type StartNode,
  type ThrowNode,
  type WaitTrigger,
} from "@rb/ir";
import { enterActivity } from "./activity.js";
import type { Step } from "./context.js";
import { closeFrame } from "./frames.js";
import { arrive } from "./joins.js";
import { raiseFrom } from "./raise.js";
import { finish, leave } from "./routing.js";
import type { Frame, Token, Wait } from "./state.js";
import { abortActivity, clearFrame, closeWaits } from "./terminate.js";
import { assignAll } from "./values.js";
import { conditionHolds, openWaitFor, takesKept } from "./waits.js";

export function enter(step: Step, token: Token): void {
  const source = token.node.source;
  switch (source.kind) {
    case "start":
      return enterStart(step, token, source);
    case "gateway":
      return arrive(step, token);
    case "catch":
      return enterCatch(step, token, source);
    case "throw":
      return enterThrow(step, token, source);
    case "end":
      return enterEnd(step, token, source);
    case "action":
    case "gate":
    case "scope":
    case "call":
      return enterActivity(step, token);
    default:
      return assertNever(source);
  }
}

function enterStart(step: Step, token: Token, node: StartNode): void {
  const payload = step.agenda.arrived.get(token);
  if (payload !== undefined)
    assignAll(step, node.into ?? [], { frame: token.frame, token, result: payload }, token.frame);
  const triggers = node.triggers ?? [];
  if (node.need !== "all" || triggers.length < 2 || payload === undefined) return leave(step, token, "out");
  // The first trigger has made the instance; it goes on when the others have happened too.
  openArms(step, token, triggers, step.startedBy);
}

function enterCatch(step: Step, token: Token, node: CatchNode): void {
  openArms(
    step,
    token,
    node.arms.map((arm) => arm.trigger),
    null,
  );
}

/** Waits for all of the triggers but one, and then looks which of them are there already. */
function openArms(step: Step, token: Token, triggers: readonly WaitTrigger[], except: number | null): void {
  triggers.forEach((trigger, index) => {
    if (index !== except) openWaitFor(step, { token, purpose: "arm" }, index, trigger, { frame: token.frame, token });
  });
  for (const wait of token.waits)
    if (step.state.waits.get(wait.facts.id) === wait) offerWhatIsThere(step, wait, triggers[wait.facts.index]);
}

/** What a wait listens for may be there already: a kept message, a condition that holds. */
function offerWhatIsThere(step: Step, wait: Wait, trigger: WaitTrigger | undefined): void {
  if (wait.facts.kind === "condition") {
    if (conditionHolds(step, trigger, { frame: (wait.token as Token).frame, token: wait.token }))
      step.operations.fireWait(step, wait, null, false);
    return;
  }
  if (wait.facts.kind !== "message") return;
  const message = step.state.inbox.find((kept) => takesKept(wait, kept));
  if (message === undefined) return;
  step.emit({ type: "messageTaken", id: message.id });
  step.operations.fireWait(step, wait, message.payload, false);
}

/** An arm of a catch, or a trigger of a start, has fired. */
export function armFired(step: Step, token: Token, index: number, payload: Slot | null): void {
  const source = token.node.source as CatchNode | StartNode;
  const arm = source.kind === "catch" ? source.arms[index] : undefined;
  const into: readonly Binding[] = (source.kind === "catch" ? arm?.into : source.into) ?? [];
  assignAll(step, into, { frame: token.frame, token, result: payload ?? { json: null } }, token.frame);
  if (source.need === "all" && token.waits.length > 0) return;
  closeWaits(step, token.waits);
  leave(step, token, source.need === "all" ? "out" : (arm?.port ?? "out"));
}

function enterThrow(step: Step, token: Token, node: ThrowNode): void {
  assignAll(step, node.outputs ?? [], { frame: token.frame, token }, token.frame);
  throwFrom(step, token, 0);
}

function enterEnd(step: Step, token: Token, node: EndNode): void {
  assignAll(step, node.outputs ?? [], { frame: token.frame, token }, token.frame);
  throwFrom(step, token, 0);
}

/** Raises what the node raises, from the `at`-th on; a throw that holds the token up comes back here when it is done. */
export function throwFrom(step: Step, token: Token, at: number): void {
  const node = token.node.source as ThrowNode | EndNode;
  const throws = node.throws ?? [];
  for (let index = at; index < throws.length; index += 1) {
    const thrown = throws[index];
    if (thrown === undefined) break;
    step.emit({ type: "throwReached", token: token.id, index });
    if (raiseFrom(step, token, thrown, "node") !== "going") return;
  }
  if (node.kind === "throw") return leave(step, token, "out");
  if (node.leave !== undefined) return jump(step, token, node.leave);
  finish(step, token);
}

/** Leaves the nearest instance of a surrounding scope, and everything inside it, by a port of that scope. */
function jump(step: Step, token: Token, to: NonNullable<EndNode["leave"]>): void {
  for (let frame: Frame | null = token.frame; frame !== null; frame = frame.frame ?? frame.token?.frame ?? null) {
    const owner: Token | null = frame.token;
    if (owner === null || frame.kind === "iteration" || owner.node.id !== to.scope) continue;
    clearFrame(step, frame);
    closeFrame(step, frame, "left");
    const outer =
      owner.frame.kind === "iteration" && owner.frame.node === owner.node ? (owner.frame.token as Token) : owner;
    abortActivity(step, outer);
    if (outer.loop !== null) step.emit({ type: "loopEnded", token: outer.id });
    return leave(step, outer, to.port);
  }
  finish(step, token);
}
