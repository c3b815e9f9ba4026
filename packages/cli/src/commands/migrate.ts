import { encode, isFinal } from "@rb/kernel";
import { type MigrationPlan, planMigration, StoreError } from "@rb/store";
import type { CommandRun } from "../command.js";
import { agrees } from "../durable/consent.js";
import { findRun } from "../durable/find-run.js";
import { executable } from "../durable/graphs.js";
import { tellWhereItStands } from "../durable/hand-over-report.js";
import { migrationJson, migrationText } from "../durable/migration-text.js";
import { openRun } from "../durable/open-run.js";
import { durable, openHost } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { openDocument } from "../open-document.js";
import { printable, printableJson } from "../printable.js";

/** `rb migrate RUN FILE` */
export const migrate: CommandRun = durable(async (session, args) => {
  const { terminal, store, json } = session;
  const { out, err } = terminal;
  const [wanted = "", file = ""] = args.operands;
  const run = findRun(store, wanted);
  const { bundle, languages, code } = await openDocument(args, terminal, file);
  if (bundle === null || code !== exitCode.ok) return code;
  const to = { bundle, languages };
  const open = await openRun(session, run);
  if (isFinal(open.state.status)) throw overAlready(run, open.state.status);
  const plan = planMigration(open.program, executable(to).program, encode(open.program, open.state));
  const isDry = args.flag("dry");
  const print = (moved: MigrationPlan, status?: string): void => {
    if (json)
      out.write(
        `${printableJson({ version: 1, run, ...migrationJson(moved), ...(status === undefined ? {} : { status }) }, 2)}\n`,
      );
  };
  if (!json || !isDry) (isDry ? out : err).write(migrationText(run, plan, (isDry ? out : err).paint));
  if (isDry || plan.state === null) {
    print(plan);
    return plan.state === null ? exitCode.findings : exitCode.ok;
  }
  if (!(await agrees(args, terminal, `Move run ${run}?`))) {
    err.write("rb: Nothing was moved.\n");
    return exitCode.findings;
  }
  const host = openHost(session, { brief: true });
  try {
    const moved = await host.migrate(run, to, { actor: session.actor });
    await host.close();
    print(moved.plan, moved.result?.status);
    if (json || moved.result === null) return exitCode.ok;
    out.write(printable(`✔ Run ${run} goes on with the new definition.`).concat("\n"));
    tellWhereItStands(session, await openRun(session, run));
    return exitCode.ok;
  } finally {
    await host.close();
  }
});

function overAlready(run: string, status: string): StoreError {
  return new StoreError(
    "store/cannot-migrate",
    `Run '${run}' can't be moved to another definition: it is over (${status}).`,
    "Start the new definition, or run this one again with it: rb rerun --with.",
  );
}
