/**
 * What an earlier run has shown, in the place of the world, for the part of a rerun that is not done again. Each answer is given once. A step
 * gets the answer of an earlier one only if it is the same node and asks for the same thing; anything else is asked of the world.
 *
 * What is set aside for whom follows from the new run's records alone. So a rerun that was interrupted is taken up by showing a new stand-in
 * all of its records, and nothing of it is done that the first one stood in for.
 */
import { CanonicalError, canonicalize, type GraphId, type NodeId, type Slot } from "@rb/ir";
import type { Approval, Id, JobRequest, JournalRecord, Outcome, Question, StandIn, WaitFacts } from "@rb/kernel";
import type { NodeRef } from "./reach.js";
import { nodeKey, readRecord, Scene } from "./scene.js";
import type { Step } from "./step.js";

/** A stand-in that has to be told every record of the new run, before it is asked about what follows from it. */
export interface Precedent extends StandIn {
  readonly see: (record: JournalRecord) => void;
}

/** What a precedent is made of. */
export interface PrecedentFacts {
  /** Steps of the earlier run whose results count, in order. */
  readonly steps: readonly Step[];
  /** Where the new run begins to be done for real. */
  readonly from: NodeRef;
  /** What may come after `from`, and what is to be done again in any case: keys of nodes. */
  readonly behind: ReadonlySet<string>;
  readonly again: ReadonlySet<string>;
}

type ChooseQuestion = Extract<Question, { ask: "choose" }>;

class EarlierRun implements Precedent {
  readonly #from: string;
  readonly #behind: ReadonlySet<string>;
  readonly #again: ReadonlySet<string>;
  readonly #outcomes: Queues<Outcome>;
  readonly #approvals: Queues<readonly Approval[]>;
  readonly #events: Queues<Slot>;
  readonly #choices: Queues<readonly string[]>;
  // Set aside: for jobs by effect, for waits by id.
  readonly #ownOutcomes = new Map<string, Outcome>();
  readonly #ownApprovals = new Map<string, readonly Approval[]>();
  readonly #ownEvents = new Map<Id, Slot>();
  /** Choices given for a step that has not been taken yet. */
  readonly #tentative = new Map<string, number>();
  readonly #scene = new Scene();
  #arrived = false;

  constructor({ steps, from, behind, again }: PrecedentFacts) {
    this.#from = nodeKey(from.graph, from.node);
    this.#behind = behind;
    this.#again = again;
    this.#outcomes = new Queues(steps.flatMap(outcomesOf));
    this.#approvals = new Queues(steps.flatMap(approvalsOf));
    this.#events = new Queues(steps.flatMap(eventsOf));
    this.#choices = new Queues(steps.flatMap(choicesOf));
  }

  readonly see = (record: JournalRecord): void => {
    this.#tentative.clear();
    readRecord(record, this.#scene, this.#look);
  };

  readonly covers = ({ effect }: JobRequest): boolean => this.#ownOutcomes.has(effect);

  readonly outcome = ({ effect }: JobRequest): Outcome | null => this.#ownOutcomes.get(effect) ?? null;

  readonly approvals = ({ effect }: JobRequest): readonly Approval[] => this.#ownApprovals.get(effect) ?? [];

  readonly event = ({ id }: WaitFacts): Slot | null => this.#ownEvents.get(id) ?? null;

  readonly choice = ({ graph, node, about, options }: ChooseQuestion): readonly string[] | null => {
    if (!this.#isBefore(graph, node)) return null;
    const key = choiceKey(graph, node, about);
    const given = this.#tentative.get(key) ?? 0;
    this.#tentative.set(key, given + 1);
    const chosen = this.#choices.peek(key, given);
    const isOffered = options.some((option) => JSON.stringify(option) === JSON.stringify(chosen));
    return isOffered ? chosen : null;
  };

  readonly #look = (record: JournalRecord, scene: Scene): void => {
    switch (record.type) {
      case "tokenCreated":
        return this.#arrive(scene.frames.get(record.frame)?.graph, record.node);
      case "tokenMoved":
        return this.#arrive(scene.tokens.get(record.token)?.graph, record.to);
      case "jobStaged":
        return this.#setAside(record.job);
      case "jobSettled":
      case "jobCancelled":
        this.#ownOutcomes.delete(record.effect);
        this.#ownApprovals.delete(record.effect);
        return;
      case "waitOpened":
        return this.#setAsideEvent(record.wait, scene);
      case "waitFired":
      case "waitClosed":
        this.#ownEvents.delete(record.wait);
        return;
      case "choiceMade": {
        const place = scene.tokens.get(record.token);
        if (place !== undefined && this.#isBefore(place.graph, place.node))
          this.#choices.take(choiceKey(place.graph, place.node, record.about));
        return;
      }
      default:
        return;
    }
  };

  #arrive(graph: GraphId | undefined, node: NodeId): void {
    if (graph !== undefined && nodeKey(graph, node) === this.#from) this.#arrived = true;
  }

  #setAside(job: JobRequest): void {
    if (!this.#isBefore(job.graph, job.node)) return;
    const key = jobKey(job);
    const [outcome, approvals] = [this.#outcomes.take(key), this.#approvals.take(key)];
    if (outcome !== null) this.#ownOutcomes.set(job.effect, outcome);
    if (approvals !== null) this.#ownApprovals.set(job.effect, approvals);
  }

  #setAsideEvent({ id, token, purpose, index, kind }: WaitFacts, scene: Scene): void {
    const place = token === undefined ? undefined : scene.tokens.get(token);
    if (place === undefined || purpose !== "arm" || !this.#isBefore(place.graph, place.node)) return;
    const slot = this.#events.take(eventKey(place.graph, place.node, index, kind));
    if (slot !== null) this.#ownEvents.set(id, slot);
  }

  /** Whether what happens there counts as having happened. */
  #isBefore(graph: GraphId, node: NodeId): boolean {
    const key = nodeKey(graph, node);
    return !this.#again.has(key) && !(this.#arrived && this.#behind.has(key));
  }
}

/** A stand-in for a new run; each run needs its own. */
export function precedentOf(facts: PrecedentFacts): Precedent {
  return new EarlierRun(facts);
}

// ---------------------------------------------------------------------------------------------------------------

/** Answers by what they are answers to; each is taken once, in order. */
class Queues<T> {
  readonly #queues = new Map<string, { readonly items: T[]; next: number }>();

  constructor(entries: readonly (readonly [key: string, value: T])[]) {
    for (const [key, value] of entries) {
      const queue = this.#queues.get(key);
      if (queue === undefined) this.#queues.set(key, { items: [value], next: 0 });
      else queue.items.push(value);
    }
  }

  take(key: string): T | null {
    const item = this.peek(key, 0);
    const queue = this.#queues.get(key);
    if (queue !== undefined && item !== null) queue.next += 1;
    return item;
  }

  /** The answer that many takes ahead. */
  peek(key: string, ahead: number): T | null {
    const queue = this.#queues.get(key);
    return queue?.items[queue.next + ahead] ?? null;
  }
}

/** What a job asks for, wherever it is asked; not the hash, which names the plan too. */
function jobKey({ graph, node, kind, executor, request, secrets }: JobRequest): string {
  const asked = { kind, executor, request, secrets: secrets ?? [] };
  return `${nodeKey(graph, node)} ${textOf(asked)}`;
}

function textOf(value: unknown): string {
  try {
    return canonicalize(value);
  } catch (error) {
    // Half a character has no canonical form, but is still the same half.
    if (error instanceof CanonicalError) return JSON.stringify(value);
    throw error;
  }
}

function eventKey(graph: GraphId, node: NodeId, index: number, kind: string): string {
  return `${index} ${kind} ${nodeKey(graph, node)}`;
}

/** What went well and was tried again all the same, since what came of it was no use, doesn't count. */
function outcomesOf({ jobs, incidents }: Step): readonly (readonly [string, Outcome])[] {
  const again = incidents.flatMap(({ openedAtMs, resolved }) =>
    resolved?.how.do === "retry" ? [{ openedAtMs, atMs: resolved.atMs }] : [],
  );
  return jobs.flatMap(({ job, outcome, settledAs, endedAtMs }, index) => {
    const result = settledAs ?? outcome;
    if (job.kind === "review" || result?.kind !== "ok") return [];
    const next = jobs[index + 1];
    const isSuperseded =
      next !== undefined &&
      endedAtMs !== null &&
      again.some(
        ({ openedAtMs, atMs }) => openedAtMs >= endedAtMs && openedAtMs <= next.stagedAtMs && atMs <= next.stagedAtMs,
      );
    return isSuperseded ? [] : [[jobKey(job), result] as const];
  });
}

function approvalsOf({ jobs }: Step): readonly (readonly [string, readonly Approval[]])[] {
  return jobs.flatMap(({ job, approvals }) => {
    const counting = approvals.filter(({ counts }) => counts).map(({ approval }) => approval);
    return job.kind === "review" && counting.length > 0 ? [[jobKey(job), counting] as const] : [];
  });
}

/** What another step throws is thrown again, and what a condition waits for comes true again; the rest came from outside. */
function eventsOf({ graph, node, events }: Step): readonly (readonly [string, Slot])[] {
  return events.flatMap(({ index, kind, payload, fromInside }) =>
    fromInside || kind === "condition"
      ? []
      : [[eventKey(graph, node, index, kind), payload ?? { json: null }] as const],
  );
}

function choicesOf({ graph, node, choices }: Step): readonly (readonly [string, readonly string[]])[] {
  return choices.map(({ about, option }) => [choiceKey(graph, node, about), option] as const);
}

function choiceKey(graph: GraphId, node: NodeId, about: string): string {
  return `${about} ${nodeKey(graph, node)}`;
}
