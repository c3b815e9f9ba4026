import { prepareRerun, type RerunPlan } from "@rb/store";
import { type CommandRun, UsageError } from "../command.js";
import { agrees } from "../durable/consent.js";
import { driveToRest } from "../durable/drive-to-rest.js";
import { findRun } from "../durable/find-run.js";
import { rerunText } from "../durable/rerun-text.js";
import { durable } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { openDocument } from "../open-document.js";
import { printableJson } from "../printable.js";

/** `rb rerun RUN --from STEP` */
export const rerun: CommandRun = durable(async (session, args) => {
  const { store, graphs, terminal, json } = session;
  const from = args.text("from");
  if (from === undefined) throw new UsageError("Say which step to begin with: --from STEP.");
  const of = findRun(store, args.operands[0] ?? "");
  const file = args.text("with");
  if (file === undefined && args.text("process") !== undefined)
    throw new UsageError(
      "--process is for a newer definition: give it with --with FILE. Without one, the process that ran is run again.",
    );
  const newer = file === undefined ? null : await openDocument(args, terminal, file);
  if (newer !== null && (newer.bundle === null || newer.code !== exitCode.ok)) return newer.code;
  const { bundle, languages, format } = newer ?? {};
  const newerLoaded = bundle == null || languages === undefined ? undefined : { bundle, languages };
  const { plan, loaded, options } = await prepareRerun(store.disk, graphs.load, of, from, newerLoaded);
  if (args.flag("dry")) {
    if (json) terminal.out.write(`${printableJson(planJson(of, plan), 2)}\n`);
    else terminal.out.write(rerunText(of, plan, terminal.out.paint));
    return exitCode.ok;
  }
  terminal.err.write(rerunText(of, plan, terminal.err.paint));
  if (!(await agrees(args, terminal, `Start a new run from '${plan.from.name}'?`))) {
    terminal.err.write("rb: Nothing was started.\n");
    return exitCode.findings;
  }
  const named = file === undefined || format == null ? {} : { runbookPath: file, runbookFormat: format };
  return driveToRest(session, plan.bundle, (host) => host.start(loaded, { ...options, ...named }));
});

function planJson(of: string, { from, reused, again, changes, notes }: RerunPlan): object {
  return { version: 1, rerun_of: of, from, reused, again, changes, notes };
}
