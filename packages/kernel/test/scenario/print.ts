/** Records and effects as people read them in a transcript: one short line each. */
import { assertNever, type Slot } from "@rb/ir";
import type { Effect, JournalRecord, Outcome, Verdict, WaitFacts } from "../../src/index.js";

export function printRecord(record: JournalRecord): string {
  switch (record.type) {
    case "received":
      return `received ${record.input.type}`;
    case "tokenCreated": {
      const via = record.via === null ? "" : ` by ${record.via}`;
      return `t${record.token} created at ${record.node}${via}${record.from === null ? "" : ` from t${record.from}`} in f${record.frame}`;
    }
    case "tokenMoved":
      return `t${record.token} ${record.flow}`;
    case "tokenJoined":
      return `t${record.token} parked`;
    case "tokenEnded":
      return `t${record.token} ${record.how}`;
    case "joinFired": {
      const absorb = record.absorb === undefined ? "" : `, still to absorb: ${record.absorb.join(", ")}`;
      return `join ${record.node} fired with ${tokens(record.tokens)}${absorb}`;
    }
    case "joinAbsorbed":
      return `join ${record.node} absorbed ${tokens(record.tokens)}${record.done ? ", starts anew" : ""}`;
    case "frameOpened": {
      const what = [record.graph === "main" ? undefined : record.graph, record.node, record.handler, record.index]
        .filter((part) => part !== undefined)
        .join(" ");
      const owner = record.owner === null ? "" : ` of ${record.kind === "handler" ? "f" : "t"}${record.owner}`;
      return `f${record.frame} ${record.kind} opened${what === "" ? "" : ` (${what})`}${owner}${assigned(record.variables)}`;
    }
    case "frameClosed":
      return `f${record.frame} ${record.how}`;
    case "variablesSet":
      return `f${record.frame}${assigned(record.set)}`;
    case "activityStarted":
      return `t${record.token} attempt ${record.attempt}${assigned(record.locals)}`;
    case "activityCompleted":
      return `t${record.token} can be compensated`;
    case "activityFailed":
      return `t${record.token} failed: ${record.failure.code}${record.retry ? ", tries again" : ""}`;
    case "loopStarted": {
      const limit = record.limit === null ? "" : `, ${record.limit} at once`;
      return `t${record.token} loop${record.total === null ? "" : ` of ${record.total}${limit}`}`;
    }
    case "loopAdvanced": {
      const collected = record.collected === undefined ? "" : `: ${record.collected.map(printSlot).join(", ")}`;
      return `t${record.token} loop ${record.index} ${record.how}${collected}`;
    }
    case "loopEnded":
      return `t${record.token} loop ended`;
    default:
      return printRest(record);
  }
}

type First =
  | "received"
  | "tokenCreated"
  | "tokenMoved"
  | "tokenJoined"
  | "tokenEnded"
  | "joinFired"
  | "joinAbsorbed"
  | "frameOpened"
  | "frameClosed"
  | "variablesSet"
  | "activityStarted"
  | "activityCompleted"
  | "activityFailed"
  | "loopStarted"
  | "loopAdvanced"
  | "loopEnded";

function printRest(record: Exclude<JournalRecord, { type: First }>): string {
  switch (record.type) {
    case "jobStaged": {
      const { job } = record;
      const secrets = job.secrets === undefined ? "" : `, secrets: ${JSON.stringify(job.secrets)}`;
      const unknowns = job.unknowns === undefined ? "" : `, unknowns: ${JSON.stringify(job.unknowns)}`;
      return `${effectId(job.effect)} staged: ${job.kind} ${job.executor} ${JSON.stringify(job.request)}${secrets}${unknowns}`;
    }
    case "jobDecided":
      return `${effectId(record.effect)} ${printVerdict(record.verdict)}, ${record.stage}`;
    case "jobReviewed": {
      const { by, verdict } = record.approval;
      return `${effectId(record.effect)} ${by}: ${verdict}${record.counts ? "" : ` doesn't count, ${record.why}`}`;
    }
    case "jobStarted":
      return `${effectId(record.effect)} started`;
    case "jobSettled":
      return `${effectId(record.effect)} settled${record.late ? " too late" : ""}: ${printOutcome(record.outcome)}`;
    case "jobCancelled":
      return `${effectId(record.effect)} ${record.started ? "cancelled" : "withdrawn"}`;
    case "waitOpened":
      return `${printWait(record.wait)}`;
    case "waitFired": {
      const payload = record.payload === null ? "" : ` ${printSlot(record.payload)}`;
      const again =
        record.dueAtMs === undefined
          ? ""
          : `, again at ${record.dueAtMs}${record.left == null ? "" : ` (${record.left} left)`}`;
      return `w${record.wait} fired${payload}${record.assumed ? ", assumed" : ""}${record.stays ? ", stays" : ""}${again}`;
    }
    case "conditionSeen":
      return `w${record.wait} is ${record.is}`;
    case "waitClosed":
      return `w${record.wait} closed`;
    case "throwReached":
      return `t${record.token} throws ${record.index}`;
    case "raised": {
      const name = record.name === undefined ? "" : ` ${record.name}`;
      return `${record.what}${name} raised${record.token === null ? "" : ` by t${record.token}`}, caught by ${record.caughtBy.length === 0 ? "nobody" : record.caughtBy.join(", ")}`;
    }
    case "handlerFired":
      return `handler ${record.handler} of ${record.of === "token" ? "t" : "f"}${record.owner} fired${record.interrupting ? "" : ", not interrupting"}`;
    case "messageBuffered":
      return `message ${record.name} kept as ${record.id}`;
    case "messageTaken":
      return `message ${record.id} taken`;
    case "compensationQueued":
      return `t${record.token} undoes ${record.of === null ? "all" : record.of} of f${record.frame}${record.wait ? "" : ", not waited for"}`;
    case "compensationNext":
      return `t${record.token} undoes ${record.node}${record.expand ? ", by what it contains" : ""}`;
    case "compensationEnded":
      return `t${record.token} has undone`;
    case "choiceMade":
      return `t${record.token} chose ${record.option.join(" and ")} because ${record.because.join("; ")}`;
    case "entryPicked":
      return record.node === null ? `f${record.frame} takes no more entries` : `f${record.frame} entry ${record.node}`;
    case "incidentOpened":
      return `t${record.token} incident ${record.code}: ${record.message}`;
    case "incidentResolved":
      return `t${record.token} incident resolved: ${record.how.do}`;
    case "statusChanged": {
      const failure = record.failure === undefined ? "" : ` (${record.failure.code}: ${record.failure.message})`;
      return `${record.status}${failure}${record.outputs === undefined ? "" : ` with${assigned(record.outputs)}`}`;
    }
    case "ignored":
      return `ignored: ${record.why}`;
    default:
      return assertNever(record);
  }
}

export function printEffect(effect: Effect): string {
  switch (effect.type) {
    case "decide": {
      const { job, approvals } = effect.request;
      return `! decide ${effectId(job.effect)}${approvals.length === 0 ? "" : ` with ${approvals.map((a) => a.by).join(", ")}`}`;
    }
    case "review": {
      const { job, count, have, roles, grants } = effect.request;
      return `! review ${effectId(job.effect)}, ${have} of ${count}${roles === undefined ? "" : `, roles ${roles.join(", ")}`}${grants === undefined ? "" : `, grants ${grants.join(", ")}`}`;
    }
    case "dispatch":
      return `! dispatch ${effectId(effect.invocation.job.effect)}`;
    case "invoke": {
      const { job, constraints, deadlineMs } = effect.invocation;
      return `! invoke ${effectId(job.effect)} at ${job.node}${constraints === undefined ? "" : ` within ${JSON.stringify(constraints)}`}${deadlineMs === undefined ? "" : ` by ${deadlineMs}`}`;
    }
    case "cancel":
      return `! cancel ${effectId(effect.effect)}`;
    case "wakeAt":
      return `! wake at ${effect.atMs ?? "no time"}`;
    case "listen":
      return `! listen w${effect.wait.id}`;
    case "unlisten":
      return `! unlisten w${effect.wait}`;
    case "finished":
      return `! finished ${effect.status}`;
    default:
      return assertNever(effect);
  }
}

function tokens(ids: readonly number[]): string {
  return ids.length === 0 ? "nothing" : ids.map((id) => `t${id}`).join(", ");
}

/** `r.7.1` as `j7.1`: the first job of token 7. */
function effectId(effect: string): string {
  return effect.replace(/^r\./, "j");
}

export function printSlot(slot: Slot): string {
  // Hashes change with every byte of the plan, and say nothing here.
  if ("json" in slot) return JSON.stringify(slot.json).replace(/[0-9a-f]{64}/g, "…");
  if ("unknown" in slot) return `unknown (${slot.unknown})`;
  return "secret" in slot ? slot.secret : slot.pointer.uri;
}

function assigned(set: readonly (readonly [string, Slot])[]): string {
  return set.map(([name, slot]) => ` ${name} = ${printSlot(slot)}`).join(",");
}

function printVerdict(verdict: Verdict): string {
  return `${verdict.decision}${verdict.rule === "r" ? "" : ` by ${verdict.rule}`}`;
}

function printOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ok":
      return `ok ${printSlot(outcome.output)}`;
    case "failed":
      return `failed ${outcome.code}: ${outcome.message}`;
    case "unknown":
      return `unknown: ${outcome.reason}`;
    case "cancelled":
      return "cancelled";
    default:
      return assertNever(outcome);
  }
}

function printWait(wait: WaitFacts): string {
  const owner = wait.token === undefined ? `f${wait.frame}` : `t${wait.token}`;
  const what = wait.purpose === "handler" ? `handler ${wait.handler} of ${owner}` : `${owner} ${wait.purpose}`;
  const name = wait.name === undefined ? "" : ` ${wait.name}`;
  const key = wait.key === undefined ? "" : ` key ${JSON.stringify(wait.key)}`;
  const due = wait.dueAtMs === undefined ? "" : ` at ${wait.dueAtMs}${wait.left == null ? "" : ` (${wait.left} left)`}`;
  return `w${wait.id} ${what} waits for ${wait.kind}${name}${key}${due}${wait.is === true ? ", true now" : ""}`;
}
