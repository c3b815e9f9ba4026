/**
 * `pnpm bench [--quick] [measurement …]`: builds, measures, shows the ratios, and writes them into docs/performance.md.
 *
 *   --quick     fewer sizes and rounds, in a minute; writes nothing
 *   --trial     sizes of ten: only proves that everything still runs; writes nothing
 *   --no-build  measures what was built last
 *
 * A target that is missed is shown and is no failure: on a shared machine a benchmark can't be a gate.
 */
import "../scripts/lib/check-node.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare } from "../scripts/lib/prepare.mjs";
import { CommandFailed, main, outputOf } from "../scripts/lib/spawn.mjs";
import { root } from "../scripts/lib/workspace.mjs";
import { withMeasured } from "./lib/document.mjs";
import { machine } from "./lib/machine.mjs";
import { markdown } from "./lib/report.mjs";

const titles = new Map([
  ["steps", "A step of a run"],
  ["waiting", "A run that waits"],
  ["journal", "Runs that last"],
  ["recovery", "Going on after a restart"],
  ["parse-bpmn", "Reading BPMN"],
  ["parse-cacao", "Reading CACAO"],
  ["parse-runbook", "Reading YAML runbooks"],
  ["feel", "Expressions in FEEL"],
  ["scripts", "Scripts"],
  ["start-up", "Starting the command"],
]);
const document = join(root, "docs", "performance.md");

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean" }, trial: { type: "boolean" }, "no-build": { type: "boolean" } },
  });
  const unknown = positionals.filter((name) => !titles.has(name));
  if (unknown.length > 0) {
    console.error(`There is no measurement named ${unknown.join(", ")}; there are ${[...titles.keys()].join(", ")}.`);
    return 2;
  }
  const form = values.trial ? "trial" : values.quick ? "quick" : "full";
  if (!values["no-build"]) await prepare();
  let failed = 0;
  for (const name of positionals.length > 0 ? positionals : titles.keys()) {
    const text = await measured(name, form);
    if (text === null) failed += 1;
    else if (form === "full") writeFileSync(document, withMeasured(readFileSync(document, "utf8"), name, text));
  }
  console.log(`\n${machine()}`);
  return failed === 0 ? 0 : 1;
});

/** Shows one measurement, and gives what the document says of it; null when it broke, which doesn't stop the others. */
async function measured(name, form) {
  console.log(`\n== ${titles.get(name)}\n`);
  try {
    const { stdout } = await outputOf(process.execPath, ["--expose-gc", join("bench", "measure.mjs"), name, form]);
    const text = markdown(JSON.parse(stdout));
    console.log(text);
    return `${text}\n\n${machine()}`;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(error.message);
    return null;
  }
}
