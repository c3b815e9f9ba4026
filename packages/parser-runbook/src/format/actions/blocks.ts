/** The words with steps inside. */
import type { Json } from "@rb/ir";
import type { Log } from "../../log.js";
import { toJson, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import type {
  Action,
  Block,
  Branch,
  CallAction,
  Case,
  ForEachAction,
  GroupAction,
  ParallelAction,
  Step,
  SwitchAction,
  UntilAction,
  WhileAction,
} from "../model.js";
import { reportTwice } from "../parts.js";
import {
  any,
  boolean,
  condition,
  either,
  fields,
  integer,
  listOf,
  loopVariable,
  mapOfNames,
  mapped,
  type OptionalField,
  oneOf,
  optional,
  type Reader,
  reader,
  required,
  scalar,
  template,
  text,
} from "../reader.js";
import { anySchema, type Schema } from "../schema.js";
import { action, shortOrLong } from "./shapes.js";

type Steps = Reader<readonly Step[]>;

const isList = (node: YamlNode): boolean => node.kind === "list";

export const call: Reader<Action> = action<CallAction>(
  "call",
  mapped(
    shortOrLong(
      "runbook",
      text,
      fields({
        runbook: required(text, "The name of the other runbook, or the id of a playbook or process."),
        version: optional(text, "Which version of it."),
        inputs: optional(mapOfNames(any, "an input"), "Its inputs."),
      }),
    ),
    (read) => ({ inputs: [], ...read }),
  ),
);

const positive: Reader<YamlScalar> = mapped(integer(1), (_, node) => node as YamlScalar);

export function forEach(steps: Steps): Reader<Action> {
  const isText = (node: YamlNode): boolean => node.kind === "scalar" && typeof node.value === "string";
  const forEachFields = fields({
    items: required(either(isList, any, scalar), "A list, or an expression that gives one."),
    as: optional(loopVariable, "What an item is called in expressions; 'item', unless said otherwise."),
    index: optional(loopVariable, "What its number is called, counted from 0."),
    limit: optional(either(isText, template, positive), "How many at once; 1 is one after the other."),
    onFailure: optional(oneOf("stop", "collect"), "Whether a failed item ends all ('stop'), or the others go on."),
    steps: required(steps, "What is done for each item."),
  });
  return action<ForEachAction>(
    "forEach",
    mapped(forEachFields, (read) => ({ as: "item", ...read })),
  );
}

export function repeat<A extends WhileAction | UntilAction>(kind: A["kind"], steps: Steps): Reader<Action> {
  const tested = kind === "while" ? "Tested before each round." : "Tested after each round.";
  const read = fields({
    condition: required(condition, tested),
    max: optional(integer(1), "Rounds at most; then it goes on."),
    steps: required(steps, "What is done in each round."),
  });
  return action<WhileAction | UntilAction>(kind, read);
}

/** Steps as one: with limits, handlers and retries of their own. */
export function group(steps: Steps): Reader<Action> {
  const { atomic, finally: inTheEnd } = blockFields(steps);
  const long = fields({ atomic, steps: required(steps, "The steps."), finally: inTheEnd });
  return action<GroupAction>(
    "group",
    mapped(
      either(
        (node) => node.kind !== "map",
        mapped(steps, (read): Partial<Block> & { steps: readonly Step[] } => ({ steps: read })),
        long,
      ),
      (read, node, log) => {
        if (read.finally !== undefined) reportTwice([read.steps, read.finally], node, log);
        return { atomic: false, ...read };
      },
    ),
  );
}

/** What can be said about steps together, besides what can be said about a step. */
export function blockFields(steps: Steps): {
  readonly atomic: OptionalField<boolean>;
  readonly finally: OptionalField<readonly Step[]>;
} {
  return {
    atomic: optional(boolean, "Whether what has been done is undone, last first, when it fails; see 'undo'."),
    finally: optional(steps, "What is done in the end, whether it went well or failed; 'error' says what failed."),
  };
}

/** A list of branches, or a map from their names. */
export function parallel(steps: Steps): Reader<Action> {
  const branch = fields({
    name: optional(text, "A name for people."),
    steps: required(steps, "What is done, beside the other branches."),
  });
  const schema: Schema = (definitions) => {
    const one = branch.schema(definitions);
    return {
      anyOf: [
        { type: "object", minProperties: 1, additionalProperties: one },
        { type: "array", minItems: 1, items: one },
      ],
    };
  };
  const list = listOf(
    mapped(branch, (read, node): Branch => ({ node, ...read })),
    "A branch",
    1,
  );
  return action<ParallelAction>(
    "parallel",
    reader(schema, (node, log, what) => {
      if (node.kind !== "map") {
        const branches = list(node, log, what);
        reportTwice(
          (branches ?? []).map((one) => one.steps),
          node,
          log,
        );
        return branches && { branches };
      }
      const read = [...node.entries].flatMap(([key, { value }]): [string, Branch][] => {
        const one = branch(value, log, "A branch");
        return one === undefined ? [] : [[key, { name: key, ...one, node: value }]];
      });
      // Keys have no order; whoever wants one writes a list.
      const branches = read.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
      if (node.entries.size === 0) log.say("empty-list", node, { what });
      reportTwice(
        branches.map((one) => one.steps),
        node,
        log,
      );
      return { branches };
    }),
  );
}

/** One value, or a list of values that lead the same way. */
const caseValues: Reader<readonly Json[]> = either(
  isList,
  mapped(listOf(scalar, "A value", 1), (items) => items.map((item) => item.value)),
  mapped(scalar, (item) => [toJson(item)]),
);

/** A list of conditions in order, or `on` with the values it may have. */
export function switchOf(steps: Steps): Reader<Action> {
  const outputs = optional(mapOfNames(any, "an output"), "What the switch gives then, as steps.<id>.output.<name>.");
  const otherwise = fields({ else: required(steps, "What is done when no case holds."), outputs });
  const conditionCase = fields({
    name: optional(text, "A name for people."),
    when: required(condition, "The condition of this case."),
    steps: required(steps, "What is done then."),
    outputs,
  });
  const anyCase: Reader<Case> = reader(anySchema(conditionCase.schema, otherwise.schema), (node, log, what) => {
    if (node.kind === "map" && node.entries.has("else")) {
      const read = otherwise(node, log, what);
      if (read === undefined) return undefined;
      const { else: last, ...rest } = read;
      return { node, steps: last, ...rest };
    }
    const read = conditionCase(node, log, what);
    return read && { node, ...read };
  });
  const byCondition = mapped(listOf(anyCase, "A case", 1), (cases, node, log) => {
    reportEarlyElse(cases, node, log);
    return { cases };
  });
  const valueCase = fields({
    name: optional(text, "A name for people."),
    is: required(caseValues, "The value of this case, or a list of values."),
    steps: required(steps, "What is done then."),
    outputs,
  });
  const lastCase = fields({ steps: required(steps, "What is done then."), outputs });
  const byValue = mapped(
    fields({
      on: required(scalar, "The expression whose value decides."),
      cases: required(
        listOf(
          mapped(valueCase, (read, node): Case => ({ node, ...read })),
          "A case",
          1,
        ),
        "What is done for which value.",
      ),
      else: optional(
        either(
          (node) => node.kind === "map",
          mapped(lastCase, (read, node): Case => ({ node, ...read })),
          mapped(steps, (read, node): Case => ({ node, steps: read })),
        ),
        "What is done for all other values: steps, or {steps, outputs}.",
      ),
    }),
    ({ on, cases, else: last }) => ({ on, cases: [...cases, ...(last === undefined ? [] : [last])] }),
  );
  return action<SwitchAction>(
    "switch",
    either<Omit<SwitchAction, "kind" | "node">, Omit<SwitchAction, "kind" | "node">>(isList, byCondition, byValue),
  );
}

function reportEarlyElse(cases: readonly Case[], node: YamlNode, log: Log): void {
  const early = cases.find((one) => one.when === undefined);
  if (early !== undefined && node.kind === "list" && early.node !== node.items.at(-1))
    log.say("else-not-last", early.node, {});
}
