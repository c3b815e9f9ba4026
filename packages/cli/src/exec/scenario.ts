/** A scenario: what commands have printed and people have handed in, in the world's place. */
import { isJsonObject, type Json } from "@rb/ir";
import type { Executor, Outcome } from "@rb/kernel";
import { UsageError } from "../command.js";
import { readDataFile } from "../read-data-file.js";
import { readSource } from "../read-source.js";
import { ExecTrouble } from "./exec-trouble.js";
import type { Redaction } from "./redaction.js";
import type { StepResult } from "./run-state.js";

export interface RecordedCommand {
  readonly argv: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A piece of evidence: `value`, ticked `items`, or a file by `path`, with its `sha256` and `size`. */
export interface RecordedEvidence {
  readonly kind: "text" | "checklist" | "attachment";
  readonly value?: Json;
  readonly items?: Json;
  readonly path?: string;
  readonly sha256?: string;
  readonly size?: number;
}

export interface Scenario {
  readonly commands: readonly RecordedCommand[];
  /** By step, then by name. */
  readonly evidence: ReadonlyMap<string, ReadonlyMap<string, RecordedEvidence>>;
}

/** @throws ExecTrouble where it is not there, or not what it should be. */
export async function readScenario(file: string | undefined): Promise<Scenario> {
  if (file === undefined) throw missing("--mode replay needs a scenario.", "Name one with --scenario FILE.");
  if ("code" in (await readSource(file)))
    throw missing(`The scenario '${file}' can't be read.`, "Name one that is there.");
  const data = await dataOf(file);
  only(data, ["commands", "evidence"], `'${file}'`);
  const { commands = [], evidence = {} } = data;
  if (!Array.isArray(commands)) throw bad("'commands' has to be a list.");
  const steps = objectAt(evidence, "'evidence'");
  return {
    commands: commands.map((command, at) => commandOf(command, `'commands[${at}]'`)),
    evidence: new Map(Object.entries(steps).map(([id, pieces]) => [id, piecesOf(pieces, `'evidence.${id}'`)])),
  };
}

async function dataOf(file: string): Promise<{ readonly [name: string]: Json }> {
  try {
    return await readDataFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw bad(error.message);
    throw error;
  }
}

function commandOf(value: Json, what: string): RecordedCommand {
  const command = objectAt(value, what);
  only(command, ["argv", "stdout", "stderr", "exit_code"], what);
  const { argv, stdout = "", stderr = "", exit_code: exitCode = 0 } = command;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every((word) => typeof word === "string"))
    throw bad(`${what} needs 'argv', a list of texts.`);
  if (typeof stdout !== "string" || typeof stderr !== "string")
    throw bad(`${what} has to have texts as stdout and stderr.`);
  if (typeof exitCode !== "number" || !Number.isInteger(exitCode))
    throw bad(`${what} has to have a whole number as exit_code.`);
  return { argv, stdout, stderr, exitCode };
}

function piecesOf(value: Json, what: string): ReadonlyMap<string, RecordedEvidence> {
  return new Map(
    Object.entries(objectAt(value, what)).map(([name, piece]) => {
      const read = objectAt(piece, `${what}.${name}`);
      only(read, ["kind", "value", "items", "path", "sha256", "size"], `${what}.${name}`);
      if (!kinds.has(read.kind)) throw bad(`${what}.${name} has to have 'kind': text, checklist or attachment.`);
      if (read.kind === "attachment" && typeof read.path !== "string") throw bad(`${what}.${name} needs 'path'.`);
      return [name, read as unknown as RecordedEvidence];
    }),
  );
}

const kinds: ReadonlySet<unknown> = new Set(["text", "checklist", "attachment"]);

function objectAt(value: Json, what: string): { readonly [name: string]: Json } {
  if (!isJsonObject(value)) throw bad(`${what} has to be an object.`);
  return value;
}

function only(value: { readonly [name: string]: Json }, known: readonly string[], what: string): void {
  const strange = Object.keys(value).find((name) => !known.includes(name));
  if (strange !== undefined) throw bad(`${what} has '${strange}', but only ${known.join(", ")} are known there.`);
}

function missing(message: string, help: string): ExecTrouble {
  return new ExecTrouble("exec/scenario-missing", message, help);
}

function bad(message: string): ExecTrouble {
  return new ExecTrouble(
    "exec/bad-scenario",
    message,
    "A scenario has 'commands', each with argv, stdout, stderr and exit_code, and 'evidence' by step.",
  );
}

/**
 * Answers commands as the scenario has it: the very same words, and each recorded command once, in order. What the steps that are done were answered
 * with is used up.
 */
export function scenarioExecutor(
  { commands }: Scenario,
  history: readonly StepResult[],
  { redactWords }: Redaction,
): Executor {
  const left = new Map<string, RecordedCommand[]>();
  for (const command of commands.toReversed()) {
    const key = JSON.stringify(command.argv);
    const same = left.get(key);
    if (same === undefined) left.set(key, [command]);
    else same.push(command);
  }
  const take = (argv: Json): RecordedCommand | undefined => left.get(JSON.stringify(argv))?.pop();
  for (const { status, evidence } of history) if (status === "passed") take(evidence.argv ?? null);
  return { invoke: ({ job }) => respond(job.request, take, redactWords) };
}

function respond(
  request: Json,
  find: (argv: Json) => RecordedCommand | undefined,
  redactWords: Redaction["redactWords"],
): Outcome {
  const { command = null, exitCodes } = isJsonObject(request) ? request : {};
  // A variable that stands alone may be a number; a program is given words.
  const argv = Array.isArray(command)
    ? command.map((word) => (typeof word === "string" ? word : JSON.stringify(word)))
    : null;
  const found = find(argv);
  if (found === undefined) {
    // Inside of quotes, a text may look other than what is to be redacted.
    const shown = JSON.stringify(Array.isArray(command) ? redactWords(command) : null);
    return { kind: "failed", code: "no-response", message: `The scenario has no response (left) for ${shown}.` };
  }
  const { stdout, stderr, exitCode } = found;
  if (exitCode === 0 || exitCodes === "any") return { kind: "ok", output: { json: { stdout, stderr, exitCode } } };
  const data = { stdout, stderr, exitCode };
  return { kind: "failed", code: "exit-code", message: `The command ended with the exit code ${exitCode}.`, data };
}
