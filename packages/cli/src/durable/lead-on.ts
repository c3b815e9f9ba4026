/** The exact commands that lead a run on. */
import { setOptions } from "./expected-output.js";
import { type OpenIncident, waysAround } from "./incidents.js";
import type { OpenRun } from "./open-run.js";
import { optionsFor } from "./own-host.js";
import { gateOf, nameOfJob, type Pending } from "./pending.js";
import { commandLine } from "./shell-words.js";

/** What to type about something that a run waits for. */
export function commandsFor(
  { run, header, index }: OpenRun,
  pending: Pending,
  all: readonly Pending[],
): readonly string[] {
  const options = optionsFor(header);
  switch (pending.kind) {
    case "approval": {
      const step = nameOfJob(pending.job, all);
      const role = pending.review.roles?.[0];
      const grants = pending.review.grants ?? [];
      const evidence = (gateOf(pending, index)?.evidence ?? []).filter(({ required }) => required !== false);
      return [
        commandLine(
          ...["rb", "approve", run, step],
          ...(role === undefined ? [] : ["--role", role]),
          ...grants.flatMap((grant) => ["--grant", grant]),
          ...evidence.flatMap(({ name }) => ["--evidence", `${name}=…`]),
          ...options,
        ),
        commandLine(
          "rb",
          "reject",
          run,
          step,
          ...(role === undefined ? [] : ["--role", role]),
          "--comment",
          "…",
          ...options,
        ),
      ];
    }
    case "manual":
      return [commandLine("rb", "done", run, nameOfJob(pending.job, all), ...setOptions(pending.gives), ...options)];
    case "outcome":
      return [];
    case "event": {
      const { kind, name = "", key } = pending.wait;
      if (kind === "signal") return [commandLine("rb", "signal", name, "--run", run, ...options)];
      if (kind !== "message") return [];
      const keyed = key === undefined ? [] : ["--key", JSON.stringify(key)];
      return [commandLine("rb", "message", name, "--run", run, ...keyed, ...options)];
    }
  }
}

/** What to type about an incident. */
export function commandsForIncident(
  { run, header }: OpenRun,
  incident: OpenIncident,
  all: readonly OpenIncident[],
): readonly string[] {
  const options = optionsFor(header);
  const alike = all.filter(({ node }) => node === incident.node).length;
  const start = ["rb", "resolve", run, alike > 1 ? String(incident.token) : incident.node];
  const around = incident.isInstance ? [] : incident.kind === "gateway" ? incident.ways : waysAround(incident);
  const [only] = around;
  return [
    commandLine(...start, "--retry", ...options),
    ...(incident.kind === "gateway" ? [] : [commandLine(...start, "--done", ...options)]),
    ...(only !== undefined && around.length === 1 && incident.kind !== "gateway"
      ? [commandLine(...start, "--skip", ...options)]
      : around.map(({ flow }) => commandLine(...start, "--way", flow, ...options))),
    commandLine(...start, "--fail", ...options),
  ];
}
