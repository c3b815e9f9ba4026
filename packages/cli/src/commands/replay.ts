import { type ReplayDifference, readHistory, replay as replayHistory } from "@rb/store";
import type { CommandRun } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { durable } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import type { Paint } from "../terminal.js";
import { version } from "../version.js";

/** `rb replay RUN` */
export const replay: CommandRun = durable(async ({ store, graphs, terminal, json }, args) => {
  const run = findRun(store, args.operands[0] ?? "");
  const { header, stretches } = await readHistory(store.disk, run, graphs.load);
  const { limits, engine: writtenBy } = header;
  const report = replayHistory(stretches, { limits, writtenBy, engine: `rb ${version()}` });
  const { equal, difference, batches, records, statesCompared, stateHash } = report;
  const { out } = terminal;
  if (json) {
    const facts = { run, equal, batches, records, states_compared: statesCompared, state: stateHash, difference };
    out.write(`${printableJson({ version: 1, ...facts }, 2)}\n`);
  } else {
    const count = `${plural(batches, "input")}, ${plural(records, "record")}`;
    if (equal) {
      out.write(`${out.paint("green", "✔ Equal byte for byte")}  ${printable(run)}: ${count}\n`);
      out.write(
        `  state ${stateHash ?? "without a canonical form"}, compared ${statesCompared === 1 ? "once" : `${statesCompared} times`}\n`,
      );
    }
    if (difference !== null) out.write(differenceText(run, count, difference, out.paint));
  }
  return equal ? exitCode.ok : exitCode.findings;
});

const abouts: { readonly [A in ReplayDifference["about"]]: string } = {
  record: "another record comes out",
  question: "the engine asks something that the journal doesn't answer",
  refused: "the engine can't take the input",
  state: "the records alone lead to another state",
  migration: "the state that the run was moved with is another one",
};

function differenceText(run: string, count: string, difference: ReplayDifference, paint: Paint): string {
  const { seq, record, about, expected, made, because } = difference;
  return [
    `${paint("red", "✖ Different")}  ${printable(run)}: ${count} came out equal`,
    `  input ${seq}, record ${record}: ${abouts[about]}`,
    `    the journal has  ${shown(expected)}`,
    `    it comes out as  ${shown(made)}`,
    ...because.map((line) => `  ${printable(line)}`),
    "",
  ].join("\n");
}

const mostShown = 2000;

function shown(text: string | null): string {
  if (text === null) return "nothing";
  return printable(text.length > mostShown ? `${text.slice(0, mostShown)}… (--json has all)` : text);
}
