import type { Outcome } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { findNamed } from "../durable/find-step.js";
import { patienceOf } from "../durable/hand-over.js";
import { deliver } from "../durable/hand-over-report.js";
import { openRun } from "../durable/open-run.js";
import { outputOf } from "../durable/output-option.js";
import { pendingOf } from "../durable/pending.js";
import { durable } from "../durable/session.js";

/** `rb done RUN STEP` */
export const done: CommandRun = durable(async (session, args) => {
  const [wantedRun = "", wanted = ""] = args.operands;
  const outcome = outcomeOf(args);
  const open = await openRun(session, findRun(session.store, wantedRun));
  const steps = pendingOf(open.program, open.state, open.index).flatMap((pending) =>
    pending.kind === "manual" ? { ...pending, names: [pending.job.node, pending.job.effect] } : [],
  );
  const { job, title } = findNamed(steps, wanted, "the steps that this run waits for a person to do");
  return deliver(session, {
    run: open.run,
    input: { type: "settled", effect: job.effect, outcome },
    patienceMs: patienceOf(args),
    done: `'${title}' ${outcome.kind === "failed" ? `has failed (${outcome.code})` : "is done"}`,
  });
});

function outcomeOf(args: Arguments): Outcome {
  const [code, message] = [args.text("fail"), args.text("message")];
  if (code === undefined) {
    if (message !== undefined) throw new UsageError("'--message' says how a step failed: give --fail CODE as well.");
    return { kind: "ok", output: { json: outputOf(args) } };
  }
  if (args.text("output") !== undefined || args.texts("set").length > 0)
    throw new UsageError("A step that failed gives nothing: leave --output and --set out, or --fail.");
  return { kind: "failed", code, message: message ?? "Whoever did it says that it failed." };
}
