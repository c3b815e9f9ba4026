import { type Node, type Slot, sourceOf } from "@rb/ir";
import type { Incident, RunResult, WaitFacts, Waiting } from "@rb/kernel";
import { placeOf } from "../diagnostic-text.js";
import { plural } from "../plural.js";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import { artifactsOf, outputLines } from "./artifacts.js";
import { type BundleIndex, nodeTitle } from "./bundle-index.js";
import { jobLines } from "./job-text.js";
import { limitHint } from "./limit-options.js";
import type { Unreached } from "./never-reached.js";
import type { LineSign } from "./run-view.js";

export interface Summary {
  readonly dry: boolean;
  readonly result: RunResult;
  readonly counts: ReadonlyMap<LineSign, number>;
  readonly unreached: readonly Unreached[];
}

/** The end of a run's report: how it ended, and everything that somebody may have to do about it. */
export function summaryText({ dry, result, counts, unreached }: Summary, index: BundleIndex, paint: Paint): string {
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", paint("bold", title), ...lines.map((line) => `  ${line}`)];
  const outputs = Object.entries(result.outputs);
  const incidents = [...result.incidents, ...result.worlds.flatMap((world) => world.incidents)];
  return [
    "",
    verdict(dry, result, counts, paint),
    ...closingWords(result, index),
    ...section("Failure", result.failure === undefined ? [] : failureLines(result.failure).map(printable)),
    ...section(
      "Incidents",
      incidents.flatMap((incident) => incidentLines(incident, dry, index, paint)),
    ),
    ...section(
      "Waits for",
      result.waiting.flatMap((waiting) => waitingLines(waiting, index)),
    ),
    ...section("Outputs", outputLines(outputs, artifactsOf(index.bundle, outputs, dry), slotText).map(printable)),
    ...section(
      "Never reached",
      unreached.map(({ what, why }) => printable(`${what}: ${why}`)),
    ),
    ...(result.unexplored > 0
      ? ["", printable(`${plural(result.unexplored, "way")} left unexplored; raise --max-worlds to see more.`)]
      : []),
    "",
  ].join("\n");
}

const words: { readonly [S in RunResult["status"]]: string } = {
  running: "✖ Still running",
  waiting: "◎ Waiting",
  stuck: "✖ Stuck",
  completed: "✔ Completed",
  failed: "✖ Failed",
  cancelled: "✖ Cancelled",
};

function verdict(
  dry: boolean,
  { status, worlds }: RunResult,
  counts: ReadonlyMap<LineSign, number>,
  paint: Paint,
): string {
  const style = status === "completed" ? "green" : status === "waiting" ? "yellow" : "red";
  const count = (sign: LineSign): number => counts.get(sign) ?? 0;
  const parts = [
    `${plural(count("done") + count("assumed"), "step")}${count("assumed") > 0 ? ` (${count("assumed")} assumed: ≈)` : ""}`,
    ...(count("failed") > 0 ? [plural(count("failed"), "failure")] : []),
    ...(worlds.length > 0 ? [`${plural(worlds.length, "other way")} explored`] : []),
  ];
  const how = dry ? "dry: nothing left this machine" : "live";
  return `${paint(style, paint("bold", words[status]))} (${how}). ${parts.join(", ")}.`;
}

/** What the author has to say about such an end. */
function closingWords({ status }: RunResult, { bundle }: BundleIndex): readonly string[] {
  const { messages = {} } = bundle.graphs.find(({ id }) => id === bundle.main) ?? {};
  const said = status === "completed" ? messages.success : status === "failed" ? messages.failure : undefined;
  return said === undefined ? [] : [printable(said)];
}

function incidentLines(
  { graph, node: id, code, message }: Incident,
  dry: boolean,
  index: BundleIndex,
  paint: Paint,
): readonly string[] {
  const node = index.node(graph, id);
  const place = node === undefined ? "" : ` at ${placeOf(sourceOf(node.origin))}`;
  return [
    `${paint("red", "✖")} ${printable(`${node === undefined ? id : nodeTitle(node)}: ${code}`)}${paint("dim", place)}`,
    `  ${printable(message)}`,
    // About a live one, the commands that lead on are told after the summary.
    ...(dry ? [`  ${printable(adviceFor(code, node))}`] : []),
  ];
}

/** What to do about an incident. Its message says what happened. */
function adviceFor(code: string, node: Node | undefined): string {
  if (code === "deadlock" || code.includes("join"))
    return "Look at the join: some way that leads to it is never taken.";
  if (node?.kind === "gateway") return "Mend the conditions there, or choose for it: --answers with choices.";
  return "Mend the document there, or give what is missing with --input or --answers.";
}

function waitingLines(waiting: Waiting, index: BundleIndex): readonly string[] {
  switch (waiting.for) {
    case "person":
      return [
        `a person to do '${titleOf(waiting.job, index)}'`,
        ...jobLines(waiting.job).map((line) => `  ${line}`),
      ].map(printable);
    case "approval":
      return [
        `${plural(waiting.count - waiting.have, "approval")} of '${titleOf(waiting.job, index)}'`,
        ...jobLines(waiting.job).map((line) => `  ${line}`),
      ].map(printable);
    case "outcome":
      return [printable(`the outcome of '${titleOf(waiting.job, index)}'`)];
    case "event":
      return [printable(eventText(waiting.wait))];
  }
}

function eventText({ kind, name, dueAtMs }: WaitFacts): string {
  const due = dueAtMs === undefined ? "" : `until ${new Date(dueAtMs).toISOString()}`;
  return [kind, name ?? "", due].filter((part) => part !== "").join(" ");
}

function titleOf({ graph, node }: { readonly graph: string; readonly node: string }, index: BundleIndex): string {
  const found = index.node(graph, node);
  return found === undefined ? node : nodeTitle(found);
}

export function slotText(slot: Slot): string {
  if ("json" in slot) return JSON.stringify(slot.json);
  if ("unknown" in slot) return `not known (${slot.unknown})`;
  return "secret" in slot ? slot.secret : slot.pointer.uri;
}

function failureLines(failure: NonNullable<RunResult["failure"]>): readonly string[] {
  const hint = limitHint(failure);
  return [`${failure.code}: ${failure.message}`, ...(hint === null ? [] : [hint])];
}
