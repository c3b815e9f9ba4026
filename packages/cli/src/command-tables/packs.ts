/** Task Packs: the commands of documents under the names that authors of packs know, and one that begins a pack. */
import type { CommandSpec } from "../command.js";
import { plan, run, validate } from "./documents.js";

const init: CommandSpec = {
  name: "pack init",
  group: "packs",
  summary: "Begin a Task Pack",
  operands: "NAME",
  minOperands: 1,
  maxOperands: 1,
  details: [
    "Writes a directory NAME with a pack that is valid and runs dry (pack.yaml), a JSON Schema of what it is given, for editors (schemas/inputs.schema.json), words for whoever uses it (docs/usage.md), and what stays out of a bundle (.packignore). A file that is there is never written over.",
    "Exit code: 0 written and valid, 2 the name or the directory could not be used.",
  ],
  options: {
    dir: { type: "text", short: "d", value: "DIR", describe: "Write into DIR instead of NAME." },
  },
  examples: [["rb pack init disk-report", "then edit disk-report/pack.yaml"]],
  load: async () => (await import("../packs/init.js")).packInit,
};

export const packCommands: readonly CommandSpec[] = [
  init,
  {
    ...validate,
    name: "pack validate",
    group: "packs",
    summary: "Check Task Packs, as rb validate does",
    examples: [["rb pack validate pack.yaml", "check one"]],
  },
  {
    ...plan,
    name: "pack plan",
    group: "packs",
    summary: "Plan and simulate a Task Pack, as rb plan --simulate does",
    examples: [
      ["rb pack plan pack.yaml --inputs image=nginx:1.27", "hash, approvals, secrets, and what becomes of each step"],
      ["rb pack plan pack.yaml --inputs @inputs.json -o plan.json", "keep it, with the outputs that are expected"],
    ],
    load: async () => (await import("../commands/plan.js")).planAndSimulate,
  },
  {
    ...run,
    name: "pack run",
    group: "packs",
    summary: "Run a Task Pack, dry unless asked for more, as rb run does",
    examples: [
      ["rb pack run pack.yaml --inputs image=nginx:1.27", "see what it would do"],
      ["rb pack run pack.yaml --inputs @inputs.json --plan-hash sha256:9b1c44…", "only what was planned"],
    ],
  },
];
