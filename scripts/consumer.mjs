/**
 * Packs every package as it would be published and installs the archives into an empty project outside the workspace, by plain npm: what
 * somebody else gets. There the command, an ES module and a CommonJS module have to work, with types, and without a word on stderr.
 */
import "./lib/check-node.mjs";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "./lib/prepare.mjs";
import { main, outputOf } from "./lib/spawn.mjs";
import { publicPackages, readJson, root } from "./lib/workspace.mjs";

const sources = ["playbook.json", "esm.mts", "cjs.cts", "tsconfig.json"];

await main(async () => {
  await prepare();
  const project = mkdtempSync(join(tmpdir(), "rb-consumer-"));
  try {
    await install(project, await pack(project));
    for (const name of sources) copyFileSync(join(root, "tests", "consumer", name), join(project, name));
    await quietly(project, "node_modules/.bin/rb", ["validate", "playbook.json"]);
    await outputOf("node_modules/.bin/tsc", [], { cwd: project });
    const esm = await quietly(project, process.execPath, ["esm.mjs"]);
    const cjs = await quietly(project, process.execPath, ["cjs.cjs"]);
    if (esm.trim() !== "completed" || cjs !== esm) throw new Error(`The runs did not complete: ${esm} ${cjs}`);
    console.log("The command, an ES module and a CommonJS module work.");
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});

/** Resolves with the archives, by package name. */
async function pack(project) {
  const pnpm = readJson("package.json").packageManager;
  await outputOf("npx", ["--yes", pnpm, "--filter", "./packages/*", "pack", "--pack-destination", project]);
  const archives = publicPackages().map(({ manifest: { name, version } }) => [
    name,
    `file:./${name.slice(1).replace("/", "-")}-${version}.tgz`,
  ]);
  return Object.fromEntries(archives);
}

/** All archives at once, so that what they depend on among themselves is there and is not looked for in a registry. */
async function install(project, archives) {
  const { typescript, "@types/node": node } = readJson("package.json").devDependencies;
  const manifest = { private: true, dependencies: archives, devDependencies: { typescript, "@types/node": node } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, null, 2));
  await outputOf("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: project });
}

/** Runs a program that must succeed and write nothing to stderr; resolves with its output. */
async function quietly(cwd, command, args) {
  const { stdout, stderr } = await outputOf(command, args, { cwd });
  if (stderr !== "") throw new Error(`${command} ${args.join(" ")} wrote to stderr:\n${stderr}`);
  return stdout;
}
