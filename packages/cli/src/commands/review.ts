import type { Approval } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { agrees } from "../durable/consent.js";
import { findRun } from "../durable/find-run.js";
import { findWaiting } from "../durable/find-waiting.js";
import { patienceOf } from "../durable/hand-over.js";
import { deliver } from "../durable/hand-over-report.js";
import { namedValues } from "../durable/json-values.js";
import { type OpenRun, openRun } from "../durable/open-run.js";
import { gateOf, type PendingOf, pendingOf } from "../durable/pending.js";
import { reviewText } from "../durable/review-text.js";
import { durable } from "../durable/session.js";
import { exitCode } from "../exit-code.js";

/** `rb approve RUN STEP` */
export const approve: CommandRun = review("approve");
/** `rb reject RUN STEP` */
export const reject: CommandRun = review("reject");

function review(verdict: Approval["verdict"]): CommandRun {
  return durable(async (session, args) => {
    const { terminal, store, actor } = session;
    const [wantedRun = "", wanted = ""] = args.operands;
    if (verdict === "reject" && !args.text("comment")?.trim())
      throw new UsageError("Whoever reads the journal has to know why: give --comment TEXT.");
    const said = saidBy(args);
    const open = await openRun(session, findRun(store, wantedRun));
    const found = findWaiting(open, "approval", wanted);
    const { job, title } = found;
    checkHash(args, job.hash);
    terminal.err.write(reviewText(open.run, found, gateOf(found, open.index), terminal.err.paint));
    const question = `${verdict === "approve" ? "Approve" : "Reject"} '${title}' as ${actor}?`;
    if (!(await agrees(args, terminal, question))) {
      terminal.err.write("rb: Nothing was said to the run.\n");
      return exitCode.findings;
    }
    const approval: Approval = { by: actor, verdict, hash: job.hash, ...said };
    return deliver(session, {
      run: open.run,
      input: { type: "reviewed", effect: job.effect, approval },
      patienceMs: patienceOf(args),
      done: (after) =>
        verdict === "approve" ? approvedText(after, found, actor) : `'${title}' is rejected by ${actor}`,
    });
  });
}

/** One of several approvals doesn't approve the step yet. */
function approvedText({ program, state, index }: OpenRun, { title, job }: PendingOf<"approval">, by: string): string {
  const left = pendingOf(program, state, index).find(
    (one): one is PendingOf<"approval"> => one.kind === "approval" && one.job.effect === job.effect,
  );
  if (left === undefined) return `'${title}' is approved by ${by}`;
  return `The approval of '${title}' by ${by} counts; it has ${left.review.have} of ${left.review.count}`;
}

function saidBy(args: Arguments): Pick<Approval, "roles" | "grants" | "comment" | "evidence"> {
  const [roles, grants, comment] = [args.texts("role"), args.texts("grant"), args.text("comment")];
  const evidence = namedValues("--evidence", args.texts("evidence"));
  return {
    ...(roles.length === 0 ? {} : { roles }),
    ...(grants.length === 0 ? {} : { grants }),
    ...(comment === undefined ? {} : { comment }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
  };
}

const shortestHash = 6;

function checkHash(args: Arguments, hash: string): void {
  const expected = args.text("hash");
  if (expected === undefined) return;
  if (expected.length < shortestHash) throw new UsageError(`'--hash' needs at least ${shortestHash} characters.`);
  if (!hash.startsWith(expected))
    throw new UsageError(
      `The request's hash is ${hash}, which does not begin with '${expected}'. Look again at what it asks: rb show.`,
    );
}
