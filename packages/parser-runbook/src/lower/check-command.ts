/** Commands that governance forbids, where the document says which program they start: found before anybody starts a run. */
import { EXEC, knownProgramOf, type SourceOrigin, type Value } from "@rb/ir";
import type { YamlNode } from "../yaml/tree.js";
import type { Lowering } from "./lowering.js";

/** `at`: where the program stands, or what is nearest to that. */
export function checkCommand(
  { commands, log }: Pick<Lowering, "commands" | "log">,
  executor: string,
  request: Value | undefined,
  at: YamlNode | SourceOrigin,
): void {
  if (commands.length === 0 || executor !== EXEC) return;
  const program = knownProgramOf(request);
  if (typeof program !== "string") return;
  for (const rules of commands) {
    const refusal = rules(program);
    if (refusal === null) continue;
    return log.say("command-not-allowed", at, { name: program, isDenied: refusal.rule === "deniedCommands" });
  }
}

/** Where the program stands in what somebody asks an executor for. */
export function programIn(node: YamlNode): YamlNode {
  const command = node.kind === "map" ? node.entries.get("command")?.value : undefined;
  return (command?.kind === "list" ? command.items[0] : undefined) ?? command ?? node;
}
