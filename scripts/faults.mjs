/**
 * `pnpm faults [--kills 1000] [--seed 1]`: drives real runs in real processes on the real disk, kills the processes again and again, and holds what is
 * left against what was done and what was acknowledged. `--keep` leaves stores with something wrong where they are, for a look.
 */
import "./lib/check-node.mjs";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "tsup";
import { main } from "./lib/spawn.mjs";
import { root } from "./lib/workspace.mjs";

const sources = join(root, "packages", "store", "test", "faults");

await main(async () => {
  const { values } = parseArgs({
    options: { kills: { type: "string" }, seed: { type: "string" }, keep: { type: "boolean" } },
  });
  const kills = Number(values.kills ?? 1000);
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
    console.error("--kills is a whole number above 0, --seed a whole number.");
    return 2;
  }
  const { campaign, canTrace, Drivers, killsOf } = await built();
  if (!canTrace) console.log("strace can't trace here, so nothing is killed at its system calls.");
  const drivers = await Drivers.build(sources);
  const began = Date.now();
  try {
    const onStore = (report) => console.log(`${killsOf(report)} kills, ${report.stores} stores, ${report.runs} runs`);
    const report = await campaign(drivers, { kills, seed, onStore });
    const { wrong, ...numbers } = report;
    console.log({ ...numbers, seconds: Math.round((Date.now() - began) / 1000) });
    for (const what of wrong) console.error(what);
    console.log(wrong.length === 0 ? "Nothing is lost, nothing is repeated." : `${wrong.length} things are wrong.`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    if (values.keep) console.log(`Stores are in ${drivers.directory}.`);
    else drivers.remove();
  }
});

/** The campaign, from the sources as they are. */
async function built() {
  const directory = mkdtempSync(join(root, "node_modules", ".rb-faults-"));
  try {
    await build({
      config: false,
      entry: { campaign: join(sources, "command.ts") },
      outDir: directory,
      outExtension: () => ({ js: ".mjs" }),
      tsconfig: join(root, "packages", "store", "tsconfig.json"),
      format: ["esm"],
      target: "node20",
      noExternal: [/^@rb\//],
      external: ["tsup"],
      silent: true,
    });
    return await import(pathToFileURL(join(directory, "campaign.mjs")).href);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
