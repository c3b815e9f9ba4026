/** Where a run starts: at the first step, or where an earlier process left it. */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { Bundle } from "@rb/ir";
import { NodeDisk } from "@rb/store";
import { type Arguments, UsageError } from "../command.js";
import { storeDirectory } from "../durable/session.js";
import type { Inputs } from "../inputs.js";
import { ExecTrouble } from "./exec-trouble.js";
import type { OpenRunbook } from "./open-v0.js";
import type { Beginning } from "./progress.js";
import type { Redact } from "./redaction.js";
import { resumed } from "./resume.js";
import { graphFrom } from "./resumed-graph.js";
import { RunDirectory } from "./run-directory.js";
import type { ExecMode, RunState } from "./run-state.js";

/** A run that is about to go on. */
export interface Begun {
  readonly beginning: Beginning;
  readonly directory: RunDirectory;
  readonly bundle: Bundle;
  readonly inputs: Inputs["inputs"];
  /** Steps that an earlier process has done. */
  readonly done: number;
}

/** A new run, or one taken up. @throws ExecTrouble where it can't be taken up. */
export function beginRun(
  args: Arguments,
  mode: ExecMode,
  { file, bundle, graph, plan }: OpenRunbook,
  { actor, inputs, redact }: { readonly actor: string; readonly inputs: Inputs; readonly redact: Redact },
): Begun {
  const disk = new NodeDisk(resolve(storeDirectory(args)));
  const earlier = args.text("resume");
  if (earlier === undefined && args.flag("again")) throw new UsageError("Option '--again' is for --resume RUN.");
  if (earlier === undefined) {
    const nowMs = Date.now();
    const started = new Date(nowMs).toISOString();
    const run = `${started.slice(0, 19).replaceAll(/[-:]/g, "")}-${randomBytes(4).toString("hex")}`;
    const facts = { run_id: run, runbook_path: file, mode, started_at: started, actor, captures: {}, history: [] };
    return { beginning: facts, directory: RunDirectory.create(disk, run), bundle, inputs: inputs.inputs, done: 0 };
  }
  const directory = RunDirectory.open(disk, earlier);
  const { state, next } = resumed(directory, plan, { mode, again: args.flag("again") });
  const rest = graphFrom(graph, plan, next, state.history);
  const { vars, ...facts } = state;
  return {
    beginning: { ...facts, runbook_path: file, actor },
    directory,
    bundle: { ...bundle, graphs: bundle.graphs.map((one) => (one === graph ? rest : one)) },
    inputs: { ...earlierInputs(vars, inputs, graph, redact), ...inputs.inputs },
    done: next.index,
  };
}

/** What the run was started with holds, unless it is given anew. @throws ExecTrouble where that can't be told. */
function earlierInputs(
  vars: RunState["vars"],
  { inputs }: Inputs,
  { region: { variables = [] }, governance }: OpenRunbook["graph"],
  redact: Redact,
): Inputs["inputs"] {
  const kept = variables.flatMap(({ name, external, init }): readonly (readonly [string, string])[] => {
    const value = vars[name.replace(/^inputs\./, "")];
    if (external !== true || value === undefined || Object.hasOwn(inputs, name)) return [];
    const own = init !== undefined && "json" in init ? String(init.json) : "";
    if (redact(own) === value) return [];
    if (governance?.redact === undefined || governance.redact.length === 0) return [[name, value]];
    throw new ExecTrouble(
      "exec/not-kept",
      `The run was started with a value for '${name.replace(/^inputs\./, "")}', which may be redacted in its files.`,
      "Give it again with --input.",
    );
  });
  return Object.fromEntries(kept);
}
