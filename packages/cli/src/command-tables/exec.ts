/** The form of command that `runbook/v0` has for itself. */
import type { CommandSpec } from "../command.js";
import { execCode } from "../exit-code.js";
import { atOption, documentOptions, inputOptions } from "./documents.js";
import { jsonOption, storeOption } from "./store-options.js";

const { as: _format, library: _library, ...limits } = documentOptions;

export const execCommand: CommandSpec = {
  name: "exec",
  group: "documents",
  summary: "Carry out a runbook/v0 document, in its own form",
  operands: "FILE",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Goes through the steps in order and stops at the first that fails. What comes of each is written to runs/RUN of the store: trace.jsonl, snapshots/step-NNNN.json, attachments/. A dry run, the default, starts nothing: commands and people are assumed, or answered with --answers. A replay takes what commands print, and what people hand in once more, from a scenario. For real, somebody has to have installed what starts commands.",
    "Governance holds in every mode: a command that isn't allowed, or is denied, ends the run before the step, and so does a template that names what is denied. What is to be redacted is, before it is stored or shown.",
    "Exit code: 0 passed, 1 a step failed or waits for somebody, 2 governance forbids a step, 3 the runbook, the scenario, an answer or the command line could not be used, 4 the run could not be resumed.",
  ],
  unusable: execCode.invalid,
  options: {
    mode: {
      type: "text",
      value: "MODE",
      choices: ["dry-run", "replay", "real"],
      describe: "dry-run (default), replay or real.",
    },
    scenario: {
      type: "text",
      value: "FILE",
      describe: "Replay: what commands print and people hand in (JSON or YAML).",
    },
    answers: {
      type: "text",
      value: "FILE",
      describe: "What comes of steps, and what people say, in a JSON or YAML file.",
    },
    ...atOption,
    as: { type: "text", value: "NAME", describe: "Who does this (default: the system's user, as user:NAME)." },
    resume: { type: "text", value: "RUN", describe: "Go on with this run: what failed is carried out again." },
    again: {
      type: "flag",
      describe: "Resume: carry out once more what had been started, and whose outcome nobody knows.",
    },
    ...inputOptions,
    ...storeOption,
    ...jsonOption,
    ...limits,
  },
  examples: [
    ["rb exec runbook.yaml", "see what it would do"],
    ["rb exec runbook.yaml --answers answers.yaml", "and what would come of that"],
    ["rb exec runbook.yaml --mode replay --scenario scenario.yaml", "as it was once"],
    ["rb exec runbook.yaml --resume 20260131T080000-1a2b3c4d", "what failed, again"],
  ],
  load: async () => (await import("../exec/exec.js")).exec,
};
