/**
 * The dry-run driver. Nothing leaves the process: every permitted job is answered here, with what the user pinned or with an unknown;
 * people are assumed to have agreed, events to have come; time is virtual and jumps from timer to timer.
 *
 * Where the way depends on something unknown, the run can't know which way a live one would take. The driver then takes one way that it
 * has not shown yet, remembers the state before the choice, and later comes back to run the ways left over, each in a world of its own.
 * A choice is the same choice when it stands at the same node of the same scope, so each way is shown once however often tokens come by,
 * and a loop whose test is unknown is walked once. The kernel itself never follows two ways in one state.
 */

import { PinnedAnswers } from "./answers.js";
import { findJobToken } from "./apply.js";
import { onlyDryRuns, policyOf, verdictOf } from "./decision-point.js";
import type { Effect } from "./effect.js";
import type { Answer, Approval, Input, Outcome, Question } from "./envelope.js";
import type { DecisionPoint } from "./executor.js";
import { Exploration, type Fork, type Moment } from "./exploration.js";
import { isTriggered } from "./frames.js";
import { Host, incidentsOf } from "./host.js";
import { outstanding } from "./outstanding.js";
import type { NodeProgram, Program } from "./program.js";
import type { JobRequest, JournalRecord } from "./record.js";
import type { RunOptions, RunResult, World } from "./run-options.js";
import { decode, encode } from "./saved.js";
import type { SavedState } from "./saved-state.js";
import { ScopeIds } from "./scope-ids.js";
import { createState, type Frame, isFinal, type State, scopePath, type Token, type Wait } from "./state.js";
import { Stepper } from "./step.js";

type Choose = Extract<Question, { ask: "choose" }>;

export async function dryRun(
  program: Program,
  options: RunOptions,
  from: SavedState | null,
  first: readonly Input[],
): Promise<RunResult> {
  const host = new Host(program, options);
  const exploration = new Exploration(host.limits.maxWorlds);
  const pinned = new PinnedAnswers(program, options.answers);
  const state = from === null ? createState() : decode(program, from);
  const nowMs = Math.max(options.nowMs ?? 0, state.nowMs);
  const agenda =
    from === null ? first.flatMap((input) => offerEntries(host, exploration, pinned, nowMs, input)) : [...first];
  const main = new DryWorld(host, exploration, { world: 0, state, nowMs, agenda, pinned });
  if (from !== null) await main.takeUp();
  await main.run();
  const worlds: World[] = [];
  let records = 0;
  let data = 0;
  for (let fork = exploration.next(); fork !== null && options.signal?.aborted !== true; fork = exploration.next()) {
    const world = DryWorld.branch(host, exploration, fork);
    await world.run();
    worlds.push(world.summary(fork));
    records += world.state.records - fork.state.records;
    data += world.state.data - fork.state.data;
    // Without this, the limits of one run would hold for each of hundreds.
    if (records >= host.limits.maxRecords || data >= host.limits.maxData) exploration.close();
  }
  return { ...host.result(main.state, main.records), worlds, unexplored: exploration.unexplored };
}

/** Where only triggers start a graph, which of them comes first is not known: the main line takes the first, and the others are ways of their own. */
function offerEntries(
  host: Host,
  exploration: Exploration,
  pinned: PinnedAnswers,
  nowMs: number,
  input: Input,
): Input[] {
  const { program } = host;
  if (input.type !== "start" || input.entry !== undefined) return [input];
  const graph = input.graph === undefined ? program.main : program.graphs.get(input.graph);
  const entries = graph?.region.entries ?? [];
  const [node] = entries;
  if (graph === undefined || node === undefined || !entries.every(isTriggered)) return [input];
  const begin = (entry: string): Input => ({
    ...input,
    entry,
    payload: pinned.payload(triggerName(graph.nodeById.get(entry)) ?? entry),
  });
  if (entries.length === 1) return [begin(node.id)];
  const options = entries.map((entry) => [entry.id]);
  const because = ["which of its triggers starts it is not known"];
  const question: Choose = {
    ask: "choose",
    n: 0,
    graph: graph.id,
    node: node.id,
    frame: 0,
    scope: graph.id,
    about: "arm",
    options,
    because,
  };
  const key = `start/${graph.id}`;
  exploration.fresh(key, options);
  const state = encode(program, createState());
  exploration.offer(key, question, () => (option) => ({
    parent: 0,
    at: 0,
    state,
    nowMs,
    agenda: [begin(option[0] as string)],
    answers: [],
    pinned: pinned.fork(),
  }));
  return [begin(node.id)];
}

function triggerName(node: NodeProgram | undefined): string | undefined {
  const trigger = node?.source.kind === "start" ? node.source.triggers?.[0] : undefined;
  const name = trigger?.on === "message" || trigger?.on === "signal" ? trigger.name : undefined;
  return name !== undefined && "json" in name && typeof name.json === "string" ? name.json : undefined;
}

interface Beginning {
  readonly world: number;
  readonly state: State;
  readonly nowMs: number;
  readonly agenda: readonly Input[];
  readonly pinned: PinnedAnswers;
  readonly answers?: readonly Answer[];
}

/** A step that is being taken: what has been answered so far, and the moment before it, once that has to be remembered. */
interface Asking {
  readonly input: Input;
  readonly answers: Answer[];
  before: Moment | null;
}

class DryWorld {
  readonly records: JournalRecord[] = [];
  readonly state: State;
  readonly #stepper: Stepper;
  readonly #host: Host;
  readonly #exploration: Exploration;
  readonly #world: number;
  readonly #pinned: PinnedAnswers;
  readonly #decisions: DecisionPoint;
  readonly #agenda: Input[];
  #answers: readonly Answer[];
  #nowMs: number;
  #count = 0;
  #conditional: boolean;
  /** How often it took each way of a choice. */
  readonly #ways = new Map<string, Map<string, number>>();
  /** How often it came by where it mustn't come by for ever. */
  readonly #taken = new Map<string, number>();
  readonly #scopes = new ScopeIds();

  constructor(host: Host, exploration: Exploration, beginning: Beginning) {
    this.#host = host;
    this.#exploration = exploration;
    this.#world = beginning.world;
    this.#conditional = beginning.world > 0;
    this.state = beginning.state;
    this.#stepper = new Stepper(host.program, this.state, host.limits);
    this.#nowMs = beginning.nowMs;
    this.#agenda = [...beginning.agenda];
    this.#pinned = beginning.pinned;
    this.#answers = beginning.answers ?? [];
    this.#decisions = host.options.decisionPoint ?? onlyDryRuns("dry-run");
  }

  static branch(host: Host, exploration: Exploration, fork: Fork): DryWorld {
    return new DryWorld(host, exploration, {
      world: fork.world,
      state: decode(host.program, fork.state),
      nowMs: fork.nowMs,
      agenda: fork.agenda,
      pinned: fork.pinned.fork(),
      answers: fork.answers,
    });
  }

  /** After a restart: what the state still waits for. */
  async takeUp(): Promise<void> {
    for (const effect of outstanding(this.#host.program, this.state)) await this.#answerEffect(effect);
  }

  async run(): Promise<void> {
    for (;;) {
      const isUnderWay = this.state.run !== "" && !isFinal(this.state.status);
      if (this.#host.options.signal?.aborted === true && isUnderWay)
        this.#agenda.splice(0, this.#agenda.length, { type: "cancelled", why: "interrupted" });
      const input = this.#agenda.shift() ?? (isFinal(this.state.status) ? undefined : this.#assume());
      if (input === undefined) return;
      await this.#feed(input);
    }
  }

  summary(fork: Fork): World {
    const { question } = fork;
    return {
      world: this.#world,
      parent: fork.parent,
      at: fork.at,
      choice: { graph: question.graph, node: question.node, option: fork.option, because: question.because },
      status: this.state.status,
      ...(this.state.failure === null ? {} : { failure: this.state.failure }),
      incidents: incidentsOf(this.state),
      records: this.records,
    };
  }

  async #feed(input: Input): Promise<void> {
    const asking: Asking = { input, answers: [...this.#answers], before: null };
    const { answers } = asking;
    this.#answers = [];
    const envelope = { nowMs: this.#nowMs, actor: this.#host.actor, input };
    const records: JournalRecord[] = [];
    const effects: Effect[] = [];
    const offhand = (question: Question): Answer | undefined => {
      const isKnown = question.ask === "choose" && (asking.before !== null || !this.#mayBranch(question));
      if (!isKnown) return undefined;
      const answer = this.#choose(question, asking);
      answers.push(answer);
      return answer;
    };
    for (;;) {
      const brought = answers.length === 0 ? envelope : { ...envelope, answers: [...answers] };
      const asked = this.#stepper.take(brought, records, effects, offhand);
      if (asked === null) break;
      for (const question of asked) {
        if (question.ask === "choose" && this.#mayBranch(question)) asking.before ??= this.#moment();
        answers.push(
          question.ask === "evaluate"
            ? await this.#host.evaluate(question, this.#nowMs)
            : this.#choose(question, asking),
        );
      }
    }
    for (const record of records) this.#keep(record);
    for (const effect of effects) await this.#answerEffect(effect);
  }

  #keep(record: JournalRecord): void {
    this.#count += 1;
    if (record.type === "choiceMade") this.#conditional = true;
    if (this.#host.options.keepRecords !== false) this.records.push(record);
    this.#host.options.onRecord?.(record, { world: this.#world, conditional: this.#conditional });
  }

  /** Whether the other ways of a choice will be come back for: then the moment before it has to be remembered. */
  #mayBranch(question: Choose): boolean {
    return (
      question.about === "route" &&
      this.#exploration.isNew(choiceKey(question), question.options) &&
      this.#pinnedChoice(question) === null
    );
  }

  #pinnedChoice({ graph, node, options }: Choose): readonly string[] | null {
    const at = this.#host.program.graphs.get(graph)?.nodeById.get(node);
    return at === undefined ? null : this.#pinned.choice(at, options);
  }

  /** A way not shown yet; when all have been, the one this world has taken least, so that every loop is left. */
  #choose(question: Choose, { input, answers, before }: Asking): Answer {
    const { n } = question;
    const pinned = this.#pinnedChoice(question);
    if (pinned !== null) return { n, option: pinned };
    const given = this.#host.options.onQuestion?.(question);
    if (given !== undefined) return given;
    const key = choiceKey(question);
    const option = this.#exploration.fresh(key, question.options) ?? this.#leastTaken(key, question.options);
    this.#took(key, option);
    if (before !== null && question.about === "route") {
      const agenda = [input, ...this.#agenda];
      this.#exploration.offer(key, question, () => (other) => ({
        ...before,
        agenda,
        answers: [...answers.slice(0, n), { n, option: other }],
      }));
    }
    return { n, option };
  }

  #moment(): Moment {
    return {
      parent: this.#world,
      at: this.#count,
      state: encode(this.#host.program, this.state),
      nowMs: this.#nowMs,
      agenda: [],
      answers: [],
      pinned: this.#pinned.fork(),
    };
  }

  #leastTaken(key: string, options: readonly (readonly string[])[]): readonly string[] {
    const taken = this.#ways.get(key);
    let least: { readonly option: readonly string[]; readonly times: number } | null = null;
    for (const option of options) {
      const times = taken?.get(option.join()) ?? 0;
      if (times === 0) return option;
      if (least === null || times < least.times) least = { option, times };
    }
    return least?.option ?? [];
  }

  #took(key: string, option: readonly string[]): void {
    const taken = this.#ways.get(key) ?? new Map<string, number>();
    this.#ways.set(key, taken);
    taken.set(option.join(), (taken.get(option.join()) ?? 0) + 1);
  }

  // -------------------------------------------------------------------------------------------------------------

  async #answerEffect(effect: Effect): Promise<void> {
    switch (effect.type) {
      case "decide": {
        const { job } = effect.request;
        const pinned = this.#pinned.verdict(job, policyOf(this.#decisions) ?? "");
        const verdict = pinned ?? (await verdictOf(this.#decisions, effect.request));
        this.#agenda.push({ type: "decided", effect: job.effect, hash: job.hash, verdict });
        return;
      }
      case "review":
        for (const approval of this.#approvals(effect))
          this.#agenda.push({ type: "reviewed", effect: effect.request.job.effect, approval });
        return;
      case "dispatch":
        this.#agenda.push({
          type: "started",
          effect: effect.invocation.job.effect,
          policy: policyOf(this.#decisions) ?? "",
        });
        return;
      case "invoke": {
        const { job } = effect.invocation;
        this.#agenda.push({ type: "settled", effect: job.effect, outcome: this.#outcome(job) });
        return;
      }
      default:
        return;
    }
  }

  #outcome(job: JobRequest): Outcome {
    const pinned = this.#pinned.outcome(job);
    if (pinned !== null) return pinned;
    const name = this.#host.program.graphs.get(job.graph)?.nodeById.get(job.node)?.source.name ?? job.node;
    this.#stopEndlessLoop(job, name);
    return { kind: "ok", output: { unknown: `'${name}' was not run` } };
  }

  /** What is given can make a loop turn for ever: nothing that a dry run does changes it. */
  #stopEndlessLoop(job: JobRequest, name: string): void {
    const frame = findJobToken(this.state, job.effect)?.frame;
    const key = `done/${frame === undefined ? "" : this.#scopes.of(frame)}/${job.graph}/${job.node}`;
    const times = (this.#taken.get(key) ?? 0) + 1;
    this.#taken.set(key, times);
    if (times <= this.#host.limits.maxIterations / 10 || isInLoop(frame ?? null)) return;
    const why = `'${name}' came up ${times} times, which is more than a tenth of the limit maxIterations of ${this.#host.limits.maxIterations}, and nothing that a dry run does leads on from there: pin its answers, or raise the limit, to see the rest.`;
    this.#agenda.unshift({ type: "cancelled", why });
  }

  /** As many as are needed, by people who hold whatever is asked for. */
  #approvals(effect: Extract<Effect, { type: "review" }>): Approval[] {
    const { job, count, have, roles, grants } = effect.request;
    const pinned = this.#pinned.approval(job);
    const evidence = pinned === null ? this.#assumedEvidence(job) : {};
    return Array.from({ length: Math.max(1, count - have) }, (_, index) => ({
      by: `dry-run:${have + index + 1}`,
      verdict: "approve" as const,
      hash: job.hash,
      ...(roles === undefined ? {} : { roles }),
      ...(grants === undefined ? {} : { grants }),
      ...evidence,
      ...pinned,
    }));
  }

  #assumedEvidence(job: JobRequest): Pick<Approval, "evidence"> {
    const node = this.#host.program.graphs.get(job.graph)?.nodeById.get(job.node)?.source;
    if (node?.kind !== "gate" || node.evidence === undefined) return {};
    return {
      evidence: Object.fromEntries(
        node.evidence.map((wanted) => [wanted.name, wanted.kind === "checklist" ? (wanted.items ?? []) : "assumed"]),
      ),
    };
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Nothing is left to answer: what the run waits for is assumed to come, one thing at a time, oldest token first. */
  #assume(): Input | undefined {
    for (const token of this.state.tokens.values()) {
      if (token.incident !== null) continue;
      const arms = token.waits.filter((wait) => wait.facts.purpose === "arm");
      if (arms.length > 0) return this.#assumeArm(token, arms);
      const retry = token.waits.find((wait) => wait.facts.purpose === "retry");
      if (retry !== undefined) return this.#elapse(retry);
    }
    return this.#pickEntry() ?? this.#assumeHandler();
  }

  #assumeArm(token: Token, arms: readonly Wait[]): Input {
    const [first] = arms as readonly [Wait, ...Wait[]];
    const source = token.node.source;
    const needsAll = (source.kind === "catch" || source.kind === "start") && source.need === "all";
    const wait = arms.length === 1 || needsAll ? first : this.#chooseArm(token, arms);
    return wait.facts.kind === "timer"
      ? this.#elapse(wait)
      : { type: "assumed", wait: wait.facts.id, payload: this.#pinned.payload(wait.facts.name, token.node) };
  }

  /** Which of several events comes first is not known either. */
  #chooseArm(token: Token, arms: readonly Wait[]): Wait {
    const question: Choose = {
      ask: "choose",
      n: 0,
      graph: token.node.graph.id,
      node: token.node.id,
      frame: token.frame.id,
      scope: scopePath(token.frame),
      about: "arm",
      options: arms.map((wait) => [String(wait.facts.id)]),
      because: ["which of the events comes first is not known"],
    };
    const key = `${scopePath(token.frame)}/${token.node.graph.id}/${token.node.id}/arm`;
    const options = arms.map((wait) => [String(wait.facts.index)]);
    const chosen = this.#exploration.fresh(key, options) ?? this.#leastTaken(key, options);
    this.#took(key, chosen);
    this.#exploration.offer(key, { ...question, options }, () => {
      const moment = this.#moment();
      return ([index]) => {
        const wait = arms.find((candidate) => String(candidate.facts.index) === index) as Wait;
        const nowMs = Math.max(moment.nowMs, wait.facts.kind === "timer" ? wait.dueAtMs : 0);
        const payload = this.#pinned.payload(wait.facts.name, token.node);
        return { ...moment, nowMs, agenda: [{ type: "assumed", wait: wait.facts.id, payload }] };
      };
    });
    this.#conditional = true;
    return arms.find((wait) => String(wait.facts.index) === chosen[0]) ?? (arms[0] as Wait);
  }

  #elapse(wait: Wait): Input {
    this.#nowMs = Math.max(this.#nowMs, wait.dueAtMs);
    return { type: "tick" };
  }

  /** Ad-hoc with nobody at the wheel: each entry once, in order, then it is done. */
  #pickEntry(): Input | undefined {
    for (const frame of this.state.frames.values()) {
      const region = frame.region;
      if (region?.source.manual !== true || frame.draining || frame.interrupted || frame.live > 0) continue;
      const at = this.#taken.get(`pick/${frame.id}`) ?? 0;
      this.#taken.set(`pick/${frame.id}`, at + 1);
      const node = region.entries[at];
      return node === undefined
        ? { type: "picked", frame: frame.id }
        : { type: "picked", frame: frame.id, node: node.id };
    }
    return undefined;
  }

  /** Only handlers still listen, and nothing else can happen: the first of them is what happens next. */
  #assumeHandler(): Input | undefined {
    if (this.state.status === "stuck") return undefined;
    for (const wait of this.state.waits.values()) {
      if (wait.facts.purpose === "expiry" || (wait.token?.incident ?? null) !== null) continue;
      const key = `handler/${wait.facts.id}`;
      if ((this.#taken.get(key) ?? 0) > 0) continue;
      this.#taken.set(key, 1);
      if (wait.facts.kind === "timer") return this.#elapse(wait);
      return { type: "assumed", wait: wait.facts.id, payload: this.#pinned.payload(wait.facts.name) };
    }
    return undefined;
  }
}

function choiceKey({ scope, graph, node, about }: Choose): string {
  return `${scope}/${graph}/${node}/${about}`;
}

/** Loops over items, and loops with a test of their own, are bounded by themselves. */
function isInLoop(frame: Frame | null): boolean {
  for (let at = frame; at !== null; at = at.frame ?? at.token?.frame ?? null) {
    if (at.kind === "iteration" || (at.token !== null && at.token.loop !== null)) return true;
  }
  return false;
}
