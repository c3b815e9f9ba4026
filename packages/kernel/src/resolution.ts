/**
 * What a person, or a rule, does about an incident: try again what failed, take it as done, or choose the way on. What had already
 * happened before the incident, such as an action that completed before no way out was open, is never done twice by a retry.
 */
import { assertNever } from "@rb/ir";
import { retryActivity } from "./activity.js";
import type { Step } from "./context.js";
import type { Outcome, Resolution } from "./envelope.js";
import { applyOutcome, ignore } from "./jobs.js";
import { forceJoin, recheck } from "./joins.js";
import { throwFrom } from "./nodes.js";
import type { FlowProgram } from "./program.js";
import { follow, leave, leaveAgain } from "./routing.js";
import { isIteration, type Token } from "./state.js";
import { abortActivity, abortBody } from "./terminate.js";

type Incident = NonNullable<Token["incident"]>;

export function resolve(step: Step, id: number, how: Resolution): void {
  const token = step.state.tokens.get(id);
  const incident = token?.incident ?? null;
  step.subject = token ?? null;
  if (token === undefined || incident === null) return ignore(step, `token ${id} has no incident`);
  const chosen = how.do === "choose" ? waysOut(token, how.flows) : [];
  if (how.do === "choose" && chosen.length === 0) return ignore(step, `no such way out of '${token.node.id}'`);
  step.emit({ type: "incidentResolved", token: id, how });
  switch (how.do) {
    case "choose":
      return goAlong(step, token, incident, chosen);
    case "settle":
      return settleByHand(step, token, incident, how.outcome);
    case "retry":
      return retry(step, token, incident);
    default:
      return assertNever(how);
  }
}

/** One instance of a loop has no way out of its own. */
function waysOut(token: Token, ids: readonly string[]): readonly FlowProgram[] {
  if (isIteration(token)) return [];
  return ids.flatMap((id) => token.node.graph.flowById.get(id) ?? []).filter((flow) => flow.from === token.node);
}

function goAlong(step: Step, token: Token, incident: Incident, chosen: readonly FlowProgram[]): void {
  if (incident.from === "joined") return forceJoin(step, token, chosen);
  abortActivity(step, token);
  if (token.loop !== null) step.emit({ type: "loopEnded", token: token.id });
  if (token.undo !== null) step.emit({ type: "compensationEnded", token: token.id });
  follow(step, token, chosen);
}

function settleByHand(step: Step, token: Token, incident: Incident, outcome: Outcome): void {
  if (incident.from === "joined") return forceJoin(step, token, null);
  if (incident.leaving !== undefined && outcome.kind === "ok") return leaveAgain(step, token, incident.leaving);
  abortBody(step, token);
  const { kind } = token.node.source;
  if (token.node.activity === null && kind !== "throw" && kind !== "end" && outcome.kind === "ok")
    return leave(step, token, "out");
  if (token.node.activity?.loop?.kind === "each" && token.loop !== null)
    step.emit({ type: "loopEnded", token: token.id });
  applyOutcome(step, token, outcome);
}

function retry(step: Step, token: Token, incident: Incident): void {
  if (incident.from === "joined") return recheck(step, token.frame, token.node);
  if (incident.leaving !== undefined) return leaveAgain(step, token, incident.leaving);
  if (incident.wait !== undefined) {
    step.wrote = true;
    return;
  }
  abortBody(step, token);
  if (token.node.activity !== null) return retryActivity(step, token, incident.from);
  // A throw goes on with the one of its throws that it had come to.
  if (token.attempt > 0) return throwFrom(step, token, token.attempt - 1);
  step.agenda.ready.push(token);
}
