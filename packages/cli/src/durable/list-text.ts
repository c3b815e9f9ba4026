/** The list of runs, for people and for programs. */
import type { HeadWaiting } from "@rb/store";
import { plural } from "../plural.js";
import { displayWidth, printable } from "../printable.js";
import type { Paint, Style } from "../terminal.js";
import type { ListedRun, ListedStatus } from "./list-runs.js";
import { takeUpText } from "./own-host.js";
import { timeText } from "./times.js";

const looks: { readonly [S in ListedStatus]: readonly [sign: string, style: Style] } = {
  running: ["▸", "blue"],
  interrupted: ["↯", "yellow"],
  waiting: ["◎", "yellow"],
  stuck: ["✖", "red"],
  completed: ["✔", "green"],
  failed: ["✖", "red"],
  cancelled: ["✖", "dim"],
  damaged: ["✖", "red"],
};

/** The sign and the word of a status, in its colour. */
export function statusText(status: ListedStatus, paint: Paint): string {
  const [sign, style] = looks[status];
  return paint(style, `${sign} ${status}`);
}

/** A line a run, newest first. */
export function listedText(runs: readonly ListedRun[], paint: Paint): string {
  if (runs.length === 0) return "No runs.\n";
  const titles = runs.map(({ header }) => clipped(printable(header?.title ?? header?.runbook_path ?? ""), mostTitle));
  const width = Math.max(...titles.map(displayWidth));
  const ids = Math.max(...runs.map(({ run }) => run.length));
  const lines = runs.map((listed, at) => {
    const title = titles[at] ?? "";
    const status = statusText(listed.status, paint) + " ".repeat(statusWidth - listed.status.length);
    const started = printable(timeText(listed.header?.started_at ?? "")).padEnd(20);
    const rest = detailsOf(listed).join("; ");
    return `${status}  ${listed.run.padEnd(ids)}  ${title}${" ".repeat(width - displayWidth(title))}  ${started}  ${printable(rest)}`.trimEnd();
  });
  return `${lines.join("\n")}\n${paint("dim", plural(runs.length, "run"))}\n`;
}

const mostTitle = 40;
const statusWidth = "interrupted".length;
const mostWaits = 2;

function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function detailsOf({ run, status, header, head, waiting, holder, error }: ListedRun): readonly string[] {
  if (error !== null) return [`${error.code}: ${error.message}`];
  const more = waiting.length > mostWaits ? [`${waiting.length - mostWaits} more`] : [];
  return [
    ...(status === "interrupted"
      ? [`its process ended: ${header === null ? `rb show ${run}` : takeUpText(run, header)}`]
      : []),
    ...(head?.failure !== undefined && (status === "failed" || status === "cancelled")
      ? [`${head.failure.code}: ${head.failure.message}`]
      : []),
    ...(status === "stuck" || status === "waiting"
      ? (head?.incidents ?? []).slice(0, 1).map(({ node, code }) => `incident at ${node}: ${code}`)
      : []),
    ...[...waiting.slice(0, mostWaits).map(waitingText), ...more],
    ...(holder === null ? [] : [`driven by process ${holder.pid} on ${holder.host}`]),
  ];
}

function waitingText({ for: what, node = "", kind = "", name, due_at }: HeadWaiting): string {
  switch (what) {
    case "person":
      return `a person to do ${node}`;
    case "approval":
      return `approval of ${node}`;
    case "outcome":
      return `the outcome of ${node}`;
    case "event":
      return [kind, name ?? "", due_at === undefined ? "" : `at ${timeText(due_at)}`]
        .filter((part) => part !== "")
        .join(" ");
  }
}

/** As documented in docs/cli.md. */
export function listedJson({ run, status, header, head, waiting, holder, error }: ListedRun): object {
  return {
    run,
    status,
    ...(header === null
      ? {}
      : {
          title: header.title ?? null,
          runbook: header.runbook_path ?? null,
          started_at: header.started_at,
          actor: header.actor,
          ...(header.tenant === undefined ? {} : { tenant: header.tenant }),
          ...(header.labels === undefined ? {} : { labels: header.labels }),
        }),
    ...(head === null ? {} : { updated_at: head.updated_at }),
    waiting,
    incidents: head?.incidents.length ?? 0,
    driven_by: holder === null ? null : { pid: holder.pid, host: holder.host, since: holder.since },
    ...(error === null ? {} : { error: { code: error.code, message: error.message, help: error.help } }),
  };
}
