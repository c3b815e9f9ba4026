/** Incidents with what can be done about each. */
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import type { OpenIncident } from "./incidents.js";
import { commandsForIncident } from "./lead-on.js";
import type { OpenRun } from "./open-run.js";

/** `all` are those of the run: they decide by what one is named. */
export function incidentsText(
  open: OpenRun,
  shown: readonly OpenIncident[],
  all: readonly OpenIncident[],
  paint: Paint,
): string {
  return shown.map((incident) => incidentText(incident, paint, commandsForIncident(open, incident, all))).join("\n");
}

/** As they were once: nothing can be done about them any more. */
export function pastIncidentsText(shown: readonly OpenIncident[], paint: Paint): string {
  return shown.map((incident) => incidentText(incident, paint, [])).join("\n");
}

function incidentText(incident: OpenIncident, paint: Paint, commands: readonly string[]): string {
  const { title, node, token, code, message, effect } = incident;
  const lines = [
    `${paint("red", "✖")} ${paint("bold", printable(`${title}: ${code}`))}  ${paint("dim", printable(`step ${node}, token ${token}`))}`,
    `  ${printable(message)}`,
    ...(code === "unknown-outcome" ? unknownOutcome(effect).map((line) => `  ${printable(line)}`) : []),
    ...commands.map((command) => `    ${printable(command)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function unknownOutcome(effect: string | undefined): readonly string[] {
  return [
    "It was started, and its process ended before it answered: it may have happened, wholly, in part or not at all.",
    ...(effect === undefined ? [] : [`Look for it outside by its idempotency key: ${effect}`]),
    "If it happened, say --done; if it did not, --retry does it again; --fail gives it up.",
  ];
}

/** As documented in docs/cli.md. */
export function incidentsJson(
  open: OpenRun,
  shown: readonly OpenIncident[],
  all: readonly OpenIncident[],
): readonly object[] {
  return shown.map((incident) => {
    const { names: _, title, ways, isInstance: __, kind: ___, ...facts } = incident;
    return { ...facts, title, ways, commands: commandsForIncident(open, incident, all) };
  });
}
