/**
 * What `npm start` and `npm test` do first, so that a clone, Node and npm are all one needs: install what the lockfile says, and build what
 * has changed. Both keep stamps, hashes of everything that the result depends on, so that a second start does neither.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputOf, run } from "./spawn.mjs";
import { hashFiles, publicPackages, readJson, root, workspaceDependencies, workspacePackages } from "./workspace.mjs";

export async function prepare() {
  await install();
  await build();
  linkCommand();
}

/** The stamp lives in `node_modules`, and goes when that goes. */
async function install() {
  const manifests = workspacePackages().map(({ directory }) => join(directory, "package.json"));
  const inputs = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...manifests];
  const stamp = stampFile(
    join("node_modules", ".rb-installed"),
    `${hashFiles(inputs)} ${process.platform}-${process.arch}`,
  );
  if (stamp.isCurrent()) return;
  console.error("Installing dependencies …");
  await run(...pnpm("install", "--frozen-lockfile", "--config.confirmModulesPurge=false", "--reporter=append-only"));
  stamp.write();
}

/** Builds the packages whose sources, or whose dependencies' sources, differ from those that `dist` was built from. */
async function build() {
  const packages = publicPackages();
  const stale = packages
    .map((entry) => ({
      ...entry,
      stamp: stampFile(join(".cache", "built", entry.manifest.name), buildHash(entry, packages)),
    }))
    .filter(({ directory, stamp }) => !existsSync(join(root, directory, "dist", "index.js")) || !stamp.isCurrent());
  if (stale.length === 0) return;
  console.error(`Building ${stale.map(({ manifest }) => manifest.name).join(", ")} …`);
  const filters = stale.map(({ manifest }) => `--filter=${manifest.name}`);
  await outputOf(...pnpm(...filters, "--workspace-concurrency=2", "run", "build"));
  for (const { stamp } of stale) stamp.write();
}

/** Makes `npx rb` mean the command of this clone: without the link, npx would fetch whatever package is called that from the registry. */
function linkCommand() {
  const link = join(root, "node_modules", ".bin", "rb");
  if (!existsSync(link)) symlinkSync(join("..", "..", "packages", "cli", "dist", "main.js"), link);
}

function buildHash({ directory, manifest }, packages) {
  const own = hashFiles(["tsconfig.base.json", "pnpm-lock.yaml", directory], isNotBuilt);
  return [own, ...workspaceDependencies(manifest, packages).map((entry) => buildHash(entry, packages))].join(" ");
}

const isNotBuilt = (name) =>
  name === "dist" || name === "node_modules" || name === "test" || name.endsWith(".md") || name.endsWith(".test.ts");

function stampFile(path, content) {
  const file = join(root, path);
  return {
    isCurrent: () => existsSync(file) && readFileSync(file, "utf8") === content,
    write() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    },
  };
}

/** The command line of the one version of pnpm that `packageManager` names, whether or not any is installed. */
function pnpm(...args) {
  return ["npx", ["--yes", readJson("package.json").packageManager, ...args]];
}
