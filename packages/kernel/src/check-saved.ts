/**
 * Whether a saved state can be gone on with. It comes from a file or a database, so somebody may have edited it, or half of it may be
 * missing: everything that `decode` and a step rely on is looked at here first, so that bad news is one sentence, never an exception
 * from the depths. Owners have smaller ids than what they own, which also rules out circles.
 */
import { CanonicalError, canonicalize, isJsonObject, type Json } from "@rb/ir";
import { jobHash } from "./jobs.js";
import type { GraphProgram, HandlerProgram, NodeProgram, Program, RegionProgram } from "./program.js";
import type { FrameKind, JobRequest, JobStage, WaitFacts } from "./record.js";
import { type SavedState, STATE_FORMAT } from "./saved-state.js";
import { isStatus, type TokenPhase } from "./state.js";

/** Null when it is sound, else what is wrong with it. */
export function problemOfSaved(program: Program, saved: SavedState): string | null {
  try {
    // No circle, no hole, nothing that JSON can't say, and not nested without end.
    canonicalize(saved);
    new Check(program).state(saved as unknown);
    return null;
  } catch (signal) {
    if (signal instanceof Wrong || signal instanceof CanonicalError) return signal.message;
    throw signal;
  }
}

class Wrong extends Error {}

interface Part {
  readonly [name: string]: unknown;
}
interface FramePart {
  readonly id: number;
  readonly kind: FrameKind;
  readonly graph: GraphProgram;
  readonly node: NodeProgram | null;
  readonly region: RegionProgram | null;
}
interface TokenPart {
  readonly id: number;
  readonly frame: FramePart;
  readonly node: NodeProgram;
  readonly source: Part;
}

const phases: ReadonlySet<unknown> = new Set<TokenPhase>([
  "ready",
  "joined",
  "waiting",
  "active",
  "backoff",
  "undoing",
  "incident",
]);
const stages: ReadonlySet<unknown> = new Set<JobStage>(["deciding", "reviewing", "permitted", "started"]);
const waitKinds: ReadonlySet<unknown> = new Set<WaitFacts["kind"]>(["timer", "message", "signal", "condition"]);

function need(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Wrong(`${what}.`);
}
function part(value: unknown, what: string): Part {
  need(isJsonObject(value as Json), `${what} is no object`);
  return value as Part;
}
function list(value: unknown, what: string): readonly unknown[] {
  need(Array.isArray(value), `${what} is no list`);
  return value;
}
function natural(value: unknown, what: string): number {
  need(Number.isSafeInteger(value) && (value as number) >= 0, `${what} is no whole number`);
  return value as number;
}
function text(value: unknown, what: string): string {
  need(typeof value === "string", `${what} is no text`);
  return value;
}
function texts(value: unknown, what: string): void {
  for (const item of list(value, what)) text(item, what);
}
function slot(value: unknown, what: string): void {
  const { unknown, secret, pointer, ...rest } = part(value, what);
  const given = [unknown, secret, pointer, rest.json].filter((one) => one !== undefined);
  need(given.length === 1, `${what} is no value`);
  need(unknown === undefined || typeof unknown === "string", `${what} is no value`);
  need(secret === undefined || typeof secret === "string", `${what} is no value`);
  if (pointer !== undefined) part(pointer, what);
}
function variables(value: unknown, what: string): void {
  if (value === undefined) return;
  for (const entry of list(value, what)) {
    const pair = list(entry, what);
    need(pair.length === 2, `${what} has something that is no name with its value`);
    text(pair[0], what);
    slot(pair[1], `${what}, '${pair[0]}',`);
  }
}
function optional(value: unknown, check: (value: unknown, what: string) => void, what: string): void {
  if (value !== undefined) check(value, what);
}
function flag(value: unknown, what: string): void {
  need(typeof value === "boolean", `${what} is neither true nor false`);
}

class Check {
  readonly #program: Program;
  readonly #frames = new Map<number, FramePart>();
  readonly #tokens = new Map<number, TokenPart>();
  #next = 0;
  #run = "";

  constructor(program: Program) {
    this.#program = program;
  }

  state(value: unknown): void {
    const saved = part(value, "it");
    need(saved.format === STATE_FORMAT, `its format is not ${STATE_FORMAT}`);
    this.#run = text(saved.run, "its 'run'");
    this.#next = natural(saved.next, "its 'next'");
    for (const name of ["seq", "records", "data"]) natural(saved[name], `its '${name}'`);
    need(Number.isFinite(saved.nowMs), "its 'nowMs' is no number");
    need(isStatus(saved.status), "its 'status' is none");
    optional(saved.failure, failure, "its 'failure'");
    variables(saved.outputs, "its 'outputs'");
    variables(saved.shared, "what its graphs have in common");
    this.#entities(list(saved.frames, "its 'frames'"), list(saved.tokens, "its 'tokens'"));
    for (const token of this.#tokens.values()) this.#token(token);
    const waits = new Set<number>();
    for (const wait of list(saved.waits, "its 'waits'")) this.#wait(part(wait, "a wait"), waits);
    for (const message of list(saved.inbox, "its 'inbox'")) keptMessage(part(message, "a message that was kept"));
    texts(saved.detached, "its 'detached'");
  }

  #id(value: unknown, what: string): number {
    const id = natural(value, `the id of ${what}`);
    need(id > 0 && id < this.#next, `${what} ${id} has an id that was not given yet`);
    need(!this.#frames.has(id) && !this.#tokens.has(id), `the id ${id} is there twice`);
    return id;
  }

  #entities(frames: readonly unknown[], tokens: readonly unknown[]): void {
    const all = [
      ...frames.map((frame) => ({ frame: part(frame, "an instance"), token: null })),
      ...tokens.map((token) => ({ frame: null, token: part(token, "a token") })),
    ];
    const idOf = ({ frame, token }: (typeof all)[number]) => Number((frame ?? token)?.id);
    for (const { frame, token } of all.sort((a, b) => idOf(a) - idOf(b))) {
      if (frame !== null) this.#frame(frame);
      else this.#place(token);
    }
  }

  #graph(id: unknown, what: string): GraphProgram {
    const graph = typeof id === "string" ? this.#program.graphs.get(id) : undefined;
    need(graph !== undefined, `${what} is in a graph that is not there`);
    return graph;
  }

  #node(graph: GraphProgram, id: unknown, what: string): NodeProgram {
    const node = typeof id === "string" ? graph.nodeById.get(id) : undefined;
    need(node !== undefined, `${what} is at a node that is not there`);
    return node;
  }

  // -------------------------------------------------------------------------------------------------------------

  #frame(saved: Part): void {
    const id = this.#id(saved.id, "instance");
    const what = `instance ${id}`;
    const graph = this.#graph(saved.graph, what);
    const node = saved.node === undefined ? null : this.#node(graph, saved.node, what);
    const frame = { id, kind: saved.kind as FrameKind, graph, node, region: this.#region(saved, graph, node, what) };
    variables(saved.variables, `the variables of ${what}`);
    optional(saved.index, natural, `the index of ${what}`);
    optional(saved.interrupted, flag, `'interrupted' of ${what}`);
    optional(saved.draining, flag, `'draining' of ${what}`);
    optional(saved.seen, texts, `'seen' of ${what}`);
    for (const entry of list(saved.pending ?? [], `'pending' of ${what}`)) this.#node(graph, entry, what);
    for (const entry of list(saved.absorbing ?? [], `'absorbing' of ${what}`)) {
      const absorbing = part(entry, `'absorbing' of ${what}`);
      this.#node(graph, absorbing.node, what);
      texts(absorbing.slots, `'absorbing' of ${what}`);
    }
    this.#done(saved.done, graph, what, 0);
    this.#frames.set(id, frame);
  }

  /** The region that it is an instance of; whose it is has to fit. */
  #region(saved: Part, graph: GraphProgram, node: NodeProgram | null, what: string): RegionProgram | null {
    if (saved.kind === "root") {
      need(saved.owner === null, `${what} is a root with an owner`);
      return graph.region;
    }
    if (saved.kind === "handler") {
      const scope = this.#frames.get(saved.owner as number);
      const handler = scope?.region?.handlers.find(({ id }) => id === saved.handler);
      need(handler !== undefined && scope?.graph === graph, `${what} runs a handler that is not there`);
      return handler.region;
    }
    const owner = this.#tokens.get(saved.owner as number);
    need(owner !== undefined, `${what} belongs to a token that is not there`);
    if (saved.kind === "compensation") {
      need(owner.source.undo !== undefined && node !== null, `${what} undoes nothing`);
      const handler = node.region?.handlers.find(({ id }) => id === saved.handler);
      need(saved.handler === undefined || handler !== undefined, `${what} runs a handler that is not there`);
      return handler?.region ?? null;
    }
    if (saved.kind === "call") {
      need(owner.node.callee === graph, `${what} is of no call`);
      return graph.region;
    }
    need(node !== null && node === owner.node, `${what} is not where its owner is`);
    if (saved.kind === "scope") {
      need(node.region !== null && node.graph === graph, `${what} is of no scope`);
      return node.region;
    }
    need(saved.kind === "iteration", `${what} is of no kind that is known`);
    need(owner.source.loop !== undefined && node.activity?.loop?.kind === "each", `${what} is of no loop`);
    natural(saved.index, `the index of ${what}`);
    return null;
  }

  #done(saved: unknown, graph: GraphProgram, what: string, depth: number): void {
    need(depth < maxDepth, `what ${what} has completed is nested too deeply`);
    for (const entry of list(saved ?? [], `what ${what} has completed`)) {
      const done = part(entry, `what ${what} has completed`);
      natural(done.token, `what ${what} has completed`);
      const inside = done.graph === undefined ? graph : this.#graph(done.graph, what);
      this.#node(inside, done.node, what);
      variables(done.variables, `the variables of what ${what} has completed`);
      this.#done(done.children, graph, what, depth + 1);
    }
  }

  // -------------------------------------------------------------------------------------------------------------

  #place(saved: Part): void {
    const id = this.#id(saved.id, "token");
    const frame = this.#frames.get(saved.frame as number);
    need(frame !== undefined, `token ${id} is in an instance that is not there`);
    const node = this.#node(frame.graph, saved.node, `token ${id}`);
    this.#tokens.set(id, { id, frame, node, source: saved });
  }

  #token({ id, frame, node, source }: TokenPart): void {
    const what = `token ${id}`;
    need(
      source.via === null || (typeof source.via === "string" && frame.graph.flowById.has(source.via)),
      `${what} came by a flow that is not there`,
    );
    need(phases.has(source.phase), `${what} is in no phase that is known`);
    need((source.phase === "incident") === (source.incident !== undefined), `${what} has an incident, or has none`);
    need(source.phase !== "joined" || node.source.kind === "gateway", `${what} is parked at no gateway`);
    need(source.phase !== "undoing" || source.undo !== undefined, `${what} undoes nothing`);
    optional(source.attempt, natural, `'attempt' of ${what}`);
    optional(source.staged, natural, `'staged' of ${what}`);
    optional(source.seen, texts, `'seen' of ${what}`);
    variables(source.locals, `the variables of ${what}`);
    if (source.loop !== undefined) this.#loop(part(source.loop, `the loop of ${what}`), node, what);
    if (source.job !== undefined) this.#job(part(source.job, `the job of ${what}`), frame, node, source, what);
    if (source.incident !== undefined) this.#incident(part(source.incident, `the incident of ${what}`), what);
    if (source.undo === undefined) return;
    const undo = part(source.undo, `what ${what} undoes`);
    flag(undo.wait, `'wait' of ${what}`);
    need(undo.then === "out" || undo.then === "cancelled", `${what} undoes, and then does nothing that is known`);
    this.#done(undo.queue, frame.graph, what, 0);
  }

  #loop(loop: Part, node: NodeProgram, what: string): void {
    const kind = node.activity?.loop?.kind;
    need(kind !== undefined, `${what} is in a loop where there is none`);
    for (const name of ["next", "live", "completed", "failed", "terminated"])
      natural(loop[name], `'${name}' of ${what}`);
    for (const name of ["total", "limit"])
      need(loop[name] === null || natural(loop[name], `'${name}' of ${what}`) >= 0, what);
    need(kind === "repeat" || loop.total !== null, `the loop of ${what} has no total`);
    if (loop.items !== null) {
      slot(loop.items, `'items' of ${what}`);
      const { json } = loop.items as Part;
      need(json === undefined || Array.isArray(json), `'items' of ${what} is no list`);
    }
    for (const entry of list(loop.collected, `'collected' of ${what}`)) {
      const [index, slots] = list(entry, `'collected' of ${what}`);
      natural(index, `'collected' of ${what}`);
      for (const one of list(slots, `'collected' of ${what}`)) slot(one, `'collected' of ${what}`);
    }
  }

  /** A job whose request is not the one that was hashed would be approved for one thing and do another. */
  #job(job: Part, frame: FramePart, node: NodeProgram, token: Part, what: string): void {
    need(stages.has(job.stage), `the job of ${what} is at no stage that is known`);
    const request = part(job.request, `the request of ${what}`) as Part & JobRequest;
    const expected = `${this.#run}.${token.id}.${token.staged}`;
    need(request.effect === expected, `the job of ${what} is not called '${expected}'`);
    need(request.graph === frame.graph.id && request.node === node.id, `the job of ${what} is of another node`);
    for (const name of ["kind", "executor", "hash"]) text(request[name], `'${name}' of the job of ${what}`);
    natural(request.attempt, `'attempt' of the job of ${what}`);
    need(request.hash === jobHash(this.#program, node, request), `the request of ${what} has been changed`);
    if (job.verdict !== undefined) {
      const verdict = part(job.verdict, `the verdict on ${what}`);
      for (const name of ["decision", "rule", "policy"]) text(verdict[name], `the verdict on ${what}`);
      optional(verdict.approvals, part, `the verdict on ${what}`);
      optional((verdict.approvals as Part | undefined)?.roles, texts, `the verdict on ${what}`);
    }
    need(job.stage === "deciding" || job.verdict !== undefined, `the job of ${what} has no verdict`);
    for (const entry of list(job.approvals ?? [], `the approvals of ${what}`)) {
      const approval = part(entry, `an approval of ${what}`);
      for (const name of ["by", "verdict", "hash"]) text(approval[name], `an approval of ${what}`);
      for (const name of ["roles", "grants"]) optional(approval[name], texts, `an approval of ${what}`);
    }
  }

  #incident(incident: Part, what: string): void {
    for (const name of ["code", "message"]) text(incident[name], `the incident of ${what}`);
    need(phases.has(incident.from), `the incident of ${what} came up in no phase that is known`);
    optional(incident.wait, natural, `the incident of ${what}`);
    if (incident.leaving === undefined) return;
    const leaving = part(incident.leaving, `the incident of ${what}`);
    text(leaving.port, `the incident of ${what}`);
    optional(leaving.flows, texts, `the incident of ${what}`);
  }

  // -------------------------------------------------------------------------------------------------------------

  #wait(wait: Part, ids: Set<number>): void {
    const id = natural(wait.id, "the id of a wait");
    const what = `wait ${id}`;
    need(id > 0 && id < this.#next && !ids.has(id), `${what} has an id that is not its own`);
    ids.add(id);
    need(waitKinds.has(wait.kind), `${what} is of no kind that is known`);
    need(wait.kind !== "timer" || Number.isFinite(wait.dueAtMs), `${what} is never due`);
    need(wait.left == null || natural(wait.left, what) >= 0, what);
    need(wait.sinceMs === undefined || Number.isFinite(wait.sinceMs), `the cycle of ${what} began at no time`);
    optional(wait.name, text, `the name of ${what}`);
    const index = natural(wait.index, `'index' of ${what}`);
    const token = wait.token === undefined ? undefined : this.#tokens.get(wait.token as number);
    const frame = wait.frame === undefined ? undefined : this.#frames.get(wait.frame as number);
    need((token === undefined) !== (frame === undefined), `${what} is nobody's`);
    const { purpose } = wait;
    if (purpose === "handler") {
      const handlers: readonly HandlerProgram[] =
        (token === undefined ? frame?.region?.handlers : token.node.handlers) ?? [];
      const trigger = handlers.find((handler) => handler.id === wait.handler)?.source.triggers[index];
      return need(trigger?.on === wait.kind, `${what} is of no handler`);
    }
    need(token !== undefined, `${what} is nobody's`);
    const { source } = token.node;
    if (purpose === "arm") {
      const triggers =
        source.kind === "catch"
          ? source.arms.map((arm) => arm.trigger)
          : source.kind === "start"
            ? source.triggers
            : [];
      return need(triggers?.[index]?.on === wait.kind, `${what} is of no event`);
    }
    need(purpose === "retry" || purpose === "attempt" || purpose === "expiry", `${what} is for nothing that is known`);
    need(wait.kind === "timer" && token.node.activity !== null, `${what} is of no activity`);
  }
}

/** Completed scopes hold what completed inside; as deep as scopes can be in a run of default limits. */
const maxDepth = 2000;

function failure(value: unknown, what: string): void {
  const failed = part(value, what);
  for (const name of ["code", "message"]) text(failed[name], what);
}

function keptMessage(message: Part): void {
  for (const name of ["id", "name"]) text(message[name], `'${name}' of a message that was kept`);
  slot(message.payload, "what a kept message brought");
}
