/** What a run waits for, for people. */
import { jobLines } from "../running/job-text.js";
import { type ExpectedOutput, shortNames } from "./expected-output.js";
import type { Pending } from "./pending.js";
import { timeText } from "./times.js";

/** What it is, and what it asks for, indented. */
export function pendingLines(pending: Pending): readonly string[] {
  const { title } = pending;
  switch (pending.kind) {
    case "approval": {
      const { count, have, roles = [], grants = [] } = pending.review;
      const by = [
        ...(roles.length === 0 ? [] : [`by ${roles.join(" or ")}`]),
        ...grants.map((grant) => `with the grant ${grant}`),
      ];
      return [
        `approval of '${title}', ${have} of ${count}${by.length === 0 ? "" : `, ${by.join(", ")}`}`,
        ...jobDetails(pending),
      ];
    }
    case "manual":
      return [`a person to do '${title}'`, ...givesLine(pending.gives), ...jobDetails(pending)];
    case "outcome":
      return [`the outcome of '${title}'`, ...jobDetails(pending)];
    case "event": {
      const { kind, name, key, dueAtMs, purpose } = pending.wait;
      const what =
        kind === "timer" ? `time, until ${timeText(dueAtMs ?? 0)}` : `${kind}${name === undefined ? "" : ` '${name}'`}`;
      const keyed = key === undefined ? "" : ` with the key ${JSON.stringify(key)}`;
      return [`${what}${keyed}: ${purposes[purpose]} '${title}'`];
    }
  }
}

const purposes = {
  arm: "leads on from",
  handler: "interrupts, or happens beside,",
  retry: "tries again",
  attempt: "ends the attempt at",
  expiry: "ends the decision on",
} as const;

function jobDetails({ job }: Exclude<Pending, { kind: "event" }>): readonly string[] {
  return [...jobLines(job), `effect ${job.effect}, hash ${job.hash}`].map((line) => `  ${line}`);
}

function givesLine(gives: ExpectedOutput): readonly string[] {
  return gives.names.length === 0 ? [] : [`  gives ${shortNames(gives).join(", ")}`];
}
