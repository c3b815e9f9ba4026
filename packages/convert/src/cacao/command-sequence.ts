/** A scope in which commands are done one after the other: an action step with several commands (CACAO 2.0, action step). */
import type { ActionNode, ScopeNode } from "@rb/ir";
import type { Level } from "../levels.js";
import { type Command, commandOf } from "./commands.js";
import { hasOnly } from "./facts.js";

interface Levels {
  readonly level: Level;
}

export function isCommandSequence(at: Levels, node: ScopeNode): boolean {
  return commandsOf(at, node) !== undefined;
}

/** The commands; undefined where the scope is more than that. */
export function commandsOf({ level }: Levels, node: ScopeNode): readonly Command[] | undefined {
  const inside = level.inside.get(node.id);
  const { name, id } = node;
  if (inside === undefined || name === undefined || !hasOnly(node, ["region", "handlers"])) return undefined;
  const { nodes, flows, region, handlers } = inside;
  if (nodes.length < 2 || flows.length !== nodes.length - 1 || region.entries.length !== 1) return undefined;
  if (handlers.length > 0 || Object.keys(region).length > 1) return undefined;
  const next = new Map(flows.map((flow) => [flow.from, flow]));
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const commands: Command[] = [];
  for (let at = region.entries[0]; at !== undefined; at = next.get(at)?.to) {
    const one = byId.get(at);
    const flow = next.get(at);
    if (one?.kind !== "action" || commands.length === nodes.length) return undefined;
    if (flow !== undefined && (flow.guard ?? flow.port ?? flow.cases ?? flow.otherwise ?? flow.slot) !== undefined)
      return undefined;
    const command = isOneOf(one, name ?? id, commands.length, nodes.length) ? commandOf(one) : undefined;
    if (command?.isExact !== true || !isSameParty(command, commands[0])) return undefined;
    commands.push(command);
  }
  return commands.length === nodes.length ? commands : undefined;
}

function isOneOf(node: ActionNode, whole: string, index: number, count: number): boolean {
  const hasName = node.name === `${whole} (${index + 1} of ${count})` && node.description === undefined;
  return hasName && hasOnly(node, ["executor", "request"]);
}

function isSameParty(a: Command, b: Command | undefined): boolean {
  return b === undefined || JSON.stringify([a.agent, a.targets]) === JSON.stringify([b.agent, b.targets]);
}
