/**
 * The only writer of a run's state: one case per record. `step` decides and emits records, `apply` makes them true; replaying a journal
 * calls `apply` alone. It evaluates nothing and decides nothing, so a record has to say everything that it changes.
 */
import { assertNever, invariant, isUnknown, type Slot } from "@rb/ir";
import { dataOf } from "./data-size.js";
import type { Id } from "./envelope.js";
import { isParked, park, unpark, unparkAll } from "./parked.js";
import type { FlowProgram, GraphProgram, NodeProgram, Program } from "./program.js";
import type { JournalRecord, RecordOf, WaitFacts } from "./record.js";
import {
  type Done,
  type Frame,
  type Job,
  SHARED,
  type State,
  sharedFrame,
  type Token,
  type TokenPhase,
  type Variables,
  type Wait,
} from "./state.js";
import { TimerQueue } from "./timer-queue.js";

const noApprovals: Job["approvals"] = [];

/** Makes one record true in `state`. Replaying a journal is applying its records in order. `data` is what the record adds, if that is known. */
export function apply(program: Program, state: State, record: JournalRecord, data: number = dataOf(record)): void {
  state.records += 1;
  state.data += data;
  switch (record.type) {
    case "received":
      return received(state, record);
    case "jobStaged": {
      const token = own(state, record.token);
      token.staged += 1;
      token.job = { request: record.job, stage: "deciding", verdict: null, approvals: noApprovals };
      setPhase(state, token, "active");
      countJob(state, token, 1);
      return;
    }
    case "jobDecided":
      return jobDecided(state, record);
    case "jobSettled": {
      if (record.late) {
        state.detached = state.detached.filter((effect) => effect !== record.effect);
        return;
      }
      return dropJob(state, jobToken(state, record.effect));
    }
    case "tokenMoved": {
      const token = own(state, record.token);
      const flow = token.frame.graph.flowById.get(record.flow) as FlowProgram;
      token.via = flow;
      token.node = flow.to;
      setPhase(state, token, "ready");
      token.attempt = 0;
      token.locals = null;
      token.loop = null;
      token.leftover = null;
      return;
    }
    case "tokenCreated":
      return tokenCreated(state, record);
    case "tokenJoined": {
      const token = own(state, record.token);
      setPhase(state, token, "joined");
      return park(state, token);
    }
    case "tokenEnded":
      return removeToken(state, own(state, record.token));
    case "joinFired":
      return joinFired(state, record);
    case "joinAbsorbed":
      return joinAbsorbed(state, record);
    case "frameOpened":
      return frameOpened(program, state, record);
    case "frameClosed":
      return frameClosed(state, record);
    case "variablesSet":
      return setVariables(state, record.frame === SHARED ? shared(state) : frameOf(state, record.frame), record.set);
    case "activityStarted": {
      const token = own(state, record.token);
      token.attempt = record.attempt;
      setPhase(state, token, "active");
      noteUnknowns(state, record.locals);
      token.locals = record.locals.length === 0 ? null : new Map(record.locals);
      return;
    }
    case "activityCompleted":
      return activityCompleted(state, record);
    case "activityFailed": {
      const token = own(state, record.token);
      token.leftover = null;
      setPhase(state, token, record.retry ? "backoff" : "active");
      return;
    }
    case "loopStarted": {
      const token = own(state, record.token);
      setPhase(state, token, "active");
      token.loop = {
        items: record.items,
        total: record.total,
        limit: record.limit,
        next: 0,
        live: 0,
        completed: 0,
        failed: 0,
        terminated: 0,
        collected: new Map(),
      };
      return;
    }
    case "loopAdvanced":
      return loopAdvanced(state, record);
    case "loopEnded":
      own(state, record.token).loop = null;
      return;
    case "jobReviewed": {
      if (!record.counts) return;
      const token = jobToken(state, record.effect);
      const job = token.job as Job;
      token.job = { ...job, approvals: [...job.approvals, record.approval] };
      return;
    }
    case "jobStarted": {
      const token = jobToken(state, record.effect);
      const { request, verdict, approvals } = token.job as Job;
      token.job = { request, stage: "started", verdict, approvals };
      return;
    }
    case "jobCancelled": {
      dropJob(state, jobToken(state, record.effect));
      if (record.started) state.detached = [...state.detached, record.effect];
      return;
    }
    case "waitOpened":
      openWait(state, record.wait);
      return;
    case "waitFired":
      return waitFired(state, record);
    case "conditionSeen": {
      const wait = state.waits.get(record.wait) as Wait;
      state.undo?.save(wait);
      wait.is = record.is;
      return;
    }
    case "waitClosed":
      return closeWait(state, state.waits.get(record.wait) as Wait);
    case "throwReached":
      own(state, record.token).attempt = record.index + 1;
      return;
    case "raised":
    case "choiceMade":
    case "ignored":
      return;
    case "handlerFired":
      return handlerFired(state, record);
    case "messageBuffered": {
      if (isUnknown(record.payload)) state.unknowns = true;
      const { type: _, ...message } = record;
      state.inbox = [...state.inbox, message];
      return;
    }
    case "messageTaken":
      state.inbox = state.inbox.filter((message) => message.id !== record.id);
      return;
    case "compensationQueued":
      return compensationQueued(state, record);
    case "compensationNext":
      return compensationNext(state, record);
    case "compensationEnded": {
      own(state, record.token).undo = null;
      return;
    }
    case "entryPicked": {
      const frame = ownFrame(state, record.frame);
      if (record.node === null) frame.draining = true;
      else removePending(frame, record.node);
      return;
    }
    case "incidentOpened": {
      const token = own(state, record.token);
      const { code, message, detail, leaving, wait } = record;
      token.incident = { code, message, detail, leaving, wait, from: token.incident?.from ?? token.phase };
      setPhase(state, token, "incident");
      return;
    }
    case "incidentResolved": {
      const token = own(state, record.token);
      const from = token.incident?.from ?? "ready";
      setPhase(state, token, token.node.activity === null && from !== "joined" ? "ready" : from);
      return;
    }
    case "statusChanged":
      state.status = record.status;
      if (record.failure !== undefined) state.failure = record.failure;
      if (record.outputs !== undefined) state.outputs = record.outputs;
      return;
    default:
      return assertNever(record);
  }
}

// ---------------------------------------------------------------------------------------------------------------

function tokenOf(state: State, id: Id): Token {
  const token = state.tokens.get(id);
  invariant(token !== undefined, `token ${id} is alive`);
  return token;
}

function frameOf(state: State, id: Id): Frame {
  const frame = state.frames.get(id);
  invariant(frame !== undefined, `frame ${id} is open`);
  return frame;
}

function shared(state: State): Frame {
  invariant(state.shared !== null, "some graph has variables in common with others");
  return state.shared;
}

/** The token whose job this is; an effect's id is `run.token.n`, and is read from its end. */
export function findJobToken(state: State, effect: string): Token | null {
  const hint = state.jobHint;
  if (hint !== null && hint.job !== null && hint.job.request.effect === effect) return hint;
  let at = effect.lastIndexOf(".") - 1;
  let id = 0;
  for (let place = 1; at >= 0; at -= 1, place *= 10) {
    const digit = effect.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    id += digit * place;
  }
  const token = state.tokens.get(id);
  if (token === undefined || token.job === null || token.job.request.effect !== effect) return null;
  state.jobHint = token;
  return token;
}

function jobToken(state: State, effect: string): Token {
  const token = findJobToken(state, effect);
  invariant(token !== null, `job ${effect} is live`);
  state.undo?.save(token);
  return token;
}

function own(state: State, id: Id): Token {
  const token = tokenOf(state, id);
  state.undo?.save(token);
  return token;
}

function ownFrame(state: State, id: Id): Frame {
  const frame = frameOf(state, id);
  state.undo?.save(frame);
  return frame;
}

function took(state: State, id: Id): void {
  if (id >= state.next) state.next = id + 1;
}

function noteUnknowns(state: State, set: readonly (readonly [string, Slot])[]): void {
  for (const [, slot] of set) if (isUnknown(slot)) state.unknowns = true;
}

function received(state: State, record: RecordOf<"received">): void {
  const { input, nowMs } = record;
  state.seq = record.seq;
  if (nowMs > state.nowMs) state.nowMs = nowMs;
  if (input.type === "start" && state.run === "") state.run = input.run;
}

function setPhase(state: State, token: Token, phase: TokenPhase): void {
  if (token.phase === "incident") {
    state.incidents -= 1;
    if (phase !== "incident") token.incident = null;
  }
  if (phase === "incident") state.incidents += 1;
  token.phase = phase;
}

function countJob(state: State, token: Token, by: 1 | -1): void {
  state.jobs += by;
  if (waitsForPeople(token)) state.humanJobs += by;
}

function waitsForPeople(token: Token): boolean {
  const request = (token.job as Job).request;
  return request.kind === "review" || request.executor === "manual";
}

function dropJob(state: State, token: Token): void {
  countJob(state, token, -1);
  token.job = null;
}

// ---------------------------------------------------------------------------------------------------------------
// Tokens and joins

function tokenCreated(state: State, record: RecordOf<"tokenCreated">): void {
  const frame = ownFrame(state, record.frame);
  const via = record.via === null ? null : (frame.graph.flowById.get(record.via) as FlowProgram);
  took(state, record.token);
  insertToken(state, {
    id: record.token,
    frame,
    node: frame.graph.nodeById.get(record.node) as NodeProgram,
    via,
    phase: "ready",
    attempt: 0,
    staged: 0,
    locals: null,
    loop: null,
    job: null,
    incident: null,
    undo: null,
    seen: [],
    leftover: null,
    waits: [],
  });
}

export function insertToken(state: State, token: Token): void {
  state.tokens.set(token.id, token);
  state.undo?.added(state.tokens, token.id);
  token.frame.live += 1;
}

function removeToken(state: State, token: Token): void {
  if (isParked(token)) unpark(state, token);
  setPhase(state, token, "ready");
  state.undo?.save(token.frame);
  token.frame.live -= 1;
  state.undo?.removed(state.tokens, token.id, token);
  state.tokens.delete(token.id);
}

function joinFired(state: State, record: RecordOf<"joinFired">): void {
  const frame = ownFrame(state, record.frame);
  const node = frame.graph.nodeById.get(record.node) as NodeProgram;
  unparkAll(state, frame, node, record.tokens);
  if (record.absorb !== undefined) {
    frame.absorbing = [...frame.absorbing.filter((a) => a.node !== node), { node, slots: record.absorb }];
  }
  record.tokens.forEach((id, index) => {
    const token = own(state, id);
    if (index > 0) endMerged(state, token);
    else setPhase(state, token, "ready");
  });
}

function joinAbsorbed(state: State, record: RecordOf<"joinAbsorbed">): void {
  const frame = ownFrame(state, record.frame);
  const node = frame.graph.nodeById.get(record.node) as NodeProgram;
  unparkAll(state, frame, node, record.tokens);
  const gone = new Set<string>();
  for (const id of record.tokens) {
    const token = own(state, id);
    gone.add(token.via?.slot ?? "");
    endMerged(state, token);
  }
  frame.absorbing = frame.absorbing.flatMap((a) => {
    if (a.node !== node) return [a];
    return record.done ? [] : [{ node, slots: a.slots.filter((slot) => !gone.has(slot)) }];
  });
}

function endMerged(state: State, token: Token): void {
  token.phase = "ready";
  removeToken(state, token);
}

// ---------------------------------------------------------------------------------------------------------------
// Frames and variables

function frameOpened(program: Program, state: State, record: RecordOf<"frameOpened">): void {
  const graph = program.graphs.get(record.graph) as GraphProgram;
  const node = record.node === undefined ? null : (graph.nodeById.get(record.node) ?? null);
  const token = record.kind === "root" || record.kind === "handler" ? null : own(state, record.owner as Id);
  const owner = record.kind === "handler" ? ownFrame(state, record.owner as Id) : null;
  took(state, record.frame);
  noteUnknowns(state, record.variables);
  if (graph.region.shared.size > 0) state.shared ??= sharedFrame(program.main, null);
  const place = placeOf(state, record, graph, node, token, owner);
  const frame: Frame = {
    id: record.frame,
    kind: record.kind,
    token,
    frame: owner,
    graph,
    node,
    index: record.index ?? -1,
    ...place,
    variables: record.variables.length === 0 ? null : new Map(record.variables),
    interrupted: false,
    draining: false,
    pending: [],
    absorbing: [],
    done: [],
    seen: [],
    live: 0,
    waits: [],
    joins: null,
  };
  if (frame.region !== null && (frame.region.source.limit !== undefined || frame.region.source.manual === true)) {
    frame.pending = frame.region.entries;
  }
  // An activity undoes from outside; only what runs inside of the scope can have its parts undone.
  if (record.kind === "compensation" && record.handler !== undefined)
    frame.done = token?.undo?.queue[0]?.children ?? [];
  insertFrame(state, frame);
  if (record.kind === "iteration") countIteration(state, token as Token);
  else if (token !== null && record.kind !== "compensation") setPhase(state, token, "active");
}

export function insertFrame(state: State, frame: Frame): void {
  state.frames.set(frame.id, frame);
  state.undo?.added(state.frames, frame.id);
  if (frame.frame !== null) frame.frame.live += 1;
}

function countIteration(state: State, token: Token): void {
  const loop = token.loop;
  if (loop === null) return;
  state.undo?.saveLoop(loop);
  loop.next += 1;
  loop.live += 1;
}

/** What an instance runs, where names that it doesn't declare are looked up, and how many calls lead to it. */
export function placeOf(
  state: State,
  facts: { readonly kind: Frame["kind"]; readonly handler?: string },
  graph: GraphProgram,
  node: NodeProgram | null,
  token: Token | null,
  owner: Frame | null,
): Pick<Frame, "region" | "handler" | "up" | "calls"> {
  const around = owner ?? token?.frame ?? null;
  const calls = (around?.calls ?? 0) + (facts.kind === "call" ? 1 : 0);
  switch (facts.kind) {
    case "root":
    case "call":
      return { region: graph.region, handler: null, up: graph.region.shared.size > 0 ? state.shared : null, calls };
    case "scope":
      return { region: (node as NodeProgram).region, handler: null, up: (token as Token).frame, calls };
    case "iteration":
      return { region: null, handler: null, up: (token as Token).frame, calls };
    case "handler": {
      const handler = (owner as Frame).region?.handlers.find((h) => h.id === facts.handler) ?? null;
      return { region: handler?.region ?? null, handler, up: owner, calls };
    }
    case "compensation": {
      const handler = node?.region?.handlers.find((h) => h.id === facts.handler) ?? null;
      const base = compensationBase((token as Token).frame);
      // A call's graph sees nothing of its caller, also when it is undone.
      return { region: handler?.region ?? null, handler, up: base.graph === graph ? base : null, calls };
    }
    default:
      return assertNever(facts.kind);
  }
}

/** Whose completed activities a throw in this frame compensates: those of the scope around handlers and iterations. */
export function compensationBase(frame: Frame): Frame {
  let base = frame;
  for (;;) {
    if (base.kind === "handler" && base.frame !== null) base = base.frame;
    else if (base.kind === "iteration" && base.token !== null) base = base.token.frame;
    else return base;
  }
}

function frameClosed(state: State, record: RecordOf<"frameClosed">): void {
  const frame = frameOf(state, record.frame);
  state.undo?.save(frame);
  state.undo?.removed(state.frames, frame.id, frame);
  state.frames.delete(frame.id);
  if (frame.frame !== null) {
    state.undo?.save(frame.frame);
    frame.frame.live -= 1;
  }
  const token = frame.token;
  if (token === null || !state.tokens.has(token.id)) return;
  state.undo?.save(token);
  if (record.how !== "completed") return;
  if (frame.kind === "scope" || frame.kind === "call")
    token.leftover = { variables: frame.variables, children: frame.done };
  else if (frame.kind === "iteration" && frame.done.length > 0) {
    const outer = token.frame;
    state.undo?.save(outer);
    outer.done = [...outer.done, ...frame.done.map((done) => inside(frame.variables, done))];
  }
}

function setVariables(state: State, frame: Frame, set: readonly (readonly [string, Slot])[]): void {
  state.undo?.save(frame);
  const variables = frame.variables ?? new Map<string, Slot>();
  frame.variables = variables;
  noteUnknowns(state, set);
  for (const [name, slot] of set) {
    state.undo?.saveVariable(variables, name);
    variables.set(name, slot);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Activities, loops and jobs

function activityCompleted(state: State, record: RecordOf<"activityCompleted">): void {
  const token = own(state, record.token);
  if (record.compensable) {
    const frame = token.frame;
    state.undo?.save(frame);
    const done: Done = {
      token: token.id,
      node: token.node,
      variables: token.leftover?.variables ?? null,
      children: token.leftover?.children ?? [],
    };
    frame.done = [...frame.done, done];
  }
  token.leftover = null;
  token.locals = null;
}

function loopAdvanced(state: State, record: RecordOf<"loopAdvanced">): void {
  const token = own(state, record.token);
  const loop = token.loop;
  if (loop === null) return;
  state.undo?.saveLoop(loop);
  if (token.node.activity?.loop?.kind === "repeat") loop.next += 1;
  else loop.live -= 1;
  loop[record.how] += 1;
  if (record.collected !== undefined) loop.collected.set(record.index, record.collected);
}

function jobDecided(state: State, record: RecordOf<"jobDecided">): void {
  const token = jobToken(state, record.effect);
  const { request, approvals } = token.job as Job;
  token.job = { request, stage: record.stage, verdict: record.verdict, approvals };
}

// ---------------------------------------------------------------------------------------------------------------
// Waits

export function openWait(state: State, facts: WaitFacts): void {
  took(state, facts.id);
  const token = facts.token === undefined ? null : tokenOf(state, facts.token);
  const frame = facts.frame === undefined ? null : frameOf(state, facts.frame);
  const wait: Wait = { facts, token, frame, dueAtMs: facts.dueAtMs ?? 0, left: facts.left ?? 0, is: facts.is ?? false };
  state.waits.set(facts.id, wait);
  state.undo?.added(state.waits, facts.id);
  const owner = token ?? frame;
  if (owner !== null) {
    state.undo?.save(owner);
    owner.waits = [...owner.waits, wait];
  }
  if (facts.kind === "condition") state.conditions += 1;
  if (facts.kind === "timer") {
    state.timers ??= new TimerQueue();
    state.timers.add(wait);
  }
  if (token !== null && facts.purpose === "arm") token.phase = "waiting";
}

function waitFired(state: State, record: RecordOf<"waitFired">): void {
  const wait = state.waits.get(record.wait) as Wait;
  state.undo?.save(wait);
  if (record.payload !== null && isUnknown(record.payload)) state.unknowns = true;
  const { purpose, index } = wait.facts;
  if (record.dueAtMs !== undefined) {
    wait.dueAtMs = record.dueAtMs;
    wait.left = record.left ?? null;
    state.timers?.add(wait);
  } else if (!record.stays) closeWait(state, wait);
  if (purpose === "arm" && wait.token !== null) {
    state.undo?.save(wait.token);
    wait.token.seen = [...wait.token.seen, String(index)];
  } else if (purpose === "handler") noteSeen(state, wait, `${wait.facts.handler}#${index}`);
}

function noteSeen(state: State, wait: Wait, key: string): void {
  const owner = wait.token ?? wait.frame;
  if (owner === null || owner.seen.includes(key)) return;
  state.undo?.save(owner);
  owner.seen = [...owner.seen, key];
}

function handlerFired(state: State, record: RecordOf<"handlerFired">): void {
  const owner = record.of === "token" ? own(state, record.owner) : ownFrame(state, record.owner);
  // The next time, a handler that needs all of its triggers needs all of them again.
  if (owner.seen.length > 0)
    owner.seen = owner.seen.filter((key) => key.slice(0, key.lastIndexOf("#")) !== record.handler);
  if (!record.interrupting || !("pending" in owner)) return;
  owner.interrupted = true;
  owner.pending = [];
}

function closeWait(state: State, wait: Wait): void {
  state.undo?.removed(state.waits, wait.facts.id, wait);
  state.waits.delete(wait.facts.id);
  if (wait.facts.kind === "condition") state.conditions -= 1;
  const owner = wait.token ?? wait.frame;
  if (owner === null) return;
  state.undo?.save(owner);
  owner.waits = owner.waits.filter((other) => other !== wait);
}

// ---------------------------------------------------------------------------------------------------------------
// Compensation and ad-hoc

function compensationQueued(state: State, record: RecordOf<"compensationQueued">): void {
  const token = own(state, record.token);
  const base = frameOf(state, record.frame);
  state.undo?.save(base);
  const isWanted = (done: Done) => record.of === null || done.node.id === record.of;
  const queue = base.done.filter(isWanted).reverse();
  base.done = base.done.filter((done) => !isWanted(done));
  token.undo = { queue, wait: record.wait, then: record.then };
  setPhase(state, token, "undoing");
}

/** The head of the queue has been undone, or is a scope whose own completed activities take its place. */
function compensationNext(state: State, record: RecordOf<"compensationNext">): void {
  const token = own(state, record.token);
  if (token.undo === null) return;
  const [head, ...rest] = token.undo.queue;
  const inner =
    record.expand && head !== undefined ? head.children.map((done) => inside(head.variables, done)).reverse() : [];
  token.undo = { ...token.undo, queue: [...inner, ...rest] };
}

/** What was completed inside an instance is undone with the variables that the instance had when it was complete itself. */
function inside(variables: Variables | null, done: Done): Done {
  return variables === null ? done : { ...done, variables: new Map([...variables, ...(done.variables ?? [])]) };
}

function removePending(frame: Frame, id: string): void {
  if (frame.region?.source.manual === true) return;
  const at = frame.pending.findIndex((node) => node.id === id);
  frame.pending = frame.pending.filter((_, index) => index !== at);
}

export type { Variables };
