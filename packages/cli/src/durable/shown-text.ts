/** `rb show` for people: what somebody who was just woken has to know first, first. */
import type { Moment, Step } from "@rb/store";
import { durationText } from "../duration-text.js";
import { plural } from "../plural.js";
import { printable } from "../printable.js";
import { artifactsOf, outputLines } from "../running/artifacts.js";
import { slotText } from "../running/run-summary.js";
import type { Paint } from "../terminal.js";
import { tlpOf } from "../tlp.js";
import { incidentsText, pastIncidentsText } from "./incident-text.js";
import { incidentsOf } from "./incidents.js";
import { statusText } from "./list-text.js";
import { nextText } from "./next-text.js";
import type { OpenRun } from "./open-run.js";
import { takeUpText } from "./own-host.js";
import { pendingOf } from "./pending.js";
import { pendingLines } from "./pending-text.js";
import { proofLines } from "./proof.js";
import { endedSteps, type ShownRun, standingOf } from "./shown-run.js";
import { timeText } from "./times.js";

const mostSteps = 50;

export function shownText(shown: ShownRun, paint: Paint): string {
  const { open, steps, proof, goesOn } = shown;
  const { state, program, index } = open;
  const incidents = incidentsOf(state, index);
  const pending = pendingOf(program, state, index);
  const ended = endedSteps(steps);
  const left = ended.length > mostSteps ? [`… ${ended.length - mostSteps} earlier; --json has all`] : [];
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? "" : `\n${paint("bold", title)}\n${lines.map((line) => `  ${printable(line)}\n`).join("")}`;
  return [
    factsText(shown, paint),
    state.failure === null ? "" : section("Failure", [`${state.failure.code}: ${state.failure.message}`]),
    section(
      "Stands at",
      standingOf(open).map(({ title, node, token }) => `${title}${title === node ? "" : ` (${node})`}, token ${token}`),
    ),
    section("Waits for", pending.flatMap(pendingLines)),
    incidents.length === 0
      ? ""
      : `\n${paint("bold", "Incidents")}\n${goesOn ? pastIncidentsText(incidents, paint) : incidentsText(open, incidents, incidents, paint)}`,
    section(`${plural(ended.length, "step")} over`, [...left, ...ended.slice(-mostSteps).map(stepLine)]),
    section("Outputs", outputLines(state.outputs, artifactsOf(open.bundle, state.outputs, false), slotText)),
    proof === null ? "" : section("Proof", proofLines(proof)),
    goesOn ? `\n${paint("dim", "More happened after this.")}\n` : nextSection(open, paint),
  ].join("");
}

function nextSection(open: OpenRun, paint: Paint): string {
  const next = nextText(open, paint);
  return next === "" ? "" : `\n${next}`;
}

function factsText({ open, isInterrupted, moment, goesOn }: ShownRun, paint: Paint): string {
  const { run, header, state, bundle, program, holder } = open;
  const { title, runbook_path, runbook_format, tenant, labels, idempotency_key, rerun_of, rerun_from } = header;
  const { status } = state;
  const facts: (readonly [name: string, value: string | undefined])[] = [
    [
      "runbook",
      runbook_path === undefined
        ? undefined
        : `${runbook_path}${runbook_format === undefined ? "" : ` (${runbook_format})`}`,
    ],
    ["plan", program.hash === header.program ? header.plan : `${program.hash}, moved to from ${header.program}`],
    ["marked", tlpOf(bundle)],
    ["started", `${timeText(header.started_at)} by ${header.actor}`],
    ["last input", state.seq === 0 ? undefined : `number ${state.seq}, ${timeText(state.nowMs)}`],
    ["tenant", tenant],
    [
      "labels",
      labels === undefined
        ? undefined
        : Object.entries(labels)
            .map(([name, value]) => `${name}=${value}`)
            .join(", "),
    ],
    ["key", idempotency_key],
    ["repeats", rerun_of === undefined ? undefined : `run ${rerun_of} from ${rerun_from ?? "its start"}`],
    [
      "driven by",
      holder === null ? undefined : `process ${holder.pid} on ${holder.host}, since ${timeText(holder.since)}`,
    ],
  ];
  return [
    `${paint("bold", printable(title ?? runbook_path ?? run))}  ${paint("dim", printable(run))}`,
    isInterrupted
      ? `  ${statusText("interrupted", paint)}  ${printable(`its process ended: ${takeUpText(run, header)}`)}`
      : `  ${statusText(status, paint)}`,
    ...(moment === null ? [] : [`  ${paint("dim", "shown".padEnd(11))}${momentText(state.seq, moment, goesOn)}`]),
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : `  ${paint("dim", name.padEnd(11))}${printable(value)}`,
    ),
    "",
  ].join("\n");
}

/** What is asked for may lie before the first input, or after the last. */
function momentText(seq: number, moment: Moment, goesOn: boolean): string {
  if (seq === 0) return "as it was before its first input";
  if (goesOn) return `as it was after input ${seq}`;
  if ("seq" in moment && moment.seq > seq) return `as it is now: it has had ${plural(seq, "input")} only`;
  return "as it is now: nothing came in after that";
}

const stepSigns: { readonly [S in Step["status"]]: string } = {
  running: "▸",
  waiting: "◎",
  stuck: "✖",
  completed: "✔",
  failed: "✖",
  cancelled: "✖",
};

function stepLine({ name, node, item, occurrence, status, beganAtMs, endedAtMs, failure }: Step): string {
  const which = item !== null ? `, item ${item}` : occurrence > 1 ? `, time ${occurrence}` : "";
  const took = endedAtMs === null ? "" : ms(endedAtMs - beganAtMs);
  const why =
    failure === null ? (status === "completed" ? "" : `  ${status}`) : `  ${failure.code}: ${failure.message}`;
  return `${stepSigns[status]} ${name}${name === node ? "" : ` (${node})`}${which}  ${took}${why}`;
}

/** To the second where it took longer: nobody reads milliseconds of hours. */
function ms(span: number): string {
  return span <= 0 ? "at once" : durationText(span >= 10_000 ? Math.round(span / 1000) * 1000 : span);
}
