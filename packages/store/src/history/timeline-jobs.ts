/** Jobs: decided, reviewed by people, dispatched, settled. */
import { type Json, MANUAL } from "@rb/ir";
import type { Approval, RecordOf } from "@rb/kernel";
import type { Scene } from "./scene.js";
import { pointerTo, preview, shortened } from "./timeline-entry.js";
import { atJob, type Told } from "./timeline-place.js";
import type { Story } from "./timeline-story.js";
import { outcomeText, verdictText } from "./timeline-words.js";

const REUSED = "reused from the earlier run";

export function jobDecided(record: RecordOf<"jobDecided">, scene: Scene, story: Story): readonly Told[] {
  const { effect, verdict, stage } = record;
  story.decided(record);
  // With enough approvals, or under another policy, the decision point is asked once more; the verdict is then the old one.
  if (stage === "deciding" && verdict.decision !== "deny")
    return [atJob(effect, scene, { eventType: "decision.asked-again", message: (name) => name })];
  const reused = story.isReused(effect) ? `, as its result is ${REUSED}` : "";
  const decision = atJob(effect, scene, {
    level: verdict.decision === "deny" ? "warning" : "info",
    eventType: "decision.made",
    message: (name) => `${name}: ${verdictText(verdict)}${reused}`,
    data: { decision: verdict.decision, rule: verdict.rule, policy: verdict.policy },
  });
  if (stage === "started") return [decision, dispatched(effect, scene, story)];
  const asked = { eventType: "approval.requested", message: (name: string) => name };
  return stage === "reviewing" ? [decision, atJob(effect, scene, asked)] : [decision];
}

export function jobStarted({ effect }: RecordOf<"jobStarted">, scene: Scene, story: Story): readonly Told[] {
  return [dispatched(effect, scene, story)];
}

function dispatched(effect: string, scene: Scene, story: Story): Told {
  if (story.isReused(effect)) {
    const message = (name: string) => `${name}: not carried out, its result is ${REUSED}`;
    return atJob(effect, scene, { eventType: "job.reused", message });
  }
  const executor = scene.jobs.get(effect)?.job.executor ?? "";
  return atJob(effect, scene, {
    eventType: "job.dispatched",
    message: (name) => `${name}: ${executor === MANUAL ? "to a person" : `to executor ${executor}`}`,
  });
}

export function jobSettled(record: RecordOf<"jobSettled">, scene: Scene, story: Story): readonly Told[] {
  const { effect, outcome, late } = record;
  const isReused = story.isReused(effect);
  const notes = `${isReused ? `, ${REUSED}` : ""}${late ? ", too late to matter" : ""}`;
  const told = atJob(effect, scene, {
    level: outcome.kind === "ok" ? "info" : outcome.kind === "unknown" ? "error" : "warning",
    eventType: "job.settled",
    message: (name) => `${name}: ${outcomeText(outcome)}${notes}`,
    data: { outcome: outcome.kind, late, ...(isReused ? { reused: true } : {}) },
  });
  const actor = story.settledBy(effect, scene);
  story.over(effect);
  const result = pointerTo(outcome.kind === "ok" ? outcome.output : null, scene.point);
  return [{ ...told, result, ...(actor === null ? {} : { actor }) }];
}

export function jobReviewed(record: RecordOf<"jobReviewed">, scene: Scene, story: Story): readonly Told[] {
  const { effect, approval, counts, why } = record;
  const isApproval = approval.verdict === "approve";
  const given = isApproval ? "approval.given" : "approval.rejected";
  const uncounted = counts ? "" : `, which does not count: ${why ?? ""}`;
  const comment = approval.comment === undefined ? "" : `: ${shortened(approval.comment)}`;
  const handedInBy = story.actor(scene);
  return [
    {
      ...atJob(effect, scene, {
        level: counts && isApproval ? "info" : "warning",
        eventType: counts ? given : "approval.ignored",
        message: (name) => `${approval.by} ${isApproval ? "approves" : "rejects"} ${name}${comment}${uncounted}`,
        result: scene.point,
        data: {
          ...saidIn(approval),
          counts,
          ...(handedInBy === null || handedInBy === approval.by ? {} : { handedInBy }),
        },
      }),
      actor: approval.by,
    },
  ];
}

/** What an auditor asks for; the whole of it stands in the record. */
function saidIn({ verdict, hash, roles, grants, comment, evidence }: Approval): { readonly [name: string]: Json } {
  return {
    verdict,
    hash,
    ...(roles === undefined ? {} : { roles: [...roles] }),
    ...(grants === undefined ? {} : { grants: [...grants] }),
    ...(comment === undefined ? {} : { comment: shortened(comment, LONGEST_COMMENT) }),
    ...(evidence === undefined ? {} : { evidence: previews(evidence) }),
  };
}

/** Characters. */
const LONGEST_COMMENT = 2000;

/** Entries, not assignments: a name may be one that every object knows. */
function previews(evidence: NonNullable<Approval["evidence"]>): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(evidence).map(([name, json]) => [name, preview({ json })]));
}
