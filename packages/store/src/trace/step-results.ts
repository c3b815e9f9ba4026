/**
 * The results of steps, as a projection of a run's records: the same records give the same results, when they are made, when a run is
 * recovered, and when it is replayed. Only what is live is kept.
 *
 * An activity begins when a token comes to its node, and ends when the token fails there, leaves it, or ends. Not every token at an activity's
 * node is an instance of it: one that a handler sends out beside it, or that carries what it emits, comes out of a token of the same
 * frame at the same node.
 */

import { MANUAL, type Slot } from "@rb/ir";
import type { Approval, Failure, Id, JournalRecord, Program, RecordOf, SavedState } from "@rb/kernel";
import { isoTime } from "../iso-time.js";
import { type Previews, previewOf, previewsOf } from "./previews.js";
import { StepHistory } from "./step-history.js";
import type { SaidByPerson, StepResult } from "./step-result.js";

type GraphProgram = Program["main"];
type NodeProgram = GraphProgram["nodes"][number];

interface FrameFacts {
  readonly graph: GraphProgram;
  readonly kind: string;
  readonly owner: Id | null;
  readonly node: NodeProgram | null;
  readonly index: number;
}

/** What a token does at an activity. */
interface Work {
  /** ISO 8601, as is the next. */
  readonly startedAt: string;
  roundAt: string;
  attempt: number;
  effect: string | undefined;
  manual: boolean;
  people: readonly SaidByPerson[];
  captures: Previews;
  /** Of rounds that are over. */
  earlier: Previews;
  rounds: number;
  /** It has its result already. */
  isOver: boolean;
  /** It is done, and has no way out yet. */
  isLeaving: boolean;
  /** Somebody led the token on without its being done. */
  isPassedBy: boolean;
}

interface TokenFacts {
  readonly frame: Id;
  node: NodeProgram | undefined;
  work: Work | null;
}

type Ending = Pick<StepResult, "status" | "error">;
const passed: Ending = { status: "passed", error: null };
const skipped: Ending = { status: "skipped", error: null };
const nothing: Previews = {};
const nobody: readonly SaidByPerson[] = [];

/** Sees every record of a run, in order. */
export class StepResults {
  #program: Program;
  readonly #run: string;
  #frames = new Map<Id, FrameFacts>();
  #tokens = new Map<Id, TokenFacts>();
  /** By effect. */
  readonly #jobs = new Map<string, Id>();
  #results: StepResult[] = [];
  /** Of the whole run. */
  readonly history: StepHistory = new StepHistory();
  #nowMs = 0;
  #received: RecordOf<"received"> | null = null;
  /** Whose outputs are being written. */
  #completing: Work | null = null;
  /** What was written just now, should it turn out to have been somebody's outputs. */
  #written: (readonly [string, Slot])[] = [];

  constructor(program: Program, run: string) {
    this.#program = program;
    this.#run = run;
  }

  /** The results since they were last taken. */
  take(): readonly StepResult[] {
    const results = this.#results;
    if (results.length > 0) this.#results = [];
    return results;
  }

  see(record: JournalRecord): void {
    switch (record.type) {
      case "received":
        this.#received = record;
        if (record.nowMs > this.#nowMs) this.#nowMs = record.nowMs;
        return this.#forget();
      case "variablesSet":
        if (this.#completing !== null) capture(this.#completing, record.set);
        else this.#written.push(...record.set);
        return;
      case "waitClosed":
      case "jobCancelled":
      case "activityCompleted":
        return;
      case "frameClosed":
        return this.#frameClosed(record);
      case "jobSettled":
        return this.#jobSettled(record);
      case "loopEnded":
        return this.#loopEnded(record.token);
      case "loopAdvanced":
        return this.#loopAdvanced(record);
      case "incidentResolved":
        return this.#incidentResolved(record);
      case "tokenEnded":
        // What ends inside an activity that somebody settles doesn't end the settling.
        if (this.#completing === null || this.#tokens.get(record.token)?.work === this.#completing) this.#forget();
        return this.#tokenEnded(record);
      default:
        this.#forget();
        return this.#other(record);
    }
  }

  /** The run goes on with another graph, from this state. */
  goOn(program: Program, saved: SavedState): void {
    const before = this.#tokens;
    this.#program = program;
    this.#frames = new Map();
    this.#tokens = new Map();
    this.#nowMs = saved.nowMs;
    this.#forget();
    for (const frame of saved.frames) this.#open({ ...frame, frame: frame.id, type: "frameOpened", variables: [] });
    for (const { id, frame, node } of saved.tokens) {
      const graph = this.#frames.get(frame)?.graph;
      const work = before.get(id)?.work ?? null;
      const facts = { frame, node: graph?.nodeById.get(node), work };
      this.#tokens.set(id, facts);
    }
  }

  #forget(): void {
    this.#completing = null;
    this.#written = noSlots(this.#written);
  }

  #other(record: JournalRecord): void {
    switch (record.type) {
      case "frameOpened":
        return this.#open(record);
      case "tokenCreated":
        return this.#tokenCreated(record);
      case "tokenMoved":
        return this.#tokenMoved(record);
      case "joinFired":
        for (const token of record.tokens.slice(1)) this.#tokens.delete(token);
        return;
      case "joinAbsorbed":
        for (const token of record.tokens) this.#tokens.delete(token);
        return;
      case "activityStarted": {
        const work = this.#tokens.get(record.token)?.work;
        if (work != null) work.attempt = record.attempt;
        return;
      }
      case "activityFailed":
        if (!record.retry) this.#end(record.token, failed(record.failure));
        return;
      case "loopStarted": {
        const work = this.#tokens.get(record.token)?.work;
        if (work != null) work.rounds = record.total ?? 1;
        return;
      }
      case "jobStaged": {
        const work = this.#tokens.get(record.token)?.work;
        if (work == null) return;
        if (work.effect !== undefined) this.#jobs.delete(work.effect);
        this.#jobs.set(record.job.effect, record.token);
        work.effect = record.job.effect;
        work.manual = record.job.executor === MANUAL;
        work.isOver = false;
        return;
      }
      case "incidentOpened": {
        const work = this.#tokens.get(record.token)?.work;
        if (work != null) work.isLeaving = record.leaving !== undefined;
        return;
      }
      case "jobReviewed":
        if (record.counts) this.#reviewed(record.effect, record.approval);
        return;
      case "handlerFired":
        if (record.of === "token" && record.interrupting) this.#end(record.owner, interrupted(record.handler));
        return;
      default:
        return;
    }
  }

  // -------------------------------------------------------------------------------------------------------------

  #open(record: Omit<RecordOf<"frameOpened">, "owner"> & { readonly owner: Id | null }): void {
    const graph = this.#program.graphs.get(record.graph);
    if (graph === undefined) return;
    const node = record.node === undefined ? undefined : graph.nodeById.get(record.node);
    const { kind, owner, index = -1 } = record;
    this.#frames.set(record.frame, { graph, kind, owner, node: node ?? null, index });
  }

  #frameClosed({ frame: id, how }: RecordOf<"frameClosed">): void {
    const frame = this.#frames.get(id);
    this.#frames.delete(id);
    if (how !== "completed" || frame === undefined || frame.owner === null) return;
    if (frame.kind !== "scope" && frame.kind !== "call") return;
    const work = this.#tokens.get(frame.owner)?.work ?? null;
    // A scope's outputs are written before it closes, a call's after.
    if (work === null) return;
    if (this.#completing === null) capture(work, this.#written);
    this.#completing = work;
    this.#written = noSlots(this.#written);
  }

  #tokenCreated({ token, frame, node: nodeId, via, from }: RecordOf<"tokenCreated">): void {
    const node = this.#frames.get(frame)?.graph.nodeById.get(nodeId);
    const parent = from === null ? undefined : this.#tokens.get(from);
    const isBeside = via === null && parent !== undefined && parent.frame === frame && parent.node === node;
    const facts: TokenFacts = { frame, node, work: null };
    this.#tokens.set(token, facts);
    if (!isBeside) this.#enter(facts);
  }

  #tokenMoved(record: RecordOf<"tokenMoved">): void {
    const token = this.#tokens.get(record.token);
    if (token === undefined) return;
    const flow = this.#frames.get(token.frame)?.graph.flowById.get(record.flow);
    if (token.work !== null) this.#leave(record.token, token.work);
    else if (flow !== undefined && isSkip(flow)) this.#skip(token.frame, flow);
    token.node = flow?.to;
    this.#enter(token);
  }

  #enter(token: TokenFacts): void {
    token.work = token.node === undefined || token.node.activity === null ? null : newWork(isoTime(this.#nowMs));
  }

  #tokenEnded({ token: id, how }: RecordOf<"tokenEnded">): void {
    const work = this.#tokens.get(id)?.work ?? null;
    if (work !== null) {
      if (how === "terminated") this.#end(id, terminated(this.#received));
      else this.#leave(id, work);
    }
    this.#tokens.delete(id);
  }

  #leave(id: Id, work: Work): void {
    const token = this.#tokens.get(id) as TokenFacts;
    const isLoop = token.node?.activity?.loop !== undefined && !this.#isIteration(token);
    this.#end(id, work.isPassedBy || (isLoop && work.rounds === 0) ? skipped : passed);
  }

  #end(id: Id, ending: Ending): void {
    const token = this.#tokens.get(id);
    const work = token?.work ?? null;
    if (token === undefined || work === null || work.isOver) return;
    work.isOver = true;
    if (work.effect !== undefined) this.#jobs.delete(work.effect);
    const iteration = this.#isIteration(token) ? this.#frames.get(token.frame)?.index : undefined;
    this.#add(token, work, ending, {
      startedAt: work.startedAt,
      captures: { ...work.earlier, ...work.captures },
      ...(iteration === undefined ? {} : { iteration }),
    });
  }

  #add(
    token: TokenFacts,
    work: Work,
    { status, error }: Ending,
    about: { readonly startedAt: string; readonly captures: Previews; readonly iteration?: number },
  ): void {
    const node = token.node as NodeProgram;
    const result: StepResult = {
      run_id: this.#run,
      step_id: node.id,
      ...(node.graph === this.#program.main ? {} : { graph: node.graph.id }),
      status,
      actor: work.people.length > 0 ? "human" : "engine",
      started_at: about.startedAt,
      ended_at: isoTime(this.#nowMs),
      attempt: work.attempt,
      ...(work.effect === undefined ? {} : { effect: work.effect }),
      frame: token.frame,
      ...(about.iteration === undefined ? {} : { iteration: about.iteration }),
      evidence: work.people.length === 0 ? {} : { people: work.people },
      captures: about.captures,
      error,
    };
    this.#results.push(result);
    this.history.add(result);
  }

  /** The steps that the way not taken would have led to. */
  #skip(frame: Id, flow: GraphProgram["flowById"] extends ReadonlyMap<string, infer F> ? F : never): void {
    const others = new Set((flow.from.ports.get("out") ?? []).filter((other) => !isSkip(other)).map(({ to }) => to));
    for (const node of others)
      if (node.activity !== null) {
        const work = newWork(isoTime(this.#nowMs));
        this.#add({ frame, node, work }, work, skipped, { startedAt: work.startedAt, captures: nothing });
      }
  }

  #isIteration(token: TokenFacts): boolean {
    const frame = this.#frames.get(token.frame);
    return frame?.kind === "iteration" && frame.node === token.node;
  }

  // -------------------------------------------------------------------------------------------------------------

  #loopAdvanced({ token: id, index, how }: RecordOf<"loopAdvanced">): void {
    const token = this.#tokens.get(id);
    const work = token?.work ?? null;
    if (token === undefined || work === null || token.node?.activity?.loop?.kind !== "repeat") return this.#forget();
    // Instances of a loop over items are tokens of their own.
    const ending = how === "completed" ? passed : failed({ code: how, message: `Round ${index} ${how}.` });
    this.#add(token, work, ending, { startedAt: work.roundAt, captures: work.captures, iteration: index });
    work.earlier = { ...work.earlier, ...work.captures };
    work.captures = nothing;
    work.roundAt = isoTime(this.#nowMs);
    this.#forget();
  }

  /** What a loop collects is written when it ends. */
  #loopEnded(id: Id): void {
    const work = this.#tokens.get(id)?.work ?? null;
    if (work !== null && this.#completing === null) capture(work, this.#written);
    this.#written = noSlots(this.#written);
  }

  #jobSettled({ effect, outcome, late }: RecordOf<"jobSettled">): void {
    this.#forget();
    const id = this.#jobs.get(effect);
    const work = id === undefined ? null : (this.#tokens.get(id)?.work ?? null);
    if (late || work === null) return;
    const input = this.#received?.input;
    if (work.manual && input?.type === "settled") {
      const isDone = outcome.kind === "ok";
      this.#say(work, {
        said: isDone ? "done" : "failed",
        ...(isDone ? { gave: { output: previewOf(outcome.output) } } : {}),
        ...(outcome.kind === "failed" ? { comment: outcome.message } : {}),
      });
    }
    this.#completing = work;
  }

  #incidentResolved({ token, how }: RecordOf<"incidentResolved">): void {
    this.#forget();
    const work = this.#tokens.get(token)?.work ?? null;
    if (work === null || how.do === "retry") return;
    this.#say(work, {
      said: how.do,
      ...(how.do === "settle" && how.outcome.kind === "ok" ? { gave: { output: previewOf(how.outcome.output) } } : {}),
    });
    if (how.do === "choose") work.isPassedBy = !work.isLeaving;
    this.#completing = work;
  }

  #reviewed(effect: string, approval: Approval): void {
    const id = this.#jobs.get(effect);
    const work = id === undefined ? null : (this.#tokens.get(id)?.work ?? null);
    if (work === null) return;
    const { by, verdict, comment, roles, evidence } = approval;
    const gave = evidence === undefined ? [] : Object.entries(evidence).map(([k, json]) => [k, { json }] as const);
    this.#say(work, {
      by,
      said: verdict,
      ...(comment === undefined ? {} : { comment }),
      ...(roles === undefined ? {} : { roles }),
      ...(gave.length === 0 ? {} : { gave: previewsOf(gave) }),
    });
  }

  #say(work: Work, what: Omit<SaidByPerson, "by" | "at"> & { readonly by?: string }): void {
    const said = { by: this.#received?.actor ?? "system", at: isoTime(this.#nowMs), ...what };
    work.people = [...work.people, said];
  }
}

function newWork(at: string): Work {
  return {
    startedAt: at,
    roundAt: at,
    attempt: 1,
    effect: undefined,
    manual: false,
    people: nobody,
    captures: nothing,
    earlier: nothing,
    rounds: 0,
    isOver: false,
    isLeaving: false,
    isPassedBy: false,
  };
}

function capture(work: Work, set: readonly (readonly [string, Slot])[]): void {
  if (set.length > 0) work.captures = { ...work.captures, ...previewsOf(set) };
}

/** Mostly it is empty already. */
function noSlots(slots: (readonly [string, Slot])[]): (readonly [string, Slot])[] {
  return slots.length === 0 ? slots : [];
}

/** A gateway's way past what it guards. */
function isSkip(flow: { readonly source: { readonly port?: string; readonly name?: string } }): boolean {
  return flow.source.port === "skipped" || flow.source.name === "skipped";
}

function failed({ code, message }: Pick<Failure, "code" | "message">): Ending {
  return { status: "failed", error: { code, message } };
}

function interrupted(handler: string): Ending {
  return failed({ code: "cancelled", message: `Handler '${handler}' interrupted it.` });
}

function terminated(received: RecordOf<"received"> | null): Ending {
  const input = received?.input;
  if (input?.type === "cancelled") return failed({ code: "cancelled", message: input.why ?? "It was cancelled." });
  return failed({ code: "terminated", message: "It was ended before it was done." });
}
