/** What commands about runs have in common. */
import type { OptionSpec } from "../command.js";

type Options = { readonly [name: string]: OptionSpec };

export const storeOption: Options = {
  store: {
    type: "text",
    value: "DIR",
    describe: "Where runs are kept (default: RB_STORE of the environment, else .runbook).",
  },
};

export const byOption: Options = {
  by: {
    type: "text",
    value: "NAME",
    describe: "Who does this; it stands in the journal (default: the system's user, as user:NAME).",
  },
};

/** Of commands that drive runs. */
export const allowOptions: Options = {
  "allow-scripts": {
    type: "flag",
    describe: "Live: run scripts of the document (JavaScript), in a sandbox with limits.",
  },
};

export const jsonOption: Options = { json: { type: "flag", describe: "Print JSON, for programs." } };

/** Of commands that only look. */
export const readOptions: Options = { ...storeOption, ...jsonOption };

/** Of commands that hand something to a run. */
export const handOverOptions: Options = {
  wait: {
    type: "number",
    value: "SECONDS",
    describe: "How long to wait where another process drives the run (default 10).",
  },
  ...allowOptions,
  ...storeOption,
  ...byOption,
  ...jsonOption,
};

export const yesOption: Options = {
  yes: { type: "flag", short: "y", describe: "Don't ask; needed where no person is at the terminal." },
};

/** Data that goes with what is handed over. */
export const dataOption: Options = { data: { type: "text", value: "JSON", describe: "What it brings along." } };

export const outputOptions: Options = {
  output: { type: "text", value: "JSON", describe: "What it gave, as one JSON value." },
  set: {
    type: "text",
    value: "NAME=VALUE",
    multiple: true,
    describe: "What it gave, member by member; JSON if it reads as JSON, else text. May be repeated.",
  },
};
