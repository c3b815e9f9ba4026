// Runs the packages' tests on the newer Node releases that people use. The oldest that we support is the one that development happens on.
import "./lib/check-node.mjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { main, outputOf } from "./lib/spawn.mjs";
import { vitest } from "./lib/vitest.mjs";
import { root } from "./lib/workspace.mjs";

const releases = ["node22", "node24"];
/** What takes long and tells of disks, processes and documents rather than of Node. */
const slow = [
  "**/test/faults/**",
  "**/recover.test.ts",
  "**/simulate.test.ts",
  "packages/cli/test/{exec,live-runs,packs,run-history,signatures}.test.ts",
  "packages/parser-*/test/**",
  "packages/conformance/**",
].flatMap((files) => ["--exclude", files]);

await main(async () => {
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log(
      `Skipped: the other Nodes come as Linux x64 binaries, and this is ${process.platform} ${process.arch}.`,
    );
    return 0;
  }
  let worst = 0;
  for (const release of releases) {
    const node = join(root, "tests", "node-versions", "node_modules", release, "bin", "node");
    if (!existsSync(node)) throw new Error(`${node} is missing: run \`pnpm install\`.`);
    console.log(`On Node ${(await outputOf(node, ["--version"])).stdout.trim()}:`);
    worst = Math.max(worst, await vitest(["packages", "--reporter=dot", ...slow, ...process.argv.slice(2)], { node }));
  }
  return worst;
});
