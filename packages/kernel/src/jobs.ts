/**
 * Obligations to the outside: an action to invoke, a gate to have reviewed, a message to publish. A job's request is resolved and hashed
 * once; the decision point is asked about that hash, and every verdict and approval has to name it. Life of a job:
 *
 *   staged -> deciding -> (reviewing -> deciding) -> permitted -> started -> settled
 *
 * An approval is evidence, not permission: when there are enough, the decision point is asked again, with them.
 */
import { canonicalize, type GateNode, type Json, MANUAL, type Schema, sha256Hex, type Value } from "@rb/ir";
import { findJobToken } from "./apply.js";
import { IncidentSignal, type Step } from "./context.js";
import { checkFits } from "./data-size.js";
import type { Invocation, ReviewRequest } from "./effect.js";
import type { Approval, Outcome, Verdict } from "./envelope.js";
import type { ConstantRequest, NodeProgram, Program } from "./program.js";
import type { JobKind, JobRequest } from "./record.js";
import { finish, nameOf } from "./routing.js";
import { violation, withReferences } from "./schemas.js";
import type { Job, Token } from "./state.js";
import { closeWaits } from "./terminate.js";
import { durationMs, type Findings, resolve } from "./values.js";
import type { Place } from "./variables.js";
import { openTimer } from "./waits.js";

export interface JobSpec {
  readonly kind: JobKind;
  readonly executor: string;
  readonly request: Value | undefined;
  /** What the request is held against, as far as all of it is known. */
  readonly schema?: Schema | undefined;
}

/** Resolves the request and asks the decision point. */
export function stageJob(step: Step, token: Token, spec: JobSpec, place: Place): void {
  const constant = spec.kind === "invoke" ? token.node.constantRequest : null;
  const resolved = constant?.value ?? resolveRequest(step, token, spec, place);
  if (constant !== null && constant.value === undefined) constant.value = resolved;
  const { request, hash, secrets, unknowns } = resolved;
  if (spec.schema !== undefined && unknowns === undefined) {
    const wrong = violation(step, spec.schema, withReferences(request, secrets ?? []));
    if (wrong !== null) throw new IncidentSignal("schema-violation", `The input of '${nameOf(token)}' ${wrong}`);
  }
  const facts = {
    effect: `${step.state.run}.${token.id}.${token.staged + 1}`,
    kind: spec.kind,
    graph: token.frame.graph.id,
    node: token.node.id,
    executor: spec.executor,
    attempt: Math.max(1, token.attempt),
    hash,
    request,
  };
  const beside = secrets === undefined && unknowns === undefined ? null : besideOf(secrets, unknowns);
  step.emit({ type: "jobStaged", token: token.id, job: beside === null ? facts : { ...facts, ...beside } });
  askDecision(step, token);
}

function besideOf(
  secrets: ConstantRequest["secrets"],
  unknowns: ConstantRequest["unknowns"],
): Pick<JobRequest, "secrets" | "unknowns"> {
  return { ...(secrets === undefined ? {} : { secrets }), ...(unknowns === undefined ? {} : { unknowns }) };
}

function resolveRequest(step: Step, token: Token, spec: JobSpec, place: Place): ConstantRequest {
  const findings: Findings = { unknowns: [], secrets: [] };
  const request = spec.request === undefined ? null : resolve(step, spec.request, place, "", findings);
  checkFits(request, step.state.data, step.limits);
  const beside = {
    ...(findings.secrets.length === 0 ? {} : { secrets: findings.secrets }),
    ...(findings.unknowns.length === 0 ? {} : { unknowns: findings.unknowns }),
  };
  const hash = jobHash(step.program, token.node, { kind: spec.kind, executor: spec.executor, request, ...beside });
  return { request, hash, ...beside };
}

/** What verdicts and approvals name: everything that they are about, and where it comes from. */
export function jobHash(
  program: Program,
  node: NodeProgram,
  job: Pick<JobRequest, "kind" | "executor" | "request" | "secrets" | "unknowns">,
): string {
  const { kind, executor, request, secrets, unknowns } = job;
  const hashed = {
    plan: program.hash,
    graph: node.graph.id,
    node: node.id,
    kind,
    executor,
    request,
    meta: node.source.meta ?? null,
    ...besideOf(secrets, unknowns),
  };
  return sha256Hex(canonicalize(hashed as unknown as Json));
}

function askDecision(step: Step, token: Token): void {
  const job = token.job as Job;
  step.effects.push({
    type: "decide",
    request: { run: step.state.run, job: job.request, meta: token.node.source.meta, approvals: job.approvals },
  });
}

/** What the executor gets. Written out, as it is made for every step of every run. */
export function invocationOf(run: string, token: Token): Invocation {
  const job = token.job as Job;
  const { request, verdict } = job;
  const meta = token.node.source.meta;
  const constraints = verdict?.constraints;
  const deadlineMs = deadlineOf(token);
  if (constraints === undefined)
    return deadlineMs === null ? { run, job: request, meta } : { run, job: request, meta, deadlineMs };
  return deadlineMs === null
    ? { run, job: request, meta, constraints }
    : { run, job: request, meta, constraints, deadlineMs };
}

function deadlineOf(token: Token): number | null {
  for (const wait of token.waits) if (wait.facts.purpose === "attempt") return wait.dueAtMs;
  return null;
}

export function reviewOf(run: string, token: Token): ReviewRequest {
  const job = token.job as Job;
  const { count, roles, grants } = needOf(token);
  return {
    run,
    job: job.request,
    count,
    have: job.approvals.length,
    ...(roles === undefined ? {} : { roles }),
    ...(grants === undefined ? {} : { grants }),
  };
}

interface Need {
  readonly count: number;
  readonly roles: readonly string[] | undefined;
  readonly grants: readonly string[] | undefined;
}

function needOf(token: Token): Need {
  const job = token.job as Job;
  const gate = token.node.source.kind === "gate" ? token.node.source : null;
  const asked = job.verdict?.decision === "requireApproval" ? job.verdict.approvals : undefined;
  const roles = rolesAsked(token);
  return {
    count: Math.max(1, asked?.count ?? 1, gate?.count ?? 1),
    roles: roles.length === 0 ? undefined : [...new Set(roles.flat())],
    grants: gate?.grants,
  };
}

/** The author's roles and the policy's: of each of these lists, the deciding person has to hold one. */
function rolesAsked(token: Token): readonly (readonly string[])[] {
  const gate = token.node.source.kind === "gate" ? token.node.source.roles : undefined;
  const verdict = token.job?.verdict;
  const asked = verdict?.decision === "requireApproval" ? verdict.approvals?.roles : undefined;
  return [gate, asked].filter((roles) => roles !== undefined);
}

// ---------------------------------------------------------------------------------------------------------------
// Inputs about jobs

function jobTokenOf(step: Step, effect: string): Token | null {
  step.subject = findJobToken(step.state, effect);
  return step.subject;
}

export function decided(step: Step, effect: string, hash: string, verdict: Verdict, start?: string): void {
  const token = jobTokenOf(step, effect);
  const job = token?.job;
  if (token === null || job == null || job.stage !== "deciding")
    return ignore(step, `nothing is to be decided about ${effect}`);
  if (hash !== job.request.hash) return fail(step, token, "denied", "The verdict was about another request.");
  switch (verdict.decision) {
    case "allow":
    case "allowWithConstraints":
      return allowed(step, token, job, verdict, start);
    case "requireApproval":
      if (job.approvals.length > 0 && isEnough(token, job, verdict)) break;
      return review(step, token, job, verdict);
    default:
      break;
  }
  step.emit({ type: "jobDecided", effect, verdict, stage: "deciding" });
  fail(step, token, "denied", verdict.reason ?? `Rule '${verdict.rule}' does not allow it.`);
}

function isEnough(token: Token, job: Job, verdict: Verdict): boolean {
  const gate = token.node.source.kind === "gate" ? (token.node.source.count ?? 1) : 1;
  return job.approvals.length >= Math.max(1, gate, verdict.approvals?.count ?? 1);
}

function allowed(step: Step, token: Token, job: Job, verdict: Verdict, start: string | undefined): void {
  const effect = job.request.effect;
  if (job.request.kind !== "review") {
    if (start !== undefined && isInForce(step, verdict, start)) return begin(step, token, verdict);
    step.emit({ type: "jobDecided", effect, verdict, stage: "permitted" });
    step.effects.push({ type: "dispatch", invocation: invocationOf(step.state.run, token) });
    return;
  }
  const gate = token.node.source as GateNode;
  if (gate.by === "people" && job.approvals.length < (gate.count ?? 1)) return review(step, token, job, verdict);
  step.emit({ type: "jobDecided", effect, verdict, stage: "permitted" });
  settle(step, token, { kind: "ok", output: { json: { approvals: job.approvals as unknown as Json } } });
}

function review(step: Step, token: Token, job: Job, verdict: Verdict): void {
  step.emit({ type: "jobDecided", effect: job.request.effect, verdict, stage: "reviewing" });
  step.effects.push({ type: "review", request: reviewOf(step.state.run, token) });
}

export function reviewed(step: Step, effect: string, approval: Approval): void {
  const token = jobTokenOf(step, effect);
  const job = token?.job;
  if (token === null || job == null || job.stage !== "reviewing")
    return ignore(step, `nothing is to be reviewed about ${effect}`);
  const why = objection(token, job, approval);
  if (why !== null) {
    step.emit({ type: "jobReviewed", effect, approval, counts: false, why });
    return;
  }
  step.emit({ type: "jobReviewed", effect, approval, counts: true });
  if (approval.verdict === "reject") {
    return fail(
      step,
      token,
      "rejected",
      `${approval.by} rejected '${nameOf(token)}'${approval.comment === undefined ? "." : `: ${approval.comment}`}`,
    );
  }
  const now = token.job as Job;
  if (now.approvals.length < needOf(token).count) return;
  step.emit({ type: "jobDecided", effect, verdict: now.verdict as Verdict, stage: "deciding" });
  askDecision(step, token);
}

function objection(token: Token, job: Job, approval: Approval): string | null {
  const { grants } = needOf(token);
  if (approval.hash !== job.request.hash) return "it names another request";
  if (job.approvals.some((other) => other.by === approval.by)) return `${approval.by} has approved already`;
  for (const roles of rolesAsked(token))
    if (!roles.some((role) => approval.roles?.includes(role))) return `needs one of the roles ${roles.join(", ")}`;
  const lacking = grants?.find((grant) => approval.grants?.includes(grant) !== true);
  if (lacking !== undefined) return `needs the grant ${lacking}`;
  if (approval.verdict === "approve" && token.node.source.kind === "gate")
    return missingEvidence(token.node.source, approval);
  return null;
}

function missingEvidence(gate: GateNode, approval: Approval): string | null {
  for (const wanted of gate.evidence ?? []) {
    if (wanted.required === false) continue;
    const given =
      approval.evidence !== undefined && Object.hasOwn(approval.evidence, wanted.name)
        ? approval.evidence[wanted.name]
        : undefined;
    if (given === undefined || given === null || given === "") return `needs the evidence '${wanted.name}'`;
    const ticked = Array.isArray(given) ? given : [];
    const open = wanted.kind === "checklist" ? wanted.items?.find((item) => !ticked.includes(item)) : undefined;
    if (open !== undefined) return `checklist '${wanted.name}' still has '${open}' open`;
  }
  return null;
}

export function started(step: Step, effect: string, policy: string): void {
  const token = jobTokenOf(step, effect);
  const job = token?.job;
  if (token === null || job == null || job.stage !== "permitted")
    return ignore(step, `nothing is permitted as ${effect}`);
  if (!isInForce(step, job.verdict as Verdict, policy)) return decideAgain(step, token, job);
  step.emit({ type: "jobStarted", effect });
  step.effects.push({ type: "invoke", invocation: invocationOf(step.state.run, token) });
}

/** A permit holds under the policy that gave it, until its time is up. */
function isInForce(step: Step, verdict: Verdict, policy: string): boolean {
  return policy === verdict.policy && (verdict.untilMs === undefined || step.state.nowMs <= verdict.untilMs);
}

/** Permitted and started in one. */
function begin(step: Step, token: Token, verdict: Verdict): void {
  step.emit({ type: "jobDecided", effect: (token.job as Job).request.effect, verdict, stage: "started" });
  step.effects.push({ type: "invoke", invocation: invocationOf(step.state.run, token) });
}

function decideAgain(step: Step, token: Token, job: Job): void {
  step.emit({ type: "jobDecided", effect: job.request.effect, verdict: job.verdict as Verdict, stage: "deciding" });
  askDecision(step, token);
}

export function refused(step: Step, effect: string, why: "policy-moved" | "permit-expired" | "no-executor"): void {
  const token = jobTokenOf(step, effect);
  const job = token?.job;
  if (token === null || job == null || job.stage !== "permitted")
    return ignore(step, `nothing is permitted as ${effect}`);
  if (why !== "no-executor") return decideAgain(step, token, job);
  // A signal that nobody outside listens to is no failure.
  if (job.request.kind === "publish" && job.request.executor === "signal")
    return settle(step, token, { kind: "ok", output: { json: null } });
  fail(step, token, "no-executor", `No executor named '${job.request.executor}' is installed.`);
}

export function settled(step: Step, effect: string, outcome: Outcome): void {
  const token = jobTokenOf(step, effect);
  if (token?.job == null) {
    if (!step.state.detached.includes(effect)) return ignore(step, `no job ${effect}`);
    step.emit({ type: "jobSettled", effect, outcome, late: true });
    return;
  }
  const { stage, request } = token.job;
  // What a person does needs no start, but a permit.
  if (stage !== "started" && !(request.executor === MANUAL && stage === "permitted"))
    return ignore(step, `${effect} ${stage === "permitted" ? "has not started" : "is not permitted"}`);
  settle(step, token, outcome);
}

function settle(step: Step, token: Token, outcome: Outcome): void {
  const job = token.job as Job;
  step.emit({ type: "jobSettled", effect: job.request.effect, outcome, late: false });
  if (job.request.kind === "publish" && token.node.activity !== null) carried(step, token, outcome);
  else applyOutcome(step, token, outcome, job.request.effect);
}

/** What an activity's instance emitted has been published, and the token that carried it is done. */
function carried(step: Step, token: Token, outcome: Outcome): void {
  if (outcome.kind === "failed") {
    const { code, message } = outcome;
    return step.operations.failFrame(step, token.frame, { code, message, node: token.node.id }, token);
  }
  finish(step, token);
}

/** What an outcome means for the activity; a person's resolution of an incident comes in here too, and is no job's. */
export function applyOutcome(step: Step, token: Token, outcome: Outcome, effect?: string): void {
  switch (outcome.kind) {
    case "ok":
      return step.operations.completeBody(step, token, outcome.output, null);
    case "failed": {
      const { code, message, data } = outcome;
      return step.operations.failBody(
        step,
        token,
        data === undefined ? { code, message, node: token.node.id } : { code, message, node: token.node.id, data },
      );
    }
    case "cancelled":
      return step.operations.failBody(step, token, {
        code: "cancelled",
        message: "The executor cancelled it.",
        node: token.node.id,
      });
    case "unknown":
      // Its time running out must not lead to another attempt before somebody has looked.
      closeWaits(
        step,
        token.waits.filter((wait) => wait.facts.purpose === "attempt"),
      );
      throw new IncidentSignal(
        "unknown-outcome",
        `Nobody knows whether '${nameOf(token)}' happened: ${outcome.reason}`,
        effect === undefined ? undefined : { effect },
      );
  }
}

function fail(step: Step, token: Token, code: string, message: string): void {
  settle(step, token, { kind: "failed", code, message });
}

export function ignore(step: Step, why: string): void {
  step.emit({ type: "ignored", why });
}

/** A gate's own clock. */
export function startExpiry(step: Step, token: Token, gate: GateNode, place: Place): void {
  if (gate.expires === undefined) return;
  const ms = durationMs(step, gate.expires, place);
  if (ms !== null) openTimer(step, { token, purpose: "expiry" }, step.state.nowMs + ms);
}
