/** Takes up everything that isn't over, at once, and says what became of each. */

import type { RunResult } from "@rb/kernel";
import { StoreError } from "@rb/store";
import { type ExitCode, exitCode } from "../exit-code.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import type { Paint } from "../terminal.js";
import { isElsewhere } from "./hand-over.js";
import { statusText } from "./list-text.js";
import { openHost, type Session } from "./session.js";
import { storeErrorJson } from "./store-trouble.js";

/** `error` says why it could not be taken up, or why it stopped. */
interface Taken {
  readonly run: string;
  readonly status: RunResult["status"] | null;
  readonly error?: StoreError | Error;
}

/** Each has a file open while it is under way. */
const atOnce = 64;

/** One that waits for a time far away rests here: the others must not wait for it. */
export async function resumeAll(session: Session): Promise<ExitCode> {
  const { store, terminal, json } = session;
  const host = openHost(session, { brief: true });
  const leave = (): void => {
    terminal.err.write("rb: Left as they are. To go on: rb resume --all\n");
    process.exit(exitCode.interrupted);
  };
  process.on("SIGINT", leave);
  try {
    const runs = store.unfinished().filter((run) => hasBegun(run));
    const taken: Taken[] = [];
    for (let at = 0; at < runs.length; at += atOnce) {
      taken.push(...(await Promise.all(runs.slice(at, at + atOnce).map(takeUp))));
    }
    if (json) terminal.out.write(`${printableJson({ version: 1, runs: taken.map(takenJson) })}\n`);
    else terminal.out.write(takenText(taken, terminal.out.paint));
    return taken.every(({ status }) => status === "completed") ? exitCode.ok : exitCode.findings;
  } finally {
    process.removeListener("SIGINT", leave);
    await host.close();
  }

  /** One whose beginning can't be read has begun, as far as anybody knows. */
  function hasBegun(run: string): boolean {
    try {
      return store.begun(run) !== null;
    } catch {
      return true;
    }
  }

  async function takeUp(run: string): Promise<Taken> {
    try {
      const { status } = await host.resume(run);
      return { run, status };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { run, status: null, error };
    }
  }
}

function takenJson({ run, status, error }: Taken): object {
  if (error === undefined) return { run, status };
  return { run, status, error: error instanceof StoreError ? storeErrorJson(error) : { message: error.message } };
}

function takenText(taken: readonly Taken[], paint: Paint): string {
  if (taken.length === 0) return "Every run is over.\n";
  const lines = taken.map(({ run, status, error }) => {
    if (status !== null) return `${statusText(status, paint)}  ${printable(run)}`;
    const isLeft = error instanceof StoreError && isElsewhere(error);
    const code = error instanceof StoreError ? `${error.code}: ` : "";
    const sign = isLeft ? paint("dim", "· left alone") : paint("red", "✖ refused");
    return `${sign}  ${printable(`${run}  ${code}${error?.message ?? ""}`)}`;
  });
  return `${lines.join("\n")}\n${plural(taken.length, "run")}. rb show RUN says what leads on.\n`;
}
