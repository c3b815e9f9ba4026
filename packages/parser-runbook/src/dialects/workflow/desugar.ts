/**
 * A workflow in the words of the native format, node by node: templates become expressions, what a step depends on is what it needs. What
 * steps gave is seen everywhere, and is nothing until then.
 */
import type { Handler, Input, NameRef, Runbook, Step } from "../../format/model.js";
import type { Log } from "../../log.js";
import type { YamlMap, YamlNode } from "../../yaml/tree.js";
import { expressionAt, scalarAt } from "../native-text.js";
import { Activation } from "./activation.js";
import { type Doing, innerOf, loopOf, neededOf, parallelOf, switchOf } from "./blocks.js";
import type { Workflow, WorkflowStep } from "./model.js";
import { nowhere, outputOf, type Surroundings } from "./names.js";
import { Order } from "./order.js";
import {
  approvalOf,
  callOf,
  delayOf,
  evaluationOf,
  inputOf,
  jobOf,
  noticeOf,
  type Scene,
  storageOf,
} from "./single.js";
import { hasTemplate, mapAt, Templates } from "./templates.js";

export function desugar(source: Workflow, node: YamlMap, log: Log): Runbook {
  const translation = new Translation(source, log);
  const steps = translation.free();
  const { id, name, description, version, timeoutMs, author } = source;
  const given = source.steps.map((step) => [step.id, expressionAt(step.idNode, outputOf(step.id))] as const);
  const entry = (title: string, value: YamlNode) => ({ name: title, key: scalarAt(node, title), value });
  return {
    node,
    name: id,
    ...(name === undefined ? {} : { title: name }),
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    ...(timeoutMs === undefined || timeoutMs === 0 ? {} : { timeout: { ms: timeoutMs } }),
    ...(Object.keys(author).length === 0 ? {} : { meta: { author } }),
    inputs: [runInputOf(source)],
    secrets: [],
    vars: [entry("ctx", mapAt(node, []))],
    approvals: [],
    steps,
    on: [],
    atomic: false,
    outputs: [entry("ctx", expressionAt(node, "vars.ctx")), entry("steps", mapAt(node, given))],
    sharesResults: true,
    failsOnMistakes: true,
  };
}

/** All that is given at the start is one value, as the schema of it and steps without an input take it. */
function runInputOf({ inputSchema, idNode }: Workflow): Input {
  const wanted = inputSchema?.required;
  const required = Array.isArray(wanted) && wanted.length > 0;
  const key = scalarAt(idNode, "input");
  return {
    name: "input",
    key,
    type: "object",
    required,
    secret: false,
    mayBeUnused: true,
    ...(inputSchema === undefined ? {} : { schema: inputSchema }),
    ...(required ? {} : { default: {} }),
  };
}

/** Steps inside of steps. */
const deepest = 32;

/** Whether a step is done without anybody being asked, so that only its expressions can fail. */
function isQuiet({ type }: WorkflowStep): boolean {
  return type === "delay" || type === "condition" || type === "transform";
}

/** Of a step that evaluates a condition, that one is none that it is done under. */
function ownsCondition({ type }: WorkflowStep): boolean {
  return type === "condition" || type === "switch" || type === "loop";
}

function canFail(step: WorkflowStep): boolean {
  if (!isQuiet(step) || step.forEach !== undefined) return true;
  const { type, condition, input, delayUntil, delayMs = 0 } = step;
  if (typeof condition?.value === "string") return true;
  const read = type === "transform" ? input : type === "delay" && delayMs === 0 ? delayUntil : undefined;
  return read !== undefined && hasTemplate(read);
}

/** What the step gives is kept in the run's context as well. */
function intoOf({ node, outputPath }: WorkflowStep): Pick<Step, "into"> {
  return outputPath === undefined ? {} : { into: { variable: "ctx", members: outputPath, node } };
}

/** Of what a job is asked, only the input is the author's. A name of its own lets references in the schema lead where they led. */
function inputSchemaOf({ type, inputSchema }: WorkflowStep): Pick<Step, "inputSchema"> {
  if (inputSchema === undefined) return {};
  if (type === "approval" || type === "storage") return { inputSchema };
  return { inputSchema: { properties: { input: { $id: "urn:rb:input", ...inputSchema } } } };
}

class Translation {
  readonly #activation: Activation;
  readonly #templates: Templates;
  readonly #order: Order;
  readonly #log: Log;
  /** The list of each step that is inside of others; they share it. */
  readonly #lists = new Map<string, readonly Step[]>();
  readonly #path: string[] = [];
  readonly #reached = new Set<string>();

  constructor({ steps }: Workflow, log: Log) {
    this.#activation = new Activation(steps, log);
    this.#order = new Order(this.#activation);
    this.#templates = new Templates(new Set(steps.map(({ id }) => id)), log);
    this.#log = log;
  }

  /** The steps that start by themselves. */
  free(): readonly Step[] {
    const all = [...this.#activation.steps.values()];
    const free = all.filter((step) => this.#activation.isFree(step)).map((step) => this.#inOrder(step));
    const lost = all.find(({ id }) => !this.#reached.has(id));
    if (lost !== undefined && !this.#log.hasErrors)
      this.#log.say("needs-cycle", lost.node, { path: [lost.id, "…", lost.id] });
    return free;
  }

  #inOrder(step: WorkflowStep): Step {
    const { node, id, dependsOn } = step;
    const switches = this.#activation.switchesTo(id);
    const refs = [...dependsOn, ...switches.map((name): NameRef => ({ name, node }))];
    const needs = new Map(refs.map((ref) => [this.#activation.outermost(ref.name), ref.node]));
    const order = needs.size === 0 ? { after: [] } : { needs: [...needs].map(([name, at]) => ({ name, node: at })) };
    const isChosen = switches.map((name) => `${outputOf(name)}.target_step = ${JSON.stringify(id)}`).join(" or ");
    return {
      ...this.#step(step, nowhere),
      ...order,
      ...(switches.length === 0 ? {} : { when: scalarAt(node, isChosen) }),
    };
  }

  /** A step that another one starts. */
  #inner(id: string, around: Surroundings): readonly Step[] {
    const known = this.#lists.get(id);
    if (known !== undefined) return known;
    const step = this.#activation.steps.get(id);
    if (step === undefined) return [];
    if (this.#path.includes(id)) this.#log.say("needs-cycle", step.node, { path: [...this.#path, id] });
    else if (this.#path.length >= deepest) this.#log.say("too-deep", step.node, { limit: deepest });
    else {
      const list = [this.#step(step, around)];
      this.#lists.set(id, list);
      return list;
    }
    return [];
  }

  #step(step: WorkflowStep, around: Surroundings): Step {
    this.#reached.add(step.id);
    this.#path.push(step.id);
    const isAwaited = (id: string): boolean => this.#order.isAwaited(id, step.id);
    const translated = this.#whole(step, { ...around, isAwaited });
    this.#path.pop();
    return translated;
  }

  #whole(step: WorkflowStep, around: Surroundings): Step {
    if (this.#needsGroup(step)) return this.#grouped(step, around);
    return step.forEach === undefined ? this.#once(step, around) : this.#forEach(step, around);
  }

  /** Where something about it can fail that has no handler itself, or not being done has to count as having succeeded. */
  #needsGroup(step: WorkflowStep): boolean {
    const hasCondition = step.condition !== undefined && !ownsCondition(step);
    if (step.onError !== undefined) return hasCondition || (step.forEach === undefined && isQuiet(step));
    const owner = this.#activation.owner(step.id);
    return hasCondition && owner?.type === "parallel";
  }

  /** A group that gives what the step gives, or nothing where that is not done. */
  #grouped(step: WorkflowStep, around: Surroundings): Step {
    const { onError, outputPath: _, ...rest } = step;
    if (onError !== undefined && !canFail(step))
      this.#log.say("handler-unreachable", onError.node, { id: step.id, name: onError.name });
    const inner = innerOf(step, "do");
    const { node, id, idNode, name = id } = step;
    return {
      node,
      id,
      idNode,
      name,
      continueOnError: false,
      ...intoOf(step),
      ...this.#handler(step, around),
      output: expressionAt(node, outputOf(inner.id)),
      action: { kind: "group", node, atomic: false, steps: [this.#whole({ ...rest, id: inner.id, name }, around)] },
    };
  }

  #once(step: WorkflowStep, around: Surroundings): Step {
    const { node, id, idNode, retry, timeoutMs, type } = step;
    const isWaiting = type === "delay" || type === "approval";
    const doing = this.#doing(step, around);
    return {
      node,
      id,
      idNode,
      ...(step.name === undefined ? {} : { name: step.name }),
      ...this.#condition(step, around),
      ...(retry === undefined ? {} : { retry }),
      ...(timeoutMs === undefined || timeoutMs === 0 || isWaiting ? {} : { timeout: { ms: timeoutMs } }),
      continueOnError: false,
      ...intoOf(step),
      ...inputSchemaOf(step),
      ...(step.outputSchema === undefined ? {} : { outputSchema: step.outputSchema }),
      ...(Object.keys(step.meta).length === 0 ? {} : { meta: step.meta }),
      ...this.#handler(step, around),
      ...doing,
    };
  }

  /** The step is a loop, with all that is said about one of its items inside. */
  #forEach(step: WorkflowStep, around: Surroundings): Step {
    const { node, id, idNode, name, maxParallel } = step;
    const roots = { ...around.roots, item: "item", foreach_index: "foreach_index" };
    const inside: Surroundings = { ...around, roots };
    const { forEach = scalarAt(node, "[]"), onError: _, outputPath: _path, condition, ...rest } = step;
    const own = ownsCondition(step) ? condition : undefined;
    const inner = innerOf(step, "item");
    const body = this.#once({ ...rest, id: inner.id, ...(own === undefined ? {} : { condition: own }) }, inside);
    return {
      node,
      id,
      idNode,
      ...(name === undefined ? {} : { name }),
      ...this.#condition(step, around),
      continueOnError: false,
      ...intoOf(step),
      ...this.#handler(step, around),
      output: expressionAt(node, outputOf(inner.id)),
      action: {
        kind: "forEach",
        node: forEach,
        items: scalarAt(forEach, `$itemsOf(${this.#templates.bare(forEach, around).text})`),
        as: "item",
        index: "foreach_index",
        ...(maxParallel === undefined ? {} : { limit: maxParallel }),
        steps: [body],
      },
    };
  }

  #condition(step: WorkflowStep, around: Surroundings): Pick<Step, "provided"> {
    const { condition } = step;
    if (condition === undefined || ownsCondition(step)) return {};
    return { provided: this.#templates.condition(condition, around) };
  }

  #handler({ onError }: WorkflowStep, around: Surroundings): Pick<Step, "on"> {
    if (onError === undefined) return {};
    const steps = this.#inner(onError.name, { ...around, roots: { ...around.roots, error: "error" } });
    if (steps.length === 0) return {};
    const { start, end, pointer } = onError.node;
    const node: YamlMap = { kind: "map", start, end, pointer, entries: new Map() };
    const handler: Handler = { node, event: { on: "error", codes: [] }, alongside: false, steps };
    return { on: [handler] };
  }

  #doing(step: WorkflowStep, around: Surroundings): Doing {
    const scene: Scene = { templates: this.#templates, log: this.#log, around };
    const { cases, inside } = { cases: this.#activation.cases(step), inside: this.#activation.inside(step) };
    const inner = (id: string, place: Surroundings): readonly Step[] => this.#inner(id, place);
    switch (step.type) {
      case "approval":
        return { action: approvalOf(step, scene) };
      case "delay":
        return delayOf(step, scene);
      case "condition":
        return evaluationOf(step, scene);
      case "notify":
        return { action: noticeOf(step, scene) };
      case "switch":
        if (step.condition === undefined && cases.some(({ is }) => is !== undefined))
          this.#log.say("missing-field", step.node, { what: `'${step.id}'`, name: "condition" });
        return switchOf(step, cases, this.#templates, around);
      case "parallel":
        return parallelOf(step, inside, (id, place) => this.#branch(step, id, inside.length, place), around);
      case "loop":
        return loopOf(step, inside[0], inner, this.#templates, around);
      case "transform":
        return { action: { kind: "set", node: step.node, values: [] }, output: inputOf(step, scene) };
      case "subworkflow":
        return callOf(step, scene);
      case "storage":
        return { action: storageOf(step, scene) };
      default:
        return { action: jobOf(step, scene) };
    }
  }

  /** Where not all branches have to succeed, one that fails ends by itself. */
  #branch(step: WorkflowStep, id: string, all: number, around: Surroundings): readonly Step[] {
    const list = this.#inner(id, around);
    if (neededOf(step, all) === all) return list;
    return list.map((one) => ({ ...one, continueOnError: true }));
  }
}
