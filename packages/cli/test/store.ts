/** Stores in directories of their own, and runs in them as another process left them. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Executor } from "@rb/kernel";
import { load } from "@rb/loader";
import { Host, type HostOptions, type Loaded, openStore, type Processes, systemProcesses } from "@rb/store";
import { here, type Outcome, rb } from "./rb.js";

export interface TestStore {
  readonly directory: string;
  /** Runs a command in it. */
  readonly rb: (...args: readonly string[]) => Outcome;
  /** As `rb`, and what it prints with `--json`. */
  // biome-ignore lint/suspicious/noExplicitAny: what is printed is looked at member by member.
  readonly json: (...args: readonly string[]) => any;
  /** Starts a fixture, and gives the id of the run. */
  readonly start: (file: string, ...args: readonly string[]) => string;
  /** A file of a run. */
  readonly file: (run: string, ...path: readonly string[]) => string;
}

export function testStore(): TestStore {
  const directory = join(mkdtempSync(join(tmpdir(), "rb-store-")), "store");
  const run = (...args: readonly string[]): Outcome => rb(args, { env: { RB_STORE: directory } });
  return {
    directory,
    rb: run,
    json: (...args) => JSON.parse(run(...args, "--json").stdout),
    start: (file, ...args) => {
      const { stdout, stderr } = run("run", "--live", `fixtures/${file}`, "--json", ...args);
      const [first = ""] = stdout.split("\n");
      if (first === "") throw new Error(stderr);
      return JSON.parse(first).run;
    },
    file: (id, ...path) => join(directory, "runs", id, ...path),
  };
}

export async function loadFixture(file: string): Promise<Loaded> {
  const { bundle, languages } = await load(readFileSync(join(here, "fixtures", file), "utf8"), { uri: file });
  if (bundle === null) throw new Error(`${file} has no graph`);
  return { bundle, languages };
}

export const testClock = {
  now: (): number => Date.now(),
  sleep: (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref()),
};

/** A process that has ended: its locks hold nothing. */
function endedProcess(): Processes {
  const { self, isAlive } = systemProcesses();
  return { self: { ...self, boot: "an-earlier-one" }, isAlive };
}

/** A program of its own, with executors that never answer. */
function programWith(file: string, executors: readonly string[]): HostOptions {
  const never: Executor = { invoke: () => new Promise(() => {}) };
  return {
    load: async () => loadFixture(file),
    clock: testClock,
    random: () => "deadbeef",
    executors: Object.fromEntries(executors.map((name) => [name, never])),
    decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "r", policy: "p" }) },
  };
}

/** The program that started a run takes it up again, and drives it until it rests. */
export async function resumedByItsProgram(
  directory: string,
  file: string,
  executors: readonly string[],
  run: string,
): Promise<void> {
  const host = new Host(await openStore(directory), programWith(file, executors));
  await host.resume(run);
  await host.close();
}

/** Starts a run whose executors never answer, and leaves it as a process does that is killed. Gives its id. */
export async function killedWhileWorking(
  directory: string,
  file: string,
  executors: readonly string[],
): Promise<string> {
  const store = await openStore(directory, endedProcess());
  return new Promise((resolve, reject) => {
    const host = new Host(store, {
      ...programWith(file, executors),
      // Nothing of it goes on: it doesn't look into the inbox any more either.
      inboxEveryMs: 1_000_000_000,
      onRecord: (run, record) => {
        const isStarted = record.type === "jobStarted" || (record.type === "jobDecided" && record.stage === "started");
        if (isStarted) resolve(run);
      },
    });
    loadFixture(file)
      .then((loaded) => host.start(loaded, { title: "Killed" }), reject)
      .catch(reject);
  });
}
