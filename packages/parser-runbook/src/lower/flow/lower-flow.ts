/**
 * Flows. A node becomes what it says, a step what it becomes anywhere, with its ways out; then each is connected with what it names, or
 * with what stands below it. A node that is named may be anywhere in the graph, so all connecting comes last.
 */
import { type CatchNode, type Flow, type Node, type NodeId, type Region, synthesized } from "@rb/ir";
import type { Making } from "../../format/flow/fragment.js";
import type { FlowItem, FlowNode, FlowRegion, FlowStep, Way } from "../../format/flow/model.js";
import { originOf } from "../../yaml/tree.js";
import type { Exit } from "../builder.js";
import { checkCommand } from "../check-command.js";
import { lowerStep, prepare } from "../lower-list.js";
import { type Lowering, variablesOf } from "../lowering.js";
import type { Place } from "../place.js";

/** The region of a flow. Its entries are known when all nodes of the graph are. */
export function lowerFlow(lowering: Lowering, region: FlowRegion, around: Place): Region {
  const { links } = lowering;
  const place: Place = {
    ...around,
    isFlow: true,
    hasResult: true,
    lists: [...around.lists, { plan: lowering.planOf(region.steps) }],
  };
  const making = makingAt(lowering, place);
  const units = region.items.map((item) => lowerItem(lowering, item, place, making));
  const entries: NodeId[] = [];
  links.later(() => {
    for (const [index, unit] of units.entries()) unit.connect(units[index + 1]?.entry);
    for (const entry of entriesOf(region, units, lowering)) entries.push(entry);
  });
  const said = region.fragment.make(making) as Partial<Region>;
  const added = variablesOf(lowering, [region.steps]);
  return { entries, ...said, ...(added.length === 0 ? {} : { variables: [...(said.variables ?? []), ...added] }) };
}

function entriesOf({ entries }: FlowRegion, [first]: readonly Unit[], { links }: Lowering): readonly NodeId[] {
  if (entries !== undefined) return entries.flatMap((entry) => links.resolve(entry) ?? []);
  return first === undefined ? [] : [first.entry];
}

/** What the fragments of a flow are made with, where it stands. */
export function makingAt(lowering: Lowering, place: Place): Making {
  const { values, log } = lowering;
  return {
    value: (node) => values.value(node, place),
    guard: (node) => values.condition(node, place),
    region: (inner) => lowerFlow(lowering, inner, place),
    origin: (node, construct) => originOf(log.source, node, construct),
  };
}

interface Unit {
  readonly entry: NodeId;
  /** Connects it with what it names, or with what stands below it. */
  readonly connect: (next: NodeId | undefined) => void;
}

function lowerItem(lowering: Lowering, item: FlowItem, place: Place, making: Making): Unit {
  switch (item.kind) {
    case "node":
      return lowerNode(lowering, item, place, making);
    case "step":
      return lowerStepItem(lowering, item, place, making);
    case "unread":
      lowering.links.define(item.id, item.id);
      return { entry: item.id, connect: () => {} };
  }
}

function lowerNode(lowering: Lowering, { fragment, then }: FlowNode, place: Place, making: Making): Unit {
  const { builder, links } = lowering;
  const inside = fragment.regions.map(({ steps }) => ({ plan: lowering.planOf(steps) }));
  // What it gives comes from the steps in it.
  const own = inside.length === 0 ? making : makingAt(lowering, { ...place, lists: [...place.lists, ...inside] });
  const node = builder.addAround(() => fragment.make(own) as Node);
  if (node.kind === "action" && node.origin.kind === "source")
    checkCommand(lowering, node.executor, node.request, node.origin);
  links.define(node.id, node.id);
  return {
    entry: node.id,
    connect: (next) => {
      if (then !== undefined) connectWays(lowering, [{ from: node.id }], then, making);
      else if (next !== undefined && goesOn(node))
        builder.connect({ from: node.id, origin: synthesized("runbook/order", node.origin) }, next);
    },
  };
}

/** Whether a token leaves it by `out`. */
function goesOn(node: Node): boolean {
  return node.kind !== "end" && (node.kind !== "catch" || leavesByOut(node));
}

function leavesByOut({ need, arms }: CatchNode): boolean {
  return need === "all" || arms.some(({ port = "out" }) => port === "out");
}

function lowerStepItem(lowering: Lowering, { step, then }: FlowStep, place: Place, making: Making): Unit {
  const { builder, links } = lowering;
  const { entry, done, skipped } = lowerStep(lowering, step, place);
  links.define(step.id, entry);
  const exits = [...done, ...skipped];
  return {
    entry,
    connect: (next) => {
      const [only, second] = then ?? [];
      const leads = then === undefined ? next !== undefined : only !== undefined;
      const isSimple = then === undefined || (only?.isPlain === true && second === undefined);
      const out = prepare(lowering, step, "done", exits, leads ? (isSimple ? 1 : 2) : 0);
      if (then !== undefined) connectWays(lowering, out, then, making);
      else if (next !== undefined) for (const exit of out) builder.connect(exit, next);
    },
  };
}

/** Each way of leaving with each way on. */
function connectWays(
  { builder, links }: Lowering,
  exits: readonly (Pick<Exit, "from"> & Partial<Exit>)[],
  ways: readonly Way[],
  making: Making,
): void {
  for (const way of ways) {
    const to = links.resolve(way.to);
    const said = way.fragment.make(making) as Omit<Flow, "id" | "from" | "to">;
    if (to === undefined) continue;
    for (const { isChoice: _, origin: _origin, ...exit } of exits) builder.addFlow({ ...exit, ...said, to }, way.id);
  }
}

/** The ids that authors give to ways, here and inside. */
export function idsOfWays({ items, inner }: FlowRegion): readonly string[] {
  const own = items.flatMap(({ then = [] }) => then.flatMap(({ id }) => id ?? []));
  return [...own, ...inner.flatMap(idsOfWays)];
}

/** The names of the variables that are declared, here and inside. */
export function variablesIn({ variables, inner }: FlowRegion): readonly string[] {
  return [...variables, ...inner.flatMap(variablesIn)];
}
