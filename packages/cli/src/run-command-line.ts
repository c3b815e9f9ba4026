import { suggest } from "@rb/ir";
import { cliDiagnostics, fileOrigin } from "./cli-diagnostics.js";
import { type CommandSpec, UsageError } from "./command.js";
import { commands } from "./commands.js";
import { diagnosticText } from "./diagnostic-text.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { commandHelp, generalHelp } from "./help.js";
import { printable } from "./printable.js";
import { readArguments } from "./read-arguments.js";
import type { Terminal } from "./terminal.js";
import { version } from "./version.js";

/** Runs one command line, the words after `rb`. Never throws; what goes wrong is written, and shows in the exit code. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { err } = terminal;
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      err.write(`rb: ${printable(error.message)}\n`);
      return exitCode.usage;
    }
    const what = error instanceof Error ? error.message : String(error);
    const internal = cliDiagnostics.report("internal", fileOrigin("rb"), { what });
    err.write(diagnosticText(internal, new Map(), err.paint));
    if (process.env.RB_DEBUG === "1" && error instanceof Error) {
      for (const line of (error.stack ?? "").split("\n")) err.write(`${printable(line)}\n`);
    }
    return exitCode.usage;
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { out, err } = terminal;
  if (name === undefined) {
    err.write(generalHelp(err.paint));
    return exitCode.usage;
  }
  if (name === "--version" || name === "-V" || name === "version") {
    out.write(`${version()}\n`);
    return exitCode.ok;
  }
  if (name === "help" || name === "--help" || name === "-h") {
    const [about] = rest;
    out.write(about === undefined ? generalHelp(out.paint) : commandHelp(findCommand(about), out.paint));
    return exitCode.ok;
  }
  const command = findCommand(name);
  const args = readArguments(rest, command);
  if (args.flag("help")) {
    out.write(commandHelp(command, out.paint));
    return exitCode.ok;
  }
  const run = await command.load();
  return await run(args, terminal);
}

function findCommand(name: string): CommandSpec {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const known = commands.map((command) => command.name);
  const near = suggest(name, known);
  throw new UsageError(
    name.startsWith("-")
      ? `There is no option '${name}' before a command. Try 'rb help'.`
      : `There is no command '${name}'.${near ? ` Did you mean '${near}'?` : ` There are ${known.join(", ")}.`}`,
  );
}
