/** Hosts in one process that take themselves for several, over one directory, with a clock that the test moves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bundle } from "@rb/ir";
import type { AbortSignalLike, Clock, Executor, Outcome } from "@rb/kernel";
import { onTestFinished } from "vitest";
import { testLanguage, testSchemas } from "../../kernel/test/build.js";
import type { Disk } from "../src/disk/disk.js";
import { NodeDisk } from "../src/disk/node-disk.js";
import { Host } from "../src/host/host.js";
import type { HostOptions } from "../src/host/host-options.js";
import { type Processes, systemProcesses } from "../src/ownership/process-identity.js";
import { openStore, type Store } from "../src/store.js";

export const languages = { expressions: [testLanguage()], schemas: [testSchemas] };
export const loaded = (bundle: Bundle) => ({ bundle, languages });
export const ok: Outcome = { kind: "ok", output: { json: 1 } };

/** Wakes sleepers when the test moves it on. */
export class HandClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 31, 12, 0, 0);
  readonly #sleepers = new Set<{ readonly dueAtMs: number; readonly wake: () => void }>();

  readonly now = (): number => this.#nowMs;

  readonly sleep = (ms: number, signal: AbortSignalLike): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { dueAtMs: this.#nowMs + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        resolve();
      });
    });
  };

  async pass(ms: number): Promise<void> {
    this.#nowMs += ms;
    for (const sleeper of [...this.#sleepers])
      if (sleeper.dueAtMs <= this.#nowMs) {
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
    await settled();
  }
}

/** Until the disk has answered, and what follows from that has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));

/** One directory, and processes that come and go in it. */
export class HostWorld {
  readonly directory: string;
  readonly clock: HandClock = new HandClock();
  /** What executors were called for. */
  readonly called: string[] = [];
  readonly #dead = new Set<string>();
  #made = 0;

  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), "rb-host-"));
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** Another process. */
  async open(
    options: Partial<HostOptions> = {},
    disk: Disk = new NodeDisk(this.directory),
  ): Promise<{ readonly host: Host; readonly store: Store; readonly kill: () => void }> {
    const { self } = systemProcesses();
    const processes: Processes = { self, isAlive: ({ id }) => !this.#dead.has(id) };
    const store = await openStore(disk, processes);
    const invoke: Executor["invoke"] = ({ job }) => {
      this.called.push(job.node);
      return ok;
    };
    const host = new Host(store, {
      load: async (text) => loaded(JSON.parse(text) as Bundle),
      clock: this.clock,
      random: () => {
        this.#made += 1;
        return this.#made.toString(16).padStart(8, "0");
      },
      decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "r", policy: "p" }) },
      executors: { test: { invoke } },
      ...options,
    });
    // Its promises stay behind, as nobody can stop them; it takes no more, and what it holds is not let go.
    return { host, store, kill: () => this.#dead.add(self.id) };
  }
}
