/** The runbook of a command line, read and ready to be carried out. */
import { type Bundle, type Graph, invariant, type NodeId } from "@rb/ir";
import type { LoadedLanguages } from "@rb/loader";
import type { Arguments } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { hasErrors, type LoadedFile, loadFile } from "../load-file.js";
import { plural } from "../plural.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";
import { ExecTrouble } from "./exec-trouble.js";
import type { DeniedNames } from "./governance.js";
import { type PlannedStep, planSteps } from "./step-plan.js";

export interface OpenRunbook {
  readonly file: string;
  readonly bundle: Bundle;
  /** The bundle's one graph. */
  readonly graph: Graph;
  readonly languages: LoadedLanguages;
  readonly plan: readonly PlannedStep[];
  readonly denied: DeniedNames;
}

/** @throws ExecTrouble, after telling what is wrong with the document. */
export async function openV0(args: Arguments, { err }: Terminal): Promise<OpenRunbook> {
  const loaded = await loadFile(args.operands[0] ?? "-", args, "runbook");
  const { bundle, diagnostics, file, languages, sources } = loaded;
  if (bundle === null || hasErrors(diagnostics)) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    for (const diagnostic of errors) err.write(`${diagnosticText(diagnostic, sources, err.paint)}\n`);
    throw invalid(
      `'${file}' can't be carried out: it has ${plural(errors.length, "error")}.`,
      "Mend what is told above.",
    );
  }
  if (!(await isV0(loaded)))
    throw invalid(`'${file}' is not a runbook of the version runbook/v0.`, "Other documents are run by rb run.");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0)
    err.write(`${err.paint("yellow", `rb: ${plural(warnings, "warning")}`)}; see rb validate ${printable(file)}\n`);
  const graph = bundle.graphs.find(({ id }) => id === bundle.main);
  invariant(graph !== undefined, "a bundle has its main graph");
  const plan = planSteps(graph);
  return { file, bundle, graph, languages, plan, denied: deniedIn(loaded, plan) };
}

/** Whether `rb exec` is for it. */
export async function isV0({ text }: Pick<LoadedFile, "text">): Promise<boolean> {
  const { parseDocument } = await import("yaml");
  return parseDocument(text, { uniqueKeys: false }).get("apiVersion") === "runbook/v0";
}

/** The steps whose templates name what governance denies: the reader has found the places. */
function deniedIn({ diagnostics }: LoadedFile, plan: readonly PlannedStep[]): DeniedNames {
  const steps = new Map(plan.map(({ pointer, id }) => [pointer, id]));
  const denied = new Map<NodeId, string>();
  for (const { code, origin, message } of diagnostics) {
    if (code !== "runbook/denied-name" || origin.kind !== "source") continue;
    let { pointer } = origin;
    while (pointer !== "" && !steps.has(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf("/"));
    const id = steps.get(pointer);
    if (id !== undefined && !denied.has(id)) denied.set(id, message);
  }
  return denied;
}

function invalid(message: string, help: string): ExecTrouble {
  return new ExecTrouble("exec/invalid-runbook", message, help);
}
