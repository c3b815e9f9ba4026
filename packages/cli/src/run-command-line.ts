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
  const unusable = commands.find(({ name }) => name === words[0])?.unusable ?? exitCode.usage;
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      for (const line of error.message.split("\n")) err.write(`rb: ${printable(line)}\n`);
      return unusable;
    }
    const what = error instanceof Error ? error.message : String(error);
    const internal = cliDiagnostics.report("internal", fileOrigin("rb"), { what });
    err.write(diagnosticText(internal, new Map(), err.paint));
    if (process.env.RB_DEBUG === "1" && error instanceof Error) {
      for (const line of (error.stack ?? "").split("\n")) err.write(`${printable(line)}\n`);
    }
    return unusable;
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
    out.write(about === undefined ? generalHelp(out.paint) : commandHelp(findCommand(about, rest[1]), out.paint));
    return exitCode.ok;
  }
  const command = findCommand(name, rest[0]);
  const args = readArguments(command.name === name ? rest : rest.slice(1), command);
  if (args.flag("help")) {
    out.write(commandHelp(command, out.paint));
    return exitCode.ok;
  }
  const run = await command.load();
  return await run(args, terminal);
}

/** By its first word, or by its first two. */
function findCommand(name: string, next: string | undefined): CommandSpec {
  const found = commands.find((command) => command.name === name || command.name === `${name} ${next}`);
  if (found !== undefined) return found;
  const behind = commands.flatMap((command) => (command.name.startsWith(`${name} `) ? [command.name] : []));
  if (behind.length > 0) throw new UsageError(noSecondWord(name, next, behind));
  const known = [...new Set(commands.map((command) => firstWord(command.name)))];
  const near = suggest(name, known);
  throw new UsageError(
    name.startsWith("-")
      ? `There is no option '${name}' before a command. Try 'rb help'.`
      : `There is no command '${name}'.${near ? ` Did you mean '${near}'?` : ` There are ${known.join(", ")}.`}`,
  );
}

function firstWord(name: string): string {
  return name.split(" ")[0] as string;
}

function noSecondWord(name: string, next: string | undefined, known: readonly string[]): string {
  const near = next === undefined ? undefined : suggest(`${name} ${next}`, known);
  const wanted = near === undefined ? `There are ${known.join(", ")}.` : `Did you mean '${near}'?`;
  return `There is no command '${name}${next === undefined || next.startsWith("-") ? "" : ` ${next}`}'. ${wanted}`;
}
