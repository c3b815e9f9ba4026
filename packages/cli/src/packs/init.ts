import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Arguments, type CommandRun, UsageError } from "../command.js";
import { validate } from "../commands/validate.js";
import { printable } from "../printable.js";
import { scaffold } from "./scaffold.js";

/** Starts with a letter, so that it is a text in YAML, and is a name on every file system. */
const NAME = /^[a-z][a-z0-9-]{0,62}$/;
/** Words that YAML 1.1, which many tools still read, takes for something else. */
const NO_TEXTS: ReadonlySet<string> = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/** `rb pack init NAME` */
export const packInit: CommandRun = async (args, terminal) => {
  const name = args.operands[0] ?? "";
  if (!NAME.test(name) || NO_TEXTS.has(name))
    throw new UsageError(`'${name}' can't be a pack's name: use small letters, digits and hyphens, a letter first.`);
  const directory = args.text("dir") ?? name;
  const files = [...scaffold(name)].map(([path, text]) => [join(directory, path), text] as const);
  const there = files.find(([path]) => existsSync(path));
  if (there !== undefined) throw new UsageError(`'${there[0]}' is there already; nothing was written.`);
  for (const [path, text] of files) {
    write(path, text);
    terminal.out.write(`${printable(path)}\n`);
  }
  return validate(new Arguments([join(directory, "pack.yaml")], new Map()), terminal);
};

/** Only where nothing is, also when something has come in between. */
function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`'${path}' can't be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
