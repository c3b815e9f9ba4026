/** What somebody is about to approve or reject: everything that the hash is about, readable. */
import type { GateNode } from "@rb/ir";
import { printable } from "../printable.js";
import { jobLines } from "../running/job-text.js";
import type { Paint } from "../terminal.js";
import type { PendingOf } from "./pending.js";

export function reviewText(
  run: string,
  { job, title, review }: PendingOf<"approval">,
  gate: GateNode | null,
  paint: Paint,
): string {
  const fact = (name: string, value: string): string => `  ${paint("dim", name.padEnd(9))}${printable(value)}`;
  const { roles = [], grants = [], count, have } = review;
  return [
    paint("bold", printable(title)),
    fact("run", run),
    fact("step", `${job.node}${job.attempt > 1 ? `, attempt ${job.attempt}` : ""}`),
    ...(gate === null ? [fact("executor", job.executor)] : []),
    ...jobLines(job).map((line) => fact("asks", line)),
    fact(
      "needs",
      `${count} in all, has ${have}${roles.length === 0 ? "" : `; one of the roles ${roles.join(", ")}`}${grants.length === 0 ? "" : `; the grants ${grants.join(", ")}`}`,
    ),
    ...(gate?.evidence ?? []).map(({ name, kind, description, required }) =>
      fact(
        "evidence",
        `${name} (${kind}${required === false ? ", optional" : ""})${description === undefined ? "" : `: ${description}`}`,
      ),
    ),
    fact("effect", job.effect),
    fact("hash", job.hash),
    "",
  ].join("\n");
}
