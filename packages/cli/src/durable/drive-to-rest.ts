/** Stays with one run until it rests, and tells what happens. */
import type { Bundle } from "@rb/ir";
import type { RunResult } from "@rb/kernel";
import type { Host } from "@rb/store";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Terminal } from "../terminal.js";
import { LiveReport } from "./live-report.js";
import { nextText } from "./next-text.js";
import { openRun } from "./open-run.js";
import { openHost, type Session } from "./session.js";
import { commandLine } from "./shell-words.js";

/** A run that is on its way to rest. */
export interface OnItsWay {
  readonly run: string;
  readonly result: Promise<RunResult>;
}

/**
 * A run of this command's own is cancelled in good order by the first Ctrl-C, and left by the second; `leave` says that the first one leaves it
 * already. What was left can be resumed.
 */
export async function driveToRest(
  session: Session,
  bundle: Bundle,
  begin: (host: Host) => Promise<OnItsWay>,
  leave?: () => void,
): Promise<ExitCode> {
  const report = new LiveReport(session, bundle);
  const host = openHost(session, { onRecord: report.record });
  const interruption = new Interruption();
  try {
    const { run, result } = await begin(host);
    report.begin(run);
    const cancel = () => host.send(run, { input: { type: "cancelled", why: "interrupted" } });
    interruption.listen(leave === undefined ? cancel : null, leave ?? (() => end(session.terminal, run)));
    const rested = await result;
    report.end(run, rested);
    await host.close();
    if (!session.json) await tellNext(session, run);
    if (interruption.came) return exitCode.interrupted;
    return rested.status === "completed" && rested.incidents.length === 0 ? exitCode.ok : exitCode.findings;
  } finally {
    interruption.end();
    await host.close();
  }
}

function end({ err }: Terminal, run: string): never {
  err.write(`rb: Ended. The run can be taken up again: ${commandLine("rb", "resume", run)}\n`);
  process.exit(exitCode.interrupted);
}

async function tellNext(session: Session, run: string): Promise<void> {
  const { out } = session.terminal;
  const next = nextText(await openRun(session, run), out.paint);
  if (next !== "") out.write(`\n${next}`);
}

class Interruption {
  #listener: (() => void) | null = null;
  #came = false;

  get came(): boolean {
    return this.#came;
  }

  listen(cancel: (() => Promise<void>) | null, leave: () => void): void {
    this.#listener = () => {
      if (this.#came || cancel === null) return leave();
      this.#came = true;
      // It may come to rest at this very moment: then there is nothing left to cancel.
      cancel().catch(() => {});
    };
    process.on("SIGINT", this.#listener);
  }

  end(): void {
    if (this.#listener !== null) process.removeListener("SIGINT", this.#listener);
    this.#listener = null;
  }
}
