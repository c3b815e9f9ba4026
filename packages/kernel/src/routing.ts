/** Which flows of a port get a token (`Routing`), and moving the token along them. */
import type { Json, Slot } from "@rb/ir";
import { isUnknown } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import type { Id, Question } from "./envelope.js";
import { failureOf } from "./mistakes.js";
import type { FlowProgram } from "./program.js";
import type { Leaving } from "./record.js";
import { scopePath, type Token } from "./state.js";
import { closeWaits } from "./terminate.js";
import { evaluate, holds, type Truth } from "./values.js";

/** Flows in all the ways that are offered: each way that is not sure comes with all that are, which would grow with the square of their number. */
const mostOffered = 40_000;
/** Why it isn't known, for people: every choice is kept with them. */
const mostReasons = 100;

/** What a gateway knows besides variables when it routes. */
export interface Arrival {
  /** Ids of the flows by which the joined tokens came. */
  readonly flows: ReadonlySet<string>;
  readonly extra?: ReadonlyMap<string, Slot>;
  /** A complex gateway routes on reset: no way out is fine then (BPMN 2.0.2, 13.4.5). */
  readonly onReset?: boolean;
}

/** The token leaves its node by a port. Where no flow leaves, it has come to its end. */
export function leave(step: Step, token: Token, port: string, arrival: Arrival | null = null): void {
  if (port === "out" && token.node.straight !== null) return move(step, token, token.node.straight);
  const flows = token.node.ports.get(port);
  if (flows === undefined) return finish(step, token);
  let taken: readonly FlowProgram[];
  try {
    taken = choose(step, token, port, flows, arrival);
  } catch (signal) {
    if (!(signal instanceof IncidentSignal)) throw signal;
    return noWayOut(step, token, signal, leavingBy(port, arrival));
  }
  if (taken.length > 0) return follow(step, token, taken);
  if (token.node.source.routing?.none === "end" || arrival?.onReset === true) return finish(step, token);
  const message = `No way out of '${nameOf(token)}' is open: no condition holds, and there is no default.`;
  noWayOut(step, token, new IncidentSignal("no-flow-taken", message), leavingBy(port, arrival));
}

/** An activity has done its work, so its way out can't fail it. */
function noWayOut(step: Step, token: Token, signal: IncidentSignal, leaving: Leaving): void {
  const failure = token.node.activity === null ? failureOf(token, signal) : null;
  if (failure === null) openIncident(step, token, signal, { leaving });
  else step.operations.failFrame(step, token.frame, failure, token);
}

function leavingBy(port: string, arrival: Arrival | null): Leaving {
  return arrival === null ? { port } : { port, flows: [...arrival.flows] };
}

/** Tries the way out again on which an incident came up; what the token did before is not repeated. */
export function leaveAgain(step: Step, token: Token, { port, flows }: Leaving): void {
  leave(step, token, port, flows === undefined ? null : { flows: new Set(flows) });
}

/** `about`: what in particular has to be tried again, where it is not the whole of what the token was doing. */
export function openIncident(
  step: Step,
  token: Token,
  signal: IncidentSignal,
  about: { readonly leaving?: Leaving; readonly wait?: Id } = {},
): void {
  step.emit({
    type: "incidentOpened",
    token: token.id,
    code: signal.code,
    message: signal.message,
    ...(signal.detail === undefined ? {} : { detail: signal.detail }),
    ...about,
  });
}

/** Along flows that somebody has chosen: the token takes the first, new ones the others. */
export function follow(step: Step, token: Token, flows: readonly FlowProgram[]): void {
  const copies = token.node.source.routing?.copies ?? 1;
  const [first, ...others] = flows as [FlowProgram, ...FlowProgram[]];
  move(step, token, first);
  for (let copy = 1; copy < copies; copy += 1) spawn(step, token, first);
  for (const flow of others) {
    for (let copy = 0; copy < copies; copy += 1) spawn(step, token, flow);
  }
}

function move(step: Step, token: Token, flow: FlowProgram): void {
  step.emit({ type: "tokenMoved", token: token.id, flow: flow.id, to: flow.to.id });
  step.touch(token.frame);
  step.agenda.ready.push(token);
}

function spawn(step: Step, from: Token, flow: FlowProgram): void {
  step.agenda.ready.push(step.createToken(from.frame, flow.to, flow, from));
}

/** The token has come to its end; its instance may be done. */
export function finish(step: Step, token: Token): void {
  closeWaits(step, token.waits);
  step.emit({ type: "tokenEnded", token: token.id, how: "ended" });
  step.touch(token.frame);
  step.agenda.emptied.push(token.frame);
}

function choose(
  step: Step,
  token: Token,
  port: string,
  flows: readonly FlowProgram[],
  arrival: Arrival | null,
): readonly FlowProgram[] {
  const routing = token.node.source.routing;
  // Guards and cases belong to the way out that the author chose; a handler's port has every flow.
  if (port !== "out" && flows.every((flow) => flow.source.guard === undefined)) return flows;
  switch (routing?.take ?? "every") {
    case "case":
      return chooseCase(step, token, flows);
    case "first":
      return chooseFirst(step, token, flows, arrival);
    default:
      return chooseEvery(step, token, flows, arrival);
  }
}

function chooseFirst(
  step: Step,
  token: Token,
  flows: readonly FlowProgram[],
  arrival: Arrival | null,
): readonly FlowProgram[] {
  const guardOf = guards(step, token, arrival);
  const possible: FlowProgram[] = [];
  const because: string[] = [];
  for (const flow of flows) {
    if (flow.source.otherwise === true) continue;
    const truth = guardOf(flow);
    if (truth === true) {
      if (because.length === 0) return [flow];
      possible.push(flow);
      break;
    }
    if (truth !== false) {
      possible.push(flow);
      because.push(truth.unknown);
    }
  }
  const otherwise = flows.find((flow) => flow.source.otherwise === true);
  if (because.length === 0) return otherwise === undefined ? [] : [otherwise];
  const decided = possible.length > because.length;
  if (!decided && otherwise !== undefined) possible.push(otherwise);
  return askWhich(
    step,
    token,
    possible.map((flow) => [flow]),
    because,
  );
}

function chooseEvery(
  step: Step,
  token: Token,
  flows: readonly FlowProgram[],
  arrival: Arrival | null,
): readonly FlowProgram[] {
  const guardOf = guards(step, token, arrival);
  const taken: FlowProgram[] = [];
  const maybe: { readonly flow: FlowProgram; readonly at: number }[] = [];
  const because: string[] = [];
  for (const flow of flows) {
    if (flow.source.otherwise === true) continue;
    const truth = guardOf(flow);
    if (truth === true) taken.push(flow);
    else if (truth !== false) {
      maybe.push({ flow, at: taken.length });
      because.push(truth.unknown);
    }
  }
  const otherwise = flows.find((flow) => flow.source.otherwise === true);
  if (maybe.length === 0) return taken.length > 0 || otherwise === undefined ? taken : [otherwise];
  const offered = maybe.slice(0, Math.max(1, Math.floor(mostOffered / (taken.length + 1))));
  const options = offered.map(({ flow, at }) => [...taken.slice(0, at), flow, ...taken.slice(at)]);
  const all = new Set([...taken, ...maybe.map(({ flow }) => flow)]);
  if (maybe.length > 1) options.push(flows.filter((flow) => all.has(flow)));
  if (taken.length > 0) options.push(taken);
  else if (otherwise !== undefined) options.push([otherwise]);
  return askWhich(step, token, options, because);
}

function chooseCase(step: Step, token: Token, flows: readonly FlowProgram[]): readonly FlowProgram[] {
  const select = token.node.source.routing?.select ?? { json: null };
  const slot = evaluate(step, select, { frame: token.frame, token });
  if (isUnknown(slot)) {
    return askWhich(
      step,
      token,
      flows.map((flow) => [flow]),
      [slot.unknown],
    );
  }
  if (!("json" in slot)) throw new IncidentSignal("not-readable", "A secret or a stored value can't choose a case.");
  const chosen = flows.find(
    (flow) => flow.source.otherwise !== true && flow.source.cases?.some((value) => sameJson(value, slot.json)),
  );
  const otherwise = flows.find((flow) => flow.source.otherwise === true);
  if (chosen !== undefined) return [chosen];
  return otherwise === undefined ? [] : [otherwise];
}

/** Whether the condition of a flow holds, asked for all flows of one way out. */
function guards(step: Step, token: Token, arrival: Arrival | null): (flow: FlowProgram) => Truth {
  const { frame } = token;
  const place = arrival?.extra === undefined ? { frame, token } : { frame, token, extra: arrival.extra };
  const arrived = arrival?.flows ?? arrivedBy(token);
  return ({ source: { guard } }) => guard === undefined || holds(step, guard, place, arrived);
}

function arrivedBy(token: Token): ReadonlySet<string> {
  return new Set(token.via === null ? [] : [token.via.id]);
}

function askWhich(
  step: Step,
  token: Token,
  options: readonly (readonly FlowProgram[])[],
  because: readonly string[],
): readonly FlowProgram[] {
  const question = (n: number): Question => ({
    ask: "choose",
    n,
    graph: token.frame.graph.id,
    node: token.node.id,
    frame: token.frame.id,
    scope: scopePath(token.frame),
    about: "route",
    options: options.map((flows) => flows.map((flow) => flow.id)),
    because: because.slice(0, mostReasons),
  });
  const answer = step.ask(question);
  const ids = "option" in answer ? answer.option : [];
  const chosen = ids
    .flatMap((id) => token.frame.graph.flowById.get(id) ?? [])
    .filter((flow) => flow.from === token.node);
  if (chosen.length === 0 || chosen.length !== ids.length) {
    throw new IncidentSignal("unanswered", `The answer names no way out of '${nameOf(token)}'.`);
  }
  step.emit({
    type: "choiceMade",
    token: token.id,
    about: "route",
    option: ids,
    because: because.slice(0, mostReasons),
  });
  return chosen;
}

export function nameOf(token: Token): string {
  return token.node.source.name ?? token.node.id;
}

export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index] as Json))
    );
  }
  const keys = Object.keys(a);
  const [x, y] = [a, b] as [{ readonly [key: string]: Json }, { readonly [key: string]: Json }];
  return (
    keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && sameJson(x[key] as Json, y[key] as Json))
  );
}
