/**
 * One history: processes of a host over a simulated disk, in a simulated world, from a list of draws. The real store and the real kernel run; disk, time
 * and world are simulated. Whatever a process has promised is held against what the next ones find.
 */
import { encode, type JournalRecord, type RunLimits, runLimits } from "@rb/kernel";
import { recoverRun, type Store, StoreError, type SyncSite } from "@rb/store";
import type { Draws } from "./draws.js";
import { Life } from "./life.js";
import { somethingFromOutside } from "./people.js";
import { Promises, type Sent } from "./promises.js";
import { type Sample, samples } from "./samples.js";
import { Scheduler, untilIdle } from "./scheduler.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { Violation, Witness } from "./witness.js";
import { type Deed, World } from "./world.js";

/** What kind of histories to make. */
export interface SimulationOptions {
  /** Flushes that are lies, to see whether anybody notices. Default none. */
  readonly ignoredSyncs?: ReadonlySet<SyncSite>;
  /** Runs that are started at least; up to two more are. Default 1. */
  readonly leastRuns?: number;
  /** Restarts at most, besides the last one. Default 4. */
  readonly restarts?: number;
  /** Whether processes only die, power only goes, or both happen. Default both. */
  readonly deaths?: "kill" | "power" | "both";
  /** Whether flushes and writes fail, and space runs out. Default true. */
  readonly faults?: boolean;
  /** Values whose JSON is longer become attachments. Default 300. */
  readonly maxInlineBytes?: number;
}

/** What happened, in numbers. */
export interface Counts {
  operations: number;
  events: number;
  restarts: number;
  faults: number;
  runs: number;
  records: number;
  effects: number;
  deliveries: number;
}

/** Of a history in which nothing has happened yet. */
export function noCounts(): Counts {
  return { operations: 0, events: 0, restarts: 0, faults: 0, runs: 0, records: 0, effects: 0, deliveries: 0 };
}

const limits: RunLimits = {
  ...runLimits,
  maxRecords: 400,
  maxIterations: 20,
  maxTokens: 60,
  maxCallDepth: 4,
  maxBufferedMessages: 8,
};
const mostEvents = 4000;
/** Timers that may go off with nothing coming of it until nothing is expected any more. */
const mostIdleTimers = 12;

/** Operations of the disk that a process lives for, at most. Short lives die while they put right what was left. */
const lifeSpans = [100, 25, 10];

interface Begun {
  readonly sample: Sample;
  readonly key: string | null;
  run: string | null;
  state: "on its way" | "begun";
}

export class Simulation {
  readonly counts: Counts = noCounts();
  readonly #draws: Draws;
  readonly #options: SimulationOptions;
  /** Null: nobody reads it, and then its lines are not made. */
  readonly #log: ((what: string) => void) | null;
  readonly #scheduler: Scheduler;
  readonly #disk: SimulatedDisk;
  readonly #world: World;
  readonly #promises: Promises;
  /** Who wrote a run's latest records. */
  readonly #writers = new Map<string, Life>();
  readonly #begun: Begun[] = [];
  readonly #lives: Life[] = [];
  #violation: Violation | null = null;
  #startsLeft: number;
  #inputsLeft: number;
  #restartsLeft: number;
  #idleTimers = 0;
  #isLast = false;

  constructor(draws: Draws, options: SimulationOptions, log: ((what: string) => void) | null) {
    this.#draws = draws;
    this.#options = options;
    this.#log = log;
    this.#scheduler = new Scheduler(draws);
    const scheduler = this.#scheduler;
    this.#disk = new SimulatedDisk({
      draws,
      flushing: (what, done) => scheduler.soon(`the flush of ${what} ends`, done, null),
      onOperation: (what) => this.#onOperation(what),
      ...(options.ignoredSyncs === undefined ? {} : { ignoredSyncs: options.ignoredSyncs }),
    });
    this.#promises = new Promises(this.#disk);
    this.#world = new World({ draws, scheduler, onDeed: (deed) => this.#onDeed(deed), log });
    this.#startsLeft = (options.leastRuns ?? 1) + draws.below(3);
    this.#inputsLeft = draws.below(10);
    this.#restartsLeft = draws.below((options.restarts ?? 4) + 1);
  }

  /** Null: all was well. */
  async run(): Promise<Violation | null> {
    const draws = this.#draws;
    try {
      let life = this.#boot();
      while (this.#violation === null) {
        await untilIdle();
        if (!life.isAlive) {
          this.#restart(life);
          life = this.#boot();
        } else if (!this.#go(life)) {
          if (this.#restartsLeft === 0) break;
          if (!life.isOpen || draws.below(2) === 1) life.die(0);
          else this.#close(life);
        }
        if (this.counts.events > mostEvents) throw new Violation(`it goes on and on, after ${mostEvents} events`);
      }
      if (this.#violation === null) await this.#atTheEnd(life);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#violation ??= error;
    }
    this.counts.operations = this.#disk.operations;
    this.counts.faults = this.#disk.failures;
    return this.#violation;
  }

  #fail(what: string): void {
    this.#log?.(`WRONG: ${what}`);
    this.#violation ??= new Violation(what);
  }

  #holds(wrong: string | null): void {
    if (wrong !== null) this.#fail(wrong);
  }

  // -------------------------------------------------------------------------------------------------------------
  // Processes

  #boot(): Life {
    const number = this.#lives.length + 1;
    const resident = this.#draws.below(2) === 1;
    const life: Life = new Life({
      number,
      disk: this.#disk,
      scheduler: this.#scheduler,
      world: this.#world,
      draws: this.#draws,
      resident,
      maxInlineBytes: this.#options.maxInlineBytes ?? 300,
      isAlive: (id) => this.#lives.some((other) => other.id === id && other.isAlive),
      onStore: (store) => this.#onStore(store),
      onRecord: (run, record) => this.#onRecord(life, run, record),
      onProblem: (what, error) => this.#onProblem(life, what, error),
    });
    this.#lives.push(life);
    this.#log?.(`-- process ${number} begins${resident ? ", to stay" : ""}`);
    if (!this.#isLast) this.#makeTrouble(life);
    life.open();
    return life;
  }

  #close(life: Life): void {
    this.#log?.(`-- process ${life.number} ends in good order`);
    this.#idleTimers = 0;
    life.close();
  }

  #makeTrouble(life: Life): void {
    const { faults } = this.#disk;
    Object.assign(faults, { flushFails: 0, failedFlushForgets: false, writeFails: 0, bytesLeft: Infinity });
    if (this.#restartsLeft === 0) return;
    life.die(1 + this.#draws.below(this.#draws.pick(lifeSpans)));
    if (this.#options.faults === false) return;
    const trouble = this.#draws.below(20);
    if (trouble === 17) faults.bytesLeft = this.#draws.below(20_000);
    if (trouble === 18) faults.writeFails = 0.05;
    if (trouble === 19) Object.assign(faults, { flushFails: 0.1, failedFlushForgets: this.#draws.below(2) === 1 });
    if (trouble > 16) this.#log?.(`   the disk is ${["full soon", "bad at writing", "bad at flushing"][trouble - 17]}`);
  }

  #restart(life: Life): void {
    this.counts.restarts += 1;
    this.#restartsLeft = Math.max(0, this.#restartsLeft - 1);
    this.#scheduler.drop(life);
    const { deaths = "both" } = this.#options;
    const isPower = deaths === "power" || (deaths === "both" && this.#draws.below(2) === 1);
    this.#log?.(isPower ? "-- the power goes" : `-- process ${life.number} is killed`);
    if (isPower) this.#disk.losePower();
    this.#idleTimers = 0;
  }

  // -------------------------------------------------------------------------------------------------------------
  // What happens next

  /** False: nothing will any more. */
  #go(life: Life): boolean {
    this.counts.events += 1;
    const isBusy = !this.#scheduler.isQuiet;
    if (life.isOpen && (!isBusy || this.#draws.below(4) === 3) && this.#stimulate(life)) {
      this.#idleTimers = 0;
      return true;
    }
    if (!isBusy) {
      this.#idleTimers += 1;
      if (this.#idleTimers > mostIdleTimers) return false;
    }
    const what = this.#scheduler.next();
    if (what !== null) this.#log?.(`.. ${what}`);
    return what !== null;
  }

  /** Somebody does something; false: nobody does. */
  #stimulate(life: Life): boolean {
    if (this.#startsLeft > 0) {
      this.#startsLeft -= 1;
      this.#start(life);
      return true;
    }
    if (this.#inputsLeft === 0) return false;
    this.#inputsLeft -= 1;
    const roll = this.#draws.below(12);
    if (roll === 9) this.#startAgain(life);
    else if (roll === 11) this.#world.movePolicy();
    else if (roll === 10) this.#scheduler.clockSkewMs += this.#draws.below(2000) - 1000;
    else this.#send(life);
    return true;
  }

  #start(life: Life): void {
    const begun: Begun = {
      sample: this.#draws.pick(samples()),
      key: this.#draws.below(2) === 0 ? null : `key-${this.#begun.length}`,
      run: null,
      state: "on its way",
    };
    this.#begun.push(begun);
    this.#ask(life, begun);
  }

  /** With the same key, as somebody does who has had no answer, or the same thought. */
  #startAgain(life: Life): void {
    const known = this.#begun.filter(({ key }) => key !== null);
    if (known.length > 0) this.#ask(life, this.#draws.pick(known));
  }

  #ask(life: Life, begun: Begun): void {
    this.#log?.(`>> start ${begun.key ?? ""} (${begun.sample.bundle.graphs[0]?.nodes.length} nodes)`);
    life.start(begun.sample, begun.key, limits).then(
      ({ run, existing }) => {
        if (!life.isAlive) return;
        this.#log?.(`<< ${run} has begun${existing ? " before" : ""}`);
        if (begun.run !== null && begun.run !== run) this.#fail(`${begun.key} stands for ${begun.run} and for ${run}`);
        if (begun.run === null) this.counts.runs += 1;
        begun.run = run;
        begun.state = "begun";
        if (begun.key !== null) this.#holds(this.#promises.keyLasts(begun.key, run));
        if (existing && !this.#promises.witnesses.has(run))
          this.#witness(run).compare(this.#promises.onDisk(run, 2), true);
        if ((this.#promises.witnesses.get(run)?.seq ?? 0) === 0)
          this.#fail(`${run} was said to have begun, and nothing of it to last`);
      },
      (error) => {
        this.#onProblem(life, "start", error);
      },
    );
  }

  #send(life: Life): void {
    const late = this.#promises.sent.filter(({ state }) => state === "on its way");
    const again = late.length > 0 && this.#draws.below(2) === 1 ? this.#draws.pick(late) : null;
    const sent = again ?? this.#newInput();
    if (sent === null) return;
    const byInbox = this.#draws.below(4) === 3;
    this.#log?.(`>> ${sent.id} to ${sent.run}${byInbox ? " by the inbox" : ""}: ${JSON.stringify(sent.input)}`);
    const { run, id, input } = sent;
    const delivery = { input, actor: "user:somebody", id };
    (byInbox ? life.post(run, delivery) : life.send(run, delivery)).then(
      () => {
        if (!life.isAlive) return;
        this.#log?.(`<< ${id} is taken`);
        this.counts.deliveries += 1;
        sent.state = "taken";
        if (byInbox) this.#holds(this.#promises.postLasts(sent));
      },
      (error) => {
        if (!life.isAlive) return;
        if (error instanceof StoreError && error.code === "store/run-over") sent.state = "refused";
        else this.#onProblem(life, id, error);
      },
    );
  }

  #newInput(): Sent | null {
    const candidates = [...this.#promises.witnesses.values()];
    const witness = candidates.length === 0 ? null : this.#draws.pick(candidates);
    if (witness === null) return null;
    const id = `d${this.#promises.sent.length + 1}`;
    const input = somethingFromOutside(this.#draws, witness.program, witness.state, id);
    const sent: Sent = { run: witness.run, id, input, state: "on its way" };
    this.#promises.sent.push(sent);
    return sent;
  }

  // -------------------------------------------------------------------------------------------------------------
  // What is promised

  #onOperation(what: string): void {
    this.#idleTimers = 0;
    this.#log?.(`   ${what}`);
    const [, log] = /^remove (log\/.+\.log)$/.exec(what) ?? [];
    const [, run] = /^create runs\/(.+)\/lock-\d+$/.exec(what) ?? [];
    if (log !== undefined && this.#disk.seenNames("log").filter((name) => name.endsWith(".log")).length === 1)
      for (const witness of this.#promises.witnesses.values())
        this.#holds(this.#promises.traceLasts(witness, `before ${log} goes`));
    const witness = this.#promises.witnesses.get(run ?? "");
    if (witness !== undefined) this.#holds(this.#promises.traceLasts(witness, "before its lock is given up"));
  }

  #onRecord(life: Life, run: string, record: JournalRecord): void {
    if (!life.isAlive) return;
    this.#idleTimers = 0;
    this.counts.records += 1;
    try {
      const witness = this.#witness(run);
      // Another process goes on, or the same one after an error of the disk; what it goes on from lasts from now on.
      const isTakenUp = this.#writers.get(run) !== life || (record.type === "received" && record.seq > witness.seq + 1);
      this.#writers.set(run, life);
      if (isTakenUp && record.type === "received") witness.compare(this.#promises.onDisk(run, record.seq), true);
      witness.see(record);
      this.#log?.(`   ${run} ${JSON.stringify(record)}`);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#fail(error.message);
    }
  }

  #onStore(store: Store): void {
    try {
      for (const witness of this.#promises.witnesses.values()) {
        witness.compare(this.#promises.onDisk(witness.run), false);
        if (store.head(witness.run).isDamaged)
          this.#fail(`the head of ${witness.run} is damaged, and nobody has touched it`);
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#fail(error.message);
    }
  }

  #witness(run: string): Witness {
    const witness = this.#promises.witnesses.get(run) ?? new Witness(run, this.#sampleOf(run).program, limits);
    this.#promises.witnesses.set(run, witness);
    return witness;
  }

  #sampleOf(run: string): Sample {
    const text = new TextDecoder().decode(this.#disk.seen(`runs/${run}/graph.json`) ?? new Uint8Array(0));
    const found = samples().find((sample) => sample.text === text);
    if (found === undefined) throw new Violation(`${run} has a graph that nobody has started`);
    return found;
  }

  #onDeed(deed: Deed): void {
    this.#idleTimers = 0;
    this.counts.effects += 1;
    this.#holds(this.#promises.done(deed));
  }

  #onProblem(life: Life, about: string, error: unknown): void {
    if (!life.isAlive) return;
    const isCoded = error instanceof StoreError;
    this.#log?.(
      `!! ${about}: ${isCoded ? `${error.code}: ` : ""}${error instanceof Error ? error.message : String(error)}`,
    );
    if (isCoded && this.#disk.failures > 0 && diskTrouble.has(error.code)) return;
    if (isCoded && error.code === "store/run-over") return;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#fail(`${about}: ${isCoded ? `${error.code} ` : ""}${what}`);
  }

  // -------------------------------------------------------------------------------------------------------------
  // The end

  async #atTheEnd(last: Life): Promise<void> {
    if (!this.#isTroubled())
      for (const witness of this.#promises.witnesses.values()) this.#checkLiveness(last, witness);
    this.#isLast = true;
    Object.assign(this.#disk.faults, { flushFails: 0, writeFails: 0, bytesLeft: Infinity });
    last.die(0);
    this.#restart(last);
    const life = this.#bootOnly();
    while (!life.isOpen && this.#violation === null) {
      await untilIdle();
      if (this.#scheduler.next() === null) break;
    }
    if (this.#violation === null && !life.isOpen) this.#fail("the store never opens");
    const begun = this.#begun.flatMap(({ run, state }) => (run !== null && state === "begun" ? run : []));
    for (const run of new Set([...begun, ...this.#promises.witnesses.keys()]))
      if (this.#violation === null) await this.#checkRun(life, run);
    if (this.#violation === null) this.#holds(this.#promises.deliveriesLast());
  }

  #bootOnly(): Life {
    const life = new Life({
      number: this.#lives.length + 1,
      disk: this.#disk,
      scheduler: this.#scheduler,
      world: this.#world,
      draws: this.#draws,
      resident: false,
      maxInlineBytes: 300,
      isAlive: (id) => this.#lives.some((other) => other.id === id && other.isAlive),
      onStore: () => {},
      onRecord: () => {},
      onProblem: (what, error) => this.#onProblem(life, what, error),
    });
    this.#lives.push(life);
    this.#log?.("-- a look at what is left");
    life.openStore();
    return life;
  }

  async #checkRun(life: Life, run: string): Promise<void> {
    const witness = this.#promises.witnesses.get(run);
    if (witness === undefined) return this.#fail(`${run} had begun, and nothing of it was ever said to last`);
    try {
      witness.compare(this.#promises.onDisk(run), true);
      const found = await recoverRun(
        life.disk,
        run,
        async (text) => samples().find((sample) => sample.text === text) as Sample,
      );
      if (found === null) return this.#fail(`${run} had begun, and is gone`);
      const [state, expected] = [encode(found.program, found.state), encode(witness.program, witness.state)];
      if (JSON.stringify(state) !== JSON.stringify(expected))
        this.#fail(`${run} is recovered to another state than its records come to`);
      this.#holds(this.#promises.deedsAreTold(witness));
    } catch (error) {
      this.#onProblem(life, `recovery of ${run}`, error);
    }
  }

  #isTroubled(): boolean {
    const { flushFails, writeFails, bytesLeft } = this.#disk.faults;
    return flushFails > 0 || writeFails > 0 || bytesLeft < Infinity;
  }

  /** Nothing happens any more: then nothing may be left that this side owes. */
  #checkLiveness(life: Life, witness: Witness): void {
    if (this.#writers.get(witness.run) !== life || this.#violation !== null) return;
    for (const token of witness.state.tokens.values()) {
      const { job } = token;
      if (job === null) continue;
      const { effect, executor } = job.request;
      const isOwed =
        job.stage === "deciding" ||
        (job.stage === "permitted" && executor === "test") ||
        (job.stage === "started" && executor === "test" && !this.#world.isUnderWay(effect, life));
      if (isOwed) this.#fail(`${effect} is ${job.stage}, and nobody does anything about it any more`);
    }
  }
}

/** A run that could not be written to its end stays locked until its process ends. */
const diskTrouble: ReadonlySet<string> = new Set([
  "store/io-error",
  "store/disk-full",
  "store/writing-ended",
  "store/run-locked",
]);
