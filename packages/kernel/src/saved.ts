/** State to plain JSON and back, at any point between two envelopes. What is derived is left out and rebuilt. */
import { invariant, type Slot } from "@rb/ir";
import { insertFrame, insertToken, openWait, placeOf } from "./apply.js";
import { isParked, park } from "./parked.js";
import type { FlowProgram, GraphProgram, NodeProgram, Program } from "./program.js";
import {
  type SavedDone,
  type SavedFrame,
  type SavedLoop,
  type SavedState,
  type SavedToken,
  type SavedVariables,
  STATE_FORMAT,
} from "./saved-state.js";
import {
  createState,
  type Done,
  type Frame,
  type LoopState,
  type State,
  sharedFrame,
  type Token,
  type TokenPhase,
  type Variables,
  type Wait,
} from "./state.js";

/** The state as plain JSON. */
export function encode(program: Program, state: State): SavedState {
  return {
    format: STATE_FORMAT,
    run: state.run,
    program: program.hash,
    seq: state.seq,
    next: state.next,
    nowMs: state.nowMs,
    records: state.records,
    data: state.data,
    status: state.status,
    ...(state.failure === null ? {} : { failure: state.failure }),
    ...(state.outputs.length === 0 ? {} : { outputs: state.outputs }),
    frames: [...state.frames.values()].map(encodeFrame),
    ...(state.shared === null ? {} : { shared: [...(state.shared.variables ?? [])] }),
    tokens: [...state.tokens.values()].map(encodeToken),
    waits: [...state.waits.values()].map(encodeWait),
    inbox: state.inbox,
    detached: state.detached,
  };
}

function encodeFrame(frame: Frame): SavedFrame {
  return {
    id: frame.id,
    kind: frame.kind,
    owner: frame.token?.id ?? frame.frame?.id ?? null,
    graph: frame.graph.id,
    ...(frame.node === null ? {} : { node: frame.node.id }),
    ...(frame.handler === null ? {} : { handler: frame.handler.id }),
    ...(frame.index < 0 ? {} : { index: frame.index }),
    ...(frame.variables === null ? {} : { variables: [...frame.variables] }),
    ...(frame.interrupted ? { interrupted: true } : {}),
    ...(frame.draining ? { draining: true } : {}),
    ...(frame.pending.length === 0 ? {} : { pending: frame.pending.map((node) => node.id) }),
    ...(frame.absorbing.length === 0
      ? {}
      : { absorbing: frame.absorbing.map((a) => ({ node: a.node.id, slots: a.slots })) }),
    ...(frame.done.length === 0 ? {} : { done: frame.done.map((done) => encodeDone(frame.graph, done)) }),
    ...(frame.seen.length === 0 ? {} : { seen: frame.seen }),
  };
}

function encodeDone(graph: GraphProgram, done: Done): SavedDone {
  return {
    token: done.token,
    node: done.node.id,
    ...(done.node.graph === graph ? {} : { graph: done.node.graph.id }),
    ...(done.variables === null ? {} : { variables: [...done.variables] }),
    ...(done.children.length === 0 ? {} : { children: done.children.map((child) => encodeDone(graph, child)) }),
  };
}

function encodeToken(token: Token): SavedToken {
  return {
    id: token.id,
    frame: token.frame.id,
    node: token.node.id,
    via: token.via?.id ?? null,
    phase: token.phase,
    ...(token.attempt === 0 ? {} : { attempt: token.attempt }),
    ...(token.staged === 0 ? {} : { staged: token.staged }),
    ...(token.locals === null ? {} : { locals: [...token.locals] }),
    ...(token.loop === null
      ? {}
      : { loop: { ...token.loop, collected: [...token.loop.collected].sort((a, b) => a[0] - b[0]) } }),
    ...(token.job === null ? {} : { job: encodeJob(token.job) }),
    ...(token.incident === null ? {} : { incident: encodeIncident(token.incident) }),
    ...(token.undo === null
      ? {}
      : { undo: { ...token.undo, queue: token.undo.queue.map((done) => encodeDone(token.frame.graph, done)) } }),
    ...(token.seen.length === 0 ? {} : { seen: token.seen }),
  };
}

function encodeJob(job: NonNullable<Token["job"]>): NonNullable<SavedToken["job"]> {
  return {
    request: job.request,
    stage: job.stage,
    ...(job.verdict === null ? {} : { verdict: job.verdict }),
    ...(job.approvals.length === 0 ? {} : { approvals: job.approvals }),
  };
}

function encodeIncident(incident: NonNullable<Token["incident"]>): NonNullable<SavedToken["incident"]> {
  const { detail, leaving, wait, ...rest } = incident;
  return {
    ...rest,
    ...(detail === undefined ? {} : { detail }),
    ...(leaving === undefined ? {} : { leaving }),
    ...(wait === undefined ? {} : { wait }),
  };
}

function encodeWait(wait: Wait): SavedState["waits"][number] {
  const { dueAtMs, left, is, ...facts } = wait.facts;
  return {
    ...facts,
    ...(wait.facts.kind === "timer" ? { dueAtMs: wait.dueAtMs } : {}),
    ...(left === undefined ? {} : { left: wait.left }),
    ...(wait.facts.kind === "condition" ? { is: wait.is } : {}),
  };
}

// ---------------------------------------------------------------------------------------------------------------

/** The state must have been saved by a program of the same plan. */
export function decode(program: Program, saved: SavedState): State {
  invariant(saved.format === STATE_FORMAT, `state format ${saved.format} is known`);
  invariant(saved.program === program.hash, "a saved state is resumed with the plan that it belongs to");
  const state = createState();
  state.run = saved.run;
  if (saved.shared !== undefined) state.shared = sharedFrame(program.main, new Map(saved.shared));
  // Frames and tokens refer to each other only backwards, so one pass in id order finds every owner.
  const entities = [
    ...saved.frames.map((frame) => ({ id: frame.id, frame, token: null })),
    ...saved.tokens.map((token) => ({ id: token.id, frame: null, token })),
  ].sort((a, b) => a.id - b.id);
  for (const { frame, token } of entities) {
    if (frame !== null) insertFrame(state, decodeFrame(program, state, frame));
    else if (token !== null) decodeToken(program, state, token);
  }
  for (const wait of saved.waits) openWait(state, wait);
  for (const token of saved.tokens) {
    const live = state.tokens.get(token.id) as Token;
    live.phase = token.phase as TokenPhase;
    if (isParked(live)) park(state, live);
  }
  return Object.assign(state, {
    seq: saved.seq,
    next: saved.next,
    nowMs: saved.nowMs,
    records: saved.records,
    data: saved.data,
    status: saved.status,
    failure: saved.failure ?? null,
    outputs: saved.outputs ?? [],
    inbox: saved.inbox,
    detached: saved.detached,
    incidents: saved.tokens.filter((token) => token.phase === "incident").length,
    // Finding out would cost more than what it saves.
    unknowns: true,
  });
}

function decodeFrame(program: Program, state: State, saved: SavedFrame): Frame {
  const graph = program.graphs.get(saved.graph) as GraphProgram;
  const node = saved.node === undefined ? null : (graph.nodeById.get(saved.node) as NodeProgram);
  const ownsByToken = saved.kind !== "root" && saved.kind !== "handler";
  const token = ownsByToken ? (state.tokens.get(saved.owner as number) as Token) : null;
  const owner = saved.kind === "handler" ? (state.frames.get(saved.owner as number) as Frame) : null;
  const facts = saved.handler === undefined ? { kind: saved.kind } : { kind: saved.kind, handler: saved.handler };
  return {
    id: saved.id,
    kind: saved.kind,
    token,
    frame: owner,
    graph,
    node,
    index: saved.index ?? -1,
    ...placeOf(state, facts, graph, node, token, owner),
    variables: decodeVariables(saved.variables),
    interrupted: saved.interrupted ?? false,
    draining: saved.draining ?? false,
    pending: (saved.pending ?? []).map((id) => graph.nodeById.get(id) as NodeProgram),
    absorbing: (saved.absorbing ?? []).map((a) => ({
      node: graph.nodeById.get(a.node) as NodeProgram,
      slots: a.slots,
    })),
    done: (saved.done ?? []).map((done) => decodeDone(program, graph, done)),
    seen: saved.seen ?? [],
    live: 0,
    waits: [],
    joins: null,
  };
}

function decodeVariables(saved: SavedVariables | undefined): Variables | null {
  return saved === undefined ? null : new Map<string, Slot>(saved);
}

function decodeDone(program: Program, graph: GraphProgram, saved: SavedDone): Done {
  const ownGraph = saved.graph === undefined ? graph : (program.graphs.get(saved.graph) as GraphProgram);
  return {
    token: saved.token,
    node: ownGraph.nodeById.get(saved.node) as NodeProgram,
    variables: decodeVariables(saved.variables),
    children: (saved.children ?? []).map((child) => decodeDone(program, graph, child)),
  };
}

function decodeToken(program: Program, state: State, saved: SavedToken): void {
  const frame = state.frames.get(saved.frame) as Frame;
  const token: Token = {
    id: saved.id,
    frame,
    node: frame.graph.nodeById.get(saved.node) as NodeProgram,
    via: saved.via === null ? null : (frame.graph.flowById.get(saved.via) as FlowProgram),
    phase: "ready",
    attempt: saved.attempt ?? 0,
    staged: saved.staged ?? 0,
    locals: decodeVariables(saved.locals),
    loop: saved.loop === undefined ? null : decodeLoop(saved.loop),
    job: null,
    incident:
      saved.incident === undefined
        ? null
        : {
            detail: undefined,
            leaving: undefined,
            wait: undefined,
            ...saved.incident,
            from: saved.incident.from as TokenPhase,
          },
    undo:
      saved.undo === undefined
        ? null
        : { ...saved.undo, queue: saved.undo.queue.map((done) => decodeDone(program, frame.graph, done)) },
    seen: saved.seen ?? [],
    leftover: null,
    waits: [],
  };
  insertToken(state, token);
  if (saved.job === undefined) return;
  token.job = {
    request: saved.job.request,
    stage: saved.job.stage,
    verdict: saved.job.verdict ?? null,
    approvals: saved.job.approvals ?? [],
  };
  state.jobs += 1;
  if (saved.job.request.kind === "review" || saved.job.request.executor === "manual") state.humanJobs += 1;
}

function decodeLoop(saved: SavedLoop): LoopState {
  return { ...saved, collected: new Map(saved.collected) };
}
