// Writes dist/THIRD-PARTY-NOTICES.txt of the package in the current directory: the licences of what it bundles, as those licences ask.
// Part of the build of packages that bundle their dependencies. Fails on a licence that has not been agreed to.
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const agreed = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

const found = new Map();
collect(process.cwd());
const notices = [...found.entries()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([title, text]) => `${title}\n\n${text.trim()}\n`);
writeFileSync(join("dist", "THIRD-PARTY-NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));

/** Everything that the package in a directory depends on, and what that depends on in turn. */
function collect(directory) {
  const { dependencies = {} } = manifestOf(directory);
  for (const name of Object.keys(dependencies)) {
    const dependency = locate(name, directory);
    const { version, license } = manifestOf(dependency);
    const title = `${name} ${version} (${license})`;
    if (found.has(title)) continue;
    if (!name.startsWith("@rb/")) found.set(title, licenceOf(dependency, title, license));
    collect(dependency);
  }
}

function manifestOf(directory) {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
}

/** Where Node would find it: the nearest `node_modules` above the dependent's real place. */
function locate(name, from) {
  const candidate = join(from, "node_modules", name);
  if (existsSync(candidate)) return realpathSync(candidate);
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return locate(name, dirname(from));
}

function licenceOf(directory, title, license) {
  if (!agreed.includes(license)) throw new Error(`${title}: this licence has not been agreed to`);
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined
    ? `Licensed under ${license}; the package has no text of it.`
    : readFileSync(join(directory, file), "utf8");
}
