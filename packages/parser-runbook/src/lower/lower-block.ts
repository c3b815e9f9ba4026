/** Steps with steps inside. Each body is a scope: its steps have variables of their own, which end with it. */
import { type Binding, type CatchArm, type EachLoop, type NodeId, type Region, synthesized } from "@rb/ir";
import type {
  Case,
  ForEachAction,
  GroupAction,
  ParallelAction,
  RaceAction,
  Step,
  SwitchAction,
} from "../format/model.js";
import { originOf } from "../yaml/tree.js";
import { activityOf, baseOf, type Core, finish, limitsOf, waysOut } from "./activity.js";
import type { Exit } from "./builder.js";
import { carriesData, triggerOf } from "./events.js";
import { lowerHandlers } from "./lower-handlers.js";
import { lowerTogether } from "./lower-together.js";
import { bindingsFor, type Lowering, outputsInside, partsOf, variableOf, variablesOf } from "./lowering.js";
import type { Place } from "./place.js";

export function bodyOf(lowering: Lowering, lists: readonly (readonly Step[])[], place: Place): Region {
  const entries = lists.flatMap((steps) => lowering.lowerBody(steps, place));
  return { entries, variables: variablesOf(lowering, lists) };
}

/** What sees the steps of these lists when all of them are over. */
export function atEndOf(lowering: Lowering, lists: readonly (readonly Step[])[], place: Place): Place {
  return { ...place, lists: [...place.lists, ...lists.map((steps) => ({ plan: lowering.planOf(steps) }))] };
}

export function lowerForEach(lowering: Lowering, step: Step, action: ForEachAction, place: Place): Core {
  const { values } = lowering;
  const { as, index, limit, onFailure } = action;
  const inside: Place = {
    ...place,
    loopVariables: [...place.loopVariables, as, ...(index === undefined ? [] : [index])],
  };
  const collected = partsOf(lowering, step, atEndOf(lowering, [action.steps], inside));
  const loop: EachLoop = {
    kind: "each",
    items: action.items.kind === "scalar" ? values.bare(action.items, place) : values.value(action.items, place),
    item: as,
    ...(index === undefined ? {} : { index }),
    ...(limit === undefined
      ? {}
      : { limit: typeof limit.value === "number" ? { json: limit.value } : values.bare(limit, place) }),
    ...(onFailure === undefined ? {} : { onFailure }),
    ...(collected === undefined ? {} : { collect: bindingsFor(step, collected, place) }),
  };
  const { output: _output, ...rest } = step;
  const { outputs: _, ...activity } = activityOf(lowering, { ...rest, outputs: [] }, place);
  return finish(lowering, step, place, () => ({
    kind: "scope",
    ...activity,
    loop,
    region: bodyOf(lowering, [action.steps], inside),
  }));
}

export function lowerParallel(lowering: Lowering, step: Step, action: ParallelAction, place: Place): Core {
  const lists = action.branches.map((branch) => branch.steps);
  const given = outputsInside(lowering, step, atEndOf(lowering, lists, place));
  const { limit, enough } = action;
  const completion =
    enough === undefined ? {} : { completeWhen: lowering.values.condition(enough, atEndOf(lowering, lists, place)) };
  return finish(lowering, step, place, () => ({
    kind: "scope",
    ...baseOf(lowering, step),
    ...limitsOf(lowering, step, place),
    ...given,
    region: {
      ...(limit === undefined ? bodyOf(lowering, lists, place) : limitedBranches(lowering, step, action, limit, place)),
      ...completion,
    },
  }));
}

export function lowerGroup(lowering: Lowering, step: Step, action: GroupAction, place: Place): Core {
  const given = outputsInside(lowering, step, atEndOf(lowering, [action.steps], place));
  return finish(lowering, step, place, () => ({
    kind: "scope",
    ...baseOf(lowering, step),
    ...limitsOf(lowering, step, place),
    ...given,
    region: lowerTogether(lowering, step.id, action, place),
  }));
}

/** How many branches run at once is counted by entries, so each branch becomes a single one. Their variables stay outside, where `outputs` sees them. */
function limitedBranches(lowering: Lowering, step: Step, action: ParallelAction, limit: number, place: Place): Region {
  const entries = action.branches.map((branch, index): NodeId => {
    const origin = synthesized("runbook/branch", originOf(lowering.log.source, branch.node));
    return lowering.builder.addAround(() => ({
      kind: "scope",
      id: `${step.id}/branch${index + 1}`,
      ...(branch.name === undefined ? {} : { name: branch.name }),
      region: { entries: bodyOf(lowering, [branch.steps], place).entries },
      origin,
    })).id;
  });
  const variables = variablesOf(
    lowering,
    action.branches.map((branch) => branch.steps),
  );
  return { entries, limit, variables };
}

export function lowerSwitch(lowering: Lowering, step: Step, action: SwitchAction, place: Place): Core {
  return wrap(lowering, step, place, () => decide(lowering, step, action, place));
}

function decide(lowering: Lowering, step: Step, action: SwitchAction, place: Place): Core {
  const { builder, values, log } = lowering;
  const base = baseOf(lowering, step);
  const done: Exit[] = [];
  const routing =
    action.on === undefined
      ? ({ take: "first" } as const)
      : ({ take: "case", select: values.bare(action.on, place) } as const);
  builder.add({ kind: "gateway", ...base, routing });
  for (const [index, one] of action.cases.entries()) {
    const origin = originOf(log.source, one.node, "case");
    const { id: scope } = builder.addAround(() => ({
      kind: "scope",
      id: `${step.id}/case${index + 1}`,
      ...(one.name === undefined ? {} : { name: one.name }),
      ...givenBy(lowering, step, one, place),
      region: bodyOf(lowering, [one.steps], place),
      origin: synthesized("runbook/case", origin),
    }));
    builder.connect(
      {
        from: step.id,
        ...wayInto(lowering, one, place),
        ...(one.name === undefined ? {} : { name: one.name }),
        origin,
      },
      scope,
    );
    done.push({ from: scope, origin: synthesized("runbook/order", origin) });
  }
  const hasElse = action.cases.some((one) => one.when === undefined && one.is === undefined);
  const none: Exit = {
    from: step.id,
    otherwise: true,
    origin: synthesized("runbook/no-case", base.origin),
    isChoice: true,
  };
  return { entry: step.id, done: hasElse ? done : [...done, none] };
}

/** What a case gives is what the switch gives. */
function givenBy(lowering: Lowering, step: Step, one: Case, place: Place): { readonly outputs?: readonly Binding[] } {
  const { outputs, steps } = one;
  if (outputs === undefined) return {};
  return outputsInside(lowering, { ...step, outputs }, atEndOf(lowering, [steps], place));
}

function wayInto({ values }: Lowering, one: Case, place: Place): Pick<Exit, "guard" | "cases" | "otherwise"> {
  if (one.is !== undefined) return { cases: one.is };
  return one.when === undefined ? { otherwise: true } : { guard: values.condition(one.when, place) };
}

/** Whatever comes first takes its way. */
export function lowerRace(lowering: Lowering, step: Step, action: RaceAction, place: Place): Core {
  return wrap(lowering, step, place, () => {
    const { builder, log } = lowering;
    const outputs = [{ path: [variableOf(step), "output"], from: { result: [] } }];
    const during: Place = { ...place, handling: [...place.handling, step.id] };
    const arms = action.arms.map(
      ({ node, awaited }, index): CatchArm => ({
        port: `way${index + 1}`,
        trigger: triggerOf(lowering, awaited, place),
        ...(carriesData(awaited) ? { into: outputs } : {}),
        origin: originOf(log.source, node, "way"),
      }),
    );
    builder.add({ kind: "catch", ...baseOf(lowering, step), arms });
    const done = action.arms.map((arm, index): Exit => {
      const port = `way${index + 1}`;
      const origin = synthesized("runbook/way", originOf(log.source, arm.node));
      const { id: scope } = builder.addAround(() => ({
        kind: "scope",
        id: `${step.id}/${port}`,
        ...(arm.name === undefined ? {} : { name: arm.name }),
        region: bodyOf(lowering, [arm.steps], during),
        origin,
      }));
      builder.connect({ from: step.id, port, origin }, scope);
      return { from: scope, origin };
    });
    return { entry: step.id, done };
  });
}

/** Decisions are no activities; where one has a timeout, or may fail, it stands in a scope that has them. */
export function wrap(lowering: Lowering, step: Step, place: Place, lowerCore: () => Core): Core {
  if (step.timeout === undefined && !step.continueOnError && step.on === undefined) return lowerCore();
  const { builder, log } = lowering;
  const origin = synthesized("runbook/scope", originOf(log.source, step.node));
  const { id } = builder.addAround(() => {
    const core = lowerCore();
    const ends = core.done.filter((exit) => exit.isChoice === true);
    const end = `${step.id}/end`;
    if (ends.length > 0) builder.add({ kind: "end", id: end, origin });
    for (const exit of ends) builder.connect(exit, end);
    return {
      kind: "scope",
      id: `${step.id}/scope`,
      ...limitsOf(lowering, step, place),
      region: { entries: [core.entry] },
      origin,
    };
  });
  return { entry: id, done: [...waysOut(lowering, step, id), ...lowerHandlers(lowering, step, id, place)] };
}
