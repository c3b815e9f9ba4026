/** Starts drivers, and ends them. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsup";
import type { DriverTask, Problem, Said } from "./driver-task.js";

/** How a driver ended. */
export interface Ending {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly problems: readonly Problem[];
  /** What it said about errors that nobody expects. */
  readonly errors: string;
}

/** How a driver is started: the words before `node`. */
export type Wrapping = readonly string[];

export class Drivers {
  /** For what the tests need: removed in the end. */
  readonly directory: string;
  readonly #program: string;
  readonly #children = new Set<ChildProcess>();

  private constructor(directory: string, program: string) {
    this.directory = directory;
    this.#program = program;
  }

  /** Builds the program from its sources as they are, in this directory. */
  static async build(sources: string): Promise<Drivers> {
    const directory = mkdtempSync(join(tmpdir(), "rb-faults-"));
    await build({
      config: false,
      entry: { driver: join(sources, "driver.ts") },
      outDir: join(directory, "program"),
      outExtension: () => ({ js: ".mjs" }),
      tsconfig: join(sources, "..", "..", "tsconfig.json"),
      format: ["esm"],
      target: "node20",
      noExternal: [/^@rb\//],
      splitting: false,
      silent: true,
    });
    return new Drivers(directory, join(directory, "program", "driver.mjs"));
  }

  start(task: DriverTask, wrapping: Wrapping = []): Driver {
    const [command, ...args] = [...wrapping, process.execPath, this.#program, JSON.stringify(task)];
    const child = spawn(command as string, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#children.add(child);
    child.once("close", () => this.#children.delete(child));
    return new Driver(child);
  }

  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A process that drives runs. */
export class Driver {
  /** Of the driver itself, whatever it was started through; rejects if it ends before it says so. */
  readonly ready: Promise<number>;
  /** What it took up, and what it found in other hands. */
  readonly took: Promise<Extract<Said, { taken: readonly string[] }>>;
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    const problems: Problem[] = [];
    const ready = hope<number>();
    const took = hope<Extract<Said, { taken: readonly string[] }>>();
    let rest = "";
    let errors = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said: Said = JSON.parse(line);
        if ("ready" in said) ready.resolve(said.ready);
        else if ("taken" in said) took.resolve(said);
        else problems.push(said);
      }
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    this.ready = ready.promise;
    this.took = took.promise;
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        const early = new Error(`the driver ended (${signal ?? code}): ${errors}`);
        ready.reject(early);
        took.reject(early);
        resolve({ code, signal, problems, errors });
      });
    });
  }

  /** A driver that was started through another program has to be told by its own number (`ready`). */
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }
}

interface Hope<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that may be rejected without anybody waiting for it. */
function hope<T>(): Hope<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
