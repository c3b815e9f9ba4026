/** What `rb exec` tells: to people a line for each step, to programs the lines of the trace between what is run and what came of it. */
import { isJsonObject, type Json } from "@rb/ir";
import { clipped } from "../compact-json.js";
import { commandLine } from "../durable/shell-words.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import type { Output, Style } from "../terminal.js";
import type { Redact } from "./redaction.js";
import { type ExecMode, type StepResult, traceLine } from "./run-state.js";
import type { PlannedStep } from "./step-plan.js";

export interface ExecFacts {
  readonly run: string;
  readonly file: string;
  readonly title: string;
  readonly mode: ExecMode;
  /** How many steps there are, and how many of them are done before. */
  readonly steps: number;
  readonly done: number;
  readonly directory: string;
}

/** `violation`: governance forbade a step. */
export type ExecStatus = "passed" | "failed" | "violation";

export interface ExecReport {
  readonly begin: () => void;
  /** `asked`: what people were asked to do. */
  readonly step: (step: PlannedStep, result: StepResult, asked: string | null) => void;
  /** `why` says what ended the run where no step did. */
  readonly end: (status: ExecStatus, why: string | null) => void;
}

export function jsonReport({ run, file, mode, steps, directory }: ExecFacts, { write }: Output): ExecReport {
  const line = (value: unknown): void => write(`${printableJson(value)}\n`);
  return {
    begin: () => line({ type: "run", version: 1, file, run_id: run, mode, steps, directory }),
    step: (_, result) => line(traceLine(result)),
    end: (status, why) => line({ type: "result", run_id: run, status, ...(why === null ? {} : { why }) }),
  };
}

const how: { readonly [M in ExecMode]: string } = {
  "dry-run": "dry run: nothing leaves this machine",
  replay: "replay: commands are answered by the scenario",
  real: "for real",
};
const looks: { readonly [S in StepResult["status"]]: readonly [sign: string, style: Style] } = {
  passed: ["✔", "green"],
  failed: ["✖", "red"],
  skipped: ["≈", "cyan"],
};

/** `redact`: what the document says of a step. Results are redacted already. */
export function textReport(facts: ExecFacts, redact: Redact, { write, paint }: Output): ExecReport {
  const { run, title, mode, steps, done, directory } = facts;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    begin: () => {
      write(`${paint("bold", printable(title))}  ${paint("dim", `run ${run}, ${how[mode]}`)}\n`);
      if (done > 0)
        write(paint("dim", `  goes on after ${plural(done, "step")} that ${done === 1 ? "is" : "are"} done\n`));
    },
    step: (step, result, asked) => {
      const { index, id } = step;
      counts[result.status] += 1;
      const [sign, style] = looks[result.status];
      write(`${paint(style, sign)} [${index + 1}/${steps}] ${printable(id)}  ${statusText(result, step)}\n`);
      const asking = result.status === "passed" ? [] : askedLines(step, asked, redact);
      for (const line of [...asking, ...detailLines(result)]) write(`      ${printable(clipped(line))}\n`);
    },
    end: (status, why) => {
      if (why !== null) write(`  ${printable(why)}\n`);
      const parts = [
        [counts.passed, "passed"],
        [counts.skipped, "would be carried out"],
        [counts.failed, "failed"],
      ].filter(([count]) => count !== 0);
      write(`\n${verdict(status, paint)} ${parts.map((part) => part.join(" ")).join(", ")}`);
      write(`.\n${paint("dim", printable(`  ${directory}`))}\n`);
    },
  };
}

function verdict(status: ExecStatus, paint: Output["paint"]): string {
  if (status === "passed") return paint("green", "✔ Passed:");
  return paint("red", status === "failed" ? "✖ Failed:" : "✖ Governance violation:");
}

function statusText({ status, actor }: StepResult, { kind }: PlannedStep): string {
  if (status === "skipped") return kind === "cli" ? "would be carried out" : "people would do it";
  return actor === "human" ? `${status}, by people` : status;
}

function detailLines({ evidence, captures, error }: StepResult): readonly string[] {
  const { argv, ...pieces } = evidence;
  const captured = Object.entries(captures).flatMap(([name, text]) => (text === null ? [] : [`${name} = ${text}`]));
  const handedIn = Object.entries(pieces).flatMap(([name, piece]) => pieceText(name, piece));
  return [
    ...(Array.isArray(argv) ? [argvText(argv)] : []),
    ...captured,
    ...handedIn,
    ...(error === null ? [] : [error]),
  ];
}

/** What somebody has to do, hand in and approve. */
function askedLines({ kind, evidence, node }: PlannedStep, asked: string | null, redact: Redact): readonly string[] {
  if (kind === "cli") return [];
  const needs = evidence.map(
    ({ name, kind: what, items }) => `${name} (${what}${items === undefined ? "" : ` of ${items.length}`})`,
  );
  const { count = 1, roles } = node.kind === "gate" ? node : { count: 0 };
  const approvals =
    count === 0 ? [] : [`${plural(count, "approval")}${roles === undefined ? "" : ` by ${roles.join(" or ")}`}`];
  return [
    ...(asked ?? "‹not known›").trim().split("\n"),
    ...(needs.length + approvals.length === 0 ? [] : [redact(`needs ${[...needs, ...approvals].join(", ")}`)]),
  ];
}

function argvText(argv: readonly Json[]): string {
  return commandLine(...argv.map((word) => (word === null ? "‹not known›" : String(word))));
}

/** What people have handed in; what a command printed is in the files. */
function pieceText(name: string, piece: Json): readonly string[] {
  if (!isJsonObject(piece)) return name === "@approvals" && Array.isArray(piece) ? piece.map(approvalText) : [];
  const { kind, value, items, path } = piece;
  if (kind === "attachment" && path !== undefined) return [`${name}: ${path}`];
  if (kind === "checklist" && isJsonObject(items))
    return [`${name}: ${Object.values(items).filter((is) => is === true).length}/${Object.keys(items).length} ticked`];
  return kind === undefined ? [] : [`${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`];
}

function approvalText(approval: Json): string {
  const { by, verdict } = isJsonObject(approval) ? approval : {};
  return `${verdict === "approve" ? "approved" : "rejected"} by ${by}`;
}
