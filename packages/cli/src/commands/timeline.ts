import { ganttSvg, readHistory, type TimelineEntry, timelineOf } from "@rb/store";
import { type CommandRun, UsageError } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { durable } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";
import type { Paint, Style } from "../terminal.js";
import { writeTo } from "../write-to.js";

/** `rb timeline RUN` */
export const timeline: CommandRun = durable(async ({ store, graphs, terminal, json }, args) => {
  const target = args.text("output");
  const asPicture = args.flag("svg") || (target?.toLowerCase().endsWith(".svg") ?? false);
  if (asPicture && json) throw new UsageError("Give either --svg or --json: a picture is no JSON.");
  const run = findRun(store, args.operands[0] ?? "");
  const { header, stretches } = await readHistory(store.disk, run, graphs.load);
  const { out } = terminal;
  const paint: Paint = target === undefined ? out.paint : (_, text) => text;
  const write = target === undefined ? out.write : writeTo(target);
  if (asPicture)
    write(
      ganttSvg(stretches, { title: `${header.title ?? header.runbook_path ?? "Run"} · ${run}`, nowMs: Date.now() }),
    );
  else if (json) write(`${printableJson({ version: 1, run, entries: [...timelineOf(stretches)] }, 2)}\n`);
  else write([...timelineOf(stretches)].map((entry) => `${entryText(entry, paint)}\n`).join(""));
  return exitCode.ok;
});

const signs: { readonly [L in TimelineEntry["level"]]: readonly [sign: string, style: Style] } = {
  info: ["·", "dim"],
  warning: ["!", "yellow"],
  error: ["✖", "red"],
};

function entryText({ at, level, eventType, message, actor }: TimelineEntry, paint: Paint): string {
  const [sign, style] = signs[level];
  const by = actor === undefined ? "" : paint("dim", `  ${printable(actor)}`);
  return `${at}  ${paint(style, sign)} ${printable(eventType).padEnd(20)}  ${printable(message)}${by}`;
}
