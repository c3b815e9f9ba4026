/** Whether a signature that verifies is also meant for this playbook, and for this time. */
import { type Json, type JsonObject, parseDateTime } from "@rb/ir";
import type { Report } from "./report.js";

/** Members that every signature needs (CACAO 2.0, signature), besides those without which nothing can be verified. */
const neededMembers = ["id", "created", "modified", "signee", "related_to", "related_version"];

/** Reports what a signature lacks, or has of another type; whether it is a signature at all. */
export function checkMembers(signature: JsonObject, report: Report): boolean {
  for (const name of neededMembers) if (typeof signature[name] !== "string") report("missing-member", { name });
  if (signature.type === "jss") return true;
  report("wrong-type", { isOld: signature.type === "signature" }, "type");
  return false;
}

/** Whether the signature is in force at a time: not revoked, and neither too early nor too late. */
export function isInForce(signature: JsonObject, nowMs: number, report: Report): boolean {
  // A revoked signature's times are of no matter (CACAO 2.0, signature: revoked).
  if (isTrue(signature.revoked)) {
    report("revoked", {}, "revoked");
    return false;
  }
  const from = timeOf(signature, "valid_from", report);
  const until = timeOf(signature, "valid_until", report);
  if (from === "bad" || until === "bad") return false;
  if (from !== null && until !== null && until <= from) {
    report("time-order", {}, "valid_until");
    return false;
  }
  if (from !== null && nowMs < from) report("not-yet-valid", { from: textOf(signature.valid_from) }, "valid_from");
  else if (until !== null && nowMs >= until) report("expired", { until: textOf(signature.valid_until) }, "valid_until");
  else return true;
  return false;
}

/** Whether the signature says that it is for this playbook, and for this version of it. */
export function isForPlaybook(signature: JsonObject, playbook: JsonObject, report: Report): boolean {
  const { related_to, related_version } = signature;
  if (related_to !== undefined && related_to !== playbook.id)
    report("other-playbook", { id: textOf(related_to) }, "related_to");
  else if (related_version !== undefined && !isSameTime(related_version, playbook.modified))
    report("other-version", { modified: textOf(related_version) }, "related_version");
  else return true;
  return false;
}

/** Whether a member that is true or false is true; what is neither is taken for the worse. */
export function isTrue(value: Json | undefined): boolean {
  return value !== undefined && value !== false;
}

/** Epoch milliseconds; null when it isn't there. */
function timeOf(signature: JsonObject, name: string, report: Report): number | null | "bad" {
  const value = signature[name];
  if (value === undefined) return null;
  const time = typeof value === "string" ? parseDateTime(value) : null;
  if (time === null) report("bad-time", { name, value: textOf(value) }, name);
  return time ?? "bad";
}

function isSameTime(a: Json, b: Json | undefined): boolean {
  if (a === b) return true;
  return (
    typeof a === "string" && typeof b === "string" && parseDateTime(a) !== null && parseDateTime(a) === parseDateTime(b)
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
