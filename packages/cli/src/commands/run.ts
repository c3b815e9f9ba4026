import { governed } from "@rb/executors";
import { type Bundle, type CommandRefusal, planHash } from "@rb/ir";
import type { RunLimits, RunOptions } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type Inputs, inputSlots, readInputs } from "../inputs.js";
import type { LoadedFile } from "../load-file.js";
import { momentOf } from "../moment.js";
import { openDocument } from "../open-document.js";
import { printable } from "../printable.js";
import { idleAnswers, readAnswers } from "../running/answers-file.js";
import { limitOptions } from "../running/limit-options.js";
import { isPlanAsked } from "../running/plan-hash-option.js";
import { jsonReport, type RunFacts, textReport } from "../running/run-report.js";
import type { Terminal } from "../terminal.js";
import { isWithinTlp } from "../tlp.js";
import { validityWarnings } from "../validity.js";

/** `rb run FILE` */
export const run: CommandRun = async (args, terminal) => {
  const loaded = await openDocument(args, terminal);
  const { bundle, code } = loaded;
  if (bundle === null || code !== exitCode.ok) return code;
  if (!isWithinTlp(bundle, args, terminal) || !(await isSignedIfRequired(loaded, args, terminal)))
    return exitCode.findings;
  const nowMs = momentOf(args);
  for (const warning of validityWarnings(bundle, nowMs)) terminal.err.write(`rb: ${printable(warning)}\n`);
  const inputs = await readInputs(args, bundle, loaded.languages);
  for (const warning of inputs.warnings) terminal.err.write(`rb: ${printable(warning)}\n`);
  if (!isPlanAsked(bundle, inputs, args, terminal)) return exitCode.findings;
  const options = await runOptions(args, inputs);
  for (const warning of idleAnswers(options.answers ?? {}, bundle)) terminal.err.write(`rb: ${printable(warning)}\n`);
  if (!args.flag("live")) {
    refuseLiveOptions(args);
    return dryRun({ ...loaded, bundle }, { args, inputs, options }, nowMs, terminal);
  }
  if (args.flag("at")) throw new UsageError("Option '--at' is for dry runs: a live one begins now.");
  const { runLive } = await import("../durable/run-live.js");
  return runLive({ ...loaded, bundle }, { args, inputs, options }, terminal);
};

/** What verifies signatures is loaded only where they are asked for. */
async function isSignedIfRequired(loaded: LoadedFile, args: Arguments, terminal: Terminal): Promise<boolean> {
  if (!args.flag("require-signature")) {
    if (args.flag("trust"))
      throw new UsageError("Option '--trust' is for signatures: give --require-signature as well.");
    return true;
  }
  const { isSignedAsRequired } = await import("../signing/require-signature.js");
  return isSignedAsRequired(loaded, args, terminal);
}

/** A document that can be run, and how. */
export type Runnable = LoadedFile & { readonly bundle: Bundle };
export interface Wanted {
  readonly args: Arguments;
  readonly inputs: Inputs;
  readonly options: Pick<RunOptions, "inputs" | "secrets" | "limits" | "answers">;
}

/** Rules of governance by which a step is denied. */
const refusals: ReadonlySet<string> = new Set<CommandRefusal["rule"]>(["allowedCommands", "deniedCommands"]);

async function dryRun(
  loaded: Runnable,
  { args, inputs, options }: Wanted,
  nowMs: number,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { bundle, format, file, languages } = loaded;
  const facts: RunFacts = {
    bundle,
    format,
    file,
    dry: true,
    run: "dry-run",
    plan: planHash(bundle, inputSlots(inputs)),
  };
  const report = args.flag("json") ? jsonReport(facts, out) : textReport(facts, out);
  const kernel = await import("@rb/kernel");
  report.begin();
  try {
    // It keeps the process busy without a pause, and leaves nothing behind: Ctrl-C simply ends the process.
    const decisionPoint = governed(kernel.onlyDryRuns("dry-run"), bundle);
    let isDenied = false;
    const onRecord: RunOptions["onRecord"] = (record, place) => {
      // On whichever way, and whatever the author has done about failures: a live run won't do that step.
      isDenied ||= record.type === "jobDecided" && refusals.has(record.verdict.rule);
      report.record(record, place);
    };
    const result = await kernel.run(bundle, { ...options, nowMs, run: facts.run, onRecord, decisionPoint, languages });
    report.end(result);
    const wentWell = result.status === "completed" && result.incidents.length === 0 && !isDenied;
    return wentWell ? exitCode.ok : exitCode.findings;
  } catch (error) {
    if (!(error instanceof kernel.UnrunnableError)) throw error;
    for (const diagnostic of error.diagnostics) err.write(`${diagnosticText(diagnostic, loaded.sources, err.paint)}\n`);
    return exitCode.findings;
  }
}

const liveOnly = ["allow-scripts", "store", "by", "idempotency-key", "run-title", "tenant", "label"];

/** Nobody should believe that a dry run was written down. */
function refuseLiveOptions(args: Arguments): void {
  const given = liveOnly.find((name) => args.flag(name));
  if (given !== undefined)
    throw new UsageError(`Option '--${given}' is for live runs: give --live as well. A dry run leaves nothing behind.`);
}

async function runOptions(args: Arguments, { inputs, secrets }: Inputs): Promise<Wanted["options"]> {
  const answers = args.text("answers");
  return {
    inputs,
    secrets,
    limits: limitsOf(args),
    ...(answers === undefined ? {} : { answers: await readAnswers(answers) }),
  };
}

function limitsOf(args: Arguments): Partial<RunLimits> {
  const given = Object.entries(limitOptions).map(([limit, option]) => [limit, args.number(option)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
