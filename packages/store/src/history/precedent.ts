/**
 * What an earlier run has shown, in the place of the world, for the part of a rerun that is not done again. Each answer is given once. A step
 * gets the answer of an earlier one only if it is the same node and asks for the same thing; anything else is asked of the world.
 */
import { CanonicalError, canonicalize, type GraphId, type NodeId, type Slot } from "@rb/ir";
import type { Approval, JobRequest, JournalRecord, Outcome, Question, StandIn, WaitFacts } from "@rb/kernel";
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
  /** Given to jobs that have not been dispatched yet, by effect. */
  readonly #given = new Map<string, Outcome>();
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
    readRecord(record, this.#scene, (seen, scene) => {
      if (seen.type !== "tokenCreated" && seen.type !== "tokenMoved") return;
      const graph =
        seen.type === "tokenCreated" ? scene.frames.get(seen.frame)?.graph : scene.tokens.get(seen.token)?.graph;
      const node = seen.type === "tokenCreated" ? seen.node : seen.to;
      if (graph !== undefined && nodeKey(graph, node) === this.#from) this.#arrived = true;
    });
  };

  readonly covers = (job: JobRequest): boolean => {
    if (job.kind === "review" || !this.#isBefore(job.graph, job.node)) return false;
    const outcome = this.#outcomes.take(jobKey(job));
    if (outcome === null) return false;
    this.#given.set(job.effect, outcome);
    return true;
  };

  readonly outcome = (job: JobRequest): Outcome | null => {
    const outcome = this.#given.get(job.effect) ?? null;
    this.#given.delete(job.effect);
    return outcome;
  };

  readonly approvals = (job: JobRequest): readonly Approval[] =>
    this.#isBefore(job.graph, job.node) ? (this.#approvals.take(jobKey(job)) ?? []) : [];

  readonly event = (wait: WaitFacts): Slot | null => {
    const token = wait.token === undefined ? undefined : this.#scene.tokens.get(wait.token);
    if (token === undefined || wait.purpose !== "arm" || !this.#isBefore(token.graph, token.node)) return null;
    return this.#events.take(eventKey(token.graph, token.node, wait.index, wait.kind));
  };

  readonly choice = (question: ChooseQuestion): readonly string[] | null => {
    const { graph, node, about, options } = question;
    if (!this.#isBefore(graph, node)) return null;
    const chosen = this.#choices.take(`${about} ${nodeKey(graph, node)}`);
    const isOffered = options.some((option) => JSON.stringify(option) === JSON.stringify(chosen));
    return isOffered ? chosen : null;
  };

  /** Whether what happens there counts as having happened. */
  #isBefore(graph: GraphId, node: NodeId): boolean {
    const key = nodeKey(graph, node);
    if (key === this.#from) this.#arrived = true;
    return !this.#again.has(key) && !(this.#arrived && this.#behind.has(key));
  }
}

/** A stand-in for a new run; it remembers what it has given, so each run needs its own. */
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
    const queue = this.#queues.get(key);
    const item = queue?.items[queue.next];
    if (queue === undefined || item === undefined) return null;
    queue.next += 1;
    return item;
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

function outcomesOf({ jobs }: Step): readonly (readonly [string, Outcome])[] {
  return jobs.flatMap(({ job, outcome }) =>
    job.kind !== "review" && outcome?.kind === "ok" ? [[jobKey(job), outcome] as const] : [],
  );
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
  return choices.map(({ about, option }) => [`${about} ${nodeKey(graph, node)}`, option] as const);
}
