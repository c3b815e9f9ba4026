/** `rb verify RUN... | --all` */
import type { CommandRun } from "../command.js";
import { UsageError } from "../command.js";
import { exitCode } from "../exit-code.js";
import { plural } from "../plural.js";
import { printableJson } from "../printable.js";
import { findRun } from "./find-run.js";
import { durable } from "./session.js";
import { type Verified, verifiedJson, verifiedText, verifies, verifyRun } from "./verify-run.js";

export const verifyRuns: CommandRun = durable(async (session, args) => {
  const { store, terminal, json } = session;
  const { operands } = args;
  if (args.flag("all") === operands.length > 0)
    throw new UsageError(
      "Say which runs or playbooks to check, or --all: rb verify RUN..., rb verify FILE..., rb verify --all.",
    );
  const runs = operands.length === 0 ? store.runs() : [...new Set(operands.map((operand) => findRun(store, operand)))];
  const { out } = terminal;
  const results: Verified[] = [];
  for (const run of runs) {
    const verified = await verifyRun(session, run);
    if (verified === null) continue;
    if (!json) out.write(verifiedText(verified, out.paint));
    results.push(verified);
  }
  const bad = results.filter((one) => !verifies(one)).length;
  if (json) out.write(`${printableJson({ version: 1, verified: bad === 0, runs: results.map(verifiedJson) }, 2)}\n`);
  else if (results.length !== 1)
    out.write(`${plural(results.length, "run")}: ${results.length - bad} verify, ${bad} don't.\n`);
  return bad === 0 ? exitCode.ok : exitCode.findings;
});
