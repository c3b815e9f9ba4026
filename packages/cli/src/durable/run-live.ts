/** `rb run --live`: a run that is written down before anything is done, and outlives this process. */
import type { Bundle } from "@rb/ir";
import { standInFor } from "@rb/kernel";
import type { Started, StartOptions } from "@rb/store";
import { type Arguments, UsageError } from "../command.js";
import type { Runnable, Wanted } from "../commands/run.js";
import { diagnosticText } from "../diagnostic-text.js";
import type { ExitCode } from "../exit-code.js";
import { externalVariables, type Inputs, shortName } from "../inputs.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";
import { driveToRest } from "./drive-to-rest.js";
import { executable } from "./graphs.js";
import { labelsOf } from "./labels.js";
import { openSession } from "./session.js";
import { storeTrouble } from "./store-trouble.js";
import { unenforcedOf } from "./unenforced.js";

export async function runLive(
  loaded: Runnable,
  { args, inputs, options }: Wanted,
  terminal: Terminal,
): Promise<ExitCode> {
  requireInputs(loaded.bundle, inputs);
  const unenforced = unenforcedOf(loaded.bundle);
  if (unenforced !== null) terminal.err.write(`${diagnosticText(unenforced, loaded.sources, terminal.err.paint)}\n`);
  const { bundle, languages, format, file } = loaded;
  try {
    const { program } = executable({ bundle, languages });
    const session = await openSession(args, terminal, true);
    const { answers, ...rest } = options;
    const start: StartOptions = {
      ...rest,
      ...identityOf(args),
      runbookPath: file,
      ...(format === null ? {} : { runbookFormat: format }),
      title: args.text("run-title") ?? titleOf(bundle),
      ...(answers === undefined ? {} : { standIn: standInFor(program, answers) }),
    };
    return await driveToRest(session, bundle, async (host) => {
      const started = await host.start({ bundle, languages }, start);
      if (started.existing) sayExisting(started, terminal);
      return started;
    });
  } catch (error) {
    return storeTrouble(error, args, terminal);
  }
}

function sayExisting({ run }: Started, { err }: Terminal): void {
  err.write(printable(`rb: This idempotency key was used before, so nothing was started: it stands for run ${run}.`));
  err.write("\n");
}

function identityOf(args: Arguments): Pick<StartOptions, "idempotencyKey" | "tenant" | "labels"> {
  const [idempotencyKey, tenant] = [args.text("idempotency-key"), args.text("tenant")];
  if (idempotencyKey === "") throw new UsageError("An idempotency key must not be empty.");
  const labels = labelsOf(args.texts("label"));
  return {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  };
}

function titleOf(bundle: Bundle): string {
  return bundle.graphs.find(({ id }) => id === bundle.main)?.name ?? bundle.main;
}

/** A dry run takes what is missing as unknown; a live one would fail at once, and had better not begin. */
function requireInputs(bundle: Bundle, { inputs, secrets }: Inputs): void {
  const declared = externalVariables(bundle);
  const missing = declared.filter(
    ({ name, required, init }) =>
      required === true && init === undefined && !Object.hasOwn(inputs, name) && !Object.hasOwn(secrets, name),
  );
  const names = missing.map(({ name }) => `--input ${shortName(name, declared)}=…`).join(" ");
  if (missing.length > 0) throw new UsageError(`A live run needs every required input; missing: ${names}`);
}
