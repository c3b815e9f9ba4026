import { isFinal, type Status } from "@rb/kernel";
import type { CommandRun } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { type Handed, handOver, patienceOf } from "../durable/hand-over.js";
import { handedJson, handedText } from "../durable/hand-over-report.js";
import { openRun } from "../durable/open-run.js";
import { durable, type Session } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";

/** `rb cancel RUN` */
export const cancel: CommandRun = durable(async (session, args) => {
  const run = findRun(session.store, args.operands[0] ?? "");
  const why = args.text("why");
  const patienceMs = patienceOf(args);
  const untilMs = Date.now() + patienceMs;
  const input = { type: "cancelled", ...(why === undefined ? {} : { why }) } as const;
  const open = await openRun(session, run);
  // Somebody else was quicker, and it is as was wanted.
  const isCancelledBefore = open.state.status === "cancelled";
  const handed = isCancelledBefore ? tooLate : await handOver(session, { run, input, patienceMs });
  // Whoever doesn't even take it, won't end it now.
  const isWorthWaiting = handed.how === "taken-elsewhere";
  const status =
    handed.how === "driven-here"
      ? handed.result.status
      : await statusWhenOver(session, run, isWorthWaiting ? untilMs : 0);
  const { out, err } = session.terminal;
  const isCancelled = status === "cancelled";
  if (session.json) out.write(`${printableJson({ version: 1, run, ...handedJson(handed), status })}\n`);
  else if (isCancelled)
    out.write(printable(`✔ Run ${run} ${isCancelledBefore ? "was cancelled before" : "is cancelled"}.`).concat("\n"));
  else if (isFinal(status)) err.write(printable(`rb: Run ${run} had ended before: ${status}.`).concat("\n"));
  else err.write(`${handed.how === "taken-elsewhere" ? stillEnding(run) : handedText(handed, run, "")}\n`);
  return isCancelled ? exitCode.ok : exitCode.findings;
});

const tooLate: Handed = { how: "too-late" };

const stillEnding = (run: string): string =>
  printable(`rb: Run ${run} has been told to stop, and its steps have not ended yet; look again with rb show ${run}.`);

const LOOK_EVERY_MS = 100;

/** Whoever drives it tells its steps to stop, and may have to wait for them. */
async function statusWhenOver(session: Session, run: string, untilMs: number): Promise<Status> {
  for (;;) {
    const { state } = await openRun(session, run);
    if (isFinal(state.status) || Date.now() >= untilMs) return state.status;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
