/**
 * One history: processes of a host over a simulated disk, in a simulated world, from a list of draws. The real store and the real kernel run; disk, time
 * and world are simulated. Whatever a process has promised is held against what the next ones find.
 */
import { sha256Hex } from "@rb/ir";
import { encode, type Input, isFinal, type JournalRecord, type RunLimits, runLimits } from "@rb/kernel";
import { recoverRun, type Store, StoreError, type SyncSite } from "@rb/store";
import type { Draws } from "./draws.js";
import { Life } from "./life.js";
import { somethingFromOutside } from "./people.js";
import { type Sample, samples } from "./samples.js";
import { Scheduler, untilIdle } from "./scheduler.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { recordsIn, tellsOfStart } from "./trace-records.js";
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

interface Sent {
  readonly run: string;
  readonly id: string;
  readonly input: Input;
  state: "on its way" | "taken" | "refused";
}

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
  readonly #witnesses = new Map<string, Witness>();
  /** Who wrote a run's latest records. */
  readonly #writers = new Map<string, Life>();
  readonly #deeds = new Map<string, Deed>();
  readonly #sent: Sent[] = [];
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
        if (begun.key !== null) this.#checkKeyLasts(begun.key, run);
        if (existing && !this.#witnesses.has(run)) this.#witness(run).compare(this.#onDisk(run, 2), true);
        if ((this.#witnesses.get(run)?.seq ?? 0) === 0)
          this.#fail(`${run} was said to have begun, and nothing of it to last`);
      },
      (error) => {
        this.#onProblem(life, "start", error);
      },
    );
  }

  #send(life: Life): void {
    const late = this.#sent.filter(({ state }) => state === "on its way");
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
        if (byInbox) this.#checkPostLasts(sent);
      },
      (error) => {
        if (!life.isAlive) return;
        if (error instanceof StoreError && error.code === "store/run-over") sent.state = "refused";
        else this.#onProblem(life, id, error);
      },
    );
  }

  #newInput(): Sent | null {
    const candidates = [...this.#witnesses.values()];
    const witness = candidates.length === 0 ? null : this.#draws.pick(candidates);
    if (witness === null) return null;
    const id = `d${this.#sent.length + 1}`;
    const input = somethingFromOutside(this.#draws, witness.program, witness.state, id);
    const sent: Sent = { run: witness.run, id, input, state: "on its way" };
    this.#sent.push(sent);
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
      for (const witness of this.#witnesses.values()) this.#checkTraceLasts(witness, `before ${log} goes`);
    const witness = this.#witnesses.get(run ?? "");
    if (witness !== undefined) this.#checkTraceLasts(witness, "before its lock is given up");
  }

  /** Without any log, the trace has to have everything that was said to last. */
  #checkTraceLasts(witness: Witness, when: string): void {
    const trace = `runs/${witness.run}/trace.jsonl`;
    const [durable, seen] = [this.#disk.durable(trace), this.#disk.seen(trace)];
    // Mostly all of it lasts, and that is told faster.
    if (durable !== null && seen !== null && Buffer.compare(durable, seen) === 0) return;
    const records = recordsIn(durable, (name) => this.#attachment(witness.run, name));
    if (records.length < witness.texts.length)
      this.#fail(
        `${witness.run} has ${records.length} records on the disk for certain ${when}, and ${witness.texts.length} were said to last`,
      );
  }

  #attachment(run: string, name: string): Uint8Array | null {
    return this.#disk.seen(`runs/${run}/attachments/${name}`);
  }

  /** Whoever comes with this key after a loss of power has to be told of this run. */
  #checkKeyLasts(key: string, run: string): void {
    const file = this.#disk.durable(`keys/${sha256Hex(key)}.json`);
    if (file === null || !new TextDecoder().decode(file).includes(run))
      this.#fail(`${key} was said to stand for ${run}, and a loss of power at that moment would lose that`);
  }

  /** What another process has handed over is in the inbox for certain, or has been taken out of it. */
  #checkPostLasts({ run, id }: Sent): void {
    if (this.#witnesses.get(run)?.deliveries.has(id) === true) return;
    const key = sha256Hex(id).slice(0, 32);
    const isWhole = (name: string): boolean =>
      name.includes(key) && new TextDecoder().decode(this.#disk.durable(`inbox/${name}`) ?? undefined).endsWith("}\n");
    if (!this.#disk.seenNames("inbox").some((name) => name.includes(key))) return;
    if (!this.#disk.durableNames("inbox").some(isWhole))
      this.#fail(`${id} was taken for ${run}, and a loss of power at that moment would lose it`);
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
      if (isTakenUp && record.type === "received") witness.compare(this.#onDisk(run, record.seq), true);
      witness.see(record);
      this.#log?.(`   ${run} ${JSON.stringify(record)}`);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#fail(error.message);
    }
  }

  #onStore(store: Store): void {
    try {
      for (const witness of this.#witnesses.values()) {
        witness.compare(this.#onDisk(witness.run), false);
        if (store.head(witness.run).isDamaged)
          this.#fail(`the head of ${witness.run} is damaged, and nobody has touched it`);
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#fail(error.message);
    }
  }

  #witness(run: string): Witness {
    const witness = this.#witnesses.get(run) ?? new Witness(run, this.#sampleOf(run).program, limits);
    this.#witnesses.set(run, witness);
    return witness;
  }

  #sampleOf(run: string): Sample {
    const text = new TextDecoder().decode(this.#disk.seen(`runs/${run}/graph.json`) ?? new Uint8Array(0));
    const found = samples().find((sample) => sample.text === text);
    if (found === undefined) throw new Violation(`${run} has a graph that nobody has started`);
    return found;
  }

  #onDisk(run: string, before = Infinity): readonly JournalRecord[] {
    const records = recordsIn(this.#disk.seen(`runs/${run}/trace.jsonl`), (name) => this.#attachment(run, name));
    const end = records.findIndex((record) => record.type === "received" && record.seq >= before);
    return end < 0 ? records : records.slice(0, end);
  }

  /** At the very moment at which something is done outside, the disk has to hold for certain that it was begun. */
  #onDeed(deed: Deed): void {
    this.#idleTimers = 0;
    this.counts.effects += 1;
    const { run, effect, idempotent } = deed;
    if (this.#deeds.has(effect) && !idempotent) this.#fail(`${effect} was done twice`);
    this.#deeds.set(effect, deed);
    const places = [`runs/${run}/trace.jsonl`, ...this.#disk.durableNames("log").map((name) => `log/${name}`)];
    const isThere = places.some((path) => tellsOfStart(this.#disk.durable(path), effect));
    if (!isThere) this.#fail(`${effect} was done, and a loss of power at that moment would lose that it was begun`);
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
    if (!this.#isTroubled()) for (const witness of this.#witnesses.values()) this.#checkLiveness(last, witness);
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
    for (const run of new Set([...begun, ...this.#witnesses.keys()]))
      if (this.#violation === null) await this.#checkRun(life, run);
    if (this.#violation === null) this.#checkDeliveries();
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
    const witness = this.#witnesses.get(run);
    if (witness === undefined) return this.#fail(`${run} had begun, and nothing of it was ever said to last`);
    try {
      witness.compare(this.#onDisk(run), true);
      const found = await recoverRun(
        life.disk,
        run,
        async (text) => samples().find((sample) => sample.text === text) as Sample,
      );
      if (found === null) return this.#fail(`${run} had begun, and is gone`);
      const [state, expected] = [encode(found.program, found.state), encode(witness.program, witness.state)];
      if (JSON.stringify(state) !== JSON.stringify(expected))
        this.#fail(`${run} is recovered to another state than its records come to`);
      for (const { run: of, effect } of this.#deeds.values())
        if (of === run && !witness.started.has(effect))
          this.#fail(`${effect} was done, and nothing says that it was begun`);
    } catch (error) {
      this.#onProblem(life, `recovery of ${run}`, error);
    }
  }

  #checkDeliveries(): void {
    const inbox = this.#disk.seenNames("inbox");
    for (const { run, id, state } of this.#sent) {
      const witness = this.#witnesses.get(run);
      const times = witness?.deliveries.get(id) ?? 0;
      if (times > 1) this.#fail(`${id} was handed over once, and ${run} has received it ${times} times`);
      if (state !== "taken" || times > 0) continue;
      const key = sha256Hex(id).slice(0, 32);
      // What was put aside is not lost if the run was over.
      const isOver = witness !== undefined && isFinal(witness.state.status);
      const isWaiting = inbox.some(
        (name) => name.startsWith(`${run}.`) && (name.endsWith(`${key}.json`) || (isOver && name.includes(key))),
      );
      if (!isWaiting) this.#fail(`${id} was taken for ${run}, and is lost`);
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
