/** Choices, loops and forks as steps. A block's branches have ends of their own, and the step says what comes behind it. */
import type { JsonObject, Node } from "@rb/ir";
import type { Block } from "./blocks.js";
import { caseValues, conditionOf, equals, factsOf, labelOf } from "./conditions.js";
import type { OwnWords, StepDraft } from "./draft.js";
import { hasOnly, joinsItself, nodeFacts } from "./facts.js";
import type { LevelSteps } from "./level-steps.js";
import type { Spot, Way } from "./spots.js";

/** An if or a switch. */
export function choiceStep(at: LevelSteps, spot: Spot, type: string, step: StepDraft): OwnWords {
  const { ways } = spot;
  const block = at.plan.blocks.blocks.get(spot.id);
  const scopes = at.plan.scoped.get(spot.id);
  const isUndrawn = (way: number): boolean => way > 0 && isPassedBy(at, spot, block, way);
  const target = (way: number): string => branchStart(at, spot, way);
  const roles =
    type === "if-condition" ? fillIf(at, spot, step, target, isUndrawn) : fillSwitch(at, spot, step, target, isUndrawn);
  const closing = block === undefined && scopes === undefined ? {} : behind(at, spot, block, step);
  const isExact = type === "if-condition" ? isExactIf(at, spot) : isExactSwitch(at, spot, roles);
  return {
    ...beside(at, spot, isExact),
    ...(block?.closesAt === undefined || scopes !== undefined ? {} : { inline: true }),
    ...closing,
    ...(isExact ? {} : { ways: ways.map((way, index) => wayWords(at, way, roles[index] as string)) }),
  };
}

/** A choice whose one way leads back to it. */
export function loopStep(at: LevelSteps, spot: Spot, step: StepDraft): OwnWords {
  const { body = 0 } = at.plan.blocks.blocks.get(spot.id) as Block;
  const [inner, outer] = [spot.ways[body] as Way, spot.ways[1 - body] as Way];
  step.condition = condition(at, spot, body);
  step.on_true = branchStart(at, spot, body);
  step.on_completion = at.to(outer, at.plan.blocks.branches.get(spot.id));
  const isExact = body === 0 && isExactIf(at, spot);
  const roles = new Map([
    [inner, "body"],
    [outer, "false"],
  ]);
  return {
    ...beside(at, spot, isExact),
    ...(at.plan.scoped.has(spot.id) ? {} : { inline: true }),
    ...(isExact ? {} : { ways: spot.ways.map((way) => wayWords(at, way, roles.get(way) as string)) }),
  };
}

/** Several ways at once. Ways that have conditions run only then, for others too. */
export function forkStep(at: LevelSteps, spot: Spot, step: StepDraft): OwnWords {
  const block = at.plan.blocks.blocks.get(spot.id);
  const targets = spot.ways.map((way, index) => guarded(at, spot, way, index, branchStart(at, spot, index)));
  step.next_steps = padded(at, spot.id, targets);
  const closing = behind(at, spot, block, step);
  const isPlain = targets.length > 1 && spot.ways.every((way) => Object.keys(facts(at, way)).length === 0);
  const isGateway = spot.node?.kind === "gateway" && hasOnly(spot.node, ["join"]) && !joinsItself(at, spot.node);
  return {
    ...beside(at, spot, isGateway),
    inline: true,
    ...closing,
    ...(isPlain ? {} : { ways: spot.ways.map((way, index) => wayWords(at, way, `branch-${index}`)) }),
  };
}

/** A parallel step has two branches at least; where there are fewer, others only end. */
export function padded(at: LevelSteps, id: string, targets: readonly string[]): string[] {
  const missing = Array.from({ length: Math.max(0, 2 - targets.length) }, (_, index) => index);
  return [...targets, ...missing.map((index) => at.draft.end(`${id} nothing ${index}`))];
}

function branchStart(at: LevelSteps, spot: Spot, way: number): string {
  const scope = at.plan.scoped.get(spot.id)?.get(way);
  if (scope !== undefined) {
    at.draft.account.native();
    const [first] = at.inside(scope).write();
    return first ?? at.draft.end(`${spot.id} ${way}`);
  }
  return at.to(spot.ways[way] as Way, at.branch(spot.id, way));
}

/** Whether nothing is drawn for the way, since it only goes on behind the step. */
function isPassedBy(at: LevelSteps, spot: Spot, block: Block | undefined, index: number): boolean {
  const { flow, to } = spot.ways[index] as Way;
  if (flow.otherwise !== true || index !== spot.ways.length - 1) return false;
  const scopes = at.plan.scoped.get(spot.id);
  if (scopes !== undefined) return !scopes.has(index);
  return block !== undefined && to === block.closesAt && !at.plan.spots.passages.joins(to);
}

/** What comes behind the block; a join that it takes in stands between. */
function behind(at: LevelSteps, spot: Spot, block: Block | undefined, step: StepDraft): OwnWords {
  const { spots, blocks, taken } = at.plan;
  const place = blocks.branches.get(spot.id);
  const closesAt = block?.closesAt;
  if (closesAt === undefined) {
    // Branches that are instances of their own go on behind their step, even when that is the end.
    if (at.plan.scoped.has(spot.id)) step.on_completion = at.end(place);
    return {};
  }
  if (block?.isTail === true) {
    step.on_completion = at.toSpot(closesAt, place);
    return { tail: true };
  }
  if (!taken.has(closesAt)) {
    step.on_completion = at.toSpot(closesAt, place);
    return {};
  }
  const join = spots.spots.get(closesAt) as Spot;
  const node = join.node as Node;
  const [next] = join.ways;
  if (next !== undefined) step.on_completion = at.to(next, blocks.branches.get(closesAt));
  at.draft.account.extended("What has to come together", node.origin);
  return { join: { ...(node.name === undefined ? {} : { name: node.name }), ...nodeFacts(at, node) } };
}

function fillIf(
  at: LevelSteps,
  spot: Spot,
  step: StepDraft,
  target: (way: number) => string,
  isUndrawn: (way: number) => boolean,
): readonly string[] {
  const onTrue = Math.max(
    0,
    spot.ways.findIndex(({ flow }) => flow.otherwise !== true),
  );
  const onFalse = 1 - onTrue;
  step.condition = condition(at, spot, onTrue);
  step.on_true = target(onTrue);
  if (spot.ways[onFalse] !== undefined && !isUndrawn(onFalse)) step.on_false = target(onFalse);
  return spot.ways.map((_, way) => (way === onTrue ? "true" : "false"));
}

function fillSwitch(
  at: LevelSteps,
  spot: Spot,
  step: StepDraft,
  target: (way: number) => string,
  isUndrawn: (way: number) => boolean,
): readonly string[] {
  step.switch = `${selectorOf(spot) ?? at.draft.question(questionOf(spot))}:value`;
  const cases = new Map<string, string>();
  const keys = spot.ways.map((way, index): string => {
    if (way.flow.otherwise === true) {
      if (!isUndrawn(index)) cases.set("default", target(index));
      return "default";
    }
    const label = labelOf(way, index);
    let key = label;
    for (let copy = 2; key === "default" || cases.has(key); copy++) key = `${label} (${copy})`;
    cases.set(key, target(index));
    return key;
  });
  step.cases = Object.fromEntries(cases);
  // Members that look like numbers come first, whatever the order was.
  const places = new Map(Object.keys(step.cases).map((key, place) => [key, place]));
  return keys.map((key) => (key === "default" ? key : `case-${places.get(key)}`));
}

function selectorOf({ node }: Spot): string | undefined {
  const select = node?.kind === "gateway" && node.routing?.take === "case" ? node.routing.select : undefined;
  if (select === undefined || !("variable" in select) || select.path !== undefined) return undefined;
  return /^__[A-Za-z][\w.-]{0,244}__$/.test(select.variable) ? select.variable : undefined;
}

function condition(at: LevelSteps, spot: Spot, way: number): string {
  const { flow } = spot.ways[way] as Way;
  return conditionOf(flow.guard) ?? equals(at.draft.question(questionOf(spot)), labelOf(spot.ways[way] as Way, way));
}

function questionOf({ node, ways }: Spot): string {
  const guard = ways.map(({ flow }) => flow.guard).find((one) => one !== undefined && "expr" in one);
  return node?.name ?? (guard !== undefined && "expr" in guard ? guard.expr.text : "Which way?");
}

/** A branch with a condition begins, for others, with the question whether it does. */
function guarded(at: LevelSteps, spot: Spot, way: Way, index: number, target: string): string {
  if (way.flow.guard === undefined) return target;
  const id = at.draft.identifiers.fresh("if-condition", `${spot.id} ${index}`);
  const step: StepDraft = { type: "if-condition", condition: condition(at, spot, index), on_true: target };
  at.draft.add(id, step, { passed: true });
  return id;
}

function beside(at: LevelSteps, { id, node }: Spot, isExact: boolean): OwnWords {
  if (node !== undefined) return isExact ? {} : { node: nodeFacts(at, node) };
  return id === at.plan.spots.entries ? { entries: true } : { spread: true };
}

function facts(at: LevelSteps, { flow, port }: Way): JsonObject {
  const said = at.draft.own("flow", factsOf(flow)) as JsonObject;
  return { ...(port === "out" ? {} : { port }), ...said };
}

function wayWords(at: LevelSteps, way: Way, branch: string): JsonObject {
  const { guard, name, origin } = way.flow;
  const called = name === undefined ? {} : { name };
  if (guard !== undefined && "arrived" in guard) {
    at.draft.account.notExpressible(
      "A condition by the flow that a token came by",
      "flows have no names there",
      origin,
    );
    return { branch, ...called, guard: { unspecified: "Which way did it come by?" } };
  }
  const said = facts(at, way);
  if (Object.keys(said).length > 0) at.draft.account.extended("When a flow is taken", way.flow.origin);
  return { branch, ...called, ...said };
}

/** A gateway that takes the way of its condition, else the other. */
function isExactIf(at: LevelSteps, { node, ways }: Spot): boolean {
  const [first, second, ...others] = ways;
  if (node?.kind !== "gateway" || !hasOnly(node, ["routing", "join"]) || joinsItself(at, node)) return false;
  if (first === undefined || second === undefined || others.length > 0) return false;
  const { take, ...routing } = node.routing ?? {};
  if (take !== "first" || Object.keys(routing).length > 0) return false;
  const [one, other] = [first.flow, second.flow];
  if (
    conditionOf(one.guard) === undefined ||
    one.otherwise !== undefined ||
    one.cases !== undefined ||
    one.slot !== undefined
  )
    return false;
  return other.otherwise === true && (other.guard ?? other.cases ?? other.slot) === undefined;
}

function isExactSwitch(at: LevelSteps, spot: Spot, roles: readonly string[]): boolean {
  const { node, ways } = spot;
  if (node?.kind !== "gateway" || !hasOnly(node, ["routing", "join"]) || joinsItself(at, node)) return false;
  const { take, select, ...routing } = node.routing ?? {};
  if (take !== "case" || selectorOf(spot) === undefined || Object.keys(routing).length > 0) return false;
  const inOrder = roles.filter((role) => role !== "default").every((role, index) => role === `case-${index}`);
  const last = ways.at(-1)?.flow;
  return inOrder && last?.otherwise === true && ways.every(({ flow }) => isExactCase(flow));
}

function isExactCase({ cases, otherwise, guard, slot }: Way["flow"]): boolean {
  if (guard !== undefined || slot !== undefined) return false;
  if (otherwise === true) return cases === undefined;
  const [value] = cases ?? [];
  return typeof value === "string" && JSON.stringify(caseValues(value)) === JSON.stringify(cases);
}
