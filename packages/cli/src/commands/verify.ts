import { type CommandRun, UsageError } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { durable } from "../durable/session.js";
import { type Verified, verifiedJson, verifiedText, verifies, verifyRun } from "../durable/verify-run.js";
import { exitCode } from "../exit-code.js";
import { plural } from "../plural.js";
import { printableJson } from "../printable.js";

/** `rb verify RUN... | --all` */
export const verify: CommandRun = durable(async (session, args) => {
  const { store, terminal, json } = session;
  const { operands } = args;
  if (args.flag("all") === operands.length > 0)
    throw new UsageError("Say which runs to check, or --all: rb verify RUN..., rb verify --all.");
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
