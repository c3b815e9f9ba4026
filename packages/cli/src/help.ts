import type { CommandGroup, CommandSpec, OptionSpec } from "./command.js";
import { commands } from "./commands.js";
import { commonOptions } from "./read-arguments.js";
import type { Paint } from "./terminal.js";

const WIDTH = 88;

/** `rb help`: what there is, and how to begin. */
export function generalHelp(paint: Paint): string {
  const heading = (text: string): string => paint("bold", text);
  return [
    "rb runs runbooks: BPMN 2.0, CACAO 2.0 and YAML, dry unless you ask for more.",
    "",
    `${heading("Usage")}: rb COMMAND [OPTIONS] FILE or RUN`,
    "",
    ...groups.flatMap(([group, title]) => [heading(title), ...table(rowsOf(group)), ""]),
    heading("Begin with"),
    ...table(commands.flatMap(({ group, examples }) => (group === "documents" ? examples.slice(0, 1) : []))),
    "",
    `A command with its options and examples: rb help COMMAND. Version: rb --version.`,
    "",
  ].join("\n");
}

const groups: readonly (readonly [group: CommandGroup, title: string])[] = [
  ["documents", "Documents"],
  ["packs", "Task packs"],
  ["runs", "Live runs"],
  ["history", "What runs have done"],
];

function rowsOf(group: CommandGroup): readonly (readonly [label: string, text: string])[] {
  return commands.filter((command) => command.group === group).map(({ name, summary }) => [name, summary]);
}

/** `rb help COMMAND`. */
export function commandHelp(command: CommandSpec, paint: Paint): string {
  const heading = (text: string): string => paint("bold", text);
  const options = Object.entries({ ...command.options, ...commonOptions });
  return [
    `${command.summary}.`,
    "",
    `${heading("Usage")}: rb ${command.name} [OPTIONS] ${command.operands}`.trimEnd(),
    ...command.details.flatMap((paragraph) => ["", ...wrap(paragraph, WIDTH)]),
    "",
    heading("Options"),
    ...table(options.map(([name, spec]) => [optionLabel(name, spec), spec.describe])),
    "",
    heading("Examples"),
    ...command.examples.flatMap(([line, what]) => [`  ${paint("dim", `# ${what}`)}`, `  ${line}`]),
    "",
  ].join("\n");
}

function optionLabel(name: string, { short, value }: OptionSpec): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

/** Two columns; a label too long for its column stands on a line of its own. */
function table(rows: readonly (readonly [label: string, text: string])[]): readonly string[] {
  const width = 26;
  return rows.flatMap(([label, text]) => {
    const lines = wrap(text, WIDTH - width - 4);
    const [first, ...rest] = lines.map((line) => `${" ".repeat(width + 4)}${line}`);
    if (label.length > width) return [`  ${label}`, first ?? "", ...rest];
    return [`  ${label.padEnd(width)}  ${lines[0] ?? ""}`, ...rest];
  });
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
