/** The in-process driver: what most people import. */
import type { Bundle, Diagnostic } from "@rb/ir";
import { problemOfSaved } from "./check-saved.js";
import { compile } from "./compile.js";
import { dryRun } from "./dry-run.js";
import type { Input } from "./envelope.js";
import { Host } from "./host.js";
import { notIJson } from "./i-json.js";
import { LiveRun } from "./live.js";
import type { Program } from "./program.js";
import type { Delivery, RunOptions, RunResult } from "./run-options.js";
import type { SavedState } from "./saved-state.js";

/** The bundle can't be run; `diagnostics` say why. */
export class UnrunnableError extends Error {
  override readonly name = "UnrunnableError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((d) => d.severity === "error");
    super(
      `This can't be run: ${errors[0]?.message ?? "unknown reason"}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ""}`,
    );
    this.diagnostics = diagnostics;
  }
}

/** The options don't fit together: a programmer's mistake. */
export class RunOptionsError extends Error {
  override readonly name = "RunOptionsError";
}

/**
 * Runs a bundle, dry unless `options.mode` says `live`. Resolves when the run is over, is stuck, or waits for somebody; a waiting
 * run is data (`result.state`), and `resume` goes on with it. A timer that only bounds such a wait, an expiry or a boundary event, doesn't
 * keep the run in the process: `result.waiting` says when it is due, and `resume` then notices that it has passed.
 *
 * @throws UnrunnableError when the bundle has errors, or needs a language that `options.languages` lacks.
 * @throws RunOptionsError when a live run lacks its clock or its id.
 */
export async function run(bundle: Bundle | Program, options: RunOptions = {}): Promise<RunResult> {
  const program = asProgram(bundle, options);
  if (!checkMode(options)) return startLive(program, options).result;
  return dryRun(program, options, null, [startInput(program, options, true)]);
}

/**
 * Goes on with a run that was waiting, stuck or interrupted, after handing it `inputs`: approvals, outcomes, messages, resolutions.
 *
 * @throws RunOptionsError when the saved state belongs to another plan, or was changed so that it makes no sense.
 */
export async function resume(
  bundle: Bundle | Program,
  state: SavedState,
  options: RunOptions = {},
  inputs: readonly Input[] = [],
): Promise<RunResult> {
  const program = asProgram(bundle, options);
  if (checkMode(options)) {
    checkSaved(program, state);
    return dryRun(program, options, state, inputs);
  }
  return resumeLive(
    program,
    state,
    options,
    inputs.map((input) => ({ input })),
  ).result;
}

/**
 * Starts a live run and gives it while it is under way, so that more can be handed to it.
 *
 * @throws UnrunnableError, RunOptionsError as `run` does, but at once.
 */
export function startLive(bundle: Bundle | Program, options: RunOptions): LiveRun {
  const program = asLive(bundle, options);
  return new LiveRun(program, options, null, [{ input: startInput(program, options, false) }]);
}

/**
 * Goes on with a live run, after handing it what came meanwhile, and gives it while it is under way.
 *
 * @throws UnrunnableError, RunOptionsError as `resume` does, but at once.
 */
export function resumeLive(
  bundle: Bundle | Program,
  state: SavedState,
  options: RunOptions,
  deliveries: readonly Delivery[] = [],
): LiveRun {
  const program = asLive(bundle, options);
  checkSaved(program, state);
  return new LiveRun(program, options, state, deliveries);
}

function asLive(bundle: Bundle | Program, options: RunOptions): Program {
  if (checkMode(options)) throw new RunOptionsError("Only a live run is handed over while it is under way.");
  return asProgram(bundle, options);
}

function startInput(program: Program, options: RunOptions, dry: boolean): Input {
  const why = notIJson([options.inputs ?? {}, options.secrets ?? {}]);
  if (why !== null) throw new RunOptionsError(`Inputs have to be JSON; these hold ${why}.`);
  return {
    type: "start",
    run: options.run ?? "dry-run",
    variables: new Host(program, options).inputs(dry),
    ...(options.entry === undefined ? {} : { entry: options.entry }),
  };
}

function checkSaved(program: Program, state: SavedState): void {
  if (state.program !== program.hash) {
    throw new RunOptionsError(`The saved run belongs to plan ${state.program}, and this is plan ${program.hash}.`);
  }
  const problem = problemOfSaved(program, state);
  if (problem !== null) throw new RunOptionsError(`The saved state is no good: ${problem}`);
}

function asProgram(bundle: Bundle | Program, options: RunOptions): Program {
  if ("bundle" in bundle) return bundle;
  const { program, diagnostics } = compile(bundle, options.languages, options.documentLimits);
  if (program === null) throw new UnrunnableError(diagnostics);
  return program;
}

function checkMode(options: RunOptions): boolean {
  const isDry = (options.mode ?? "dry-run") === "dry-run";
  if (!isDry && options.clock === undefined)
    throw new RunOptionsError("A live run needs a `clock`: the kernel has no time of its own.");
  if (!isDry && options.run === undefined)
    throw new RunOptionsError("A live run needs an id in `run`: effects are told apart by it.");
  return isDry;
}
