// Runs other people's documents and holds what comes of it against what they expect, as docs/conformance.md tells: `pnpm conformance`,
// `pnpm conformance --corpora ../corpora --set betsy-models --json`. Takes the sources as they are, so it needs no build.
import "./lib/check-node.mjs";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "tsup";
import { CommandFailed, main } from "./lib/spawn.mjs";
import { root, workspacePackages } from "./lib/workspace.mjs";

const packageDirectory = join(root, "packages", "conformance");
const usage = "Usage: pnpm conformance [--corpora DIR] [--set NAME]… [--known FILE] [--json]";
/** How long one case may take. */
const LIMIT_MS = 20_000;

await main(async () => {
  const options = readArguments();
  if (typeof options === "string") {
    console.error(`${options}\n${usage}`);
    return 2;
  }
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  // One for each run: others may be under way.
  const directory = mkdtempSync(join(cache, "conformance-"));
  try {
    await bundle(directory).catch(() => {
      // What is wrong with the sources has been said.
      throw new CommandFailed("bundling the runner", 1);
    });
    return await run(directory, options);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

async function run(directory, options) {
  const { isAsKnown, reportText, runConformance, sets } = await import(pathToFileURL(join(directory, "index.js")).href);
  const unknown = options.sets.find((name) => !sets.some((set) => set.name === name));
  if (unknown !== undefined) {
    console.error(`There is no set '${unknown}'; there are ${sets.map(({ name }) => name).join(", ")}.\n${usage}`);
    return 2;
  }
  if (!existsSync(options.corpora)) console.error(`There are no corpora at ${options.corpora}.`);
  const reports = await runConformance(
    {
      corpora: options.corpora,
      sets: options.sets.length === 0 ? sets : sets.filter(({ name }) => options.sets.includes(name)),
      known: JSON.parse(readFileSync(options.known, "utf8")),
      worker: pathToFileURL(join(directory, "worker.js")),
      limitMs: LIMIT_MS,
    },
    (report) => {
      if (!options.json) process.stdout.write(reportText(report));
    },
  );
  if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return reports.every(isAsKnown) ? 0 : 1;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2).filter((argument) => argument !== "--"),
      options: {
        corpora: { type: "string", default: process.env.RB_CORPORA ?? join(root, "..", "shared", "corpora") },
        known: { type: "string", default: join(packageDirectory, "known-failures.json") },
        set: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    });
    return { corpora: resolve(values.corpora), known: resolve(values.known), sets: values.set, json: values.json };
  } catch (error) {
    return error.message;
  }
}

/** The runner, and everything that it runs, as two modules. */
async function bundle(outDir) {
  await build({
    entry: ["index", "worker"].map((name) => join(packageDirectory, "src", `${name}.ts`)),
    outDir,
    config: false,
    silent: true,
    format: ["esm"],
    target: "node20",
    platform: "node",
    noExternal: [/.*/],
    // Libraries that are CommonJS ask for Node's modules by `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    esbuildPlugins: [sourcesOfWorkspace()],
  });
}

/** Packages of the workspace are read where they are written, not where they were built. */
function sourcesOfWorkspace() {
  const sources = new Map(workspacePackages().flatMap(sourcesOf));
  return {
    name: "sources-of-workspace",
    setup({ onResolve }) {
      onResolve({ filter: /^@rb\// }, ({ path }) => (sources.has(path) ? { path: sources.get(path) } : undefined));
    },
  };
}

/** What a package exports, and the source of each: `dist/x.js` is made of `src/x.ts`, or of `src/x/index.ts`. */
function sourcesOf({ directory, manifest: { name, exports = {} } }) {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const built = /^\.\/(?:dist|src)\/(.+)\.(?:js|ts)$/.exec(target.default ?? target)?.[1];
    const files = [`${built}.ts`, join(built ?? "", "index.ts")].map((file) => join(root, directory, "src", file));
    const source = built === undefined ? undefined : files.find((file) => existsSync(file));
    return source === undefined ? [] : [[join(name, subpath), source]];
  });
}
