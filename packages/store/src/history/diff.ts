/**
 * Two runs side by side: what they were started with, what they ran, and step by step how they went. Steps are compared by node and by how
 * many times the run had come to it, so a loop that went round once more has one step more and nothing else is moved.
 */
import type { Json, Slot } from "@rb/ir";
import type { JobRequest } from "@rb/kernel";
import type { RunHeader } from "../trace/run-header.js";
import { diffBundles, type GraphDiff } from "./graph-diff.js";
import type { Stretch } from "./history.js";
import { nodeKey } from "./scene.js";
import type { Step, StepJob } from "./step.js";
import { type RunSteps, stepsOf } from "./steps.js";

/** A run to compare. */
export interface ComparedRun {
  readonly header: RunHeader;
  readonly history: Iterable<Stretch>;
}

/** A fact that differs; undefined where one run doesn't have it. */
export interface FactDifference {
  readonly fact: string;
  readonly a: Json | undefined;
  readonly b: Json | undefined;
}

/** Which step: a node, and how many times the run had come to it. */
export interface StepId {
  readonly graph: string;
  readonly node: string;
  readonly name: string;
  /** In an instance of a loop over items: the item's index. */
  readonly item: number | null;
  readonly occurrence: number;
}

/** A step that both runs have. */
export interface StepDifference extends StepId {
  /** `status`, `failure`, `request`, `outcome`, `approvals`, `captures.<name>`, … */
  readonly differences: readonly FactDifference[];
}

/** From run a to run b. */
export interface RunDiff {
  /** Nothing differs but when, and how long. */
  readonly equal: boolean;
  readonly header: readonly FactDifference[];
  readonly inputs: readonly FactDifference[];
  readonly graph: GraphDiff;
  readonly onlyA: readonly StepId[];
  readonly onlyB: readonly StepId[];
  readonly steps: readonly StepDifference[];
  /** Steps of both that b came to in another order than a: as few as have to be moved. */
  readonly moved: readonly StepId[];
  /** Milliseconds. `null` for a step that has not ended. */
  readonly durations: readonly (StepId & { readonly aMs: number | null; readonly bMs: number | null })[];
  readonly outputs: readonly FactDifference[];
  readonly result: readonly FactDifference[];
}

/**
 * Compares two runs.
 *
 * @throws StoreError `store/broken-trace` when a history can't be read.
 */
export function diffRuns(a: ComparedRun, b: ComparedRun): RunDiff {
  const [before, after] = [readRun(a), readRun(b)];
  const pairs = [...before.byKey].flatMap(([key, step]) => {
    const other = after.byKey.get(key);
    return other === undefined ? [] : [[step, other] as const];
  });
  const diff = {
    header: headerFacts(a.header, b.header),
    inputs: namedSlots("", before.run.inputs, after.run.inputs),
    graph: before.bundle === null || after.bundle === null ? noGraphs : diffBundles(before.bundle, after.bundle),
    onlyA: onlyIn(before, after),
    onlyB: onlyIn(after, before),
    steps: pairs.flatMap(([one, other]) => {
      const differences = stepFacts(one, other);
      return differences.length === 0 ? [] : [{ ...idOf(one), differences }];
    }),
    moved: movedSteps(pairs),
    outputs: namedSlots("", before.run.outputs, after.run.outputs),
    result: resultFacts(before.run, after.run),
  };
  const durations = pairs.map(([one, other]) => ({ ...idOf(one), aMs: durationOf(one), bMs: durationOf(other) }));
  const { graph, ...lists } = diff;
  const equal = [...Object.values(lists), graph.added, graph.gone, graph.changed].every((list) => list.length === 0);
  return { equal, ...diff, durations: durations.filter(({ aMs, bMs }) => aMs !== bMs) };
}

const noGraphs: GraphDiff = { added: [], gone: [], changed: [] };

interface ReadRun {
  readonly run: RunSteps;
  readonly bundle: Stretch["bundle"] | null;
  readonly byKey: ReadonlyMap<string, Step>;
}

function readRun({ history }: ComparedRun): ReadRun {
  const stretches = [...history];
  const run = stepsOf(stretches);
  return {
    run,
    bundle: stretches.at(-1)?.bundle ?? null,
    byKey: new Map(run.steps.map((step) => [keyOf(step), step])),
  };
}

function keyOf({ graph, node, item, occurrence }: Step): string {
  return `${item === null ? "" : "item "}${occurrence} ${nodeKey(graph, node)}`;
}

function idOf({ graph, node, name, item, occurrence }: Step): StepId {
  return { graph, node, name, item, occurrence };
}

function onlyIn(one: ReadRun, other: ReadRun): readonly StepId[] {
  return [...one.byKey].flatMap(([key, step]) => (other.byKey.has(key) ? [] : idOf(step)));
}

function durationOf({ beganAtMs, endedAtMs }: Step): number | null {
  return endedAtMs === null ? null : endedAtMs - beganAtMs;
}

/** All but the longest row of steps that both runs came to in the same order (patience sorting, n log n). */
function movedSteps(pairs: readonly (readonly [Step, Step])[]): readonly StepId[] {
  const order = pairs.map(([, other]) => other.index);
  const tails: number[] = [];
  const previous: number[] = [];
  order.forEach((value, at) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[tails[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    previous[at] = low === 0 ? -1 : (tails[low - 1] as number);
    tails[low] = at;
  });
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] as number) kept.add(at);
  return pairs.flatMap(([step], at) => (kept.has(at) ? [] : idOf(step)));
}

// ---------------------------------------------------------------------------------------------------------------
// Facts

function differing(
  facts: readonly (readonly [fact: string, a: Json | undefined, b: Json | undefined])[],
): readonly FactDifference[] {
  return facts.flatMap(([fact, a, b]) => (JSON.stringify(a) === JSON.stringify(b) ? [] : { fact, a, b }));
}

function headerFacts(a: RunHeader, b: RunHeader): readonly FactDifference[] {
  const facts = ["program", "plan", "mode", "actor", "tenant", "engine", "runbook_path"] as const;
  const labels = [...new Set([...Object.keys(a.labels ?? {}), ...Object.keys(b.labels ?? {})])].sort();
  const label = (header: RunHeader, name: string) =>
    header.labels !== undefined && Object.hasOwn(header.labels, name) ? header.labels[name] : undefined;
  return differing([
    ...facts.map((fact) => [fact, a[fact], b[fact]] as const),
    ...labels.map((name) => [`labels.${name}`, label(a, name), label(b, name)] as const),
  ]);
}

type Slots = Iterable<readonly [name: string, slot: Slot]>;

function namedSlots(prefix: string, a: Slots, b: Slots): readonly FactDifference[] {
  const [before, after] = [new Map(a), new Map(b)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return differing(names.map((name) => [`${prefix}${name}`, slotJson(before.get(name)), slotJson(after.get(name))]));
}

/** A value as it is; anything else as the reference that stands for it. */
function slotJson(slot: Slot | undefined): Json | undefined {
  if (slot === undefined) return undefined;
  return "json" in slot ? slot.json : (slot as unknown as Json);
}

function stepFacts(a: Step, b: Step): readonly FactDifference[] {
  const last = (step: Step) => step.jobs.at(-1);
  const approvers = ({ jobs }: Step): Json =>
    jobs.flatMap(({ approvals }) =>
      approvals.map(({ approval, counts }) => [approval.by, approval.verdict, counts] as Json),
    );
  return [
    ...differing([
      ["status", a.status, b.status],
      ["failure", a.failure?.code, b.failure?.code],
      ["attempts", a.jobs.length, b.jobs.length],
      ["request", requestOf(last(a)?.job), requestOf(last(b)?.job)],
      ["outcome", outcomeOf(last(a)), outcomeOf(last(b))],
      ["decision", last(a)?.verdict?.decision, last(b)?.verdict?.decision],
      ["rule", last(a)?.verdict?.rule, last(b)?.verdict?.rule],
      ["approvals", approvers(a), approvers(b)],
      ["incidents", a.incidents.map(({ code }) => code), b.incidents.map(({ code }) => code)],
      ["choices", a.choices.map(({ option }) => [...option]), b.choices.map(({ option }) => [...option])],
      ["events", a.events.map(eventJson), b.events.map(eventJson)],
    ]),
    ...namedSlots("captures.", a.captures, b.captures),
  ];
}

function outcomeOf(job: StepJob | undefined): Json | undefined {
  return (job?.settledAs ?? job?.outcome ?? undefined) as Json | undefined;
}

function requestOf(job: JobRequest | undefined): Json | undefined {
  return job === undefined ? undefined : { executor: job.executor, request: job.request };
}

function eventJson({ index, kind, payload }: Step["events"][number]): Json {
  return [index, kind, slotJson(payload ?? undefined) ?? null];
}

function resultFacts(a: RunSteps, b: RunSteps): readonly FactDifference[] {
  return differing([
    ["status", a.status, b.status],
    ["failure", a.failure?.code, b.failure?.code],
    ["message", a.failure?.message, b.failure?.message],
  ]);
}
