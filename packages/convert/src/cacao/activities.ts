/** Nodes that are one step each: what is done, and where each port leads. */
import type {
  ActionNode,
  Activity,
  Binding,
  BoundaryHandler,
  CallNode,
  CatchNode,
  JsonObject,
  Node,
  ScopeNode,
} from "@rb/ir";
import { endsSilently } from "../silent-end.js";
import { commandsOf } from "./command-sequence.js";
import { type Command, commandOf, manual } from "./commands.js";
import type { OwnWords, StepDraft } from "./draft.js";
import { millisecondsOf } from "./durations.js";
import { hasOnly, nodeFacts } from "./facts.js";
import { typeOfId } from "./identifiers.js";
import type { LevelSteps } from "./level-steps.js";
import { regionFacts } from "./regions.js";
import { padded } from "./splits.js";
import type { Spot, Way } from "./spots.js";
import { isVariableName } from "./texts.js";
import { areDeclared, declarations } from "./variables.js";
import { taskOf } from "./words.js";

/** What a step says of its node. */
interface Said {
  /** Members of the node that are read back from the step's own words. */
  readonly members: readonly string[];
  readonly own?: OwnWords;
  /** What a scope's region has besides its entries. */
  readonly region?: JsonObject;
}

export function activityStep(at: LevelSteps, spot: Spot, step: StepDraft, isCompensator: boolean): OwnWords {
  const node = spot.node as Node;
  const said = sayNode(at, node, step);
  const ways = new Map(spot.ways.map((way) => [way.port, way]));
  const timeout = sayTimeout(spot, step, ways);
  const isNative = isSaid(node, said) && (timeout?.isExact ?? true);
  const own: OwnWords = {
    ...said?.own,
    ...(isNative ? {} : { node: { ...nodeFacts(at, node), ...(said?.region && { region: said.region }) } }),
  };
  if (isCompensator) {
    step.on_completion = at.end(undefined);
    return { ...own, alone: true };
  }
  if (isNative && timeout !== undefined) ways.delete(timeout.handler.id);
  return { ...own, ...goOn(at, spot, step, ways) };
}

function isSaid(node: Node, said: Said | undefined): said is Said {
  return said !== undefined && hasOnly(node, [...said.members, "handlers"]);
}

/** Undefined where the step is only told to a person. */
function sayNode(at: LevelSteps, node: Node, step: StepDraft): Said | undefined {
  if (step.type === "start") return node.kind === "start" ? { members: [] } : undefined;
  if (node.kind === "call") return sayCall(at, node, step);
  if (node.kind === "scope") return step.type === "action" ? sayCommands(at, node, step) : sayScope(at, node, step);
  const said = node.kind === "action" ? sayAction(at, node, step) : undefined;
  if (said !== undefined) return said.isExact ? said : undefined;
  if (node.kind === "catch") sayWait(node, step);
  step.commands = [manual(taskOf(node))];
  step.agent = at.draft.someone();
  return undefined;
}

/** Whoever follows the step waits before it. */
function sayWait({ arms }: CatchNode, step: StepDraft): void {
  const [arm, ...others] = arms;
  const ms = arm?.trigger.on === "timer" && others.length === 0 ? millisecondsOf(arm.trigger.after) : undefined;
  if (ms !== undefined) step.delay = ms;
}

function sayAction(
  at: LevelSteps,
  node: ActionNode,
  step: StepDraft,
): (Said & { readonly isExact: boolean }) | undefined {
  const command = commandOf(node);
  if (command === undefined) return undefined;
  const isKnown = sayCommand(at, command, step, [
    { ...command.command, ...at.draft.authored(node.meta?.author, commandMembers) },
  ]);
  const inputs = sayInputs(at, node.inputs ?? [], step);
  const outputs = sayOutputs(at, node, step);
  const isExact = isKnown && command.isExact && inputs && outputs;
  return { members: ["executor", "request", "inputs", "outputs", "outputSchema"], isExact };
}

/** Members of a command that the graph has no place for. */
const commandMembers = ["playbook_activity"];

/** False where another agent or target of that id is there already. */
function sayCommand(
  at: LevelSteps,
  { agent, targets }: Command,
  step: StepDraft,
  commands: readonly JsonObject[],
): boolean {
  const { draft } = at;
  step.commands = [...commands];
  step.agent = agent?.id ?? draft.someone();
  if (targets.length > 0) step.targets = targets.map(({ id }) => id);
  const known = [
    ...(agent === undefined ? [] : [draft.party(draft.agents, agent)]),
    ...targets.map((target) => draft.party(draft.targets, target)),
  ];
  return known.every((is) => is);
}

function sayCommands(at: LevelSteps, node: ScopeNode, step: StepDraft): Said {
  const sequence = commandsOf(at, node) ?? [];
  const [first] = sequence;
  if (first !== undefined)
    sayCommand(
      at,
      first,
      step,
      sequence.map(({ command }) => command),
    );
  for (const _ of sequence) at.draft.account.native();
  return { members: ["region"] };
}

/** The values that a step's variables have for it. */
function sayInputs(at: LevelSteps, inputs: readonly Binding[], step: StepDraft): boolean {
  const variables = inputs.flatMap(({ path: [name, ...rest], from }) =>
    name !== undefined && rest.length === 0 && "json" in from && from.json !== null ? [{ name, init: from }] : [],
  );
  if (variables.length > 0) step.step_variables = declarations(variables, at.draft.types);
  return variables.length === inputs.length && areDeclared(variables, at.draft.types);
}

/** `out_args` assign the members of the result that bear the variables' names, of the types that these are declared with. */
function sayOutputs(at: LevelSteps, { outputs = [], outputSchema }: Activity, step: StepDraft): boolean {
  const names = outputs.flatMap(({ path: [name, ...rest], from }) =>
    name !== undefined && rest.length === 0 && isMember(from, name) && isVariableName(name) ? [name] : [],
  );
  const isShadowed = names.some((name) => Object.hasOwn((step.step_variables ?? {}) as JsonObject, name));
  if (names.length > 0) step.out_args = names;
  const typed = names.flatMap((name): (readonly [string, string])[] => {
    const type = at.draft.types.get(name) ?? "string";
    return type === "string" ? [] : [[name, type]];
  });
  const expected = typed.length === 0 ? undefined : { language: "cacao-variable", schema: Object.fromEntries(typed) };
  const isDistinct = new Set(names).size === outputs.length;
  return isDistinct && !isShadowed && JSON.stringify(expected) === JSON.stringify(outputSchema);
}

function isMember(from: Binding["from"], name: string): boolean {
  return "result" in from && from.result.length === 1 && from.result[0] === name;
}

function sayCall(at: LevelSteps, node: CallNode, step: StepDraft): Said | undefined {
  const { id, version } = node.target;
  const isId = typeOfId(id) === "playbook";
  step.playbook_id = isId ? id : at.draft.identifiers.fresh("playbook", id);
  const isVersion = version !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(version);
  if (isVersion) step.playbook_version = version;
  const passed = (node.inputs ?? []).flatMap(({ path: [name, ...rest], from }) =>
    name !== undefined && rest.length === 0 && "variable" in from && from.variable === name && isVariableName(name)
      ? [{ name, isWhole: from.path === undefined }]
      : [],
  );
  if (passed.length > 0) step.in_args = passed.map(({ name }) => name);
  const isPassed = passed.length === (node.inputs ?? []).length && passed.every(({ isWhole }) => isWhole);
  const isExact = sayOutputs(at, node, step) && isPassed && isId && (version === undefined || isVersion);
  return isExact ? { members: ["target", "inputs", "outputs", "outputSchema"] } : undefined;
}

/** The parts of a region as branches that run at once. */
function sayScope(at: LevelSteps, node: ScopeNode, step: StepDraft): Said {
  const entries = at.inside(node.id).write();
  step.next_steps = padded(at, node.id, entries);
  const ways = entries.length > 1 ? {} : { ways: entries.map((_, index) => ({ branch: `branch-${index}` })) };
  const region = regionFacts(at, node.id);
  const { variables = [] } = node.region;
  if (variables.length > 0) step.step_variables = declarations(variables, at.draft.types);
  const isBare = Object.keys(region).every((name) => name === "variables");
  return { members: isBare && areDeclared(variables, at.draft.types) ? ["region"] : [], own: ways, region };
}

interface Timeout {
  readonly handler: BoundaryHandler;
  /** Whether the step's own words say all of it. */
  readonly isExact: boolean;
}

/** A timer that ends the activity is its `timeout`; it leads where failing does. */
function sayTimeout({ node }: Spot, step: StepDraft, ways: ReadonlyMap<string, Way>): Timeout | undefined {
  const handlers = node !== undefined && "handlers" in node ? (node.handlers ?? []) : [];
  if (handlers.length === 0) return undefined;
  const found = handlers.map((handler) => ({ handler, ms: durationOf(handler) })).find(({ ms }) => ms !== undefined);
  if (found?.ms === undefined) return { handler: handlers[0] as BoundaryHandler, isExact: false };
  step.timeout = found.ms;
  const [late, failed] = [ways.get(found.handler.id), ways.get("failed")];
  const [trigger] = found.handler.triggers;
  // A text of ISO 8601 would be read back as a number.
  const isNumber = trigger?.on === "timer" && JSON.stringify(trigger.after) === JSON.stringify({ json: found.ms });
  const isBare = Object.keys(found.handler).every((name) => ["id", "triggers", "origin"].includes(name));
  const isSame = late !== undefined && failed !== undefined && late.to === failed.to;
  return { handler: found.handler, isExact: handlers.length === 1 && isNumber && isBare && isSame };
}

function durationOf({ triggers, interrupting }: BoundaryHandler): number | undefined {
  const [trigger, ...others] = triggers;
  if (trigger?.on !== "timer" || others.length > 0 || interrupting === false) return undefined;
  return millisecondsOf(trigger.after);
}

/** Where the ports lead: two of them by members of the step, the others by an extension. */
function goOn(at: LevelSteps, { id, node }: Spot, step: StepDraft, ways: ReadonlyMap<string, Way>): OwnWords {
  const place = at.plan.blocks.branches.get(id);
  const left = new Map(ways);
  const ports: { [member: string]: string } = {};
  const lead = (member: string, port: string): void => {
    const way = left.get(port);
    if (way !== undefined) step[member] = at.to(way, place);
    left.delete(port);
  };
  const out = left.has("out") ? "out" : node?.kind === "catch" ? [...left.keys()][0] : undefined;
  const failing = left.has("failed") ? "failed" : failurePort(node as Node, left);
  const completion = failing === undefined ? "on_completion" : "on_success";
  if (out !== undefined) lead(completion, out);
  else if (endsSilently(node as Node, [])) step[completion] = at.end(place);
  if (out !== undefined && out !== "out") ports[completion] = out;
  if (failing !== undefined) lead("on_failure", failing);
  if (failing !== undefined && failing !== "failed") ports.on_failure = failing;
  const slots = [...ways].flatMap(([port, { flow }]) => (flow.slot === undefined ? [] : [[port, flow.slot] as const]));
  const exits = [...left].map(([port, way]): [string, string] => [port, at.to(way, place)]);
  return {
    ...(exits.length === 0 ? {} : { exits: Object.fromEntries(exits) }),
    ...(Object.keys(ports).length === 0 ? {} : { ports }),
    ...(slots.length === 0 ? {} : { slots: Object.fromEntries(slots) }),
  };
}

/** The boundary handler that comes nearest to a failure. */
function failurePort(node: Node, ways: ReadonlyMap<string, Way>): string | undefined {
  const handlers = "handlers" in node ? (node.handlers ?? []) : [];
  const led = handlers.filter(({ id, interrupting }) => ways.has(id) && interrupting !== false);
  const error = led.find(({ triggers }) => triggers.some(({ on }) => on === "error"));
  return (error ?? led.find((handler) => durationOf(handler) !== undefined))?.id;
}
