/** Answers as this form of command takes them: held against what each step asks for, with the files that are handed in. */
import { type Evidence, isJsonObject, type Json, type NodeId } from "@rb/ir";
import type { Answers, StepAnswer } from "@rb/kernel";
import { ExecTrouble } from "./exec-trouble.js";
import { HandedInFiles } from "./handed-in-files.js";
import { type PlannedStep, takesAnyExitCode } from "./step-plan.js";

export interface PreparedAnswers {
  readonly answers: Answers;
  /** The steps that they answer. */
  readonly answered: ReadonlySet<NodeId>;
  /** Files that are handed in, by hash. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
}

/** `folder`: what the names of files are relative to. @throws ExecTrouble */
export function prepareAnswers(answers: Answers, plan: readonly PlannedStep[], folder: string): PreparedAnswers {
  const attachments = new Map<string, Uint8Array>();
  const files = new HandedInFiles(folder, attachments);
  const steps: [string, StepAnswer | readonly StepAnswer[]][] = [];
  const approvals: [string, NonNullable<Answers["approvals"]>[string]][] = [];
  for (const step of plan) {
    const answer = find(answers.steps, step);
    if (answer !== undefined) steps.push([step.id, each(answer, (one) => answerOf(step, one, files))]);
    const approval = find(answers.approvals, step);
    if (approval !== undefined) {
      const { evidence } = approval;
      const handedIn =
        evidence === undefined ? {} : { evidence: Object.fromEntries(handedInFor(step.evidence, evidence, files)) };
      approvals.push([step.id, { ...approval, ...handedIn }]);
    }
  }
  const answered = new Set([...steps, ...approvals].map(([id]) => id as NodeId));
  const idle = idleIn(plan);
  return {
    answers: {
      ...answers,
      steps: Object.fromEntries([...idle(answers.steps), ...steps]),
      approvals: Object.fromEntries([...idle(answers.approvals), ...approvals]),
    },
    answered,
    attachments,
  };
}

/** What is for no step stays as it is: somebody is told of it. */
function idleIn(plan: readonly PlannedStep[]): <T>(table: { readonly [name: string]: T } | undefined) => [string, T][] {
  const names = new Set<string>(plan.flatMap(({ id, title }) => [id, title]));
  return (table) => Object.entries(table ?? {}).filter(([name]) => !names.has(name));
}

/** By id, else by name, as everywhere. */
function find<T>(table: { readonly [name: string]: T } | undefined, { id, title }: PlannedStep): T | undefined {
  const name = [id, title].find((candidate) => table !== undefined && Object.hasOwn(table, candidate));
  return name === undefined ? undefined : table?.[name];
}

function each<T>(value: T | readonly T[], change: (one: T) => T): T | readonly T[] {
  return Array.isArray(value) ? value.map(change) : change(value as T);
}

function answerOf(step: PlannedStep, answer: StepAnswer, files: HandedInFiles): StepAnswer {
  if (!("output" in answer)) return answer;
  return step.kind === "cli" ? commandAnswer(step, answer.output) : personAnswer(step, answer.output, files);
}

/** Such a text alone is what the command printed. Without a code it ended well. */
function commandAnswer(step: PlannedStep, output: Json): StepAnswer {
  const said = typeof output === "string" ? { stdout: output } : output;
  if (!isJsonObject(said)) throw bad(step, "has to be a text, or an object with stdout, stderr and exitCode");
  const { stdout = "", stderr = "", exitCode = 0, ...rest } = said;
  const [more] = Object.keys(rest);
  if (more !== undefined) throw bad(step, `has '${more}'; a command gives stdout, stderr and exitCode`);
  if (typeof stdout !== "string" || typeof stderr !== "string")
    throw bad(step, "has to have texts as stdout and stderr");
  if (typeof exitCode !== "number" || !Number.isInteger(exitCode))
    throw bad(step, "has to have a whole number as exitCode");
  if (exitCode !== 0 && !takesAnyExitCode(step))
    return { fail: { code: "exit-code", message: `The command ended with the exit code ${exitCode}.` } };
  return { output: { stdout, stderr, exitCode } };
}

/** Without its evidence a step isn't done. */
function personAnswer({ evidence: asked }: PlannedStep, output: Json, files: HandedInFiles): StepAnswer {
  const given = isJsonObject(output) ? handedInFor(asked, output, files) : new Map<string, Json>();
  const lacking = asked.find((piece) => !isComplete(piece, given.get(piece.name)));
  if (lacking !== undefined)
    return {
      fail: { code: "missing-evidence", message: `The evidence '${lacking.name}' is missing or not complete.` },
    };
  return { output: isJsonObject(output) ? Object.fromEntries(given) : output };
}

function isComplete({ kind, items = [] }: Evidence, value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (kind !== "checklist") return true;
  return Array.isArray(value) && items.every((item) => value.includes(item));
}

/** Items of a checklist may be a list of those that are ticked, or a map that says of each whether it is. */
function handedInFor(
  asked: readonly Evidence[],
  given: { readonly [name: string]: Json },
  files: HandedInFiles,
): ReadonlyMap<string, Json> {
  const kinds = new Map(asked.map(({ name, kind }) => [name, kind]));
  return new Map(
    Object.entries(given).map(([name, value]) => {
      const kind = kinds.get(name);
      if (kind === "attachment" && typeof value === "string" && value !== "") return [name, files.take(value)];
      if (kind === "checklist" && isJsonObject(value))
        return [name, Object.keys(value).filter((item) => value[item] === true)];
      return [name, value];
    }),
  );
}

function bad({ id }: PlannedStep, why: string): ExecTrouble {
  return new ExecTrouble(
    "exec/bad-answer",
    `The answer 'steps: ${id}' ${why}.`,
    "For example: { output: { stdout: ok, exitCode: 0 } }",
  );
}
