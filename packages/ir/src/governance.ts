/** What a graph's governance says about commands: one meaning for validation, plans, and whoever decides about a run's jobs. */
import type { Bundle, Governance, Graph, GraphId, Value } from "./graph.js";
import { isJsonObject, type Json } from "./json.js";

/** The executor of commands. What it is asked for has them under `command`: a list, the program first. */
export const EXEC = "exec";

/** Why a command may not be started, and which member of `Governance` says so. */
export interface CommandRefusal {
  readonly rule: "allowedCommands" | "deniedCommands";
  readonly reason: string;
}

/** What is said about a program; null: it may be started. A program that is null isn't known, so it can't be allowed. */
export type CommandRules = (program: string | null) => CommandRefusal | null;

/** Null: it has no rules for commands. Programs are compared letter by letter, and one that is denied is denied also where it is allowed. */
export function commandRules({ allowedCommands, deniedCommands = [] }: Governance): CommandRules | null {
  if (allowedCommands === undefined && deniedCommands.length === 0) return null;
  const denied = new Set(deniedCommands);
  const allowed = allowedCommands === undefined ? null : new Set(allowedCommands);
  return (program) => {
    if (program === null) {
      const rule = allowed === null ? "deniedCommands" : "allowedCommands";
      return { rule, reason: `Which program it would start is not known, so governance can't allow it (${rule}).` };
    }
    if (denied.has(program))
      return { rule: "deniedCommands", reason: `The command '${program}' is denied by governance (deniedCommands).` };
    if (allowed?.has(program) === false) {
      const reason = `The command '${program}' is not among those that governance allows (allowedCommands).`;
      return { rule: "allowedCommands", reason };
    }
    return null;
  };
}

/**
 * For the steps of each graph: its own rules, those of the graph that the run is of, and those of every graph that calls it, through others or
 * directly, so the strictest count. Graphs under no rules have none.
 */
export function commandRulesOf({ graphs, main }: Pick<Bundle, "graphs" | "main">): ReadonlyMap<GraphId, CommandRules> {
  const calls = new Map(graphs.map((graph) => [graph.id, callsOf(graph)]));
  const found = new Map<GraphId, CommandRules[]>();
  for (const { id, governance } of graphs) {
    const rules = governance === undefined ? null : commandRules(governance);
    if (rules === null) continue;
    const under = new Set(id === main ? calls.keys() : [id]);
    for (const graph of under) for (const called of calls.get(graph) ?? []) under.add(called);
    for (const graph of under) {
      const known = found.get(graph);
      if (known === undefined) found.set(graph, [rules]);
      else known.push(rules);
    }
  }
  return new Map([...found].map(([id, rules]) => [id, strictest(rules)]));
}

function callsOf({ nodes }: Graph): readonly GraphId[] {
  return nodes.flatMap((node) => (node.kind === "call" ? (node.graph ?? []) : []));
}

function strictest(all: readonly CommandRules[]): CommandRules {
  return (program) => {
    for (const rules of all) {
      const refusal = rules(program);
      if (refusal !== null) return refusal;
    }
    return null;
  };
}

/** The program that a request starts; null: not known, or no text. */
export function programOf(request: Json): string | null {
  const command = isJsonObject(request) && Object.hasOwn(request, "command") ? request.command : undefined;
  const program = Array.isArray(command) ? (command as readonly Json[])[0] : undefined;
  return typeof program === "string" ? program : null;
}

/** The program that a request will start, where that is known before any run; `undefined`: it depends on the run. */
export function knownProgramOf(request: Value | undefined): string | null | undefined {
  if (request === undefined) return null;
  if ("json" in request) return programOf(request.json);
  if (!("object" in request)) return "list" in request || "text" in request ? null : undefined;
  // As in the object that is made of them, the last one of a name counts.
  const command = request.object.findLast(([key]) => key === "command")?.[1];
  if (command === undefined) return null;
  if ("json" in command) return programOf({ command: command.json });
  if (!("list" in command)) return undefined;
  const [program] = command.list;
  if (program === undefined) return null;
  if ("json" in program) return typeof program.json === "string" ? program.json : null;
  return "list" in program || "object" in program ? null : undefined;
}
