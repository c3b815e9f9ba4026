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
import { WaitNotice } from "./wait-notice.js";

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
  leave?: () => never,
): Promise<ExitCode> {
  const report = new LiveReport(session, bundle);
  const notice = session.json ? null : new WaitNotice(session);
  const host = openHost(session, {
    onRecord: (run, record) => {
      report.record(run, record);
      notice?.stir(run);
    },
  });
  const interruption = new Interruption(session.terminal, leave);
  try {
    const { run, result } = await begin(host);
    report.begin(run);
    notice?.stir(run);
    interruption.cancelBy(run, () => host.send(run, { input: { type: "cancelled", why: "interrupted" } }));
    const rested = await result;
    await notice?.end();
    report.end(run, rested);
    await host.close();
    if (!session.json) await tellNext(session, run);
    if (interruption.came) return exitCode.interrupted;
    return rested.status === "completed" && rested.incidents.length === 0 ? exitCode.ok : exitCode.findings;
  } finally {
    interruption.end();
    await notice?.end();
    await host.close();
  }
}

async function tellNext(session: Session, run: string): Promise<void> {
  const { out } = session.terminal;
  const next = nextText(await openRun(session, run), out.paint);
  if (next !== "") out.write(`\n${next}`);
}

/** Listens from the beginning: whoever presses Ctrl-C before the run is there means it all the same. */
class Interruption {
  readonly #terminal: Terminal;
  readonly #leave: (() => never) | undefined;
  #came = false;
  #run: string | null = null;
  #cancel: (() => Promise<void>) | null = null;

  constructor(terminal: Terminal, leave: (() => never) | undefined) {
    this.#terminal = terminal;
    this.#leave = leave;
    process.on("SIGINT", this.#interrupt);
  }

  get came(): boolean {
    return this.#came;
  }

  cancelBy(run: string, cancel: () => Promise<void>): void {
    this.#run = run;
    this.#cancel = cancel;
    if (this.#came) this.#doCancel();
  }

  end(): void {
    process.removeListener("SIGINT", this.#interrupt);
  }

  readonly #interrupt = (): void => {
    this.#leave?.();
    if (this.#came) {
      const run = this.#run ?? "last";
      this.#terminal.err.write(`rb: Ended. What had begun can be taken up again: rb resume ${run}\n`);
      process.exit(exitCode.interrupted);
    }
    this.#came = true;
    this.#doCancel();
  };

  /** It may come to rest at this very moment: then there is nothing left to cancel. */
  #doCancel(): void {
    this.#cancel?.().catch(() => {});
  }
}
