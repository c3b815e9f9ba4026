/**
 * A `runbook/v0` document in the words of the native format, node by node: templates become expressions, what was captured is an output of
 * its step, what has to hold an assertion. So both mean the same by construction.
 */
import type { Evidence, JsonObject, Meta } from "@rb/ir";
import type { Assertion, Input, Runbook, Step } from "../../format/model.js";
import type { NamedEntry } from "../../format/reader.js";
import type { Log } from "../../log.js";
import type { YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";
import { expressionAt, member, nativeText, scalarAt } from "../native-text.js";
import { assertionOf } from "./assertions.js";
import type { CliStep, GroupStep, ManualStep, RunbookV0, StepV0, Stream } from "./model.js";
import { Names } from "./names.js";
import { partsOf } from "./templates.js";

export function desugar(source: RunbookV0, node: YamlMap, log: Log): Runbook {
  const named = source.vars.map(({ name }) => [name, `inputs.${name}`] as const);
  const names = new Names(named, source.governance?.deniedVariables ?? []);
  const translation = new Translation(source, names, log);
  const { name, description, governance } = source;
  return {
    node,
    name,
    ...(description === undefined ? {} : { description }),
    inputs: source.vars.map(inputOf),
    secrets: [],
    vars: [],
    approvals: [],
    ...(governance === undefined ? {} : { governance }),
    steps: translation.steps(source.steps),
    on: [],
    atomic: false,
    outputs: [],
  };
}

/** Whoever starts the run may give another value. */
function inputOf({ name, key, value }: NamedEntry<YamlScalar>): Input {
  return {
    name,
    key,
    under: "meta.vars",
    type: "string",
    required: false,
    secret: false,
    default: String(value.value),
  };
}

const streams: { readonly [S in Stream]: string } = {
  stdout: "result.stdout",
  stderr: "result.stderr",
  // What is captured is a text.
  exit_code: "$string(result.exitCode)",
};

class Translation {
  readonly #source: RunbookV0;
  /** What each name stands for, as the steps go on: a capture hides what had its name before. */
  readonly #names: Names;
  readonly #log: Log;

  constructor(source: RunbookV0, names: Names, log: Log) {
    this.#source = source;
    this.#names = names;
    this.#log = log;
  }

  steps(steps: readonly StepV0[]): readonly Step[] {
    return steps.map((step) => this.#step(step));
  }

  #step(step: StepV0): Step {
    switch (step.type) {
      case "cli":
        return this.#cli(step);
      case "manual":
        return this.#manual(step);
      case "group":
        return this.#group(step);
    }
  }

  #cli(step: CliStep): Step {
    const timeout = step.timeout ?? this.#source.timeout;
    const items = step.argv.map((argument) => this.#text(argument));
    const command: YamlNode = { ...step.argvNode, kind: "list", items };
    const assertions = step.assertions.flatMap((one): readonly Assertion[] => {
      const native = assertionOf(one, this.#names, this.#log);
      if (native === undefined) return [];
      const { condition, message } = native;
      return [{ that: scalarAt(one.node, condition), message: scalarAt(one.node, message) }];
    });
    const outputs = step.capture.map(({ name, key, value }) => ({
      name,
      key,
      value: expressionAt(key, streams[value]),
    }));
    for (const { name } of step.capture) this.#names.set(name, outputOf(step.id, name));
    const looksAtCode = step.assertions.some(({ test }) => test.kind === "exit_code");
    return {
      ...baseOf(step),
      ...(timeout === undefined ? {} : { timeout: { ms: timeout } }),
      ...(outputs.length === 0 ? {} : { outputs }),
      ...(assertions.length === 0 ? {} : { assert: assertions }),
      action: {
        kind: "run",
        node: step.argvNode,
        command,
        // Where the author says which code is right, no other one fails the command by itself.
        ...(looksAtCode ? { exitCodes: "any" as const } : {}),
      },
    };
  }

  /** Where somebody has to approve, the step is their decision. */
  #manual(step: ManualStep): Step {
    const { instructions, approvals, replayMode } = step;
    const text = this.#text(instructions);
    const evidence = this.#evidenceOf(step);
    const pieces = evidence.length === 0 ? {} : { evidence };
    const author: JsonObject = replayMode === undefined ? {} : { replay_mode: replayMode };
    const meta: Meta = { author };
    const base = { ...baseOf(step), ...(replayMode === undefined ? {} : { meta }) };
    if (approvals === undefined)
      return { ...base, action: { kind: "manual", node: instructions, instructions: text, ...pieces } };
    const { min: count, roles } = approvals;
    const terms = { message: text, count, ...(roles === undefined ? {} : { roles }), ...pieces };
    return { ...base, action: { kind: "approve", node: instructions, ...terms } };
  }

  /** Where every step needs evidence, one that names none needs words. */
  #evidenceOf({ evidence }: ManualStep): readonly Evidence[] {
    const isNeeded = this.#source.governance?.requireEvidence === true && evidence.length === 0;
    return isNeeded ? [{ kind: "text", name: "evidence" }] : evidence;
  }

  /** What is captured inside is seen behind it as well, so the group hands it out. */
  #group(step: GroupStep): Step {
    const before = this.#names.all();
    const steps = this.steps(step.steps);
    const captured = [...this.#names.all()].filter(([name, expression]) => before.get(name) !== expression);
    const outputs = captured.map(([name, expression]) => {
      this.#names.set(name, outputOf(step.id, name));
      return { name, key: step.idNode, value: expressionAt(step.idNode, expression) };
    });
    return {
      ...baseOf(step),
      ...(outputs.length === 0 ? {} : { outputs }),
      action: { kind: "group", node: step.node, steps, atomic: false },
    };
  }

  #text(node: YamlScalar): YamlScalar {
    if (typeof node.value !== "string") return { ...node, value: String(node.value) };
    return { ...node, value: nativeText(partsOf(node, this.#names, this.#log)) };
  }
}

function baseOf({ node, id, idNode, title }: StepV0): Omit<Step, "action"> {
  return { node, id, idNode, ...(title === undefined ? {} : { name: title }), continueOnError: false };
}

function outputOf(id: string, name: string): string {
  return `steps${member(id)}.output${member(name)}`;
}
