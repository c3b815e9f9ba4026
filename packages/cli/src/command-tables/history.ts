/** The commands about what runs have done. */
import type { CommandSpec } from "../command.js";
import { documentOptions, processOption, trustOption } from "./documents.js";
import { allowOptions, byOption, jsonOption, readOptions, storeOption, yesOption } from "./store-options.js";

const naming = "RUN is a run's id, its beginning or its end if only one run has it, or `last`.";

const timeline: CommandSpec = {
  name: "timeline",
  group: "history",
  summary: "Tell what a run did, in order, or draw it",
  operands: "RUN",
  minOperands: 1,
  maxOperands: 1,
  details: [
    `${naming} Who did, decided and approved what, and when; results are named, not repeated. With --svg, a picture: a bar for each step over time.`,
    "Exit code: 0 told, 2 the run or a file could not be used.",
  ],
  options: {
    svg: { type: "flag", describe: "Draw it as an SVG picture." },
    output: {
      type: "text",
      short: "o",
      value: "FILE",
      describe: "Write to FILE; a name that ends in .svg asks for a picture.",
    },
    ...readOptions,
  },
  examples: [
    ["rb timeline last", "read what happened"],
    ["rb timeline 7f3a -o run.svg", "a picture, for the report"],
  ],
  load: async () => (await import("../commands/timeline.js")).timeline,
};

const diff: CommandSpec = {
  name: "diff",
  group: "history",
  summary: "Say what two runs did differently",
  operands: "RUN RUN",
  minOperands: 2,
  maxOperands: 2,
  details: [
    `${naming} Compares what was run, with which inputs, step by step, and what came of it.`,
    "Exit code: 0 they did the same, 1 they differ, 2 a run could not be used.",
  ],
  options: readOptions,
  examples: [["rb diff 7f3a last", "why did it work the other day?"]],
  load: async () => (await import("../commands/diff.js")).diff,
};

const replay: CommandSpec = {
  name: "replay",
  group: "history",
  summary: "Run a history again and prove that it comes out the same",
  operands: "RUN",
  minOperands: 1,
  maxOperands: 1,
  details: [
    `${naming} Every input is in the journal; the engine is given them again, and each record has to come out byte for byte as it stands there. Nothing is done outside.`,
    "Exit code: 0 equal, 1 different, 2 the run could not be used.",
  ],
  options: readOptions,
  examples: [["rb replay last", "was it really like this?"]],
  load: async () => (await import("../commands/replay.js")).replay,
};

const verify: CommandSpec = {
  name: "verify",
  group: "history",
  summary: "Check that runs are as they were written, and playbooks as they were signed",
  operands: "[RUN...|FILE...]",
  minOperands: 0,
  maxOperands: Number.POSITIVE_INFINITY,
  details: [
    `${naming} Checks the chain of hashes over every byte of the journal, that each record follows from what was before, the graph, attachments, snapshots and the head. Needs no lock, and changes nothing in a run.`,
    "What has a dot or a slash in it, or is -, is a FILE: a CACAO playbook, whose signatures are checked. Without --trust, all that is checked is that nothing changed since their keys signed, and that they are in force.",
    "Exit code: 0 everything verifies, 1 something doesn't (a playbook without any signature, for one), 2 the store, a file or the command line could not be used.",
  ],
  options: {
    all: { type: "flag", describe: "Check every run." },
    ...trustOption,
    at: { type: "text", value: "TIME", describe: "Playbooks: as of this time (ISO 8601) instead of now." },
    ...readOptions,
  },
  examples: [
    ["rb verify --all", "for an audit"],
    ["rb verify playbook.json --trust acme.pem", "is it as ACME signed it?"],
  ],
  load: async () => (await import("../commands/verify.js")).verify,
};

const rerun: CommandSpec = {
  name: "rerun",
  group: "history",
  summary: "Start a run again from one of its steps",
  operands: "RUN",
  minOperands: 1,
  maxOperands: 1,
  details: [
    `${naming} A new run is started with the same inputs. What the step depends on counts as done, with what came of it then; the step, and what comes after it, is done for real. With a newer definition (--with), what means something else there is done again as well. Says what is reused, what runs again and what has changed, and asks.`,
    "Exit code: as of rb run.",
  ],
  options: {
    from: { type: "text", value: "STEP", describe: "The step to begin with: its id, or its name. Needed." },
    with: { type: "text", value: "FILE", describe: "Run this newer definition instead of the one that ran." },
    ...processOption,
    dry: { type: "flag", describe: "Only say what would be done." },
    ...yesOption,
    ...allowOptions,
    ...storeOption,
    ...byOption,
    json: { type: "flag", describe: "Print every record as one line of JSON." },
  },
  examples: [
    ["rb rerun last --from restart", "again, from where it failed"],
    ["rb rerun last --from restart --with restart.yaml", "with the runbook as it is now"],
  ],
  load: async () => (await import("../commands/rerun.js")).rerun,
};

const migrate: CommandSpec = {
  name: "migrate",
  group: "history",
  summary: "Move a run that is under way to a newer definition",
  operands: "RUN FILE",
  minOperands: 2,
  maxOperands: 2,
  details: [
    `${naming} The run goes on where it stands, by ids: what has the same id is the same. If the run holds on to something that the new definition lacks, that is named, and nothing is moved. What has not started is decided and approved anew.`,
    "Exit code: 0 moved (or could be, with --dry), 1 it can't be, 2 the run or the file could not be used.",
  ],
  options: {
    dry: { type: "flag", describe: "Only say what would become of it." },
    ...yesOption,
    ...allowOptions,
    ...storeOption,
    ...byOption,
    ...jsonOption,
    ...processOption,
    ...documentOptions,
  },
  examples: [["rb migrate last restart.yaml --dry", "would it fit?"]],
  load: async () => (await import("../commands/migrate.js")).migrate,
};

export const historyCommands: readonly CommandSpec[] = [timeline, diff, replay, verify, rerun, migrate];
