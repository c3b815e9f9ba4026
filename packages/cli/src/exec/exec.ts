/** `rb exec FILE`: a `runbook/v0` document in its own form of command, with its exit codes and its files. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { EXEC } from "@rb/ir";
import { type Clock, UnrunnableError } from "@rb/kernel";
import { StoreError, systemClock } from "@rb/store";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { actorOf } from "../durable/actor.js";
import { type Executors, executorsOf } from "../durable/means.js";
import { storeDirectory } from "../durable/session.js";
import { type ExitCode, execCode } from "../exit-code.js";
import { readInputs } from "../inputs.js";
import { momentOf } from "../moment.js";
import { printable } from "../printable.js";
import { idleAnswers } from "../running/answers-file.js";
import type { Terminal } from "../terminal.js";
import { answersFor, withReused } from "./answers.js";
import { beginRun } from "./begin-run.js";
import { carryOutDry, carryOutLive, type Means, type Wanted } from "./carry-out.js";
import { ExecRun } from "./exec-run.js";
import { ExecTrouble, tellTrouble } from "./exec-trouble.js";
import { governedBy } from "./governance.js";
import { type OpenRunbook, openV0 } from "./open-v0.js";
import type { PreparedAnswers } from "./prepared-answers.js";
import { Progress } from "./progress.js";
import { type Redaction, redactionOf } from "./redaction.js";
import { unnamedApprovals } from "./replay-evidence.js";
import { jsonReport, textReport } from "./report.js";
import type { ExecMode, StepResult } from "./run-state.js";
import { readScenario, scenarioExecutor } from "./scenario.js";

/** `rb exec FILE` */
export const exec: CommandRun = async (args, terminal) => {
  try {
    return await execWith(args, terminal, await executorsOf(args));
  } catch (error) {
    const json = args.flag("json");
    if (error instanceof UnrunnableError) {
      for (const diagnostic of error.diagnostics)
        terminal.err.write(`${diagnosticText(diagnostic, new Map(), terminal.err.paint)}\n`);
      return execCode.invalid;
    }
    if (!(error instanceof ExecTrouble) && !(error instanceof StoreError)) throw error;
    tellTrouble(error, json, terminal);
    if (error instanceof ExecTrouble) return error.exit;
    return args.flag("resume") ? execCode.notResumed : execCode.invalid;
  }
};

/** With these executors in mode `real`. @throws ExecTrouble before anything has happened. */
export async function execWith(args: Arguments, terminal: Terminal, executors: Executors): Promise<ExitCode> {
  const mode = (args.text("mode") ?? "dry-run") as ExecMode;
  if (mode !== "dry-run" && args.flag("at")) throw new UsageError("Option '--at' is for --mode dry-run.");
  const runbook = await openV0(args, terminal);
  const actor = actorOf(args, "as");
  const { answers, means } = await inPlaceOfTheWorld(args, mode, runbook, { actor, executors });
  const inputs = await readInputs(args, runbook.bundle, runbook.languages);
  for (const warning of [...inputs.warnings, ...idleAnswers(answers.answers, runbook.bundle)])
    terminal.err.write(`rb: ${printable(warning)}\n`);
  const rules = runbook.graph.governance ?? {};
  const redaction = redactionOf(rules);
  const { redact } = redaction;
  const begun = beginRun(args, mode, runbook, { actor, inputs, redact });
  const { beginning, directory } = begun;

  const { out } = terminal;
  const facts = {
    run: beginning.run_id,
    file: runbook.file,
    title: redact(runbook.graph.name ?? runbook.graph.id),
    mode,
    steps: runbook.plan.length,
    done: begun.done,
    directory: join(storeDirectory(args), "runs", beginning.run_id),
  };
  const report = args.flag("json") ? jsonReport(facts, out) : textReport(facts, redact, out);
  const progress = new Progress(
    runbook,
    beginning,
    { ...redaction, full: rules.storeOutput === true },
    answers.answered,
  );
  const run = new ExecRun(runbook.plan, { progress, directory, report, redact }, answers.attachments);
  const wanted: Wanted = {
    bundle: begun.bundle,
    languages: runbook.languages,
    run: `${beginning.run_id}-${randomBytes(4).toString("hex")}`,
    actor,
    inputs: begun.inputs,
    secrets: inputs.secrets,
    decisionPoint: governedBy(runbook.bundle, runbook.denied),
    answers: answers.answers,
  };
  report.begin();
  try {
    const result =
      mode === "dry-run"
        ? await carryOutDry(wanted, momentOf(args), run.see)
        : await carryOutLive(wanted, { ...means(beginning.history, redaction), journal: { append: run.append } });
    return await run.end(result);
  } catch (error) {
    // What has been done can't be written down any more, so no more is done.
    if (!(error instanceof StoreError)) throw error;
    tellTrouble(error, args.flag("json"), terminal);
    return execCode.failed;
  }
}

interface InPlace {
  readonly answers: PreparedAnswers;
  /** For a run with this history. */
  readonly means: (history: readonly StepResult[], redaction: Redaction) => Omit<Means, "journal">;
}

/** What answers, and what does things, by mode. */
async function inPlaceOfTheWorld(
  args: Arguments,
  mode: ExecMode,
  { plan }: OpenRunbook,
  { actor, executors }: { readonly actor: string; readonly executors: Executors },
): Promise<InPlace> {
  const file = args.text("scenario");
  if (mode !== "replay") {
    if (file !== undefined) throw new UsageError("Option '--scenario' is for --mode replay.");
    if (mode === "real" && !Object.hasOwn(executors, EXEC) && plan.some(({ kind }) => kind === "cli"))
      throw noCommands();
    return { answers: await answersFor(args, mode, plan, actor), means: () => ({ executors, clock: systemClock }) };
  }
  const scenario = await readScenario(file);
  const answers = withReused(await answersFor(args, mode, plan, actor), plan, scenario, file as string);
  return {
    answers,
    means: (history, redaction) => ({
      executors: { [EXEC]: scenarioExecutor(scenario, history, redaction) },
      clock: standstill(Date.now()),
      approvals: unnamedApprovals(answers.answers, plan),
    }),
  };
}

/** In a replay no time passes, so that how fast the machine is changes nothing. */
function standstill(nowMs: number): Clock {
  return { now: () => nowMs, sleep: systemClock.sleep };
}

function noCommands(): ExecTrouble {
  return new ExecTrouble(
    "exec/no-command-executor",
    "Nothing that starts commands is installed here, so this runbook can't be carried out for real.",
    "Look at it with --mode dry-run, or play it with --mode replay --scenario FILE.",
  );
}
