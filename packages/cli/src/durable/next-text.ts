/** What somebody can do about a run now, with the commands to type. */

import { isFinal } from "@rb/kernel";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import { incidentsOf } from "./incidents.js";
import { commandsFor, commandsForIncident } from "./lead-on.js";
import type { OpenRun } from "./open-run.js";
import { needsItsOwnHost, optionsFor } from "./own-host.js";
import { pendingOf } from "./pending.js";
import { commandLine } from "./shell-words.js";
import { timeText } from "./times.js";

const mostShown = 20;

/** Empty when the run is over. */
export function nextText(open: OpenRun, paint: Paint): string {
  const commands = nextCommands(open);
  if (commands.length === 0) return "";
  const shown = commands.slice(0, mostShown).map((command) => `  ${printable(command)}`);
  const more = commands.length > mostShown ? [`  … ${commands.length - mostShown} more: rb show ${open.run}`] : [];
  return `${paint("bold", "Next")}\n${[...shown, ...more].join("\n")}\n`;
}

/** The commands that lead the run on, with why where that isn't plain. */
export function nextCommands(open: OpenRun): readonly string[] {
  const { run, header, state, program, index, holder } = open;
  if (isFinal(state.status)) return [];
  const incidents = incidentsOf(state, index);
  const pending = pendingOf(program, state, index);
  const waits = pending.filter((one) => one.kind !== "event" || one.wait.purpose === "arm");
  const commands = [
    ...incidents.flatMap((incident) => commandsForIncident(open, incident, incidents)),
    ...waits.flatMap((one) => commandsFor(open, one, pending)),
  ];
  const due = pending.flatMap((one) =>
    one.kind === "event" && one.wait.dueAtMs !== undefined ? one.wait.dueAtMs : [],
  );
  const resume = commandLine("rb", "resume", run, ...optionsFor(header));
  if (holder !== null || needsItsOwnHost(header)) return commands;
  if (due.length > 0) commands.push(`${resume}  # keeps its time: something is due ${timeText(Math.min(...due))}`);
  else if (commands.length === 0) commands.push(resume);
  return commands;
}
