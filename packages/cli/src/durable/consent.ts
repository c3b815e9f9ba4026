import { type Arguments, UsageError } from "../command.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";

/**
 * Whether the person at the terminal agrees. Only a person can: what a pipe says is no consent, so without a terminal `--yes` has to
 * say so. Throws `UsageError` then.
 */
export async function agrees(args: Arguments, terminal: Terminal, question: string): Promise<boolean> {
  if (args.flag("yes")) return true;
  if (terminal.ask === null)
    throw new UsageError(
      "Nobody is at the terminal to be asked, and what is piped in doesn't count: give --yes to agree.",
    );
  const said = (await terminal.ask(`${printable(question)} [y/N] `)).trim().toLowerCase();
  return said === "y" || said === "yes";
}
