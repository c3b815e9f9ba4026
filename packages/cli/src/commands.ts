/** Every command as data: what the command line accepts and what the help says are the same table. */
import type { CommandSpec } from "./command.js";
import { documentCommands } from "./command-tables/documents.js";
import { execCommand } from "./command-tables/exec.js";
import { historyCommands } from "./command-tables/history.js";
import { packCommands } from "./command-tables/packs.js";
import { runCommands } from "./command-tables/runs.js";

export const commands: readonly CommandSpec[] = [
  ...documentCommands,
  ...packCommands,
  execCommand,
  ...runCommands,
  ...historyCommands,
];
