/**
 * The results of steps and the state of a run as `runbook/v0` has them: a projection of a run's records, whoever drives it. Steps come one after the
 * other, so there is one under way at most.
 */
import { isJsonObject, type Json, type NodeId, type Slot } from "@rb/ir";
import type { Approval, Id, JournalRecord, Outcome, RecordOf } from "@rb/kernel";
import { commandEvidence, humanEvidence } from "./evidence.js";
import type { DeniedNames } from "./governance.js";
import type { OpenRunbook } from "./open-v0.js";
import { redactedText } from "./redact-json.js";
import type { RunState, StartedLine, StepResult } from "./run-state.js";
import type { PlannedStep } from "./step-plan.js";
import { captureOf, type Keeping } from "./stored-text.js";

/** What is said of every result: the run's facts, and what was there before. */
export type Beginning = Omit<RunState, "vars" | "current_step_index">;

interface UnderWay {
  readonly step: PlannedStep;
  readonly token: Id;
  readonly startedAt: string;
  request: Json;
  outcome: Outcome | null;
  approvals: readonly Approval[];
  /** A map, whatever the names are: one may be called `__proto__`. */
  readonly captures: Map<string, string | null>;
  /** Captures that are kept by their hash, or redacted. */
  changed: readonly string[];
  /** What keeps it from going on. */
  trouble: string | null;
  /** And nobody was told yet. */
  isStarted: boolean;
}

export class Progress {
  readonly #plan: ReadonlyMap<NodeId, PlannedStep>;
  readonly #keeping: Keeping;
  readonly #answered: ReadonlySet<NodeId>;
  readonly #denied: DeniedNames;
  readonly #beginning: Beginning;
  readonly #history: StepResult[];
  readonly #captures: Map<string, string | null>;
  #vars: RunState["vars"] = {};
  #index = 0;
  #asked: string | null = null;
  #nowMs = 0;
  #underWay: UnderWay | null = null;
  #violation = false;

  /** `answered`: the steps of which somebody has said what comes of them. What a dry run assumes of others is no result. */
  constructor(
    { plan, denied }: Pick<OpenRunbook, "plan" | "denied">,
    beginning: Beginning,
    keeping: Keeping,
    answered: ReadonlySet<NodeId>,
  ) {
    this.#plan = new Map(plan.map((step) => [step.id, step]));
    this.#denied = denied;
    this.#keeping = keeping;
    this.#answered = answered;
    this.#beginning = beginning;
    this.#history = [...beginning.history];
    this.#captures = new Map(Object.entries(beginning.captures));
  }

  /** How many results there are. */
  get count(): number {
    return this.#history.length;
  }

  readonly state = (): RunState => {
    const { run_id, runbook_path, mode, started_at, actor } = this.#beginning;
    return {
      run_id,
      runbook_path,
      mode,
      started_at,
      actor,
      current_step_index: this.#index,
      vars: this.#vars,
      captures: Object.fromEntries(this.#captures),
      history: this.#history,
    };
  };

  /** What people were asked to do in the step that ended last; null where that isn't known, or was a command. */
  get asked(): string | null {
    return this.#asked;
  }

  /** A command that is about to do something outside: told once. */
  takeStarted(): StartedLine | null {
    const now = this.#underWay;
    if (now === null || !now.isStarted || now.step.kind !== "cli" || this.#beginning.mode !== "real") return null;
    now.isStarted = false;
    return { type: "step_started", timestamp: this.#now(), run_id: this.#beginning.run_id, step_id: now.step.id };
  }

  /** Whether governance has forbidden a step. */
  get isViolation(): boolean {
    return this.#violation;
  }

  /** The result of the step that ends with this record. */
  see(record: JournalRecord): StepResult | null {
    switch (record.type) {
      case "received":
        this.#nowMs = Math.max(this.#nowMs, record.nowMs);
        return null;
      case "tokenCreated":
        this.#arrive(record.token, record.node);
        return null;
      case "tokenMoved": {
        const result = this.#leave(record.token);
        this.#arrive(record.token, record.to);
        return result;
      }
      case "tokenEnded":
        return this.#leave(record.token);
      case "frameOpened":
        this.#given(record.variables);
        return null;
      case "variablesSet":
        this.#given(record.set);
        this.#take(record);
        return null;
      case "activityFailed":
        return this.#end("failed", record.failure.message);
      default:
        this.#look(record);
        return null;
    }
  }

  /** The run goes no further: what is under way has not been done. A step that names what is denied got no further than its request. */
  stop(why: string): StepResult | null {
    const denied = this.#underWay === null ? undefined : this.#denied.get(this.#underWay.step.id);
    if (denied !== undefined) this.#violation = true;
    return this.#end("failed", denied ?? this.#underWay?.trouble ?? why);
  }

  #look(record: JournalRecord): void {
    const now = this.#underWay;
    if (now === null) return;
    switch (record.type) {
      case "jobStaged":
        now.request = record.job.request;
        return;
      case "jobDecided":
        if (record.verdict.decision === "deny") this.#violation = true;
        if (record.stage === "started") now.isStarted = true;
        return;
      case "jobStarted":
        now.isStarted = true;
        return;
      case "jobReviewed":
        if (record.counts) now.approvals = [...now.approvals, record.approval];
        else now.trouble = `The approval of ${record.approval.by} does not count: ${record.why ?? "it was refused"}.`;
        return;
      case "jobSettled":
        if (!record.late) now.outcome = record.outcome;
        return;
      case "incidentOpened":
        now.trouble = record.message;
        return;
      default:
        return;
    }
  }

  #arrive(token: Id, node: NodeId): void {
    const step = this.#plan.get(node);
    if (step === undefined) return;
    this.#underWay = {
      step,
      token,
      startedAt: this.#now(),
      request: null,
      outcome: null,
      approvals: [],
      captures: new Map(),
      changed: [],
      trouble: null,
      isStarted: false,
    };
  }

  #leave(token: Id): StepResult | null {
    const now = this.#underWay;
    if (now === null || now.token !== token || now.outcome === null) return null;
    return this.#end(this.#isAssumed(now) ? "skipped" : "passed", null);
  }

  /** In a dry run nothing is done, and what nobody has said is not known. */
  #isAssumed({ step, outcome }: UnderWay): boolean {
    if (this.#beginning.mode !== "dry-run" || this.#answered.has(step.id)) return false;
    return step.node.kind === "gate" || (outcome?.kind === "ok" && "unknown" in outcome.output);
  }

  /** What the run was started with, and what the document has for the rest. */
  #given(variables: RecordOf<"variablesSet">["set"]): void {
    const vars = variables.filter(([name]) => name.startsWith(inputs));
    if (vars.length === 0) return;
    const texts = vars.map(([name, slot]) => [name.slice(inputs.length), textOf(slot, this.#keeping)]);
    this.#vars = { ...this.#vars, ...Object.fromEntries(texts) };
  }

  #take({ set }: RecordOf<"variablesSet">): void {
    const now = this.#underWay;
    if (now === null || now.step.kind !== "cli") return;
    const slot = set.find(([name]) => name === `steps.${now.step.id}`)?.[1];
    if (slot !== undefined && now.outcome !== null) this.#capture(now, slot);
  }

  #capture(now: UnderWay, slot: Slot): void {
    const held = "json" in slot && isJsonObject(slot.json) ? slot.json.output : undefined;
    for (const name of now.step.captures) {
      const value = isJsonObject(held) ? held[name] : undefined;
      const kept = value == null ? null : captureOf(value, this.#keeping);
      now.captures.set(name, kept?.text ?? null);
      if (kept?.isItself !== true) now.changed = [...now.changed, name];
    }
  }

  #end(status: StepResult["status"], error: string | null): StepResult | null {
    const now = this.#underWay;
    if (now === null) return null;
    this.#underWay = null;
    const { step, startedAt } = now;
    const captures = Object.fromEntries(now.captures);
    const result: StepResult = {
      run_id: this.#beginning.run_id,
      step_id: step.id,
      status,
      actor: step.kind === "manual" && status !== "skipped" ? "human" : "engine",
      started_at: startedAt,
      ended_at: this.#now(),
      evidence: this.#evidenceOf(now, status),
      captures,
      error: error === null ? null : this.#keeping.redact(error),
    };
    this.#index = step.index;
    this.#asked = step.kind === "manual" ? askedIn(now.request, this.#keeping) : null;
    for (const [name, text] of now.captures) this.#captures.set(name, text);
    this.#history.push(result);
    return result;
  }

  #evidenceOf(
    { step, request, outcome, approvals, changed }: UnderWay,
    status: StepResult["status"],
  ): StepResult["evidence"] {
    if (step.kind === "cli") {
      const marks = changed.length === 0 ? {} : { not_kept: changed };
      return { ...commandEvidence(request, outcome, this.#keeping), ...marks };
    }
    if (status === "skipped") return {};
    const handedIn = outcome?.kind === "ok" && "json" in outcome.output ? outcome.output.json : null;
    const own = step.node.kind === "action" && isJsonObject(handedIn) ? handedIn : {};
    const given = [...approvals.map(({ evidence }) => evidence ?? {}), own].flatMap((pieces) => Object.entries(pieces));
    return humanEvidence(step.evidence, new Map(given), approvals, this.#keeping);
  }

  #now(): string {
    return new Date(this.#nowMs).toISOString();
  }
}

/** A gate shows a text; other steps have it in a member. */
function askedIn(request: Json, { redact }: Keeping): string | null {
  const text = isJsonObject(request) ? request.instructions : request;
  return typeof text === "string" ? redact(text) : null;
}

const inputs = "inputs.";

function textOf(slot: Slot, { redact }: Keeping): string {
  if ("secret" in slot) return redact(slot.secret);
  return redactedText("json" in slot ? slot.json : null, redact);
}
