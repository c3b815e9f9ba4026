/** What a person waits for before the command says anything: whole processes, beside a Node that has nothing to do. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave } from "../lib/interleave.mjs";
import { number } from "../lib/report.mjs";
import { median } from "../lib/statistics.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const command = join("packages", "cli", "dist", "main.js");
const rounds = { full: 31, quick: 15, trial: 1 };
const mostMs = 60;

/** Where this is set, Node 20 reads a bundle of certificates at every start. */
const { NODE_EXTRA_CA_CERTS: _unset, ...env } = process.env;

/** Each call is a process; more than one in a sample would tell nothing more. */
function time(...args) {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with exit code ${status}\n${stderr}`);
  return performance.now() - from;
}

/** The first fixture of each format. */
function documents() {
  return ["bpmn", "cacao", "runbook"].flatMap((format) => {
    const folder = join("fixtures", format);
    const [first] = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
    return first === undefined ? [] : [`fixtures/${format}/${first}`];
  });
}

export async function measure(form) {
  const empty = { key: "node -e 0", time: () => time("-e", "0") };
  const validations = documents().map((path) => ({
    key: `rb validate ${path}`,
    time: () => time(command, "validate", path),
  }));
  const samples = await interleave([empty, ...validations], { rounds: rounds[form], sampleMs: 0, warmMs: 0 });
  const over = ({ key }) => median(samples.get(key).map((ms, round) => ms - samples.get(empty.key)[round]));
  const within = (ms) => ({ measured: `${number(ms)} ms`, met: ms <= mostMs });
  return {
    targets:
      form === "trial"
        ? []
        : validations.map((one) => ({
            what: `\`${one.key}\`, over \`${empty.key}\``,
            target: `≤ ${mostMs} ms`,
            ...within(over(one)),
          })),
    tables: [
      {
        title: "Milliseconds of a whole process, medians",
        head: ["", "over an empty Node", "in all", "the least of all rounds"],
        rows: [empty, ...validations].map((one) => [
          `\`${one.key}\``,
          one === empty ? "" : number(over(one)),
          number(median(samples.get(one.key))),
          number(Math.min(...samples.get(one.key))),
        ]),
      },
    ],
    notes: [],
  };
}
