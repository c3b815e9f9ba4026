/** Steps of a Task Pack, each as a step of the native format. */
import type { Retry } from "@rb/ir";
import type { Action, ApproveAction, Step } from "../../format/model.js";
import type { NamedEntry } from "../../format/reader.js";
import type { Log } from "../../log.js";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";
import { expressionAt, scalarAt } from "../native-text.js";
import { joined, type Names } from "./expression/names.js";
import type {
  ApprovalGate,
  ConditionalStep,
  LoopStep,
  MapStep,
  PackStep,
  ParallelStep,
  PolicyGate,
  RunStep,
} from "./model.js";
import { after, independent, inOrder } from "./order.js";
import { Templates } from "./templates.js";

/** Runs modules, whichever they are: a host installs one executor that knows where they are, and policies see the module in what is asked. */
const executor = "pack";

type Translated = Partial<Step> & { readonly action: Action };

/** What the pack says for all of its steps. */
export interface Shared {
  /** Of every module. */
  readonly retry?: Retry;
  /** What is asked, by the names of approvals. */
  readonly messages: ReadonlyMap<string, YamlScalar | undefined>;
}

export class StepTranslation {
  readonly #shared: Shared;
  readonly #names: Names;
  readonly #templates: Templates;
  readonly #log: Log;

  constructor(shared: Shared, names: Names, log: Log) {
    this.#shared = shared;
    this.#names = names;
    this.#templates = new Templates(names, log);
    this.#log = log;
  }

  /** Those of a list, in order. */
  steps(steps: readonly PackStep[]): readonly Step[] {
    return inOrder(steps).map((step) => this.#step(step));
  }

  #inside(step: PackStep): StepTranslation {
    return new StepTranslation(this.#shared, this.#names.inside(step), this.#log);
  }

  #step(step: PackStep): Step {
    const { node, id, idNode, name, description, when, dependsOn, continueOnError } = step;
    return {
      node,
      id,
      idNode,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(when === undefined ? {} : { when: this.#templates.condition(when) }),
      // A step that was skipped is over: what comes behind a gate goes on where the gate isn't needed.
      ...(dependsOn === undefined ? {} : { after: dependsOn }),
      continueOnError,
      ...this.#translated(step),
    };
  }

  #translated(step: PackStep): Translated {
    switch (step.type) {
      case "run":
        return this.#run(step);
      case "parallel":
        return this.#inside(step).#parallel(step);
      case "map":
        return this.#map(step);
      case "loop":
        return this.#loop(step);
      case "conditional":
        return this.#conditional(step);
      case "gate.approval":
        return { action: this.#approval(step) };
      case "gate.policy":
        return { action: this.#policy(step) };
    }
  }

  /** A declared output that the module doesn't tell is the file that was declared. */
  #run({ node, module, inputs, outputs }: RunStep): Translated {
    const templates = this.#templates;
    const files = outputs?.map(({ name, value }) => [name, templates.text(value)] as const);
    const request = mapAt(node, [
      ["module", templates.text(module)],
      ["inputs", inputs === undefined ? mapAt(node, []) : templates.value(inputs)],
      ...(files === undefined ? [] : [["outputs", mapAt(node, files)] as const]),
    ]);
    const kept = outputs?.map(({ name, key, value }) => ({
      name,
      key,
      value: expressionAt(value, `$given(${joined("result", [name])}, ${templates.asExpression(value)})`),
    }));
    const { retry } = this.#shared;
    return {
      ...(kept === undefined ? {} : { outputs: kept }),
      ...(retry === undefined ? {} : { retry }),
      action: { kind: "use", node: module, executor, with: request },
    };
  }

  /** Where some depend on others and only so many may run at once, those that belong together are done one after the other. */
  #parallel({ node, steps, maxParallel, continueOnError }: ParallelStep): Translated {
    const branches = independent(steps).map((together) => ({
      node: (together[0] as PackStep).node,
      steps: together.map((step, index): Step => {
        const before = maxParallel === undefined ? undefined : together[index - 1];
        const own = this.#step(step);
        return {
          ...own,
          after: after(step.dependsOn, before),
          continueOnError: own.continueOnError || continueOnError,
        };
      }),
    }));
    const limit = maxParallel === undefined ? {} : { limit: maxParallel };
    return { outputs: givenBy(steps), action: { kind: "parallel", node, branches, ...limit } };
  }

  #map(step: MapStep): Translated {
    const { node, items, maxParallel } = step;
    const inner = this.#inside(step).#step(step.step);
    return {
      outputs: givenBy([step.step]),
      action: {
        kind: "forEach",
        node,
        items: items.kind === "scalar" ? scalarAt(items, this.#templates.bare(items)) : this.#templates.value(items),
        as: "item",
        index: "index",
        ...(maxParallel === undefined ? {} : { limit: scalarAt(node, maxParallel) }),
        ...(step.continueOnError ? { onFailure: "collect" } : {}),
        steps: [inner],
      },
    };
  }

  #loop(step: LoopStep): Translated {
    const { node, items, iterator, index, body, maxIterations } = step;
    const most = (expression: string): string => `$atMost(${expression}, ${maxIterations})`;
    return {
      outputs: givenBy(body),
      action: {
        kind: "forEach",
        node,
        items:
          "list" in items
            ? this.#templates.value(items.list)
            : scalarAt(items.expression, most(this.#templates.bare(items.expression))),
        as: iterator,
        index,
        limit: scalarAt(node, 1),
        ...(step.continueOnError ? { onFailure: "collect" } : {}),
        steps: this.#inside(step).steps(body),
      },
    };
  }

  #conditional(step: ConditionalStep): Translated {
    const inside = this.#inside(step);
    const cases = step.branches.map(({ node, condition, body }) => ({
      node,
      when: this.#templates.condition(condition),
      steps: inside.steps(body),
      outputs: givenBy(body),
    }));
    const { node, otherwise } = step;
    const last = otherwise && { node, steps: inside.steps(otherwise), outputs: givenBy(otherwise) };
    return { action: { kind: "switch", node, cases: last === undefined ? cases : [...cases, last] } };
  }

  #approval({ node, approval, timeout }: ApprovalGate): ApproveAction {
    const message = this.#shared.messages.get(approval.name);
    return {
      kind: "approve",
      node,
      as: approval,
      ...(message === undefined ? {} : { message: this.#templates.text(message) }),
      ...(timeout === undefined ? {} : { expires: { ms: timeout } }),
    };
  }

  #policy({ node, policy, inputs }: PolicyGate): Action {
    const about = inputs === undefined ? {} : { about: this.#templates.value(inputs) };
    return { kind: "policy", node, policy, ...about };
  }
}

/** What the steps of a list give, by their ids. */
function givenBy(steps: readonly PackStep[]): readonly NamedEntry<YamlNode>[] {
  return steps.map(({ id, idNode }) => ({
    name: id,
    key: idNode,
    value: expressionAt(idNode, joined("steps", [id, "output"])),
  }));
}

function mapAt({ start, end, pointer }: YamlNode, members: readonly (readonly [string, YamlNode])[]): YamlMap {
  const entries = members.map(([name, value]): [string, YamlEntry] => [name, { key: scalarAt(value, name), value }]);
  return { kind: "map", start, end, pointer, entries: new Map(entries) };
}
