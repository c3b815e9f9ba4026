import { isFinal } from "@rb/kernel";
import { type CommandRun, UsageError } from "../command.js";
import { driveToRest } from "../durable/drive-to-rest.js";
import { findRun } from "../durable/find-run.js";
import { openRun } from "../durable/open-run.js";
import { needsItsOwnHost, optionsFor, takeUpText } from "../durable/own-host.js";
import { resumeAll } from "../durable/resume-all.js";
import { durable } from "../durable/session.js";
import { commandLine } from "../durable/shell-words.js";
import { exitCode } from "../exit-code.js";

/** `rb resume RUN | --all` */
export const resume: CommandRun = durable(async (session, args) => {
  const [wanted] = args.operands;
  if (args.flag("all") === (wanted !== undefined))
    throw new UsageError("Say which run to resume, or --all: rb resume RUN, rb resume --all.");
  if (wanted === undefined) return resumeAll(session);
  const run = findRun(session.store, wanted);
  const { bundle, header, state } = await openRun(session, run);
  const options = optionsFor(header, session.executors);
  if (options.length > 0 && !isFinal(state.status) && !needsItsOwnHost(header))
    throw new UsageError(
      `Run ${run} was started with ${options.join(" ")}, and goes on with it: ${takeUpText(run, header)}`,
    );
  const leave = (): never => {
    session.terminal.err.write(
      `rb: Left as it is. To go on: ${takeUpText(run, header)}; to end it: ${commandLine("rb", "cancel", run)}\n`,
    );
    process.exit(exitCode.interrupted);
  };
  return driveToRest(session, bundle, async (host) => ({ run, result: host.resume(run) }), leave);
});
