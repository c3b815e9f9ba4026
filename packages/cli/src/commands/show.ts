import { type Moment, readHistory, stepsOf } from "@rb/store";
import { type CommandRun, UsageError } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { listedRun } from "../durable/list-runs.js";
import { openRun, openRunAt } from "../durable/open-run.js";
import { proofOf } from "../durable/proof.js";
import { durable } from "../durable/session.js";
import { type ShownRun, shownJson } from "../durable/shown-run.js";
import { shownText } from "../durable/shown-text.js";
import { timeOf } from "../durable/times.js";
import { exitCode } from "../exit-code.js";
import { printableJson } from "../printable.js";

/** `rb show RUN` */
export const show: CommandRun = durable(async (session, args) => {
  const { store, graphs, terminal, json } = session;
  const at = args.text("at");
  const moment = at === undefined ? null : momentOf(at);
  const run = findRun(store, args.operands[0] ?? "");
  let shown: ShownRun;
  if (moment === null) {
    const open = await openRun(session, run);
    const { stretches } = await readHistory(store.disk, run, graphs.load);
    const isInterrupted = listedRun(store, run)?.status === "interrupted";
    const proof = proofOf(store, run, open.recovered);
    shown = { open, isInterrupted, moment, steps: stepsOf(stretches), proof, goesOn: false };
  } else {
    const open = await openRunAt(session, run, moment);
    const { stretches, goesOn } = open.history;
    shown = { open, isInterrupted: false, moment, steps: stepsOf(stretches), proof: null, goesOn };
  }
  const { out } = terminal;
  out.write(json ? `${printableJson(shownJson(shown), 2)}\n` : shownText(shown, out.paint));
  return exitCode.ok;
});

function momentOf(text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { seq: Number(text) };
  const timeMs = timeOf(text);
  if (timeMs !== null) {
    // A time is given to the second as it is shown, and means all of that second.
    return { timeMs: /:\d{2}(Z|[+-]\d{2}:\d{2})?$/.test(text) ? timeMs + 999 : timeMs };
  }
  throw new UsageError(`'--at ${text}' is neither a number of inputs nor a time such as 2026-01-31T08:00:00Z.`);
}
