import { randomUUID } from "node:crypto";
import type { Json } from "@rb/ir";
import type { Input } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { patienceOf } from "../durable/hand-over.js";
import { deliver } from "../durable/hand-over-report.js";
import { looseJson, strictJson } from "../durable/json-values.js";
import { type Listening, listening, sameKey } from "../durable/listening.js";
import { durable, type Session } from "../durable/session.js";
import { commandLine } from "../durable/shell-words.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { printable } from "../printable.js";

/** `rb signal NAME` */
export const signal: CommandRun = durable(async (session, args) => {
  const event = eventOf("signal", args);
  const runs =
    args.text("run") === undefined ? (await listening(session, "signal", event.name)).map(({ run }) => run) : [];
  return send(session, args, event, oneOr(session, args) ?? [...new Set(runs)]);
});

/** `rb message NAME` */
export const message: CommandRun = durable(async (session, args) => {
  const event = eventOf("message", args);
  const only = oneOr(session, args);
  if (only !== null) return send(session, args, event, only);
  const all = await listening(session, "message", event.name);
  const fitting = all.filter(({ key }) => key === undefined || sameKey(key, event.key ?? null));
  const runs = [...new Set(fitting.map(({ run }) => run))];
  if (runs.length > 1)
    throw new UsageError(`${runs.length} runs wait for this message: ${runs.join(", ")}. Say which by --run.`);
  if (runs.length === 0 && all.length > 0) {
    session.terminal.err.write(`rb: ${printable(otherKeys(event, all))}\n`);
    return exitCode.findings;
  }
  return send(session, args, event, runs);
});

type Delivered = Extract<Input, { type: "delivered" }>;

function eventOf(kind: Delivered["kind"], args: Arguments): Delivered {
  const [data, key] = [args.text("data"), kind === "message" ? args.text("key") : undefined];
  const id = args.text("id");
  if (id === "") throw new UsageError("'--id' must not be empty.");
  return {
    type: "delivered",
    kind,
    id: id ?? randomUUID(),
    name: args.operands[0] ?? "",
    ...(key === undefined ? {} : { key: looseJson(key) }),
    payload: { json: data === undefined ? null : strictJson("--data", data) },
  };
}

/** The run that was named; null when none was. */
function oneOr({ store }: Session, args: Arguments): readonly string[] | null {
  const run = args.text("run");
  return run === undefined ? null : [findRun(store, run)];
}

function otherKeys({ name, key }: Delivered, all: readonly Listening[]): string {
  const keys = all.slice(0, 5).map((one) => commandLine("--run", one.run, "--key", JSON.stringify(one.key as Json)));
  const given = key === undefined ? "none was given" : `not ${JSON.stringify(key)}`;
  return `Runs wait for '${name}' with another key (${given}): ${keys.join("; ")}.`;
}

async function send(session: Session, args: Arguments, input: Delivered, runs: readonly string[]): Promise<ExitCode> {
  const { kind, name, id } = input;
  if (runs.length === 0) {
    session.terminal.err.write(
      printable(`rb: No run waits for the ${kind} '${name}', so nothing was sent.`).concat("\n"),
    );
    return exitCode.findings;
  }
  let code: ExitCode = exitCode.ok;
  for (const run of runs) {
    const done = (): string => `Run ${run} has got the ${kind} '${name}'`;
    code = worse(code, await deliver(session, { run, input, id: `${kind} ${id}`, patienceMs: patienceOf(args), done }));
  }
  return code;
}
