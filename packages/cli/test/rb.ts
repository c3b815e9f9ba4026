/** Runs the built `rb` as a user would: another process, its streams, its exit code. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here: string = dirname(fileURLToPath(import.meta.url));
const cli = dirname(here);
const packages = dirname(cli);
export const main: string = join(cli, "dist", "main.js");

/** A build takes its output away first, so files of tests that run at the same time take turns. */
const lock = join(dirname(packages), ".cache", "cli-build");
const longestBuildMs = 60_000;

/** Builds the bundle when it is older than any source that goes into it. */
export function build(): void {
  mkdirSync(dirname(lock), { recursive: true });
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  try {
    const newest = Math.max(...readdirSync(packages).map((name) => newestIn(join(packages, name, "src"))));
    const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (built <= newest) buildNow();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** One that is older than any build was left by tests that were stopped. */
function taken(directory: string): boolean {
  const since = statSync(directory, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && Date.now() - since > longestBuildMs) rmSync(directory, { recursive: true, force: true });
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function buildNow(): void {
  const tsup = join(packages, "..", "node_modules", ".bin", "tsup");
  const { status, stdout, stderr } = spawnSync(tsup, ["--no-dts", "--silent"], { cwd: cli, encoding: "utf8" });
  if (status !== 0) throw new Error(`The command line does not build:\n${stdout}${stderr}`);
}

function newestIn(directory: string): number {
  if (statSync(directory, { throwIfNoEntry: false }) === undefined) return 0;
  return Math.max(
    0,
    ...readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly stdin?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  /** Default: this directory, so that what is printed does not depend on where the tests run. */
  readonly cwd?: string;
}

export function rb(args: readonly string[], { stdin, env = {}, cwd = here }: Surroundings = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: "utf8",
    env: plainEnvironment(env),
    timeout: 20_000,
    maxBuffer: 64 * 1024 * 1024,
    ...(stdin === undefined ? {} : { input: stdin }),
  });
  return { code: status, stdout, stderr };
}

/** Starts `rb` and leaves it running. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawn> {
  return spawn(process.execPath, [main, ...args], { cwd: here, env: plainEnvironment(env) });
}

function plainEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...extra };
}
