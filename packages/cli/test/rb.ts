/** Runs the built `rb` as a user would: another process, its streams, its exit code. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here: string = dirname(fileURLToPath(import.meta.url));
const cli = dirname(here);
const packages = dirname(cli);
export const main: string = join(cli, "dist", "main.js");

/** Builds the bundle when it is older than any source that goes into it. */
export function build(): void {
  const newest = Math.max(...readdirSync(packages).map((name) => newestIn(join(packages, name, "src"))));
  const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > newest) return;
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
