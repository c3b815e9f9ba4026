import type { Region, ScopeHandler, Trigger } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates, isBesideTheFlow, isEventSubprocess } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { flag } from "../xml/element.js";
import { intoOf, variablesOf } from "./data.js";
import { triggersOf } from "./event-definition.js";
import { startsInstance } from "./event-gateway.js";
import { type Lowering, maxCopies } from "./lowering.js";
import { lowerFlow } from "./sequence-flow.js";

/** The nodes and flows of a process or subprocess, and the region that runs them. */
export function lowerLevel(lowering: Lowering, level: Level): Region {
  const variables = variablesOf(lowering, level);
  for (const node of level.nodes) lowering.lowerNode(node);
  const handlers = level.nodes.filter(isEventSubprocess).flatMap((node) => handlersOf(lowering, node));
  for (const flow of level.flows) lowerFlow(lowering, flow);
  const entries = entriesOf(level).flatMap((node) => lowering.placements.get(node)?.entry ?? []);
  // A subprocess drawn closed is empty, and that is no mistake.
  if (entries.length === 0 && level.nodes.some((node) => !isBesideTheFlow(node))) {
    const what = level.owner === null ? `process '${level.process.id}'` : describe(level.owner);
    lowering.report(bpmn.report("no-entry", lowering.originOf(level.element), { what }));
  }
  return {
    entries,
    ...(variables.length === 0 ? {} : { variables }),
    ...(handlers.length === 0 ? {} : { handlers }),
  };
}

/**
 * Where a level begins (BPMN 2.0.2, 10.5.2): at its start events, or, when it has none, at each node that no flow leads to.
 * Inside of a subprocess such nodes begin beside its start events as well; in a process they are reported and stay idle.
 */
export function entriesOf(level: Level): readonly FlowNode[] {
  const starts = level.nodes.filter(isStart);
  if (starts.length > 0 && level.owner === null) return starts;
  return level.nodes.filter((node) => isStart(node) || (node.incoming.length === 0 && !isBesideTheFlow(node)));
}

function isStart(node: FlowNode): boolean {
  if (node.type === "startEvent") return true;
  return node.type === "eventBasedGateway" ? false : instantiates(node) || startsInstance(node);
}

/** An event subprocess is a handler; with several start events it is one for each, and they share its nodes. */
function handlersOf(lowering: Lowering, node: FlowNode): readonly ScopeHandler[] {
  const content = node.content as Level;
  const body = lowerLevel(lowering, content);
  const starts = content.nodes.filter((one) => one.type === "startEvent");
  if (starts.length > maxCopies) {
    const args = { what: describe(node), count: starts.length, limit: maxCopies };
    lowering.report(bpmn.report("too-many-copies", lowering.originOf(node.element), args));
  }
  const { handlers, ...plain } = body;
  // Copying handlers at each of many levels would double what is inside with every level.
  if (starts.length > 1 && handlers !== undefined) {
    lowering.report(bpmn.report("handlers-shared", lowering.originOf(node.element), { what: describe(node) }));
  }
  const ids = new Set(starts.map((start) => start.id));
  const others = body.entries.filter((entry) => !ids.has(entry));
  return starts.slice(0, maxCopies).map((start, at) => ({
    ...handlerBase(lowering, node, start),
    id: starts.length === 1 ? node.id : `${node.id}@${start.id}`,
    body: { ...(at === 0 ? body : plain), entries: [start.id, ...others] },
  }));
}

function handlerBase(lowering: Lowering, node: FlowNode, start: FlowNode): Omit<ScopeHandler, "id" | "body"> {
  const name = nameOf(node.element);
  const triggers: readonly Trigger[] = triggersOf(lowering, start);
  return {
    ...(name === undefined ? {} : { name }),
    triggers,
    ...(flag(start.element, "parallelMultiple", false) ? { need: "all" } : {}),
    ...(flag(start.element, "isInterrupting", true) ? {} : { interrupting: false }),
    ...intoOf(lowering, start, triggers),
    origin: lowering.originOf(node.element),
  };
}
