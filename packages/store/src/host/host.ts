/**
 * Drives durable runs: starts them, takes them up again after a restart, hands them what comes. Each run is this process's alone while it is driven:
 * its lock says so. What several runs write at the same time is flushed together.
 */

import { type Bundle, planHash, type Slot } from "@rb/ir";
import { type Delivery, encode, isFinal, type RunResult, runLimits } from "@rb/kernel";
import { Committer } from "../commit/committer.js";
import { redoLogs } from "../commit/redo.js";
import { createFresh } from "../disk/fresh-file.js";
import { planMigration } from "../history/migrate.js";
import { isoTime } from "../iso-time.js";
import { RunLock } from "../ownership/run-lock.js";
import { makeTraceLast, noSuchRun, type Recovered, recoverRun } from "../run/recover.js";
import { newRunId, RUNS, runPaths } from "../run/run-directory.js";
import type { Store } from "../store.js";
import { StoreError, type StoreErrorCode } from "../store-error.js";
import { JOURNAL_FORMAT, type RunHeader } from "../trace/run-header.js";
import { StepResults } from "../trace/step-results.js";
import { headerLine } from "../trace/trace-writer.js";
import { DrivenRun, type Found, type Surroundings } from "./driven-run.js";
import type { HostOptions, Loaded, Migrated, Recovery, Rerun, Started, StartOptions } from "./host-options.js";
import { claimKey } from "./idempotency.js";
import { Programs, type Runnable } from "./programs.js";
import { prepareRerun, standInAgain } from "./rerun-start.js";
import { Turns } from "./turns.js";
import { version } from "./version.js";

/** Drives the runs of one store in this process. */
export class Host {
  readonly #store: Store;
  readonly #options: HostOptions;
  readonly #around: Surroundings;
  readonly #runs = new Map<string, DrivenRun>();
  readonly #starting = new Map<string, { readonly plan: string; readonly started: Promise<Started> }>();
  readonly #opening = new Map<string, Promise<DrivenRun>>();
  /** For whoever makes or opens a run. */
  readonly #making = new Turns(MOST_AT_ONCE);
  readonly #closing = new AbortController();
  #nap: { readonly endsMs: number; readonly end: () => void } | null = null;
  #watching: Promise<void> | null = null;

  constructor(store: Store, options: HostOptions) {
    this.#store = store;
    this.#options = options;
    const { disk, processes, inbox } = store;
    const committer = new Committer(disk, processes.self);
    const programs = new Programs(options.load);
    this.#around = { disk, processes, committer, inbox, programs, options, resting: new Turns(MOST_AT_ONCE) };
  }

  /**
   * Starts a run. Resolves when its beginning lasts: from then on it isn't lost.
   *
   * @throws UnrunnableError, RunOptionsError when the bundle can't be run like this.
   * @throws StoreError `store/other-plan` when the idempotency key stands for a run of another plan, `store/run-locked` when another process is just
   * making the run that it stands for; the disk's own.
   */
  async start(loaded: Loaded, options: StartOptions = {}): Promise<Started> {
    this.#checkOpen();
    const runnable = await this.#around.programs.ofBundle(loaded);
    const nowMs = this.#options.clock.now();
    const fresh = this.#freshId(nowMs);
    const { idempotencyKey } = options;
    const run = idempotencyKey === undefined ? fresh : await claimKey(this.#around.disk, idempotencyKey, fresh);
    const header = headerOf(run, runnable, options, nowMs, this.#options);
    const underWay = this.#starting.get(run);
    if (underWay !== undefined) {
      if (underWay.plan !== header.plan) throw otherPlan(run);
      return { ...(await underWay.started), existing: true };
    }
    const started = this.#make(idempotencyKey !== undefined, header, runnable, options);
    this.#starting.set(run, { plan: header.plan, started });
    return started.finally(() => this.#starting.delete(run));
  }

  /**
   * Goes on with a run until it rests, after handing it `deliveries`. One that is over gives its result again.
   *
   * @throws StoreError `store/run-locked` when another process drives it; when it can't be opened, why.
   */
  async resume(run: string, deliveries: readonly Delivery[] = []): Promise<RunResult> {
    const driven = await this.#takeUp(run);
    const sent = deliveries.map((delivery) => driven.send(delivery));
    const [result] = await Promise.all([this.#drive(driven), ...sent]);
    return result;
  }

  /**
   * Hands something to a run. Resolves when that lasts, not when what follows has happened.
   *
   * @throws StoreError `store/run-over`, and as `resume`.
   */
  async send(run: string, delivery: Delivery): Promise<void> {
    const driven = await this.#takeUp(run);
    const sent = driven.send(delivery);
    this.#drive(driven).catch((error) => this.#problem(run, error));
    return sent;
  }

  /**
   * Repeats a run from a step on: what that step depends on counts as done, with the results that it had. The inputs are the same; with `newer`, the
   * definition is another one. Nothing has happened before `start` is called, once.
   *
   * @throws StoreError `store/cannot-rerun`; when the earlier run can't be read, why.
   */
  async rerun(of: string, from: string, newer?: Loaded): Promise<Rerun> {
    const { disk, programs } = this.#around;
    const { plan, loaded, options } = await prepareRerun(disk, (text) => programs.ofText(text), of, from, newer);
    return { plan, start: (more = {}) => this.start(loaded, { ...options, ...more }) };
  }

  /**
   * Moves a run at rest to another plan, and drives it until it rests again; with `dry`, only says what that would mean.
   *
   * @throws StoreError `store/cannot-migrate` when the new plan lacks something that the run holds on to; and as `resume`.
   */
  async migrate(
    run: string,
    to: Loaded,
    options: { readonly dry?: boolean; readonly actor?: string } = {},
  ): Promise<Migrated> {
    const runnable = await this.#around.programs.ofBundle(to);
    const driven = await this.#takeUp(run);
    if (driven.isDriven) throw cannotMigrate(run, "it is under way", "Wait until it rests, or cancel it.");
    try {
      const { saved } = driven;
      if (saved === null || driven.isOver) throw cannotMigrate(run, "it is over", "Start the new definition instead.");
      const plan = planMigration(driven.runnable.program, runnable.program, saved);
      if (options.dry === true) return { plan, result: null };
      if (plan.state === null) {
        const names = plan.vanished.map(({ what, id }) => `${what} '${id}'`).join(", ");
        throw cannotMigrate(
          run,
          names === "" ? plan.notes.join(" ") : `the new definition lacks ${names}`,
          "Keep these ids in the new definition; `rb migrate --dry` shows what holds on to them.",
        );
      }
      const actor = options.actor ?? this.#options.actor ?? "system";
      return { plan, result: await driven.migrate({ runnable, state: plan.state, actor }) };
    } finally {
      if (this.#options.resident !== true || driven.isOver) this.#letGo(driven);
    }
  }

  /** Takes up every run that isn't over. A resident host then stays with them: keeps their time, takes what comes for them. */
  async recover(): Promise<Recovery> {
    const taken: string[] = [];
    const elsewhere: string[] = [];
    const refused: { run: string; error: unknown }[] = [];
    for (const run of this.#store.unfinished()) {
      try {
        const driven = await this.#takeUp(run);
        if (driven.isOver) this.#letGo(driven);
        else {
          taken.push(run);
          this.#drive(driven).catch((error) => this.#problem(run, error));
        }
      } catch (error) {
        if (error instanceof StoreError && elsewheres.has(error.code)) elsewhere.push(run);
        else if (error instanceof StoreError && error.code === "store/no-such-run") continue;
        else refused.push({ run, error });
      }
    }
    return { taken, elsewhere, refused };
  }

  /** Takes no more, waits for what is under way to rest, and gives everything up. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#nap?.end();
    await this.#watching;
    await Promise.allSettled([...this.#runs.values()].filter((run) => run.isDriven).map((run) => run.drive()));
    for (const run of [...this.#runs.values()]) this.#letGo(run);
    await this.#around.committer.close();
  }

  // -------------------------------------------------------------------------------------------------------------

  /** One that nothing here has. That another process is just giving it out too, is seen when the run is made. */
  #freshId(nowMs: number): string {
    const { disk } = this.#around;
    for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
      const run = newRunId(nowMs, this.#options.random());
      if (!this.#starting.has(run) && disk.list(runPaths(run).directory).length === 0) return run;
    }
    throw idTaken(`${MOST_DRAWS} ids in a row`);
  }

  async #make(isKnown: boolean, header: RunHeader, runnable: Runnable, options: StartOptions): Promise<Started> {
    const existing = isKnown ? await this.#existing(header) : null;
    if (existing !== null) return existing;
    const made = await this.#making.take(() => this.#create(header, runnable, options));
    if (made === null) {
      const meanwhile = isKnown ? await this.#existing(header) : null;
      if (meanwhile === null) throw idTaken(`The id '${header.run_id}'`);
      return meanwhile;
    }
    const driven = new DrivenRun(this.#around, made);
    this.#runs.set(driven.id, driven);
    return this.#begin(driven, options);
  }

  /** The run that an idempotency key stands for, unless it never came to begin. */
  async #existing({ run_id: run, plan }: RunHeader): Promise<Started | null> {
    const header = this.#runs.get(run)?.header ?? this.#store.begun(run);
    if (header === null) return null;
    if (header.plan !== plan) throw otherPlan(run);
    await this.#makeBeginningLast(run);
    const result = this.resume(run);
    // Whoever only wants to know that it is there need not wait for it.
    result.catch(() => {});
    return { run, existing: true, result };
  }

  /** What is seen of a run that another process began may not have been flushed yet; whoever is told of the run has to find it again. */
  async #makeBeginningLast(run: string): Promise<void> {
    try {
      await this.#takeUp(run);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "store/run-locked") throw error;
      const trace = this.#around.disk.open(runPaths(run).trace, "read");
      await trace?.sync("found-trace").finally(() => trace.close());
    }
  }

  #begin(driven: DrivenRun, options: StartOptions): Promise<Started> {
    return new Promise((resolve, reject) => {
      let begun = false;
      const result = this.#drive(driven, options, () => {
        if (begun) return;
        begun = true;
        resolve({ run: driven.id, existing: false, result });
      });
      result.catch((error) => (begun ? this.#problem(driven.id, error) : reject(error)));
    });
  }

  #takeUp(run: string): Promise<DrivenRun> {
    this.#checkOpen();
    const known = this.#runs.get(run);
    if (known !== undefined) return Promise.resolve(known);
    const opening = this.#opening.get(run);
    if (opening !== undefined) return opening;
    const opened = this.#making.take(() => this.#open(run)).finally(() => this.#opening.delete(run));
    this.#opening.set(run, opened);
    return opened;
  }

  async #open(run: string): Promise<DrivenRun> {
    const { disk, processes, programs } = this.#around;
    const paths = runPaths(run);
    if (this.#store.begun(run) === null) throw noSuchRun(run);
    const lock = RunLock.acquire(disk, paths.directory, processes);
    try {
      // Whoever had it may have died since the store was opened.
      await redoLogs(disk, processes);
      const load = (text: string) => programs.ofText(text);
      const found = await recoverRun(disk, run, load);
      if (found === null) throw noSuchRun(run);
      this.#checkCanDrive(found);
      const { header, runnable, state, tail, headHash, results, delivered } = found;
      await this.#makeLast(found);
      const saved = encode(found.program, state);
      const driven = new DrivenRun(this.#around, {
        header,
        runnable,
        lock,
        tail,
        headHash,
        results,
        saved,
        delivered,
        standIn: isFinal(saved.status) ? undefined : await standInAgain(disk, load, header),
      });
      this.#runs.set(run, driven);
      return driven;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** What one host would do, another one without the means would refuse for good. */
  #checkCanDrive({ header, state }: Recovered<Runnable>): void {
    const lacking = (header.executors ?? []).filter((name) => !Object.hasOwn(this.#options.executors ?? {}, name));
    if (lacking.length === 0 || isFinal(state.status)) return;
    throw new StoreError(
      "store/needs-executors",
      `Run '${header.run_id}' was started by a host with executors that this one lacks: ${lacking.join(", ")}.`,
      "Resume it with the program that started it. What is handed over meanwhile waits in the inbox.",
    );
  }

  async #makeLast(found: Recovered<Runnable>): Promise<void> {
    const { headHash, tail, torn, header } = found;
    if (headHash === tail.hash && torn === null) return;
    const file = this.#around.disk.open(runPaths(header.run_id).trace, "write");
    if (file === null) throw noSuchRun(header.run_id);
    try {
      await makeTraceLast(file, found);
    } finally {
      file.close();
    }
  }

  /** Drives it until it rests; one that can't be written any more, or that nobody here stays with, is let go. */
  async #drive(driven: DrivenRun, start?: StartOptions, begun?: () => void): Promise<RunResult> {
    try {
      const result = await driven.drive(start, begun);
      if (this.#options.resident === true && !driven.isOver) this.#stayWith(driven);
      else this.#letGo(driven);
      return result;
    } catch (error) {
      this.#letGo(driven);
      throw error;
    }
  }

  #letGo(driven: DrivenRun): void {
    if (driven.isDriven || this.#runs.get(driven.id) !== driven) return;
    this.#runs.delete(driven.id);
    driven.letGo();
  }

  /** A resident host keeps the time of runs at rest, and looks for what comes for them. */
  #stayWith({ dueAtMs }: DrivenRun): void {
    // Whoever looks at all runs does so now and then, not whenever one of ten thousand comes to rest.
    if (dueAtMs !== null && this.#nap !== null && dueAtMs < this.#nap.endsMs) this.#nap.end();
    this.#watching ??= this.#watch().finally(() => {
      this.#watching = null;
    });
  }

  async #watch(): Promise<void> {
    const { clock, inboxEveryMs } = this.#options;
    while (!this.#closing.signal.aborted && this.#runs.size > 0) {
      const called = this.#store.inbox.runs();
      let nextMs = clock.now() + (inboxEveryMs ?? INBOX_EVERY_MS);
      for (const driven of this.#runs.values()) {
        if (driven.isDriven) continue;
        const dueAtMs = driven.dueAtMs ?? Number.POSITIVE_INFINITY;
        if (dueAtMs <= clock.now() || called.has(driven.id))
          this.#drive(driven).catch((error) => this.#problem(driven.id, error));
        else nextMs = Math.min(nextMs, dueAtMs);
      }
      await this.#napUntil(nextMs);
    }
  }

  async #napUntil(endsMs: number): Promise<void> {
    const { clock } = this.#options;
    const ending = new AbortController();
    this.#nap = { endsMs, end: () => ending.abort("something is due earlier") };
    await clock.sleep(Math.max(0, endsMs - clock.now()), ending.signal);
    this.#nap = null;
  }

  #problem(run: string, error: unknown): void {
    this.#options.onProblem?.(run, error);
  }

  #checkOpen(): void {
    if (this.#closing.signal.aborted) throw new Error("This host is closed.");
  }

  /** Null: another process has made it, and may even have driven it to its end, since it was looked for. */
  async #create(header: RunHeader, runnable: Runnable, options: StartOptions): Promise<Found | null> {
    const { disk, processes } = this.#around;
    const paths = runPaths(header.run_id);
    disk.createDirectory(paths.directory);
    const lock = RunLock.acquire(disk, paths.directory, processes);
    try {
      // Only whoever holds the lock can tell, and what is written from here on takes the place of what is there.
      if (this.#store.begun(header.run_id) !== null) {
        lock.release();
        return null;
      }
      const graph = createFresh(disk, paths.graph);
      const trace = createFresh(disk, paths.trace);
      try {
        graph.write(Buffer.from(runnable.text), 0);
        await graph.sync("graph");
        await disk.syncDirectory(paths.directory, "run-directory");
        await disk.syncDirectory(RUNS, "runs-directory");
        // With this line the run exists; all that it names is there before it.
        const { bytes, hash } = headerLine(header);
        trace.write(bytes, 0);
        await trace.sync("header");
        return {
          header,
          runnable,
          lock,
          tail: { end: bytes.length, hash, seq: 0 },
          headHash: null,
          results: new StepResults(runnable.program, header.run_id),
          saved: null,
          delivered: new Set(),
          standIn: options.standIn,
        };
      } finally {
        graph.close();
        trace.close();
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  }
}

/** Why a run is for others. */
const elsewheres: ReadonlySet<StoreErrorCode> = new Set(["store/run-locked", "store/needs-executors"]);

const INBOX_EVERY_MS = 200;
/** Runs that are made or opened, or that write their heads; systems flush no faster for more. */
const MOST_AT_ONCE = 64;
/** With chance worth its name, the second is rare. */
const MOST_DRAWS = 100;

function headerOf(
  run: string,
  { bundle, program, hash }: Runnable,
  options: StartOptions,
  nowMs: number,
  host: HostOptions,
): RunHeader {
  const executors = Object.keys(host.executors ?? {}).sort();
  const { runbookPath, runbookFormat, title, tenant, labels, idempotencyKey, rerun } = options;
  return {
    format: JOURNAL_FORMAT,
    run_id: run,
    program: program.hash,
    plan: planOf(bundle, program.hash, slotsOf(options)),
    graph: hash,
    mode: "live",
    actor: options.actor ?? host.actor ?? "system",
    started_at: isoTime(nowMs),
    ...(runbookPath === undefined ? {} : { runbook_path: runbookPath }),
    ...(runbookFormat === undefined ? {} : { runbook_format: runbookFormat }),
    ...(title === undefined ? {} : { title }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(labels === undefined ? {} : { labels }),
    limits: { ...runLimits, ...options.limits },
    ...(executors.length === 0 ? {} : { executors }),
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
    ...(rerun === undefined ? {} : { rerun_of: rerun.of, rerun_from: rerun.from }),
    engine: `rb ${version}`,
  };
}

function otherPlan(run: string): StoreError {
  return new StoreError(
    "store/other-plan",
    `The idempotency key stands for run '${run}', which was started with another plan or other inputs.`,
    "Use another key, or start what the key was used for.",
  );
}

function idTaken(what: string): StoreError {
  return new StoreError(
    "store/bad-run-id",
    `${what} can't be given to a new run, as another run has it.`,
    "Start it again; `random` has to give other digits each time.",
  );
}

function cannotMigrate(run: string, why: string, help: string): StoreError {
  return new StoreError("store/cannot-migrate", `Run '${run}' can't be moved to the new plan: ${why}.`, help);
}

/** Without inputs, the plan is the program. */
function planOf(bundle: Bundle, program: string, inputs: { readonly [name: string]: Slot }): string {
  return Object.keys(inputs).length === 0 ? program : planHash(bundle, inputs);
}

function slotsOf({ inputs, secrets }: StartOptions): { readonly [name: string]: Slot } {
  const given: [string, Slot][] = Object.entries(inputs ?? {}).map(([name, json]) => [name, { json }]);
  for (const [name, secret] of Object.entries(secrets ?? {})) given.push([name, { secret }]);
  return Object.fromEntries(given);
}
