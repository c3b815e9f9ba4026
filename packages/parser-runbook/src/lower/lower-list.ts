/**
 * Theory of operation. Each step is lowered by itself into a unit: where a token enters, and the ways by which it leaves, having done the
 * step (`done`) or having skipped it (`skipped`). Then the units are connected in the order of the plan.
 *
 * A step that waits for one other is simply connected. One that waits for several gets a gateway that joins one slot for each of them,
 * whatever way a token comes by. Skips spread along `needs`: the skipped ways of a step that is needed lead past the step that needs it;
 * behind a join, they are told apart by the flow by which a token arrived. A step that only comes `after` takes tokens from all ways.
 */
import { type FlowId, type NodeId, type Origin, synthesized } from "@rb/ir";
import type { Step } from "../format/model.js";
import { originOf, type YamlScalar } from "../yaml/tree.js";
import type { Exit } from "./builder.js";
import { lowerAction } from "./lower-action.js";
import type { Lowering } from "./lowering.js";
import type { Place } from "./place.js";
import type { Plan } from "./plan.js";

export interface Unit {
  readonly entry: NodeId;
  readonly done: readonly Exit[];
  readonly skipped: readonly Exit[];
}

/** Lowers the steps of a list; gives the nodes that start at once. */
export function lowerList(lowering: Lowering, plan: Plan, around: Place): readonly NodeId[] {
  const entries: NodeId[] = [];
  const { lists, ...outside } = around;
  const units = plan.steps.map((step, index) =>
    lowerStep(lowering, step, { lists: [...lists, { plan, before: index }], ...outside }),
  );
  for (const index of plan.order) {
    const step = plan.steps[index] as Step;
    const joined = connect(lowering, plan, index, units);
    if (joined.entry !== undefined) entries.push(joined.entry);
    const unit = units[index] as Unit;
    const followers = plan.followers[index] as number;
    units[index] = {
      entry: unit.entry,
      done: prepare(lowering, step, "done", unit.done, followers),
      skipped: prepare(lowering, step, "skipped", [...unit.skipped, ...joined.skipped], followers),
    };
  }
  return entries;
}

/** Connects a step with those it waits for. Those come earlier in the order, so their ways out are final. */
function connect(
  lowering: Lowering,
  plan: Plan,
  index: number,
  units: readonly Unit[],
): { readonly entry?: NodeId; readonly skipped: readonly Exit[] } {
  const { builder } = lowering;
  const waits = plan.waits[index] as Plan["waits"][number];
  const { entry } = units[index] as Unit;
  const [only, second] = waits;
  if (only === undefined) return { entry, skipped: [] };
  if (second === undefined) {
    const before = units[only.index] as Unit;
    for (const exit of before.done) builder.connect(exit, entry);
    if (only.must) return { skipped: before.skipped };
    for (const exit of before.skipped) builder.connect(exit, entry);
    return { skipped: [] };
  }
  const step = plan.steps[index] as Step;
  const origin = synthesized("runbook/join", originOf(lowering.log.source, step.node));
  const join = `${step.id}/join`;
  const missed: FlowId[] = [];
  for (const wait of waits) {
    const { id } = plan.steps[wait.index] as Step;
    const before = units[wait.index] as Unit;
    for (const exit of before.done) builder.connect(exit, join, id);
    const skips = before.skipped.map((exit) => builder.connect(exit, join, id));
    if (wait.must) missed.push(...skips);
  }
  const isChoice = missed.length > 0;
  builder.add({
    kind: "gateway",
    id: join,
    join: { rule: "all" },
    ...(isChoice ? { routing: { take: "first" } } : {}),
    origin,
  });
  builder.connect({ from: join, origin, ...(isChoice ? { otherwise: true } : {}) }, entry);
  return { skipped: isChoice ? [{ from: join, guard: { arrived: missed }, origin, isChoice }] : [] };
}

/**
 * Several ways that lead to several steps first come together; a way that is one of a choice never forks, and never leads nowhere. Neither
 * does the way of a failure: without a flow, it would not end there, but fail what is around it.
 */
export function prepare(
  lowering: Lowering,
  step: Step,
  role: "done" | "skipped",
  exits: readonly Exit[],
  followers: number,
): readonly Exit[] {
  const { builder } = lowering;
  const id = `${step.id}/${role}`;
  const origin = (): Origin => synthesized(`runbook/${role}`, originOf(lowering.log.source, step.node));
  if (followers === 0) {
    const ending = exits.filter((exit) => exit.isChoice === true || exit.port === "failed");
    if (ending.length > 0) builder.add({ kind: "end", id, origin: origin() });
    for (const exit of ending) builder.connect(exit, id);
    return [];
  }
  if (followers === 1 || (exits.length < 2 && exits[0]?.isChoice !== true)) return exits;
  const added = origin();
  builder.add({ kind: "gateway", id, origin: added });
  for (const exit of exits) builder.connect(exit, id);
  return [{ from: id, origin: added }];
}

/** A step with its conditions in front. */
export function lowerStep(lowering: Lowering, step: Step, place: Place): Unit {
  const { when } = step;
  if (when === undefined) return lowerProvided(lowering, step, place);
  const { unit, past } = decide(lowering, step, "when", when, place, () => lowerProvided(lowering, step, place));
  return { ...unit, skipped: [past] };
}

function lowerProvided(lowering: Lowering, step: Step, place: Place): Unit {
  const act = (): Unit => {
    const { entry, done } = lowerAction(lowering, step, place);
    return { entry, done, skipped: [] };
  };
  const { provided } = step;
  if (provided === undefined) return act();
  const { unit, past } = decide(lowering, step, "provided", provided, place, act);
  return { ...unit, done: [...unit.done, past] };
}

/** A gateway in front of something, and the way past it. */
function decide(
  { builder, values, log }: Lowering,
  step: Step,
  field: "when" | "provided",
  condition: YamlScalar,
  place: Place,
  lowerInner: () => Unit,
): { readonly unit: Unit; readonly past: Exit } {
  const id = `${step.id}/${field}`;
  const origin = originOf(log.source, condition, field);
  builder.add({ kind: "gateway", id, name: `${step.name ?? step.id}?`, routing: { take: "first" }, origin });
  const unit = lowerInner();
  builder.connect({ from: id, guard: values.condition(condition, place), origin }, unit.entry);
  const past: Exit = {
    from: id,
    name: "skipped",
    otherwise: true,
    origin: synthesized("runbook/skipped", origin),
    isChoice: true,
  };
  return { unit: { ...unit, entry: id }, past };
}
