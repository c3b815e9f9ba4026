import type { Resolution } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { chosenWays } from "../durable/chosen-ways.js";
import { agrees } from "../durable/consent.js";
import { findRun } from "../durable/find-run.js";
import { findNamed } from "../durable/find-step.js";
import { patienceOf } from "../durable/hand-over.js";
import { deliver } from "../durable/hand-over-report.js";
import { incidentsJson, incidentsText } from "../durable/incident-text.js";
import { incidentsOf, type OpenIncident } from "../durable/incidents.js";
import { openRun } from "../durable/open-run.js";
import { outputOf } from "../durable/output-option.js";
import { durable } from "../durable/session.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { printableJson } from "../printable.js";

const choices = ["done", "retry", "skip", "fail"] as const;
type Choice = (typeof choices)[number] | "way";

/** `rb resolve RUN [STEP]` */
export const resolve: CommandRun = durable(async (session, args): Promise<ExitCode> => {
  const { terminal, store, json } = session;
  const [wantedRun = "", wanted] = args.operands;
  const choice = choiceOf(args);
  const open = await openRun(session, findRun(store, wantedRun));
  const { run, index } = open;
  const all = incidentsOf(open.state, index);
  if (choice === null) {
    const shown = wanted === undefined ? all : [findNamed(all, wanted, "the steps with an incident")];
    if (json)
      terminal.out.write(`${printableJson({ version: 1, run, incidents: incidentsJson(open, shown, all) }, 2)}\n`);
    else if (shown.length === 0) terminal.out.write(`Run ${run} has no incidents.\n`);
    else terminal.out.write(incidentsText(open, shown, all, terminal.out.paint));
    return exitCode.ok;
  }
  const incident = theOne(all, wanted);
  const how = resolutionOf(choice, args, incident);
  if (choice === "retry" && incident.code === "unknown-outcome") {
    terminal.err.write(incidentsText(open, [incident], all, terminal.err.paint));
    if (!(await agrees(args, terminal, `It may have happened. Do '${incident.title}' again?`))) {
      terminal.err.write("rb: Nothing was said to the run.\n");
      return exitCode.findings;
    }
  }
  return deliver(session, {
    run,
    input: { type: "resolved", token: incident.token, how },
    patienceMs: patienceOf(args),
    done: () => `The incident of '${incident.title}' is resolved`,
  });
});

/** Null: only look. Throws `UsageError`. */
function choiceOf(args: Arguments): Choice | null {
  const given: Choice[] = choices.filter((name) => args.flag(name));
  if (args.texts("way").length > 0 && !given.includes("skip")) given.push("way");
  if (given.length > 1) throw new UsageError(`Only one of ${given.map((name) => `--${name}`).join(", ")} can be done.`);
  const [choice = null] = given;
  const stray = (names: readonly string[], belongsTo: Choice): void => {
    const found = names.find((name) => args.text(name) !== undefined);
    if (found !== undefined && choice !== belongsTo) throw new UsageError(`'--${found}' goes with --${belongsTo}.`);
  };
  stray(["output", "set"], "done");
  stray(["code", "message"], "fail");
  return choice;
}

function theOne(all: readonly OpenIncident[], wanted: string | undefined): OpenIncident {
  if (wanted !== undefined) return findNamed(all, wanted, "the steps with an incident");
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new UsageError(
    only === undefined
      ? "This run has no incidents."
      : `This run has ${all.length} incidents; say which: ${all.map(({ node, token }) => `${node} (${token})`).join(", ")}.`,
  );
}

function resolutionOf(choice: Choice, args: Arguments, incident: OpenIncident): Resolution {
  switch (choice) {
    case "retry":
      return { do: "retry" };
    case "done":
      return { do: "settle", outcome: { kind: "ok", output: { json: outputOf(args) } } };
    case "fail": {
      const message = args.text("message") ?? "Whoever resolved the incident says that it failed.";
      return { do: "settle", outcome: { kind: "failed", code: args.text("code") ?? "failed", message } };
    }
    case "skip":
    case "way":
      return { do: "choose", flows: chosenWays(incident, args.texts("way")) };
  }
}
