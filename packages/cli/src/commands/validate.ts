import type { Diagnostic, Severity } from "@rb/ir";
import { formatTitles } from "@rb/loader";
import type { CommandRun } from "../command.js";
import { diagnosticJson } from "../diagnostic-json.js";
import { diagnosticText } from "../diagnostic-text.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { expandFiles } from "../expand-files.js";
import { type LoadedFile, loadFile, unusable } from "../load-file.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import type { Output } from "../terminal.js";
import { tlpOf } from "../tlp.js";

interface Report {
  readonly file: string;
  readonly format: LoadedFile["format"];
  readonly nodes: number;
  /** How the document is marked, if it is. */
  readonly tlp: string | undefined;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly count: { readonly [S in Severity]: number };
}

/** `rb validate FILE...` */
export const validate: CommandRun = async (args, { out }) => {
  const strict = args.flag("strict");
  const json = args.text("format") === "json";
  const { files, diagnostics } = await expandFiles(args.operands);
  const reports: Report[] = [];
  let code: ExitCode = exitCode.ok;

  const add = (loaded: LoadedFile): void => {
    const report = reportOf(loaded, strict);
    reports.push(report);
    code = worse(code, loaded.readable ? (report.valid ? exitCode.ok : exitCode.findings) : exitCode.usage);
    if (!json) out.write(fileText(report, loaded, out, args.flag("quiet")));
  };
  for (const diagnostic of diagnostics) add(unmatched(diagnostic));
  for (const file of files) add(await loadFile(file, args));

  if (json) out.write(`${printableJson(reportJson(reports), 2)}\n`);
  else out.write(summaryText(reports, out));
  return code;
};

function reportOf({ file, format, bundle, diagnostics }: LoadedFile, strict: boolean): Report {
  const count = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) count[severity]++;
  const nodes = bundle?.graphs.reduce((sum, graph) => sum + graph.nodes.length, 0) ?? 0;
  const valid = bundle !== null && count.error === 0 && !(strict && count.warning > 0);
  return { file, format, nodes, tlp: tlpOf(bundle), valid, diagnostics, count };
}

function fileText(report: Report, { sources }: LoadedFile, { paint }: Output, quiet: boolean): string {
  const { file, format, nodes, tlp, valid, diagnostics, count } = report;
  const blocks = diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, sources, paint)}\n`);
  const findings = [
    ...(valid && format !== null ? [formatTitles[format], plural(nodes, "node")] : []),
    ...(tlp === undefined ? [] : [printable(tlp)]),
    ...severities.filter((severity) => count[severity] > 0).map((severity) => plural(count[severity], nouns[severity])),
  ].join(", ");
  const word = valid ? paint("green", "✔ valid") : paint("red", "✖ not valid");
  if (!valid || !quiet) blocks.push(`${word}  ${printable(file)}  ${paint("dim", findings)}\n`);
  return blocks.join("");
}

/** For several files; one says everything itself. */
function summaryText(reports: readonly Report[], { paint }: Output): string {
  if (reports.length === 1) return "";
  const wrong = reports.filter(({ valid }) => !valid).length;
  const findings = severities.slice(0, 2).map((severity) => plural(sum(reports, severity), nouns[severity]));
  return `${paint("bold", `${plural(reports.length, "file")}: ${reports.length - wrong} valid, ${wrong} not; ${findings.join(", ")}`)}\n`;
}

const severities: readonly Severity[] = ["error", "warning", "info"];
const nouns: { readonly [S in Severity]: string } = { error: "error", warning: "warning", info: "remark" };

function sum(reports: readonly Report[], severity: Severity): number {
  return reports.reduce((total, { count }) => total + count[severity], 0);
}

function reportJson(reports: readonly Report[]): unknown {
  return {
    version: 1,
    valid: reports.every(({ valid }) => valid),
    errors: sum(reports, "error"),
    warnings: sum(reports, "warning"),
    files: reports.map(({ file, format, valid, nodes, tlp, diagnostics }) => ({
      file,
      format,
      valid,
      nodes,
      ...(tlp === undefined ? {} : { tlp }),
      diagnostics: diagnostics.map(diagnosticJson),
    })),
  };
}

/** A pattern that no file matches counts as a file that can't be used. */
function unmatched(diagnostic: Diagnostic): LoadedFile {
  return unusable(diagnostic.origin.kind === "source" ? diagnostic.origin.uri : "", diagnostic);
}
