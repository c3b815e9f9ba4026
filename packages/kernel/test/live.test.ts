/** The live driver: what leaves, when it may, and what becomes of it. */
import type { Bundle } from "@rb/ir";
import { describe, expect, test } from "vitest";
import {
  compile,
  createState,
  type Effect,
  type Executor,
  encode,
  type Input,
  type Outcome,
  type RunOptions,
  resume,
  run,
  type SavedState,
  step,
  type Verdict,
} from "../src/index.js";
import { testLanguage } from "./build.js";
import { FakeClock } from "./fake-clock.js";
import { readGraph } from "./scenario/graph.js";

const languages = { expressions: [testLanguage()] };
const allow: Verdict = { decision: "allow", rule: "r", policy: "p" };
const permissive = { policy: () => "p", decide: () => allow };
const ok = (json: number | null = null) => ({ kind: "ok", output: { json } }) as const;

function live(options: Partial<RunOptions> = {}): RunOptions {
  return { mode: "live", run: "r", clock: new FakeClock(), decisionPoint: permissive, languages, ...options };
}

const one: Bundle = readGraph("start s\naction a outputs: {out: @}\nend e\ns > a > e\noutputs out: $out");
const manual: Bundle = readGraph("start s\naction a executor: manual\nend e\ns > a > e");
const gated: Bundle = readGraph("start s\ngate g count: 2\nend e\ns > g > e");

const executor = (invoke: Executor["invoke"]): { readonly test: Executor } => ({ test: { invoke } });

describe("executors", () => {
  test("answer at once or later", async () => {
    for (const invoke of [() => ok(7), async () => ok(7)]) {
      const result = await run(one, live({ executors: executor(invoke) }));
      expect([result.status, result.outputs]).toEqual(["completed", { out: { json: 7 } }]);
    }
  });

  test("that throw or reject have failed with code executor-error", async () => {
    const boom = () => {
      throw new Error("boom");
    };
    for (const invoke of [boom, async () => boom()]) {
      const result = await run(one, live({ executors: executor(invoke) }));
      expect(result.failure).toMatchObject({ code: "executor-error", message: "boom" });
    }
  });

  test("that answer no outcome may have done anything", async () => {
    for (const nonsense of [undefined, null, "done", {}, { kind: "ok" }, { kind: "perhaps" }]) {
      const invoke = (() => nonsense) as unknown as Executor["invoke"];
      const later = (async () => nonsense) as unknown as Executor["invoke"];
      for (const answers of [invoke, later]) {
        const result = await run(one, live({ executors: executor(answers) }));
        expect([result.status, result.incidents[0]?.code]).toEqual(["stuck", "unknown-outcome"]);
      }
    }
  });

  test("that answer in odd ways leave no run behind: twice, by a broken promise, by what can't be read", async () => {
    const twice = { then: (answer: (outcome: unknown) => void) => [answer(ok(1)), answer(ok(2))] };
    const broken = {
      then: () => {
        throw { toString: () => Symbol("no text") };
      },
    };
    const unreadable = {
      get kind() {
        throw new Error("no");
      },
    };
    const verdict = async (answer: unknown): Promise<unknown> => {
      const invoke = (() => answer) as unknown as Executor["invoke"];
      const { status, failure, incidents } = await run(one, live({ executors: executor(invoke) }));
      return [status, failure?.code ?? incidents[0]?.code];
    };
    expect(await verdict(twice)).toEqual(["completed", undefined]);
    expect(await verdict(broken)).toEqual(["failed", "executor-error"]);
    expect(await verdict(unreadable)).toEqual(["stuck", "unknown-outcome"]);
    expect(await verdict(Promise.resolve(unreadable))).toEqual(["stuck", "unknown-outcome"]);
  });

  test("that answer something else than JSON may have done anything; members without a value are none", async () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const json of [
      "\ud83d",
      Number.NaN,
      1n,
      new Date(0),
      [{ a: () => {} }],
      { "\ude00": 1 },
      cyclic,
      [undefined, cyclic],
    ]) {
      const invoke = () => ({ kind: "ok", output: { json } }) as unknown as Outcome;
      const result = await run(one, live({ executors: executor(invoke) }));
      expect([result.status, result.incidents[0]?.code]).toEqual(["stuck", "unknown-outcome"]);
    }
    const invoke = () => ({ kind: "ok", output: { json: { a: undefined, b: 1 } } }) as unknown as Outcome;
    expect((await run(one, live({ executors: executor(invoke) }))).outputs).toEqual({ out: { json: { b: 1 } } });
  });

  test("that are not installed are never guessed from a prototype", async () => {
    const bundle = readGraph("start s\naction a executor: constructor\ns > a");
    expect((await run(bundle, live({ executors: {} }))).failure?.code).toBe("no-executor");
  });

  test("get the effect's id, its request and the constraints, and see when they are to stop", async () => {
    const bundle = readGraph(
      "start s\naction a request: =5\n  boundary late on: timer, after: =10\nend f\ns > a\na:late > f",
    );
    const clock = new FakeClock();
    let seen: Parameters<Executor["invoke"]> | undefined;
    const invoke: Executor["invoke"] = (...given) => {
      seen = given;
      return new Promise((resolve) => given[1].addEventListener("abort", () => resolve({ kind: "cancelled" })));
    };
    const decisionPoint = {
      policy: () => "p",
      decide: () => ({ ...allow, decision: "allowWithConstraints", constraints: { max: 1 } }) as const,
    };
    const result = await run(bundle, live({ executors: executor(invoke), clock, decisionPoint }));
    expect(result.status).toBe("completed");
    expect(seen?.[0]).toMatchObject({ constraints: { max: 1 }, job: { effect: "r.2.1", request: 5 } });
    expect(result.records.at(-1)).toMatchObject({ type: "jobSettled", late: true, outcome: { kind: "cancelled" } });
  });
});

describe("the decision point", () => {
  const invoked: string[] = [];
  const executors = executor((invocation) => {
    invoked.push(invocation.job.effect);
    return ok();
  });
  const throwing = () => {
    throw new Error("down");
  };
  const cases: readonly [string, unknown, string][] = [
    ["throws", throwing, "The decision point failed: down"],
    ["rejects", async () => throwing(), "The decision point failed: down"],
    ["says nothing", () => undefined, "The decision point gave no verdict."],
    ["says null later", async () => null, "The decision point gave no verdict."],
    ["says an unknown word", () => ({ ...allow, decision: "sure" }), "The decision point gave no verdict."],
    ["names no rule", () => ({ decision: "allow", policy: "p" }), "The decision point gave no verdict."],
    ["denies", () => ({ ...allow, decision: "deny", reason: "no" }), "no"],
  ];
  test.each(cases)("that %s denies", async (_, decide, message) => {
    const decisionPoint = { policy: () => "p", decide: decide as () => Verdict };
    const result = await run(one, live({ decisionPoint, executors }));
    expect(result.failure).toMatchObject({ code: "denied", message });
    expect(invoked).toEqual([]);
  });

  test("is asked once, also when it throws the first time", async () => {
    let times = 0;
    const decide = (): Verdict => {
      times += 1;
      if (times === 1) throw new Error("down");
      return allow;
    };
    await run(one, live({ decisionPoint: { policy: () => "p", decide }, executors }));
    expect([times, invoked]).toEqual([1, []]);
  });

  test("that can't say which policy is in force denies", async () => {
    const decisionPoint = { policy: throwing, decide: () => allow };
    expect((await run(one, live({ decisionPoint, executors }))).failure?.code).toBe("denied");
  });

  test("is asked again when the policy moves between permit and start", async () => {
    let asked = 0;
    const decide = async (): Promise<Verdict> => {
      asked += 1;
      return { ...allow, policy: asked === 1 ? "old" : "p" };
    };
    const result = await run(one, live({ decisionPoint: { policy: () => "p", decide }, executors }));
    expect([result.status, asked]).toEqual(["completed", 2]);
  });

  test("is missing: then nothing runs", async () => {
    const { decisionPoint: _, ...rest } = live({ executors });
    expect((await run(one, rest)).failure?.code).toBe("denied");
  });
});

describe("time", () => {
  test("timers beyond 2^31 ms elapse when they are due, and not before", async () => {
    const dueAtMs = 2 ** 31 + 5000;
    const clock = new FakeClock();
    const bundle = readGraph(`start s\ncatch c on: timer, after: =${dueAtMs}\ns > c`);
    const result = await run(bundle, live({ clock }));
    expect([result.status, clock.now()]).toEqual(["completed", dueAtMs]);
    expect(Math.max(...clock.slept)).toBeLessThan(2 ** 31);
  });

  test("a signal stops the run, and tells executors to stop", async () => {
    const controller = new AbortController();
    const invoke: Executor["invoke"] = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve({ kind: "cancelled" }));
        controller.abort();
      });
    const result = await run(one, live({ executors: executor(invoke), signal: controller.signal }));
    expect([result.status, result.failure?.code]).toEqual(["cancelled", "cancelled"]);
  });

  test("a signal that has been given already lets nothing start", async () => {
    let invoked = 0;
    const invoke = () => {
      invoked += 1;
      return ok();
    };
    const result = await run(one, live({ executors: executor(invoke), signal: AbortSignal.abort() }));
    expect([result.status, invoked]).toEqual(["cancelled", 0]);
  });

  test("needs a clock and an id", async () => {
    await expect(run(one, { mode: "live", run: "r" })).rejects.toThrow("clock");
    await expect(run(one, { mode: "live", clock: new FakeClock() })).rejects.toThrow("id");
  });
});

describe("waiting and going on", () => {
  test("a person's step: the run returns, and goes on with the outcome", async () => {
    const waiting = await run(manual, live());
    expect([waiting.status, waiting.waiting]).toMatchObject(["waiting", [{ for: "person" }]]);
    const settled: Input = { type: "settled", effect: "r.2.1", outcome: ok() };
    expect((await resume(manual, waiting.state, live(), [settled])).status).toBe("completed");
  });

  test("approvals, one after the other", async () => {
    const waiting = await run(gated, live());
    expect(waiting.waiting).toMatchObject([{ for: "approval", count: 2, have: 0 }]);
    const [asked] = waiting.waiting;
    const hash = asked?.for === "approval" ? asked.job.hash : "";
    const approve = (by: string): Input => ({
      type: "reviewed",
      effect: "r.2.1",
      approval: { by, verdict: "approve", hash },
    });
    const half = await resume(gated, waiting.state, live(), [approve("ann")]);
    expect(half.waiting).toMatchObject([{ for: "approval", count: 2, have: 1 }]);
    expect((await resume(gated, half.state, live(), [approve("bob")])).status).toBe("completed");
  });

  test("how many approvals are wanted includes what the policy asks for", async () => {
    const decide = (): Verdict => ({ ...allow, decision: "requireApproval", approvals: { count: 3 } });
    const waiting = await run(gated, live({ decisionPoint: { policy: () => "p", decide } }));
    expect(waiting.waiting).toMatchObject([{ for: "approval", count: 3, have: 0 }]);
  });

  test("a message", async () => {
    const bundle = readGraph("start s\ncatch c on: message, name: =m\ns > c");
    const waiting = await run(bundle, live());
    expect(waiting.waiting).toMatchObject([{ for: "event", wait: { name: "m" } }]);
    const message: Input = { type: "delivered", kind: "message", id: "1", name: "m", payload: { json: 1 } };
    expect((await resume(bundle, waiting.state, live(), [message])).status).toBe("completed");
  });

  test("with another plan is refused", async () => {
    const waiting = await run(manual, live());
    await expect(resume(gated, waiting.state, live())).rejects.toThrow("belongs to plan");
  });
});

describe("after a crash", () => {
  const idempotent = readGraph("start s\naction a meta: {idempotent: true}\nend e\ns > a > e");

  /** The state as it was saved after the executor had been called. */
  function crashed(bundle: Bundle): SavedState {
    const { program } = compile(bundle, languages);
    if (program === null) throw new Error("not runnable");
    const owned = createState();
    const send = (input: Input): readonly Effect[] => {
      const made = step(program, owned, { nowMs: 0, actor: "test", input });
      return made.kind === "done" ? made.effects : [];
    };
    const [effect] = send({ type: "start", run: "r", variables: {} });
    if (effect?.type !== "decide") throw new Error("nothing to decide");
    const { effect: id, hash } = effect.request.job;
    send({ type: "decided", effect: id, hash, verdict: allow, start: "p" });
    return encode(program, owned);
  }

  test("what had started is an incident, unless it is idempotent: then it is sent again under the same id", async () => {
    const invoked: string[] = [];
    const executors = executor((invocation) => {
      invoked.push(invocation.job.effect);
      return ok();
    });
    const stuck = await resume(one, crashed(one), live({ executors }));
    expect([stuck.status, stuck.incidents[0]?.code, invoked]).toEqual(["stuck", "unknown-outcome", []]);
    const done = await resume(idempotent, crashed(idempotent), live({ executors }));
    expect([done.status, invoked]).toEqual(["completed", ["r.2.1"]]);
  });

  test("an outcome that somebody brings is taken", async () => {
    const settled: Input = { type: "settled", effect: "r.2.1", outcome: ok(3) };
    const done = await resume(one, crashed(one), live(), [settled]);
    expect([done.status, done.outputs]).toEqual(["completed", { out: { json: 3 } }]);
  });
});

describe("records", () => {
  test("are told as they happen, and kept unless not wanted", async () => {
    const told: string[] = [];
    const options = live({ executors: executor(() => ok()), onRecord: (record) => told.push(record.type) });
    const kept = await run(one, options);
    expect(kept.records.map((record) => record.type)).toEqual(told);
    const dropped = await run(one, { ...options, onRecord: () => {}, keepRecords: false });
    expect([dropped.status, dropped.records]).toEqual(["completed", []]);
  });
});

describe("time, while people are waited for", () => {
  const expiring: Bundle = readGraph("start s\ngate g expires: =PT1H\nend e\ns > g > e");

  test("does not keep the run in the process: it returns, and says until when", async () => {
    const result = await run(expiring, live());
    expect(result.status).toBe("waiting");
    expect(result.waiting).toMatchObject([
      { for: "approval" },
      { for: "event", wait: { kind: "timer", purpose: "expiry", dueAtMs: 3_600_000 } },
    ]);
  });

  test("that has passed meanwhile is noticed when the run is gone on with", async () => {
    const { state } = await run(expiring, live());
    const clock = new FakeClock();
    await clock.sleep(3_600_000, { aborted: false, addEventListener: () => {}, removeEventListener: () => {} });
    const late = await resume(expiring, state, live({ clock }));
    expect(late.failure).toMatchObject({ code: "expired" });
  });

  test("is waited for where the procedure itself does", async () => {
    const both = readGraph(
      "start s\ngateway f\naction a executor: manual\ncatch c on: timer, after: =PT1M\naction b\nend e\ns > f > a > e\nf > c > b > e",
    );
    const seen: string[] = [];
    const noted = executor(({ job }) => {
      seen.push(job.node);
      return ok();
    });
    const result = await run(both, live({ executors: noted }));
    expect([result.status, seen]).toEqual(["waiting", ["b"]]);
  });
});
