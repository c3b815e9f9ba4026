import { parseArgs } from "node:util";
import { suggest } from "@rb/ir";
import { Arguments, type CommandSpec, type OptionSpec, UsageError } from "./command.js";

/** Options of every command. */
export const commonOptions: { readonly [name: string]: OptionSpec } = {
  help: { type: "flag", short: "h", describe: "Show this help." },
};

/** Reads what follows the command's name. Throws `UsageError`. */
export function readArguments(words: readonly string[], command: CommandSpec): Arguments {
  const options = { ...commonOptions, ...command.options };
  // Not strict: `parseArgs` only splits; what is wrong is said here, in words of our own.
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        { type: type === "flag" ? "boolean" : "string", ...(short && { short }) } as const,
      ]),
    ),
  });

  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (spec === undefined) throw new UsageError(unknownOption(token.rawName, Object.keys(options)));
    const value = checkedValue(token.rawName, spec, token.value);
    const sofar = values.get(token.name);
    if (sofar === undefined) values.set(token.name, [value]);
    else if (spec.multiple || spec.type === "flag") sofar.push(value);
    else throw new UsageError(`Option '${token.rawName}' may be given only once.`);
  }

  if (!values.has("help")) checkOperands(operands, command);
  return new Arguments(operands, values);
}

function checkedValue(rawName: string, spec: OptionSpec, value: string | undefined): string {
  if (spec.type === "flag") {
    if (value !== undefined) throw new UsageError(`Option '${rawName}' takes no value.`);
    return "";
  }
  if (value === undefined || (value === "" && spec.type === "number")) {
    throw new UsageError(`Option '${rawName}' needs a value: ${rawName} ${spec.value ?? "VALUE"}.`);
  }
  if (spec.type === "number" && !/^[1-9]\d{0,14}$/.test(value)) {
    throw new UsageError(`Option '${rawName}' needs a whole number of at least 1, not '${value}'.`);
  }
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const near = suggest(value, spec.choices);
    throw new UsageError(
      `Option '${rawName}' is one of ${spec.choices.join(", ")}, not '${value}'.${near ? ` Did you mean '${near}'?` : ""}`,
    );
  }
  return value;
}

function unknownOption(rawName: string, known: readonly string[]): string {
  const near = suggest(rawName.replace(/^-+/, ""), known);
  return `There is no option '${rawName}' here.${near ? ` Did you mean '--${near}'?` : ""}`;
}

function checkOperands(
  operands: readonly string[],
  { minOperands, maxOperands, operands: wanted, name }: CommandSpec,
): void {
  if (operands.length < minOperands) {
    const missing = (wanted.split(" ")[operands.length] ?? wanted).replace(/[^A-Z]/g, "").toLowerCase();
    throw new UsageError(`A ${missing} is missing: rb ${name} ${wanted}.`);
  }
  if (operands.length > maxOperands) {
    throw new UsageError(`'${operands[maxOperands]}' is one operand too many: rb ${name} ${wanted}.`);
  }
}
