import type { ExitCode } from "./exit-code.js";
import type { Terminal } from "./terminal.js";

/** An option as the command line and the help know it. */
export interface OptionSpec {
  readonly type: "flag" | "text" | "number";
  readonly short?: string;
  /** What stands for the value in help: `FILE`, `K=V`. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
  readonly describe: string;
}

/** What a command is about: documents, Task Packs, runs under way, or what runs have done. */
export type CommandGroup = "documents" | "packs" | "runs" | "history";

export interface CommandSpec {
  /** One word, or two: `pack plan`. */
  readonly name: string;
  /** Where it stands in `rb help`. */
  readonly group: CommandGroup;
  readonly summary: string;
  /** What follows the name: `FILE...`. */
  readonly operands: string;
  readonly minOperands: number;
  readonly maxOperands: number;
  /** Paragraphs of help. */
  readonly details: readonly string[];
  readonly options: { readonly [name: string]: OptionSpec };
  /** What a command line exits with that can't be followed. Default 2, as everywhere. */
  readonly unusable?: ExitCode;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Loaded only when the command is used: start-up time is spent on one command, not on all. */
  readonly load: () => Promise<CommandRun>;
}

export type CommandRun = (args: Arguments, terminal: Terminal) => Promise<ExitCode>;

/** A command line, checked against the options of its command. */
export class Arguments {
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(operands: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.operands = operands;
    this.#values = values;
  }

  flag(name: string): boolean {
    return this.#values.has(name);
  }

  /** The last value given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  texts(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }
}

/** A command line that can't be followed. What to do instead is part of the message; each of its lines is told as one. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
