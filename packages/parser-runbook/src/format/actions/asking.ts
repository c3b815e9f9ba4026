/** The words that ask an executor for something. */
import type { Log } from "../../log.js";
import type { YamlNode } from "../../yaml/tree.js";
import type { Action, EmitAction, HttpAction, ManualAction, RunAction, ScriptAction, UseAction } from "../model.js";
import {
  any,
  either,
  fields,
  integer,
  listOf,
  mapped,
  name,
  oneOf,
  optional,
  type Reader,
  reader,
  required,
  scalar,
  template,
} from "../reader.js";
import { evidence } from "./evidence.js";
import { action, shortOrLong } from "./shapes.js";

/** An argument is a single value; a list or map can't be one. */
const argumentList = listOf(scalar, "An argument", 1);
const command: Reader<YamlNode> = reader(argumentList.schema, (node: YamlNode, log: Log, what: string) => {
  if (node.kind === "scalar" && typeof node.value === "string") {
    log.say("shell-string", node, { found: node.value });
    return undefined;
  }
  return argumentList(node, log, what) === undefined ? undefined : node;
});

const exitCodes: Reader<readonly number[] | "any"> = either<readonly number[], "any">(
  (node) => node.kind === "list",
  listOf(integer(0, 255), "An exit code", 1),
  oneOf("any"),
);

export const run: Reader<Action> = action<RunAction>(
  "run",
  shortOrLong(
    "command",
    command,
    fields({
      command: required(command, "The program and its arguments, as a list: [df, -h]. No shell reads it."),
      cwd: optional(template, "The directory to run it in."),
      env: optional(any, "Environment variables by name."),
      stdin: optional(any, "What it reads from its standard input."),
      exitCodes: optional(exitCodes, "Those that count as done, or 'any'; 0, unless said otherwise."),
    }),
  ),
);

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const httpFields = fields({
  method: optional(oneOf(...methods), "GET, unless said otherwise."),
  url: required(template, "Where to."),
  headers: optional(any, "Header fields by name."),
  body: optional(any, "What is sent: a text as it is, anything else as JSON."),
});
export const http: Reader<Action> = action<HttpAction>(
  "http",
  mapped(httpFields, (read) => ({ ...read, method: read.method ?? "GET" })),
);

export const use: Reader<Action> = action<UseAction>(
  "use",
  fields({
    executor: required(name, "The name of the executor."),
    with: optional(any, "What it is asked."),
  }),
);

export const script: Reader<Action> = action<ScriptAction>(
  "script",
  fields({
    language: required(template, "The language, such as javascript."),
    text: required(template, "The script. It runs only where somebody has allowed scripts, in a sandbox."),
    inputs: optional(any, "The variables that it sees, by name."),
  }),
);

export const emit: Reader<Action> = action<EmitAction>(
  "emit",
  fields({
    type: required(template, "The type of the event."),
    data: optional(any, "What it carries."),
  }),
);

export const manual: Reader<Action> = action<ManualAction>(
  "manual",
  shortOrLong(
    "instructions",
    template,
    fields({
      instructions: required(template, "What to do."),
      evidence: optional(evidence, "What has to be handed in."),
    }),
  ),
);
