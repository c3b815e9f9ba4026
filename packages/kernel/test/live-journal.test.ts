/** A live run with a journal: nothing that others can notice happens before the records that speak of it last. */
import type { Bundle } from "@rb/ir";
import { describe, expect, test } from "vitest";
import {
  compile,
  type Executor,
  encode,
  type JournalRecord,
  type Outcome,
  type Program,
  type RunOptions,
  resume,
  run,
  type StandIn,
  startLive,
  type Verdict,
} from "../src/index.js";
import { testLanguage } from "./build.js";
import { FakeClock } from "./fake-clock.js";
import { readGraph } from "./scenario/graph.js";

const allow: Verdict = { decision: "allow", rule: "r", policy: "p" };
const ok: Outcome = { kind: "ok", output: { json: 1 } };
const one: Bundle = readGraph("start s\naction a\nend e\ns > a > e");
const manual: Bundle = readGraph("start s\naction a executor: manual\naction b\nend e\ns > a > b > e");

/** Appends that last when the test says so. */
class SlowJournal {
  readonly batches: (readonly JournalRecord[])[] = [];
  readonly #open: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];

  readonly append = (records: readonly JournalRecord[]): Promise<void> => {
    this.batches.push(records);
    return new Promise((resolve, reject) => this.#open.push({ resolve, reject }));
  };

  get types(): string[] {
    return this.batches.flat().map((record) => (record.type === "received" ? record.input.type : record.type));
  }

  async lasts(): Promise<void> {
    await settle();
    this.#open.shift()?.resolve();
    await settle();
  }

  /** The one handed over last, and with it all before. */
  async allLast(): Promise<void> {
    await settle();
    for (const { resolve } of this.#open.splice(0).reverse()) resolve();
    await settle();
  }

  async fails(error: Error): Promise<void> {
    await settle();
    this.#open.shift()?.reject(error);
    await settle();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function live(journal: SlowJournal, options: Partial<RunOptions> = {}): RunOptions {
  return {
    mode: "live",
    run: "r",
    clock: new FakeClock(),
    decisionPoint: { policy: () => "p", decide: () => allow },
    languages: { expressions: [testLanguage()] },
    journal,
    ...options,
  };
}

function compiled(bundle: Bundle): Program {
  const { program } = compile(bundle, { expressions: [testLanguage()] });
  if (program === null) throw new Error("it doesn't compile");
  return program;
}

const executor = (invoke: Executor["invoke"]): { readonly test: Executor } => ({ test: { invoke } });

test("a run that ends at a limit is told of what comes late, and writes it down as that", async () => {
  const journal = new SlowJournal();
  const looping = readGraph("start s\naction a\ngateway g\naction b\ns > a\ns > b\na > g\ng > g");
  const options = live(journal, { limits: { maxRecords: 11 }, executors: executor(() => ok) });
  const running = startLive(looping, options);
  while (!running.isOver) await journal.allLast();
  await running.result;
  const records = journal.batches.flat();
  expect(records.filter((record) => record.type === "statusChanged").length).toBe(1);
  for (const batch of journal.batches) expect(batch[0]?.type).toBe("received");
  expect(records.at(-1)).toMatchObject({ type: "jobSettled", late: true });
});

describe("before its records last", () => {
  test("nobody is told of what comes later, in whichever order the journal answers", async () => {
    const journal = new SlowJournal();
    const told: number[] = [];
    const onRecord = (record: JournalRecord) => record.type === "received" && told.push(record.seq);
    const running = startLive(manual, live(journal, { onRecord: (record) => void onRecord(record) }));
    await settle();
    const taken: string[] = [];
    for (const id of ["first", "second"]) {
      const input = { type: "delivered", kind: "message", id, name: "m", payload: { json: 1 } } as const;
      running.send({ input }).then(() => taken.push(id));
      await settle();
    }
    expect(journal.batches.length).toBe(3);
    await journal.allLast();
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(taken).toEqual(["first", "second"]);
  });

  test("a decision is asked for, but no executor is called, and nobody is told", async () => {
    const journal = new SlowJournal();
    const told: string[] = [];
    let calls = 0;
    const invoke = () => {
      calls += 1;
      return ok;
    };
    const running = startLive(one, live(journal, { executors: executor(invoke), onRecord: (r) => told.push(r.type) }));
    await settle();
    expect(journal.types).toContain("jobDecided");
    expect([calls, told]).toEqual([0, []]);
    await journal.lasts();
    expect(calls).toBe(1);
    expect(told).toContain("jobDecided");
    expect(told).not.toContain("jobSettled");
    let over = false;
    void running.result.then(() => {
      over = true;
    });
    await settle();
    expect(over, "the end, too, has to last").toBe(false);
    await journal.lasts();
    expect((await running.result).status).toBe("completed");
    expect((await running.result).records).toEqual(journal.batches.flat());
  });

  test("what is sent is not acknowledged", async () => {
    const journal = new SlowJournal();
    const bundle = readGraph("start s\ncatch c\n  arm - on: message, name: =m\naction a\nend e\ns > c > e\ns > a > e");
    const running = startLive(bundle, live(journal, { executors: executor(() => new Promise<Outcome>(() => {})) }));
    await journal.lasts();
    let taken = false;
    const input = { type: "delivered", kind: "message", id: "1", name: "m", payload: { json: 1 } } as const;
    void running.send({ input, actor: "user:ann", id: "d1" }).then(() => {
      taken = true;
    });
    await settle();
    expect(taken).toBe(false);
    await journal.lasts();
    expect(taken).toBe(true);
    expect(
      journal.batches.flat().find((record) => record.type === "received" && record.delivery === "d1"),
    ).toMatchObject({ actor: "user:ann", input });
  });
});

describe("a journal that fails", () => {
  test("ends the run with its error: nothing is done about what may not last, and executors are told to stop", async () => {
    const journal = new SlowJournal();
    const bundle = readGraph("start s\naction a\naction b\nend e\ns > a > e\ns > b > e");
    const stopped: string[] = [];
    const answers = new Map<string, (outcome: Outcome) => void>();
    const invoke: Executor["invoke"] = ({ job }, signal) => {
      signal.addEventListener("abort", () => stopped.push(job.node));
      return new Promise((resolve) => answers.set(job.node, resolve));
    };
    const running = startLive(bundle, live(journal, { executors: executor(invoke) }));
    const failed = expect(running.result).rejects.toThrow("the disk is gone");
    await journal.lasts();
    answers.get("a")?.(ok);
    await settle();
    await journal.fails(new Error("the disk is gone"));
    await failed;
    expect(stopped).toEqual(["b"]);
    const { length } = journal.batches;
    answers.get("b")?.(ok);
    await settle();
    expect(journal.batches.length).toBe(length);
    await expect(running.send({ input: { type: "tick" } })).rejects.toThrow("at rest");
  });

  test("refuses what was sent and can't be written down", async () => {
    const journal = new SlowJournal();
    const running = startLive(one, live(journal, { executors: executor(() => new Promise<Outcome>(() => {})) }));
    const failed = expect(running.result).rejects.toThrow("full");
    await journal.lasts();
    const refused = expect(running.send({ input: { type: "tick" } })).rejects.toThrow("full");
    await settle();
    await journal.fails(new Error("full"));
    await refused;
    await failed;
  });
});

test("appends overlap, and what follows from each happens in their order", async () => {
  const journal = new SlowJournal();
  const bundle = readGraph("start s\naction a\naction b\naction c\naction d\nend e\ns > a > c > e\ns > b > d > e");
  const called: string[] = [];
  const answers = new Map<string, (outcome: Outcome) => void>();
  const invoke: Executor["invoke"] = ({ job }) => {
    called.push(job.node);
    return new Promise((resolve) => answers.set(job.node, resolve));
  };
  const running = startLive(bundle, live(journal, { executors: executor(invoke) }));
  await journal.lasts();
  answers.get("b")?.(ok);
  await settle();
  answers.get("a")?.(ok);
  await settle();
  expect([called, journal.batches.length]).toEqual([["a", "b"], 3]);
  await journal.lasts();
  expect(called).toEqual(["a", "b", "d"]);
  await journal.lasts();
  expect(called).toEqual(["a", "b", "d", "c"]);
  answers.get("c")?.(ok);
  answers.get("d")?.(ok);
  await settle();
  await journal.lasts();
  await journal.lasts();
  expect((await running.result).status).toBe("completed");
});

test("a run at rest takes nothing any more, from the moment that it rests", async () => {
  const running = startLive(manual, { ...live(new SlowJournal()), journal: { append: async () => {} } });
  const { status, state } = await running.result;
  expect([status, running.isOver]).toEqual(["waiting", true]);
  await expect(running.send({ input: { type: "tick" } })).rejects.toThrow("resume it");
  const job = state.tokens[0]?.job?.request.effect ?? "";
  const options = {
    ...live(new SlowJournal(), { executors: executor(() => ok) }),
    journal: { append: async () => {} },
  };
  expect((await resume(manual, state, options, [{ type: "settled", effect: job, outcome: ok }])).status).toBe(
    "completed",
  );
});

test("an executor that never answers, although told to stop, is waited for as long as grace lasts", async () => {
  const clock = new FakeClock();
  const running = startLive(one, {
    ...live(new SlowJournal()),
    journal: { append: async () => {} },
    clock,
    executors: executor(() => new Promise<Outcome>(() => {})),
    graceMs: 700,
  });
  await settle();
  await running.send({ input: { type: "cancelled", why: "enough" } });
  expect((await running.result).status).toBe("cancelled");
  expect(clock.now()).toBe(700);
});

describe("a stand-in", () => {
  const standIn: StandIn = {
    covers: (job) => job.node === "a",
    outcome: (job) => (job.node === "a" ? ok : null),
    approvals: () => [],
    event: (wait) => (wait.kind === "timer" ? { json: null } : null),
    choice: () => null,
  };
  const bundle = readGraph(
    "start s\naction a\ncatch c\n  arm - on: timer, after: =60000\naction b\nend e\ns > a > c > b > e",
  );

  test("answers in the world's place: neither asked nor called for what it covers, and no waiting", async () => {
    const asked: string[] = [];
    const called: string[] = [];
    const clock = new FakeClock();
    const decide = ({ job }: { readonly job: { readonly node: string } }): Verdict => {
      asked.push(job.node);
      return allow;
    };
    const invoke: Executor["invoke"] = ({ job }) => {
      called.push(job.node);
      return ok;
    };
    const result = await run(bundle, {
      ...live(new SlowJournal()),
      journal: { append: async () => {} },
      clock,
      decisionPoint: { policy: () => "p", decide },
      executors: executor(invoke),
      standIn,
    });
    expect([result.status, asked, called, clock.now()]).toEqual(["completed", ["b"], ["b"], 0]);
    expect(result.records.filter((r) => r.type === "waitFired")).toMatchObject([{ assumed: true }]);
  });
});

test("a run whose next timer is further away than its host's patience comes to rest, and goes on when it is resumed", async () => {
  const bundle = readGraph("start s\ncatch c\n  arm - on: timer, after: =5000\naction b\nend e\ns > c > b > e");
  const clock = new FakeClock();
  const options: RunOptions = {
    ...live(new SlowJournal(), { executors: executor(() => ok), clock, patienceMs: 1000 }),
    journal: { append: async () => {} },
  };
  const rested = await run(bundle, options);
  expect([rested.status, clock.now()]).toEqual(["waiting", 0]);
  await clock.sleep(4500, { aborted: false, addEventListener: () => {}, removeEventListener: () => {} });
  expect((await resume(bundle, rested.state, options)).status).toBe("completed");
  expect(clock.now()).toBe(5000);
});

describe("what was due before something came", () => {
  const bundle = readGraph("start s\ngate g expires: =2000\nend e\ns > g > e");

  test("goes first, though nobody was there to notice: an approval that comes too late doesn't count", async () => {
    const clock = new FakeClock();
    const options: RunOptions = { ...live(new SlowJournal(), { clock }), journal: { append: async () => {} } };
    const { state, waiting } = await run(bundle, options);
    const [asked] = waiting;
    if (asked?.for !== "approval") throw new Error("no approval is waited for");
    const { effect, hash } = asked.job;
    clock.pass(2500);
    const approval = { by: "user:ann", verdict: "approve", hash } as const;
    const result = await resume(bundle, state, options, [{ type: "reviewed", effect, approval }]);
    expect([result.status, result.failure?.code]).toEqual(["failed", "expired"]);
    expect(result.records.at(-1)).toMatchObject({ type: "ignored" });
  });

  test("does not go before an outcome of what had started: that is true whatever the time", async () => {
    const timed = readGraph("start s\naction a attemptTimeout: =2000\nend e\ns > a > e");
    const clock = new FakeClock();
    const never = executor(() => new Promise<Outcome>(() => {}));
    const options: RunOptions = {
      ...live(new SlowJournal(), { clock, executors: never }),
      journal: { append: async () => {} },
    };
    const running = startLive(timed, options);
    await settle();
    const state = encode(compiled(timed), running.state);
    clock.pass(2500);
    const effect = state.tokens[0]?.job?.request.effect ?? "";
    expect((await resume(timed, state, options, [{ type: "settled", effect, outcome: ok }])).status).toBe("completed");
    const unknown = await resume(timed, state, options);
    expect([unknown.status, unknown.incidents[0]?.code]).toEqual(["stuck", "unknown-outcome"]);
  });
});
