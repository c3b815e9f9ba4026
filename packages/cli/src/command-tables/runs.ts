/** The commands about live runs that are under way. */
import type { CommandSpec } from "../command.js";
import {
  allowOptions,
  byOption,
  dataOption,
  handOverOptions,
  outputOptions,
  readOptions,
  storeOption,
  yesOption,
} from "./store-options.js";

/** What a run may be called; the same for every command. */
const naming = "RUN is a run's id, its beginning or its end if only one run has it, or `last`.";
const handing =
  "If no other process drives the run, it is taken up here and driven until it rests. Else it is handed to that process, and this command waits until it has been taken.";
const handed =
  "Exit code: 0 it took effect, whatever became of the run then; 1 it did not (or not yet), or the run is over; 2 the command line or the run could not be used.";

const runs: CommandSpec = {
  name: "runs",
  group: "runs",
  summary: "List runs, newest first",
  operands: "",
  minOperands: 0,
  maxOperands: 0,
  details: [
    "Shows each run's id, status, runbook, times, and what it waits for. `interrupted` is a run whose process ended while it was under way: rb resume takes it up, or the program that started it if that has executors of its own. `damaged` is one whose files can't be used, with the code of what is wrong; none is left out.",
    "Exit code: 0 listed, 2 the store or the command line could not be used.",
  ],
  options: {
    status: {
      type: "text",
      short: "s",
      value: "STATUS",
      multiple: true,
      choices: ["running", "interrupted", "waiting", "stuck", "completed", "failed", "cancelled", "damaged"],
      describe: "Only runs with this status. May be repeated.",
    },
    runbook: { type: "text", value: "TEXT", describe: "Only runs whose title or file has this in it." },
    since: { type: "text", value: "WHEN", describe: "Only runs started since a time, or in a span such as 2h or 3d." },
    tenant: { type: "text", value: "NAME", describe: "Only runs of this tenant." },
    label: {
      type: "text",
      value: "NAME=VALUE",
      multiple: true,
      describe: "Only runs with this label. May be repeated.",
    },
    limit: { type: "number", short: "n", value: "N", describe: "The N newest of them." },
    ...readOptions,
  },
  examples: [
    ["rb runs --status waiting", "what waits for somebody"],
    ["rb runs --since 1d --status failed --status stuck", "what went wrong today"],
  ],
  load: async () => (await import("../commands/runs.js")).runs,
};

const show: CommandSpec = {
  name: "show",
  group: "runs",
  summary: "Show where a run stands, and what leads on",
  operands: "RUN",
  minOperands: 1,
  maxOperands: 1,
  details: [
    `${naming} Shows what it is, where it stands, what it waits for with the commands that lead on, incidents with their choices, the steps that are over, its outputs, and whether its files verify. Reading never changes a run, and needs no lock.`,
    "With --at, the run is shown as it was then: after its N-th input, or at a time.",
    "Exit code: 0 shown, 2 the run or the command line could not be used.",
  ],
  options: {
    at: { type: "text", value: "N|TIME", describe: "As it was after N inputs, or at a time (ISO 8601)." },
    ...readOptions,
  },
  examples: [
    ["rb show last", "the newest run"],
    ["rb show 7f3a --at 12", "as it was after its twelfth input"],
  ],
  load: async () => (await import("../commands/show.js")).show,
};

const resume: CommandSpec = {
  name: "resume",
  group: "runs",
  summary: "Take up a run, and drive it until it rests",
  operands: "[RUN]",
  minOperands: 0,
  maxOperands: 1,
  details: [
    `${naming} With --all, every run that isn't over and that no other process drives is taken up at once; those of programs with executors of their own are left to them.`,
    "What had been started when its process ended, and whose outcome nobody knows, becomes an incident: nothing is done twice in silence. Ctrl-C ends this process and leaves the run as it is, to be resumed again.",
    "Exit code: 0 completed, 1 failed, stuck, waiting or driven by another process, 2 the run could not be used, 130 interrupted.",
  ],
  options: {
    all: { type: "flag", describe: "Take up every run that isn't over." },
    ...allowOptions,
    ...storeOption,
    ...byOption,
    json: { type: "flag", describe: "Print every record as one line of JSON." },
  },
  examples: [
    ["rb resume last", "go on with the newest run"],
    ["rb resume --all", "after a restart of the machine"],
  ],
  load: async () => (await import("../commands/resume.js")).resume,
};

const approve: CommandSpec = {
  name: "approve",
  group: "runs",
  summary: "Approve what a run asks people about",
  operands: "RUN STEP",
  minOperands: 2,
  maxOperands: 2,
  details: [
    `${naming} STEP is the id or name of the step, or the id of the effect that rb show gives. Shows what is approved, with its hash, and asks. The approval names that hash: should the request have changed meanwhile, it does not count.`,
    handing,
    handed,
  ],
  options: {
    comment: { type: "text", short: "m", value: "TEXT", describe: "Why." },
    role: { type: "text", value: "ROLE", multiple: true, describe: "A role that you claim. May be repeated." },
    grant: { type: "text", value: "GRANT", multiple: true, describe: "A grant that you have. May be repeated." },
    evidence: {
      type: "text",
      value: "NAME=VALUE",
      multiple: true,
      describe: "Evidence that the step asks for; JSON if it reads as JSON, else text. May be repeated.",
    },
    hash: { type: "text", value: "HASH", describe: "Only if the hash of the request begins with this." },
    ...yesOption,
    ...handOverOptions,
  },
  examples: [
    ["rb approve last allow --role on-call", "look, confirm, approve"],
    ["rb approve 7f3a allow --yes --hash 9b1c44 --comment 'See CHG-7'", "for programs: only this very request"],
  ],
  load: async () => (await import("../commands/review.js")).approve,
};

const reject: CommandSpec = {
  name: "reject",
  group: "runs",
  summary: "Reject what a run asks people about",
  operands: "RUN STEP",
  minOperands: 2,
  maxOperands: 2,
  details: [`${naming} As rb approve, and the step then fails with the code \`rejected\`.`, handing, handed],
  options: {
    comment: { type: "text", short: "m", value: "TEXT", describe: "Why. Needed." },
    role: { type: "text", value: "ROLE", multiple: true, describe: "A role in which you reject. May be repeated." },
    grant: { type: "text", value: "GRANT", multiple: true, describe: "A grant that you have. May be repeated." },
    hash: { type: "text", value: "HASH", describe: "Only if the hash of the request begins with this." },
    ...yesOption,
    ...handOverOptions,
  },
  examples: [["rb reject last allow --comment 'Not before the backup'", "look, confirm, reject"]],
  load: async () => (await import("../commands/review.js")).reject,
};

const done: CommandSpec = {
  name: "done",
  group: "runs",
  summary: "Say that a person's step is done, or has failed",
  operands: "RUN STEP",
  minOperands: 2,
  maxOperands: 2,
  details: [
    `${naming} STEP is the id or name of the step, or the id of the effect that rb show gives. Where the step says what it gives, rb show names it, and it has to be given by these names; --output null says that nothing came of it.`,
    handing,
    handed,
  ],
  options: {
    ...outputOptions,
    fail: { type: "text", value: "CODE", describe: "It has failed, with this code." },
    message: { type: "text", short: "m", value: "TEXT", describe: "With --fail: what happened." },
    ...handOverOptions,
  },
  examples: [
    ["rb done last 'Call the owner'", "it is done"],
    ["rb done last call --set reached=true --set name=Alice", "and this came of it"],
    ["rb done last call --fail unreachable --message 'No answer'", "it did not work"],
  ],
  load: async () => (await import("../commands/done.js")).done,
};

const resolve: CommandSpec = {
  name: "resolve",
  group: "runs",
  summary: "Look at a run's incidents, and resolve one",
  operands: "RUN [STEP]",
  minOperands: 1,
  maxOperands: 2,
  details: [
    `${naming} Without a choice, lists the incidents and what can be done about each. STEP is the id or name of the step, or the number of the token; it may be left out where there is one incident.`,
    "An incident `unknown-outcome` says that a step was started and nobody knows whether it happened. Look at the outside first, by the id of the effect, which executors were given as idempotency key. Then say --done or --fail; --retry does it again.",
    handing,
    handed,
  ],
  options: {
    done: { type: "flag", describe: "Take the step as done; --output or --set say what it gave." },
    retry: { type: "flag", describe: "Try again what failed." },
    skip: { type: "flag", describe: "Go on after the step without it." },
    way: {
      type: "text",
      value: "FLOW",
      multiple: true,
      describe: "Go on by this way: a flow's id or name, or where it leads.",
    },
    fail: { type: "flag", describe: "Take the step as failed; --code and --message say how." },
    code: { type: "text", value: "CODE", describe: "With --fail (default failed)." },
    message: { type: "text", short: "m", value: "TEXT", describe: "With --fail: what happened." },
    ...outputOptions,
    ...yesOption,
    ...handOverOptions,
  },
  examples: [
    ["rb resolve last", "what is wrong, and what can be done"],
    ["rb resolve last restart --done --output '{\"ok\": true}'", "it had happened"],
    ["rb resolve last healthy --way page", "choose for a gateway that could not"],
  ],
  load: async () => (await import("../commands/resolve.js")).resolve,
};

const cancel: CommandSpec = {
  name: "cancel",
  group: "runs",
  summary: "Cancel a run in good order",
  operands: "RUN",
  minOperands: 1,
  maxOperands: 1,
  details: [
    `${naming} Steps that are under way are told to stop, also where another process drives the run.`,
    "Exit code: 0 it is cancelled, 1 not yet, or it had ended otherwise, 2 the command line or the run could not be used.",
  ],
  options: {
    why: { type: "text", short: "m", value: "TEXT", describe: "Why; it stands in the journal." },
    ...handOverOptions,
  },
  examples: [["rb cancel last --why 'Wrong host'", "stop it"]],
  load: async () => (await import("../commands/cancel.js")).cancel,
};

const deliveryOptions = {
  run: { type: "text", value: "RUN", describe: "Only this run." },
  id: { type: "text", value: "ID", describe: "What it is known by: the same id again changes nothing." },
  ...dataOption,
} as const;

const signal: CommandSpec = {
  name: "signal",
  group: "runs",
  summary: "Send a signal to every run that waits for it",
  operands: "NAME",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Without --run, every run that listens for a signal of this name gets it. With --run, that run gets it, and takes no notice if it doesn't listen.",
    handed,
  ],
  options: { ...deliveryOptions, ...handOverOptions },
  examples: [["rb signal all-clear", "whoever waits for it goes on"]],
  load: async () => (await import("../commands/deliver.js")).signal,
};

const message: CommandSpec = {
  name: "message",
  group: "runs",
  summary: "Send a message to the run that waits for it",
  operands: "NAME",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Goes to the one run that waits for a message of this name, with this key where it asks for one. If several do, they are listed, and --run says which. With --run, a run that doesn't wait for it yet keeps it until it does.",
    handed,
  ],
  options: {
    key: { type: "text", value: "JSON", describe: "The key that it is found by; text if it doesn't read as JSON." },
    ...deliveryOptions,
    ...handOverOptions,
  },
  examples: [
    ['rb message mail-received --key case-17 --data \'{"from": "alice"}\'', "to the run that waits for it"],
    ["rb message paid --run last --id invoice-7", "to this run, once whatever happens"],
  ],
  load: async () => (await import("../commands/deliver.js")).message,
};

export const runCommands: readonly CommandSpec[] = [
  runs,
  show,
  resume,
  approve,
  reject,
  done,
  resolve,
  cancel,
  signal,
  message,
];
