/** Everything that stands in the world's place, by mode. */
import { dirname } from "node:path";
import type { Answers } from "@rb/kernel";
import type { Arguments } from "../command.js";
import { readAnswers } from "../running/answers-file.js";
import { ExecTrouble } from "./exec-trouble.js";
import { type PreparedAnswers, prepareAnswers } from "./prepared-answers.js";
import { reusedAnswers } from "./replay-evidence.js";
import type { ExecMode } from "./run-state.js";
import type { Scenario } from "./scenario.js";
import type { PlannedStep } from "./step-plan.js";

/** @throws ExecTrouble where an answer is not what its step needs. */
export async function answersFor(
  args: Arguments,
  mode: ExecMode,
  plan: readonly PlannedStep[],
  actor: string,
): Promise<PreparedAnswers> {
  const file = args.text("answers");
  const given = file === undefined ? {} : await readAnswers(file);
  const prepared = prepareAnswers(given, plan, file === undefined ? "." : dirname(file));
  if (mode === "dry-run") return prepared;
  const command = plan.find(({ id, kind }) => kind === "cli" && prepared.answered.has(id));
  if (command !== undefined)
    throw new ExecTrouble(
      "exec/bad-answer",
      `Step '${command.id}' is a command, which nobody answers for in this mode.`,
      "Take the answer out, or look at what would come of it with --mode dry-run.",
    );
  return mode === "real" ? { ...prepared, answers: signed(prepared.answers, actor) } : prepared;
}

/** Who gives the answers gives the approvals that name nobody: one person, however many are asked for. */
function signed(answers: Answers, actor: string): Answers {
  const approvals = Object.entries(answers.approvals ?? {}).map(([id, approval]) => [id, { by: actor, ...approval }]);
  return { ...answers, approvals: Object.fromEntries(approvals) };
}

/** `file` is the scenario's. @throws ExecTrouble where a file is not the one that was handed in. */
export function withReused(
  own: PreparedAnswers,
  plan: readonly PlannedStep[],
  scenario: Scenario,
  file: string,
): PreparedAnswers {
  const reused = prepareAnswers(reusedAnswers(own.answered, plan, scenario), plan, dirname(file));
  for (const id of reused.answered)
    for (const [name, { path, sha256, size }] of scenario.evidence.get(id) ?? []) {
      if (sha256 === undefined) continue;
      const bytes = reused.attachments.get(sha256);
      if (bytes !== undefined && bytes.length === (size ?? bytes.length)) continue;
      throw new ExecTrouble(
        "exec/bad-scenario",
        `'${path}' is not the file that was handed in as '${name}' of '${id}': its hash or its size is another.`,
        "Restore the file, or record the scenario anew.",
      );
    }
  return {
    answers: {
      ...own.answers,
      steps: { ...own.answers.steps, ...reused.answers.steps },
      approvals: { ...own.answers.approvals, ...reused.answers.approvals },
    },
    answered: new Set([...own.answered, ...reused.answered]),
    attachments: new Map([...own.attachments, ...reused.attachments]),
  };
}
