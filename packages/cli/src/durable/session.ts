/** A command's access to the store. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { governed } from "@rb/executors";
import type { JournalRecord } from "@rb/kernel";
import { Host, openStore, type Store, systemClock } from "@rb/store";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import type { ExitCode } from "../exit-code.js";
import type { Terminal } from "../terminal.js";
import { actorOf } from "./actor.js";
import { Graphs } from "./graphs.js";
import { decisionPointFor, type Executors, executorsOf } from "./means.js";
import { storeTrouble } from "./store-trouble.js";

export interface Session {
  readonly store: Store;
  readonly graphs: Graphs;
  readonly actor: string;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** What runs that are driven here may use. */
  readonly executors: Executors;
}

/** A command about runs that are there. What the store can't do is told, and shows in the exit code. */
export function durable(command: (session: Session, args: Arguments) => Promise<ExitCode>): CommandRun {
  return async (args, terminal) => {
    try {
      return await command(await openSession(args, terminal), args);
    } catch (error) {
      return storeTrouble(error, args, terminal);
    }
  };
}

/** Only a start makes a store where there is none: whoever looks for a run in the wrong directory is better told. */
export async function openSession(args: Arguments, terminal: Terminal, mayCreate = false): Promise<Session> {
  const directory = storeDirectory(args);
  if (!mayCreate && !existsSync(join(directory, "runs"))) {
    throw new UsageError(
      `There is no store at '${directory}', so no live run was started here. Name another with --store DIR or RB_STORE.`,
    );
  }
  const store = await openStore(resolve(directory));
  const executors = await executorsOf(args);
  return { store, graphs: new Graphs(), actor: actorOf(args), terminal, json: args.flag("json"), executors };
}

/** Where runs are kept. */
export function storeDirectory(args: Arguments): string {
  const given = args.text("store");
  if (given === "") throw new UsageError("'--store' needs the name of a directory.");
  return given ?? (process.env.RB_STORE || ".runbook");
}

/** How runs are driven here. */
export interface Driving {
  /** Doesn't stay in this process for a run that waits for a time further away than a second. Default false. */
  readonly brief?: boolean;
  readonly onRecord?: (run: string, record: JournalRecord) => void;
}

/** Whoever makes it closes it. */
export function openHost(
  { store, actor, graphs, executors }: Session,
  { brief = false, onRecord }: Driving = {},
): Host {
  return new Host(store, {
    load: graphs.load,
    clock: systemClock,
    random: () => randomBytes(4).toString("hex"),
    actor,
    executors,
    decisionPoint: (bundle) => governed(decisionPointFor(executors, bundle), bundle),
    // A resident host comes to rest before long waits; closing it then lets go of the run.
    resident: brief,
    ...(onRecord === undefined ? {} : { onRecord }),
  });
}
