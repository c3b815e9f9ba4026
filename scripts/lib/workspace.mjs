import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));

/** Every package that is published, as `{ directory, manifest }`. */
export function publicPackages() {
  return workspacePackages().filter(({ manifest }) => manifest.private !== true);
}

/** Every package of the workspace, as `{ directory, manifest }`. */
export function workspacePackages() {
  return readdirSync(join(root, "packages"))
    .sort()
    .filter((name) => existsSync(join(root, "packages", name, "package.json")))
    .map((name) => ({ directory: join("packages", name), manifest: readJson("packages", name, "package.json") }));
}

/** Which of the packages in `all` a manifest depends on; what a bundle takes in is a dependency of its build. */
export function workspaceDependencies({ dependencies, devDependencies }, all) {
  const names = { ...dependencies, ...devDependencies };
  return all.filter(({ manifest: { name } }) => names[name] !== undefined);
}

/** One hash over the names and contents of files; directories are walked, `leaveOut` says which names to pass over. */
export function hashFiles(paths, leaveOut = () => false) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((path) => filesIn(path, leaveOut))) {
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesIn(path, leaveOut) {
  if (!existsSync(join(root, path))) return [];
  const entries = readdirIfDirectory(path);
  if (entries === null) return [path];
  return entries.filter((name) => !leaveOut(name)).flatMap((name) => filesIn(join(path, name), leaveOut));
}

function readdirIfDirectory(path) {
  try {
    return readdirSync(join(root, path)).sort();
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}
