/** A Task Pack in the words of the native format. */
import { outputLabels } from "@rb/ir";
import type { Runbook } from "../../format/model.js";
import { byName } from "../../format/reader.js";
import type { Log } from "../../log.js";
import { Names, StepIndex } from "./expression/names.js";
import type { TaskPack } from "./model.js";
import { type Shared, StepTranslation } from "./steps.js";
import { Templates } from "./templates.js";

export function desugar(pack: TaskPack, log: Log): Runbook {
  const names = new Names(new StepIndex(pack.steps));
  const templates = new Templates(names, log);
  const { node, name, version, description, facts, messages, inputs, secrets, retry } = pack;
  const asked = new Map(pack.approvals.map((one) => [one.name, one.value.message]));
  const shared: Shared = { messages: asked, ...(retry === undefined ? {} : { retry }) };
  return {
    node,
    name,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(Object.keys(facts).length === 0 ? {} : { meta: { author: facts } }),
    ...(messages === undefined ? {} : { messages }),
    inputs: byName(inputs),
    secrets: byName(secrets),
    vars: [],
    // What is asked is told at each gate, where its templates are read.
    approvals: pack.approvals.map(({ value: { message: _, ...terms }, ...entry }) => ({ ...entry, value: terms })),
    steps: new StepTranslation(shared, names, log).steps(pack.steps),
    on: [],
    atomic: false,
    ...(pack.outputs.length === 0
      ? {}
      : { labels: outputLabels(pack.outputs.map((output) => [output.name, output.type])) }),
    outputs: byName(pack.outputs).map(({ type: _, ...output }) => ({
      ...output,
      value: templates.value(output.value),
    })),
  };
}
