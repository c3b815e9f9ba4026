/** One process of a host, from its beginning to its death. */
import type { Delivery, JournalRecord, RunLimits } from "@rb/kernel";
import { Host, openStore, type Processes, type Started, type Store, type WriterIdentity } from "@rb/store";
import type { Draws } from "./draws.js";
import type { MountedDisk } from "./mounted-disk.js";
import { type Sample, sampleLanguages, samples } from "./samples.js";
import type { Scheduler } from "./scheduler.js";
import type { SimulatedDisk } from "./simulated-disk.js";
import type { Caller, World } from "./world.js";

/** What a process is given. */
export interface LifeParts {
  readonly number: number;
  readonly disk: SimulatedDisk;
  readonly scheduler: Scheduler;
  readonly world: World;
  readonly draws: Draws;
  readonly resident: boolean;
  readonly maxInlineBytes: number;
  /** Whether a process lives. */
  readonly isAlive: (id: string) => boolean;
  /** What processes before it left half done is put right, and it has not begun itself. */
  readonly onStore: (store: Store) => void;
  readonly onRecord: (run: string, record: JournalRecord) => void;
  readonly onProblem: (about: string, error: unknown) => void;
}

export class Life implements Caller {
  readonly number: number;
  readonly id: string;
  readonly disk: MountedDisk;
  readonly #parts: LifeParts;
  #store: Store | null = null;
  #host: Host | null = null;
  #isOpen = false;

  constructor(parts: LifeParts) {
    this.#parts = parts;
    this.number = parts.number;
    this.id = `w${parts.number}`;
    this.disk = parts.disk.mount();
  }

  get isAlive(): boolean {
    return this.disk.isAlive;
  }

  /** Whether it has taken up what the one before left. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** After so many more operations of its disk. */
  die(operations: number): void {
    this.disk.dieAfter(operations);
  }

  /** Ends in good order, and then is no more. */
  close(): void {
    this.#isOpen = false;
    this.#opened()
      .close()
      .then(
        () => this.die(0),
        (error) => {
          this.#parts.onProblem("closing", error);
          this.die(0);
        },
      );
  }

  /** Opens the store, and takes up all runs. */
  open(): void {
    this.#open().then(
      () => {
        this.#isOpen = true;
      },
      (error) => this.#parts.onProblem("opening the store", error),
    );
  }

  /** Opens the store, and leaves the runs alone. */
  openStore(): void {
    openStore(this.disk, this.#processes()).then(
      () => {
        this.#isOpen = true;
      },
      (error) => this.#parts.onProblem("opening the store", error),
    );
  }

  async #open(): Promise<void> {
    const { scheduler, world, resident, maxInlineBytes, draws, onProblem } = this.#parts;
    this.#store = await openStore(this.disk, this.#processes());
    this.#parts.onStore(this.#store);
    this.#host = new Host(this.#store, {
      load: async (text) => {
        const sample = samples().find((candidate) => candidate.text === text);
        if (sample === undefined) throw new Error("a graph that nobody has started");
        return { ...sample, languages: sampleLanguages };
      },
      clock: scheduler.clock(this),
      random: () =>
        `${this.number.toString(16).padStart(2, "0")}${draws.below(16).toString(16)}${(this.#ids++).toString(16).padStart(5, "0")}`,
      executors: { test: world.executor(this) },
      decisionPoint: world.decisionPoint(this),
      resident,
      maxInlineBytes,
      onRecord: this.#parts.onRecord,
      onProblem,
    });
    const { refused } = await this.#host.recover();
    for (const { run, error } of refused) onProblem(`taking up ${run}`, error);
  }

  #ids = 0;

  #processes(): Processes {
    const self: WriterIdentity = {
      id: this.id,
      host: "simulated",
      boot: "",
      namespace: "",
      pid: this.number,
      started: "",
      since: "2026-01-01T00:00:00.000Z",
    };
    return { self, isAlive: ({ id }) => this.#parts.isAlive(id) };
  }

  async start(sample: Sample, key: string | null, limits: RunLimits): Promise<Started> {
    const started = await this.#opened().start(
      { ...sample, languages: sampleLanguages },
      { limits, ...(key === null ? {} : { idempotencyKey: key }) },
    );
    started.result.catch((error) => this.#parts.onProblem(started.run, error));
    return started;
  }

  send(run: string, delivery: Delivery): Promise<void> {
    return this.#opened().send(run, delivery);
  }

  /** As another process does. */
  async post(run: string, delivery: Delivery & { readonly id: string }): Promise<void> {
    await this.#store?.inbox.post(run, delivery, this.#parts.scheduler.nowMs);
  }

  #opened(): Host {
    if (this.#host === null) throw new Error("It is not open yet.");
    return this.#host;
  }
}
