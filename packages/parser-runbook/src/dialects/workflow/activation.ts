/** Who starts a step: most start when those that they depend on have succeeded, others are started by a step that names them. */
import type { NameRef } from "../../format/model.js";
import { integer, oneOf } from "../../format/reader.js";
import type { Log } from "../../log.js";
import { toJson, type YamlMap, type YamlNode } from "../../yaml/tree.js";
import type { WorkflowStep } from "./model.js";

/** A case of a switch: a condition, or a value to compare with, or neither, which is what is done otherwise. */
export interface Case {
  readonly when?: YamlNode;
  readonly is?: YamlNode;
  readonly target: string;
}

export class Activation {
  readonly steps: ReadonlyMap<string, WorkflowStep>;
  readonly #log: Log;
  /** For each step inside of another one, that one. */
  readonly #owners = new Map<string, string>();
  /** For each step that others name under `on_error`, those. */
  readonly #handled = new Map<string, string[]>();
  readonly #inside = new Map<string, readonly string[]>();
  readonly #cases = new Map<string, readonly Case[]>();
  readonly #switches = new Map<string, Set<string>>();

  constructor(steps: readonly WorkflowStep[], log: Log) {
    this.steps = new Map(steps.map((step) => [step.id, step]));
    this.#log = log;
    for (const step of steps) this.#look(step);
  }

  /** The steps that a parallel or a loop names; in a loop over items, that one's id is longer than what the document says. */
  inside({ idNode }: WorkflowStep): readonly string[] {
    return this.#inside.get(String(idNode.value)) ?? [];
  }

  cases({ idNode }: WorkflowStep): readonly Case[] {
    return this.#cases.get(String(idNode.value)) ?? [];
  }

  /** The switches that a step is a target of. */
  switchesTo(id: string): readonly string[] {
    return [...(this.#switches.get(id) ?? [])];
  }

  /** Whether a step starts by itself. */
  isFree({ id }: WorkflowStep): boolean {
    return !this.#owners.has(id) && !this.#handled.has(id);
  }

  /** The step that a step is inside of. */
  owner(id: string): WorkflowStep | undefined {
    const owner = this.#owners.get(id);
    return owner === undefined ? undefined : this.steps.get(owner);
  }

  /** What waiting for a step is: of what is inside of a step, waiting for that step. */
  outermost(id: string): string {
    let at = id;
    const seen = new Set<string>();
    for (let owner = this.#owners.get(at); owner !== undefined && !seen.has(owner); owner = this.#owners.get(at)) {
      seen.add(owner);
      at = owner;
    }
    return at;
  }

  /** The steps that start by themselves and that this one is a part of: itself, what it is inside of, or those whose failures it handles. */
  families(id: string): readonly string[] {
    const seen = new Set<string>();
    const open = [id];
    const found: string[] = [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const outer = this.outermost(at);
      if (seen.has(outer)) continue;
      seen.add(outer);
      const handled = this.#handled.get(outer);
      if (handled === undefined) found.push(outer);
      else open.push(...handled);
    }
    return found;
  }

  #look(step: WorkflowStep): void {
    const { type, input, onError } = step;
    if (onError !== undefined && this.#knows(onError)) listAt(this.#handled, onError.name).push(step.id);
    if (type === "switch") this.#lookAtCases(step);
    else if (type === "parallel") this.#lookInside(step, "steps", input?.entries.get("steps")?.value);
    else if (type === "loop") this.#lookInside(step, "body_step", input && firstOf(input, "body_step", "body"));
  }

  #lookInside(step: WorkflowStep, field: string, node: YamlNode | undefined): void {
    if (node === undefined) {
      this.#log.say("missing-field", step.input ?? step.node, { what: `'${step.id}'`, name: field });
      return;
    }
    if (step.input !== undefined) this.#checkNumbers(step.input);
    const refs = (node.kind === "list" ? node.items : [node]).map(refAt).filter((ref) => this.#knows(ref));
    for (const { name } of refs) if (!this.#owners.has(name)) this.#owners.set(name, step.id);
    this.#inside.set(step.id, [...new Set(refs.map(({ name }) => name))]);
  }

  /** How often and how many are known before anything runs. */
  #checkNumbers(input: YamlMap): void {
    for (const name of ["max_iterations", "max", "required"]) {
      const node = input.entries.get(name)?.value;
      if (node !== undefined) integer(1, 100_000)(node, this.#log, `'${name}'`);
    }
    const strategy = input.entries.get("strategy")?.value;
    if (strategy !== undefined) oneOf("all", "any", "n_of_m")(strategy, this.#log, "'strategy'");
  }

  #lookAtCases(step: WorkflowStep): void {
    const cases = step.input?.entries.get("cases")?.value;
    if (cases === undefined || cases.kind === "scalar") {
      this.#log.say("missing-field", step.input ?? step.node, { what: `'${step.id}'`, name: "cases" });
      return;
    }
    const last = step.input === undefined ? undefined : firstOf(step.input, "default", "default_step");
    const found =
      cases.kind === "map"
        ? [...cases.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { key, value }]) => ({ is: key, to: value }))
        : cases.items.flatMap((item) => this.#caseOf(item));
    const all = last === undefined ? found : [...found, { to: last }];
    const known = all.filter(({ to }) => this.#knows(refAt(to)));
    this.#cases.set(
      step.id,
      known.map(({ to, ...rest }) => ({ ...rest, target: refAt(to).name })),
    );
    for (const { to } of known) {
      const { name } = refAt(to);
      this.#switches.set(name, (this.#switches.get(name) ?? new Set()).add(step.id));
    }
  }

  #caseOf(node: YamlNode): readonly (Omit<Case, "target"> & { readonly to: YamlNode })[] {
    const [to, when, is] =
      node.kind === "map"
        ? [firstOf(node, "next", "step", "target"), firstOf(node, "when"), firstOf(node, "match", "value")]
        : [];
    if (to !== undefined && when !== undefined) return [{ to, when }];
    if (to !== undefined && is !== undefined) return [{ to, is }];
    this.#log.say("missing-field", node, { what: "A case", name: to === undefined ? "next" : "match" });
    return [];
  }

  #knows({ name, node }: NameRef): boolean {
    if (this.steps.has(name)) return true;
    this.#log.say("unknown-step", node, { name, hint: this.#log.suggest(name, this.steps.keys()) });
    return false;
  }
}

function refAt(node: YamlNode): NameRef {
  return { name: node.kind === "scalar" ? String(toJson(node)) : "", node };
}

/** The first of these members that is there. */
export function firstOf(map: YamlMap, ...names: readonly string[]): YamlNode | undefined {
  return names.map((name) => map.entries.get(name)?.value).find((value) => value !== undefined);
}

function listAt<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
