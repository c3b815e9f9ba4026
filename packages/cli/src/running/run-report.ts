/** What a run tells while it goes on and when it is over: to people as lines, to programs as one JSON value a line. */
import type { Bundle } from "@rb/ir";
import type { JournalRecord, RecordPlace, RunResult } from "@rb/kernel";
import { formatTitles } from "@rb/loader";
import type { LoadedFile } from "../load-file.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import type { Output } from "../terminal.js";
import { artifactsOf } from "./artifacts.js";
import { BundleIndex } from "./bundle-index.js";
import { neverReached } from "./never-reached.js";
import { Repeats } from "./repeats.js";
import { summaryText } from "./run-summary.js";
import { runLineText } from "./run-text.js";
import { type LineSign, type RunLine, RunView } from "./run-view.js";
import { worldReports } from "./worlds.js";

export interface RunReport {
  readonly begin: () => void;
  /** Takes in what was reported before, by another process. */
  readonly recall: (record: JournalRecord) => void;
  readonly record: (record: JournalRecord, place: RecordPlace) => void;
  readonly end: (result: RunResult) => void;
}

export interface RunFacts {
  readonly bundle: Bundle;
  readonly format: LoadedFile["format"];
  readonly file: string;
  readonly dry: boolean;
  readonly run: string;
  readonly plan: string;
}

/** NDJSON: first what is run, then every record as it happens, last the result. Documented in docs/cli.md. */
export function jsonReport({ bundle, format, file, dry, run, plan }: RunFacts, out: Output): RunReport {
  const line = (value: unknown): void => out.write(`${printableJson(value)}\n`);
  return {
    begin: () => line({ type: "run", version: 1, file, format, mode: dry ? "dry-run" : "live", run, plan }),
    recall: () => {},
    record: (record, { world, conditional }) => line({ type: "record", world, conditional, record }),
    end: ({ status, failure, outputs, incidents, waiting, worlds, unexplored }) => {
      const artifacts = artifactsOf(bundle, Object.entries(outputs), dry);
      line({
        type: "result",
        status,
        ...(failure === undefined ? {} : { failure }),
        outputs,
        ...(artifacts.length === 0 ? {} : { artifacts }),
        incidents,
        waiting,
        worlds: worlds.map(({ records, ...world }) => ({ ...world, records: records.length })),
        unexplored,
      });
    },
  };
}

/** A tree of what happened, then the other ways a dry run explored, then the summary. */
export function textReport({ bundle, format, dry, run }: RunFacts, out: Output): RunReport {
  const { paint } = out;
  const index = new BundleIndex(bundle);
  const view = new RunView(index);
  const counts = new Map<LineSign, number>();
  const running = new Map<string, string>();
  const clearProgress = (): void => {
    if (out.interactive && running.size > 0) out.write("\r\u001b[K");
  };
  const repeats = new Repeats();
  let last: number | null = null;
  const show = (line: RunLine, conditional: boolean): void => {
    const shown = repeats.shorten(line);
    if (shown === null) return;
    out.write(runLineText(shown, poolToName(shown, last), conditional, paint));
    last = shown.pool?.frame ?? null;
  };

  return {
    begin: () => {
      const main = bundle.graphs.find(({ id }) => id === bundle.main);
      const how = dry ? "dry run: nothing leaves this machine" : `live run ${run}`;
      out.write(
        `${paint("bold", printable(main?.name ?? bundle.main))}  ${paint("dim", `${format === null ? "" : `${formatTitles[format]}, `}${how}`)}\n`,
      );
    },
    recall: (record) => {
      view.see(record);
    },
    record: (record, { world, conditional }) => {
      if (world !== 0) return;
      clearProgress();
      if (record.type === "jobStarted") running.set(record.effect, view.jobTitle(record.effect) ?? record.effect);
      if (record.type === "jobSettled") running.delete(record.effect);
      const line = view.see(record);
      if (line !== null) {
        counts.set(line.sign, (counts.get(line.sign) ?? 0) + 1);
        show(line, conditional);
      }
      if (out.interactive && !dry && running.size > 0) out.write(`  … ${printable([...running.values()].join(", "))}`);
    },
    end: (result) => {
      clearProgress();
      const visited = new Set(view.visited);
      for (const { title, lines, world } of worldReports(result, index, visited)) {
        last = null;
        out.write(`\n${paint("bold", `Or else: ${printable(title)}`)}${paint("dim", `  ${worldEnd(world)}`)}\n`);
        for (const line of lines) show(line, false);
      }
      if (repeats.left > 0)
        out.write(
          `  ${paint("dim", `… ${plural(repeats.left, "line")} of steps repeated more often; --json has all`)}\n`,
        );
      // Of a live run, only this process's part is known, and a run that waits has not come to its end.
      const unreached = dry ? neverReached(index, visited) : [];
      out.write(summaryText({ dry, result, counts, unreached }, index, paint));
    },
  };
}

/** Processes that run side by side take turns: whose turn it is, is said when it changes. A line that opens one says so itself. */
function poolToName({ pool, sign, title }: RunLine, last: number | null): string | null {
  if (pool === null || pool.frame === last) return null;
  return sign === "inside" && title === pool.name ? null : pool.name;
}

function worldEnd({ status, failure }: RunResult["worlds"][number]): string {
  if (failure !== undefined) return printable(`this way fails: ${failure.code}`);
  return status === "completed" ? "this way runs to its end" : `this way ends ${status}`;
}
