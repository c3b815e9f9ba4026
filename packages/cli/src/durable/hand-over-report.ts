/** How a command that hands something to a run does it, and what it tells about it. */
import type { Input, RunResult } from "@rb/kernel";
import { type ExitCode, exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";
import { type Handed, handOver } from "./hand-over.js";
import { nextText } from "./next-text.js";
import { openRun } from "./open-run.js";
import type { Session } from "./session.js";

export interface Delivering {
  readonly run: string;
  readonly input: Input;
  readonly id?: string;
  readonly patienceMs: number;
  /** What it comes to, in a few words: `approved`. */
  readonly done: string;
}

/** Hands it over and says what came of it. 0 if it took effect. */
export async function deliver(session: Session, delivering: Delivering): Promise<ExitCode> {
  const handed = await handOver(session, delivering);
  const took = "effect" in handed && handed.effect.kind !== "none";
  const { terminal, json } = session;
  if (json) terminal.out.write(`${printableJson({ version: 1, run: delivering.run, ...handedJson(handed) })}\n`);
  else {
    (took ? terminal.out : terminal.err).write(`${handedText(handed, delivering)}\n`);
    if (handed.how === "driven-here") await tellWhereItStands(session, delivering.run, handed.result);
  }
  return took ? exitCode.ok : exitCode.findings;
}

/** Also what the run came to meanwhile, for programs. */
export function handedJson(handed: Handed): object {
  return {
    how: handed.how,
    effect: "effect" in handed ? handed.effect.kind : null,
    ...("effect" in handed && handed.effect.kind === "none" ? { why: handed.effect.why } : {}),
    ...(handed.how === "driven-here" ? { status: handed.result.status } : {}),
  };
}

export function handedText(handed: Handed, { run, done }: Pick<Delivering, "run" | "done">): string {
  switch (handed.how) {
    case "too-late":
      return printable(`rb: Run ${run} ended before this was taken, so it had no effect.`);
    case "on-its-way":
      return printable(
        `rb: Not taken yet: ${handed.by} What you handed over is kept, and will be taken; look again with rb show ${run}.`,
      );
    default: {
      const where = handed.how === "taken-elsewhere" ? " The process that drives it goes on with it." : "";
      if (handed.effect.kind === "none")
        return printable(`rb: It had no effect on run ${run}: ${handed.effect.why}.${where}`);
      if (handed.effect.kind === "known") return printable(`Run ${run} had taken this before; nothing has changed.`);
      return printable(`✔ ${done}.${where}`);
    }
  }
}

/** In two lines: the status, and what leads on from there. */
export async function tellWhereItStands(session: Session, run: string, { status }: RunResult): Promise<void> {
  const { out } = session.terminal;
  out.write(printable(`Run ${run} is ${status}.`));
  out.write(`\n${nextText(await openRun(session, run), out.paint)}`);
}
