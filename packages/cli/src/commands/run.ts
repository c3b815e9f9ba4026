import { randomUUID } from "node:crypto";
import { type Bundle, MANUAL, planHash } from "@rb/ir";
import type { Clock, DecisionPoint, RunLimits, RunOptions, RunResult } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { exitCode } from "../exit-code.js";
import { externalVariables, type Inputs, inputSlots, readInputs, shortName } from "../inputs.js";
import { openDocument } from "../open-document.js";
import { printable } from "../printable.js";
import { idleAnswers, readAnswers } from "../running/answers-file.js";
import { jsonReport, type RunFacts, type RunReport, textReport } from "../running/run-report.js";

/** `rb run FILE` */
export const run: CommandRun = async (args, terminal) => {
  const { out, err } = terminal;
  const loaded = await openDocument(args, terminal);
  const { bundle, format, code } = loaded;
  if (bundle === null || format === null || code !== exitCode.ok) return code;
  const inputs = await readInputs(args, bundle, loaded.languages);
  for (const warning of inputs.warnings) err.write(`rb: ${printable(warning)}\n`);

  const dry = !args.flag("live");
  if (!dry) requireInputs(bundle, inputs);
  const facts: RunFacts = {
    bundle,
    format,
    file: loaded.file,
    dry,
    run: dry ? "dry-run" : `run-${randomUUID()}`,
    plan: planHash(bundle, inputSlots(inputs)),
  };
  const report = args.flag("json") ? jsonReport(facts, out) : textReport(facts, out);
  const options = await runOptions(args, inputs, facts, report);
  for (const warning of idleAnswers(options.answers ?? {}, bundle)) err.write(`rb: ${printable(warning)}\n`);
  const kernel = await import("@rb/kernel");
  report.begin();
  try {
    const started = { ...options, languages: loaded.languages };
    // A dry run keeps the process busy without a pause, and leaves nothing behind: there, Ctrl-C simply ends the process.
    const result = dry
      ? { ...(await kernel.run(bundle, started)), interrupted: false }
      : await interruptible((signal) => kernel.run(bundle, { ...started, signal }));
    report.end(result);
    if (result.interrupted) return exitCode.interrupted;
    return result.status === "completed" && result.incidents.length === 0 ? exitCode.ok : exitCode.findings;
  } catch (error) {
    if (!(error instanceof kernel.UnrunnableError)) throw error;
    for (const diagnostic of error.diagnostics) err.write(`${diagnosticText(diagnostic, loaded.sources, err.paint)}\n`);
    return exitCode.findings;
  }
};

/** A dry run takes what is missing as unknown; a live one would fail at once, and had better not begin. */
function requireInputs(bundle: Bundle, { inputs, secrets }: Inputs): void {
  const declared = externalVariables(bundle);
  const missing = declared.filter(
    ({ name, required, init }) =>
      required === true && init === undefined && !Object.hasOwn(inputs, name) && !Object.hasOwn(secrets, name),
  );
  const names = missing.map(({ name }) => `--input ${shortName(name, declared)}=…`).join(" ");
  if (missing.length > 0) throw new UsageError(`A live run needs every required input; missing: ${names}`);
}

async function runOptions(
  args: Arguments,
  { inputs, secrets }: Inputs,
  facts: RunFacts,
  report: RunReport,
): Promise<RunOptions> {
  const answers = args.text("answers");
  return {
    inputs,
    secrets,
    run: facts.run,
    limits: limitsOf(args),
    onRecord: report.record,
    ...(answers === undefined ? {} : { answers: await readAnswers(answers) }),
    ...(facts.dry ? {} : { mode: "live", clock: systemClock, decisionPoint: peopleOnly }),
  };
}

const limitOptions: readonly (readonly [limit: keyof RunLimits, option: string])[] = [
  ["maxRecords", "max-records"],
  ["maxIterations", "max-iterations"],
  ["maxTokens", "max-tokens"],
  ["maxWorlds", "max-worlds"],
];

function limitsOf(args: Arguments): Partial<RunLimits> {
  const given = limitOptions.map(([limit, option]) => [limit, args.number(option)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** No executor comes with `rb`: live, people may act, and everything else is refused before it is even asked for. */
const peopleOnly: DecisionPoint = {
  policy: () => "people-only",
  decide: ({ job }) =>
    job.executor === MANUAL || job.kind === "review"
      ? { decision: "allow", rule: "people", policy: "people-only" }
      : {
          decision: "deny",
          rule: "no-executor",
          policy: "people-only",
          reason: `no executor is installed for '${job.executor}', so nothing was done`,
        },
};

const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
    }),
};

/** The first Ctrl-C cancels the run in good order, the second ends the process. */
async function interruptible(
  work: (signal: AbortSignal) => Promise<RunResult>,
): Promise<RunResult & { readonly interrupted: boolean }> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt);
  try {
    return { ...(await work(controller.signal)), interrupted: controller.signal.aborted };
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}
