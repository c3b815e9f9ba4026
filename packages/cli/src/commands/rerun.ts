import type { Json } from "@rb/ir";
import { planRerun, type RerunPlan, readHistory, type StartOptions, StoreError } from "@rb/store";
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
  const newer = file === undefined ? null : await openDocument(args, terminal, file);
  if (newer !== null && (newer.bundle === null || newer.code !== exitCode.ok)) return newer.code;
  const { header, stretches } = await readHistory(store.disk, of, graphs.load);
  const newerBundle = newer?.bundle ?? undefined;
  const plan = planRerun({ history: stretches, from, ...(newerBundle === undefined ? {} : { newer: newerBundle }) });
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
  const format = newer === null ? header.runbook_format : (newer.format ?? undefined);
  const path = file ?? header.runbook_path;
  const { title, tenant, labels, limits } = header;
  const options: StartOptions = {
    ...inputsOf(plan),
    limits,
    rerun: { of, from: plan.from.node },
    standIn: plan.precedent(),
    ...(path === undefined ? {} : { runbookPath: path }),
    ...(format === undefined ? {} : { runbookFormat: format }),
    ...(title === undefined ? {} : { title }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(labels === undefined ? {} : { labels }),
  };
  const languages = newer?.languages ?? (await graphs.loadedAs(stretches.at(-1)?.program)).languages;
  return driveToRest(session, plan.bundle, (host) => host.start({ bundle: plan.bundle, languages }, options));
});

function inputsOf({ starts }: RerunPlan): Pick<StartOptions, "inputs" | "secrets" | "entry"> {
  const [first, second] = starts;
  if (first === undefined || second !== undefined) {
    throw new StoreError(
      "store/cannot-rerun",
      `The run was given ${starts.length} starts, and a rerun can give one.`,
      "Start it anew.",
    );
  }
  const slots = Object.entries(first.variables);
  const inputs = slots.flatMap(([name, slot]): [string, Json][] => ("json" in slot ? [[name, slot.json]] : []));
  const secrets = slots.flatMap(([name, slot]): [string, string][] => ("secret" in slot ? [[name, slot.secret]] : []));
  const { entry } = first;
  return {
    inputs: Object.fromEntries(inputs),
    secrets: Object.fromEntries(secrets),
    ...(entry === undefined ? {} : { entry }),
  };
}

function planJson(of: string, { from, reused, again, changes, notes }: RerunPlan): object {
  return { version: 1, rerun_of: of, from, reused, again, changes, notes };
}
