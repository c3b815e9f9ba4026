/** Decisions, outcomes and waits in words. */

import type { Outcome, Verdict, WaitFacts } from "@rb/kernel";
import { isoTime } from "../iso-time.js";
import { preview, shortened } from "./timeline-entry.js";

export function verdictText({ decision, rule, reason }: Verdict): string {
  return `${decision} by rule '${rule}'${reason === undefined ? "" : `: ${reason}`}`;
}

export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ok":
      return preview(outcome.output);
    case "failed":
      return `failed with '${outcome.code}': ${shortened(outcome.message)}`;
    case "unknown":
      return `nobody knows whether it happened: ${shortened(outcome.reason)}`;
    case "cancelled":
      return "cancelled";
  }
}

export function awaited({ kind, name, purpose, dueAtMs }: WaitFacts): string {
  const due = dueAtMs === undefined ? "" : ` ${isoTime(dueAtMs)}`;
  if (purpose === "retry") return `the next attempt${due}`;
  if (purpose === "attempt") return `the end of its time${due}`;
  if (purpose === "expiry") return `the end of the time to decide${due}`;
  if (kind === "timer") return `the time${due}`;
  return name === undefined ? `a ${kind}` : `${kind} '${name}'`;
}
