/** What the steps of a Task Pack look like: for each type the fields that go with it, and no others. */

import { literalDuration } from "../../format/durations.js";
import type { NameRef } from "../../format/model.js";
import {
  any,
  boolean,
  either,
  type Fields,
  fields,
  fieldsSchema,
  integer,
  later,
  listOf,
  loopVariable,
  mapOfNames,
  mapped,
  name,
  oneOf,
  optional,
  type Read,
  type Reader,
  type RequiredField,
  reader,
  readFields,
  required,
  scalar,
  template,
  text,
} from "../../format/reader.js";
import { anySchema, defined } from "../../format/schema.js";
import type { Log } from "../../log.js";
import { describe, type YamlMap, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import type { PackStep, PackStepType } from "./model.js";
import { checkIterations, loopItems, mostIterations } from "./read-loop-items.js";

const named: Reader<NameRef> = mapped(name, (word, node) => ({ name: word, node }));
const isList = (node: YamlNode): boolean => node.kind === "list";
const map: Reader<YamlNode> = reader({ type: "object" }, (node, log, what) => {
  if (node.kind === "map") return node;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
});

const general = {
  id: required(name, "The step's name."),
  name: optional(text, "A name for people."),
  description: optional(text, "What the step is for."),
  when: optional(scalar, "The condition on which it is done; else it is skipped."),
  dependsOn: optional(
    either(
      isList,
      listOf(named, "A step"),
      mapped(named, (one) => [one]),
    ),
    "The steps that have to be over. Without it, the one before.",
  ),
  continueOnError: optional(boolean, "Whether what comes after it goes on when it fails."),
} satisfies Fields;

/** The fields of a type of step. */
function fieldsOf<const T extends PackStepType, const F extends Fields>(
  type: T,
  own: F,
): F & typeof general & { readonly type: RequiredField<T> } {
  return { ...general, type: required(oneOf(type), "What kind of step it is."), ...own };
}

const innerSteps: Reader<readonly PackStep[]> = later(() => packSteps);
const atOnce = optional(integer(0), "How many at once; 0 or nothing: all.");

const run = fieldsOf("run", {
  module: required(template, "The module that is run."),
  inputs: optional(map, "What it is given."),
  outputs: optional(
    mapOfNames(scalar, "an output"),
    "What it gives, by name: the file, for steps.<id>.outputs.<name>.",
  ),
});
const parallel = fieldsOf("parallel", { steps: required(innerSteps, "The steps."), maxParallel: atOnce });
const each = fieldsOf("map", {
  items: required(either(isList, any, scalar), "A list, or an expression that gives one."),
  step: required(
    later(() => packStep),
    "What is done for each item; it sees 'item' and 'index'.",
  ),
  maxParallel: atOnce,
});
const loop = fieldsOf("loop", {
  items: required(loopItems, "What it goes through."),
  iterator: optional(loopVariable, "What an item is called; 'item', unless said otherwise."),
  index: optional(loopVariable, "What its number is called, counted from 0; 'index', unless said otherwise."),
  body: required(innerSteps, "What is done for each item, one after the other."),
  maxIterations: optional(integer(1, mostIterations), "How many items there may be; 1000, unless said otherwise."),
  aggregation: optional(oneOf("collect"), "What becomes of the outputs: a list with those of each item."),
});
const branch = fields({
  condition: required(scalar, "The condition of this branch."),
  body: required(innerSteps, "What is done then."),
});
const conditional = fieldsOf("conditional", {
  branches: required(
    listOf(
      mapped(branch, (read, node) => ({ node, ...read })),
      "A branch",
      1,
    ),
    "The first whose condition holds is taken.",
  ),
  else: optional(innerSteps, "What is done when none holds."),
});
const approvalGate = fieldsOf("gate.approval", {
  approval: required(named, "The name of an approval."),
  timeout: optional(literalDuration, "After how long it counts as rejected, where it isn't ttlHours."),
});
const policyGate = fieldsOf("gate.policy", {
  policy: required(text, "The policy that decides."),
  inputs: optional(map, "What it decides about."),
  failAction: optional(oneOf("fail", "warn"), "Whether a refusal fails the step, or is only written down."),
});

const tables = {
  run,
  parallel,
  map: each,
  loop,
  conditional,
  "gate.approval": approvalGate,
  "gate.policy": policyGate,
} satisfies { readonly [T in PackStepType]: Fields };
const typeOf: Reader<PackStepType> = oneOf(...(Object.keys(tables) as PackStepType[]));

const anyTable = anySchema(...Object.values(tables).map(fieldsSchema));
const packStep: Reader<PackStep> = reader(defined("step", anyTable), (node, log, what) => {
  if (node.kind !== "map") {
    log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
    return undefined;
  }
  const type = node.entries.get("type");
  if (type === undefined) {
    log.say("missing-field", node, { what, name: "type" });
    return undefined;
  }
  const known = typeOf(type.value, log, "'type'");
  return known === undefined ? undefined : readers[known](node, log, what);
});
/** The steps of a list. */
export const packSteps: Reader<readonly PackStep[]> = listOf(packStep, "A step", 1);

type ReadStep = (node: YamlMap, log: Log, what: string) => PackStep | undefined;

function step<F extends Fields>(table: F, make: (read: Read<F>, log: Log) => object | undefined): ReadStep {
  return (node, log, what) => {
    const read = readFields(node, table, log, what);
    const own = read && make(read, log);
    if (own === undefined) return undefined;
    const {
      id,
      name: title,
      description,
      when,
      dependsOn,
      continueOnError = false,
    } = read as unknown as Read<typeof general>;
    const idNode = node.entries.get("id")?.value as YamlScalar;
    const said = { name: title, description, when, dependsOn };
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    return { node, id, idNode, ...given, continueOnError, ...own } as unknown as PackStep;
  };
}

const readers: { readonly [T in PackStepType]: ReadStep } = {
  run: step(run, ({ type, module, inputs, outputs }) => ({
    type,
    module,
    ...(inputs && { inputs }),
    ...(outputs && { outputs }),
  })),
  parallel: step(parallel, ({ type, steps, maxParallel }) => ({ type, steps, ...limited(maxParallel) })),
  map: step(each, ({ type, items, step: template, maxParallel }) => ({
    type,
    items,
    step: template,
    ...limited(maxParallel),
  })),
  loop: step(loop, (read, log) => {
    const { type, iterator = "item", index = "index", body, maxIterations = 1000 } = read;
    checkIterations(read.items, maxIterations, log);
    return { type, items: read.items, iterator, index, body, maxIterations };
  }),
  conditional: step(conditional, ({ type, branches, else: otherwise }) => ({
    type,
    branches,
    ...(otherwise && { otherwise }),
  })),
  "gate.approval": step(approvalGate, ({ type, approval, timeout }) => ({
    type,
    approval,
    ...(timeout === undefined ? {} : { timeout }),
  })),
  "gate.policy": step(policyGate, ({ type, policy, inputs, failAction }) => ({
    type,
    policy,
    ...(inputs && { inputs }),
    ...(failAction === "warn" ? { continueOnError: true } : {}),
  })),
};

function limited(maxParallel: number | undefined): { readonly maxParallel?: number } {
  return maxParallel === undefined || maxParallel === 0 ? {} : { maxParallel };
}
