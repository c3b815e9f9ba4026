/** How a command that hands something to a run does it, and what it tells about it. */
import type { Input } from "@rb/kernel";
import { type ExitCode, exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";
import { type Handed, handOver } from "./hand-over.js";
import { incidentsOf } from "./incidents.js";
import { nextText } from "./next-text.js";
import { type OpenRun, openRun } from "./open-run.js";
import type { Session } from "./session.js";

export interface Delivering {
  readonly run: string;
  readonly input: Input;
  readonly id?: string;
  readonly patienceMs: number;
  /** What it came to, in a few words, if it took effect: `'Allow it' is approved`. */
  readonly done: (after: OpenRun) => string;
}

/** Hands it over and says what came of it. 0 if it took effect. */
export async function deliver(session: Session, delivering: Delivering): Promise<ExitCode> {
  const handed = await handOver(session, delivering);
  const took = "effect" in handed && handed.effect.kind !== "none";
  const { terminal, json } = session;
  if (json) terminal.out.write(`${printableJson({ version: 1, run: delivering.run, ...handedJson(handed) })}\n`);
  else {
    const after = await openRun(session, delivering.run);
    (took ? terminal.out : terminal.err).write(`${handedText(handed, delivering.run, delivering.done(after))}\n`);
    if (handed.how === "driven-here") tellWhereItStands(session, after);
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

/** `done` says what it came to, if it took effect. */
export function handedText(handed: Handed, run: string, done: string): string {
  switch (handed.how) {
    case "too-late":
      return printable(`rb: Run ${run} ended before this was taken, so it had no effect.`);
    case "on-its-way":
      return printable(
        `rb: Not taken yet: ${handed.by} What you handed over is kept, and will be taken${handed.later}; look again with rb show ${run}.`,
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

/** The status, why if it is none to be content with, and what leads on from there. */
export function tellWhereItStands({ terminal: { out } }: Session, open: OpenRun): void {
  const { run, state, index } = open;
  const { failure } = state;
  const trouble = [
    ...(failure === null ? [] : [`${failure.code}: ${failure.message}`]),
    ...incidentsOf(state, index).map(({ title, code, message }) => `✖ ${title}: ${code}: ${message}`),
  ];
  const lines = [`Run ${run} is ${state.status}.`, ...trouble.map((line) => `  ${line}`)];
  out.write(`${lines.map(printable).join("\n")}\n${nextText(open, out.paint)}`);
}
