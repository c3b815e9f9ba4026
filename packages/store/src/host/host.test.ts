import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Json } from "@rb/ir";
import { compile, type Input, type Outcome, type RunResult } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { action, bundle, end, gate, origin, start, wait } from "../../../kernel/test/build.js";
import { HostWorld, languages, loaded, ok, settled } from "../../test/host-world.js";
import type { OpenFile } from "../disk/disk.js";
import { NodeDisk } from "../disk/node-disk.js";
import { replay } from "../history/replay.js";
import { readRun } from "../run/read-run.js";
import { readHistory } from "../run/stored-history.js";
import { StoreError, type StoreErrorCode } from "../store-error.js";

const two: Bundle = bundle([start("s"), action("a"), action("b"), end("e")], ["s > a", "a > b", "b > e"]);
const byHand: Bundle = bundle(
  [start("s"), action("a"), action("m", { executor: "manual" }), action("b"), end("e")],
  ["s > a", "a > m", "m > b", "b > e"],
);
const message: Bundle = bundle(
  [start("s"), wait("c", [{ trigger: { on: "message", name: { json: "paid" } } }]), action("b"), end("e")],
  ["s > c", "c > b", "b > e"],
);
const paid = (id: string): Input => ({ type: "delivered", kind: "message", id, name: "paid", payload: { json: 1 } });

async function codeOf(promise: Promise<unknown>): Promise<StoreErrorCode | "none"> {
  try {
    await promise;
    return "none";
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

describe("a run", () => {
  test("is its directory: trace, graph, snapshots and head", async () => {
    const world = new HostWorld();
    const { host, store } = await world.open();
    const { run, existing, result } = await host.start(loaded(two), { title: "Two steps", runbookPath: "two.yaml" });
    expect([existing, (await result).status]).toEqual([false, "completed"]);
    await host.close();
    expect(run).toMatch(/^20260131T120000-000[0-9a-f]{8}$/);
    const directory = join(world.directory, "runs", run);
    expect(readdirSync(directory).filter((name) => !name.startsWith("lock-"))).toEqual([
      "graph.json",
      "head.json",
      "snapshots",
      "trace.jsonl",
    ]);
    expect(readdirSync(join(directory, "snapshots"))).toEqual(["step-0001.json", "step-0002.json"]);
    const lines = readFileSync(join(directory, "trace.jsonl"), "utf8").trimEnd().split("\n");
    const types = lines.map((line) => JSON.parse(line).type);
    expect(types[0]).toBe("run");
    expect(types.filter((type) => type === "step_result").length).toBe(2);
    expect(store.head(run).head).toMatchObject({ status: "completed", title: "Two steps" });
    expect(store.unfinished()).toEqual([]);
  });

  test("that waits for somebody is let go, and goes on in another process", async () => {
    const world = new HostWorld();
    const first = await world.open();
    const { run, result } = await first.host.start(loaded(byHand));
    const waiting = (await result).waiting[0];
    expect(waiting?.for).toBe("person");
    await first.host.close();
    const second = await world.open();
    expect(second.store.head(run).head?.waiting).toMatchObject([{ for: "person", node: "m" }]);
    const effect = waiting?.for === "person" ? waiting.job.effect : "";
    const done = await second.host.resume(run, [
      { input: { type: "settled", effect, outcome: ok }, actor: "user:ann", id: "d1" },
    ]);
    expect(done.status).toBe("completed");
    expect(world.called).toEqual(["a", "b"]);
    const records = [...readRun(second.store.disk, run).records()];
    expect(records.find((record) => record.type === "received" && record.delivery === "d1")).toMatchObject({
      actor: "user:ann",
    });
    expect(await codeOf(second.host.send(run, { input: { type: "cancelled" } }))).toBe("store/run-over");
    expect((await second.host.resume(run)).status, "again, it only says what it came to").toBe("completed");
    await second.host.close();
  });

  test("that doesn't exist, or whose name is none, can't be resumed", async () => {
    const { host } = await new HostWorld().open();
    expect(await codeOf(host.resume("nothing"))).toBe("store/no-such-run");
    expect(await codeOf(host.resume("../../etc/passwd"))).toBe("store/bad-run-id");
    await host.close();
  });

  test("is driven by one process alone; when that dies, another one takes it, and asks about what had started", async () => {
    const world = new HostWorld();
    const never = { test: { invoke: () => new Promise<Outcome>(() => {}) } };
    const first = await world.open({ executors: never });
    const { run } = await first.host.start(loaded(two));
    await settled();
    const second = await world.open();
    expect(await codeOf(second.host.resume(run))).toBe("store/run-locked");
    first.kill();
    const result = await second.host.resume(run);
    expect([result.status, result.incidents[0]?.code]).toEqual(["stuck", "unknown-outcome"]);
    expect(world.called, "nothing is repeated without being asked").toEqual([]);
    const token = result.incidents[0]?.token ?? 0;
    const how = { do: "settle", outcome: ok } as const;
    expect((await second.host.resume(run, [{ input: { type: "resolved", token, how } }])).status).toBe("completed");
    await second.host.close();
  });

  test("that was started with the same idempotency key is the first one; with another plan it is refused", async () => {
    const world = new HostWorld();
    const { host } = await world.open();
    const [one, again] = await Promise.all([
      host.start(loaded(two), { idempotencyKey: "order 7" }),
      host.start(loaded(two), { idempotencyKey: "order 7" }),
    ]);
    expect(again.run).toBe(one.run);
    expect([one.existing, again.existing].sort(), "one of them made it").toEqual([false, true]);
    await one.result;
    await host.close();
    const later = await world.open();
    const third = await later.host.start(loaded(two), { idempotencyKey: "order 7" });
    expect([third.run, third.existing, (await third.result).status]).toEqual([one.run, true, "completed"]);
    expect(await codeOf(later.host.start(loaded(byHand), { idempotencyKey: "order 7" }))).toBe("store/other-plan");
    expect(world.called).toEqual(["a", "b"]);
    expect(later.store.runs().length).toBe(1);
    await later.host.close();
  });
});

/** Of a process that has looked for runs before there were any, and makes its own only now. */
class LateDisk extends NodeDisk {
  #hasLooked = false;

  override createDirectory(path: string): void {
    this.#hasLooked ||= path.startsWith("runs/");
    super.createDirectory(path);
  }

  override list(path: string): readonly string[] {
    return this.#hasLooked || !path.startsWith("runs/") ? super.list(path) : [];
  }

  override open(path: string, how: "create" | "write" | "read"): OpenFile | null {
    return this.#hasLooked || !path.startsWith("runs/") ? super.open(path, how) : null;
  }
}

describe("a run that is there is never made anew", () => {
  test("when another process has made it, and driven it to its end, after it was looked for", async () => {
    const world = new HostWorld();
    const first = await world.open();
    const one = await first.host.start(loaded(two), { idempotencyKey: "order 7" });
    await one.result;
    await first.host.close();
    const trace = join(world.directory, "runs", one.run, "trace.jsonl");
    const before = readFileSync(trace, "utf8");
    const late = await world.open({}, new LateDisk(world.directory));
    const again = await late.host.start(loaded(two), { idempotencyKey: "order 7" });
    expect([again.run, again.existing, (await again.result).status]).toEqual([one.run, true, "completed"]);
    expect(readFileSync(trace, "utf8")).toBe(before);
    expect(world.called, "nothing is done again").toEqual(["a", "b"]);
    await late.host.close();
  });

  test("when chance gives its id once more: another one is drawn", async () => {
    const world = new HostWorld();
    const digits = ["aaaaaaaa", "aaaaaaaa", "aaaaaaaa", "bbbbbbbb"];
    const { host, store } = await world.open({ random: () => digits.shift() ?? "cccccccc" });
    const one = await host.start(loaded(two));
    await one.result;
    const [other, third] = await Promise.all([host.start(loaded(two)), host.start(loaded(two))]);
    expect([one, other, third].map(({ run, existing }) => [run.slice(-8), existing])).toEqual([
      ["aaaaaaaa", false],
      ["bbbbbbbb", false],
      ["cccccccc", false],
    ]);
    await Promise.all([other.result, third.result]);
    expect(await codeOf(host.start(loaded(two))), "where there is no chance").toBe("store/bad-run-id");
    expect([store.runs().length, world.called.length]).toEqual([3, 6]);
    await host.close();
  });

  test("when chance gives another process's id, which that one has made since", async () => {
    const world = new HostWorld();
    const first = await world.open({ random: () => "aaaaaaaa" });
    await (await first.host.start(loaded(two))).result;
    await first.host.close();
    const late = await world.open({ random: () => "aaaaaaaa" }, new LateDisk(world.directory));
    expect(await codeOf(late.host.start(loaded(two)))).toBe("store/bad-run-id");
    expect(world.called).toEqual(["a", "b"]);
    await late.host.close();
  });
});

test("a key that is in use is refused for another plan also while its run is just being made", async () => {
  const world = new HostWorld();
  const { host } = await world.open();
  const starts = [two, byHand].map((bundle) => host.start(loaded(bundle), { idempotencyKey: "order 7" }));
  const ends = await Promise.allSettled(starts);
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason.code] : []));
  expect(refused).toEqual(["store/other-plan"]);
  await host.close();
});

test("a key that is not what was written stands for no run, and makes none", async () => {
  const world = new HostWorld();
  const { host, store } = await world.open();
  const { run, result } = await host.start(loaded(two), { idempotencyKey: "order 7" });
  await result;
  const [name = ""] = readdirSync(join(world.directory, "keys"));
  const file = join(world.directory, "keys", name);
  writeFileSync(file, readFileSync(file, "utf8").replace(run, `${run.slice(0, -1)}z`));
  const again = host.start(loaded(two), { idempotencyKey: "order 7" });
  await expect(again).rejects.toMatchObject({ code: "store/io-error", place: { file: `keys/${name}` } });
  expect(store.runs()).toEqual([run]);
  await host.close();
});

test("a run whose trace is gone is not taken for one that never began", async () => {
  const world = new HostWorld();
  const { host } = await world.open();
  const { run, result } = await host.start(loaded(byHand), { idempotencyKey: "order 7" });
  await result;
  await host.close();
  const trace = join(world.directory, "runs", run, "trace.jsonl");
  const header = `${readFileSync(trace, "utf8").split("\n")[0]}\n`;
  for (const left of [header, ""]) {
    writeFileSync(trace, left);
    const later = await world.open();
    expect(await codeOf(later.host.resume(run))).toBe("store/lost-history");
    expect((await later.host.recover()).refused).toMatchObject([{ run, error: { code: "store/lost-history" } }]);
    expect(await codeOf(later.host.start(loaded(byHand), { idempotencyKey: "order 7" }))).toBe("store/lost-history");
    await later.host.close();
  }
  expect(world.called, "nothing is done again").toEqual(["a"]);
});

test("whoever is told of records and fails over it holds nothing up", async () => {
  const world = new HostWorld();
  const problems: unknown[] = [];
  const failure = new Error("nobody listens");
  const { host } = await world.open({
    onRecord: () => {
      throw failure;
    },
    onProblem: (_, error) => problems.push(error),
  });
  const { result } = await host.start(loaded(two));
  expect((await result).status).toBe("completed");
  expect(new Set(problems)).toEqual(new Set([failure]));
  await host.close();
});

test("a run whose head can't be read keeps no other from being taken up", async () => {
  const world = new HostWorld();
  const first = await world.open();
  const [odd, other] = await Promise.all([first.host.start(loaded(byHand)), first.host.start(loaded(byHand))]);
  await Promise.all([odd.result, other.result]);
  await first.host.close();
  const head = join(world.directory, "runs", odd.run, "head.json");
  rmSync(head);
  mkdirSync(head);
  const { host } = await world.open();
  const { taken, refused } = await host.recover();
  expect([taken, refused]).toMatchObject([[other.run], [{ run: odd.run, error: { code: "store/io-error" } }]]);
  await host.close();
});

describe("what another process hands over", () => {
  test("is taken by whoever drives the run, once", async () => {
    const world = new HostWorld();
    const { host, store } = await world.open({ resident: true });
    const { run, result } = await host.start(loaded(message));
    await result;
    const other = await world.open();
    const posted = { id: "d1", input: paid("m1"), actor: "user:bob" };
    await other.store.inbox.post(run, posted, world.clock.now());
    await other.store.inbox.post(run, posted, world.clock.now());
    expect(other.store.inbox.holds(run, "d1")).toBe(true);
    await world.clock.pass(300);
    await world.clock.pass(300);
    expect(other.store.inbox.holds(run, "d1")).toBe(false);
    expect(store.head(run).head?.status).toBe("completed");
    const taken = [...readRun(store.disk, run).records()].filter(
      (record) => record.type === "received" && record.delivery === "d1",
    );
    expect(taken).toMatchObject([{ actor: "user:bob" }]);
    await host.close();
    await other.host.close();
  });

  test("is not taken a second time when its file outlives the process that took it", async () => {
    const world = new HostWorld();
    const twice: Bundle = bundle(
      [
        start("s"),
        ...["c", "d"].map((id) => wait(id, [{ trigger: { on: "message", name: { json: "paid" } } }])),
        end("e"),
      ],
      ["s > c", "c > d", "d > e"],
    );
    const first = await world.open();
    const { run, result } = await first.host.start(loaded(twice));
    await result;
    await first.host.resume(run, [{ id: "d1", input: paid("m1") }]);
    await first.store.inbox.post(run, { id: "d1", input: paid("m1") }, world.clock.now());
    const second = await world.open();
    expect((await second.host.resume(run)).status).toBe("waiting");
    expect(second.store.inbox.holds(run, "d1")).toBe(false);
    await first.host.close();
    await second.host.close();
  });

  test("comes a second time when the run is over: it was taken, and is not put aside", async () => {
    const world = new HostWorld();
    const { host, store } = await world.open();
    const { run, result } = await host.start(loaded(message));
    await result;
    const [taken, late] = [
      { id: "d1", input: paid("m1") },
      { id: "d2", input: paid("m2") },
    ];
    expect((await host.resume(run, [taken])).status).toBe("completed");
    for (const posted of [taken, late]) await store.inbox.post(run, posted, world.clock.now());
    await host.resume(run);
    expect([store.inbox.holds(run, "d1"), store.inbox.refused(run, "d1")]).toEqual([false, false]);
    expect(store.inbox.refused(run, "d2")).toBe(true);
    await host.close();
  });

  test("and is not what was handed over, is put aside, and said", async () => {
    const world = new HostWorld();
    const problems: unknown[] = [];
    const { host, store } = await world.open({ onProblem: (_, error) => problems.push(error) });
    const { run, result } = await host.start(loaded(message));
    await result;
    await store.inbox.post(run, { id: "d1", input: paid("m1") }, world.clock.now());
    const [name = ""] = readdirSync(join(world.directory, "inbox"));
    const file = join(world.directory, "inbox", name);
    writeFileSync(file, readFileSync(file, "utf8").replace('"json":1', '"json":3'));
    expect((await host.resume(run)).status).toBe("waiting");
    expect(store.inbox.refused(run, "d1")).toBe(true);
    expect(problems).toMatchObject([{ code: "store/bad-input", place: { file: `inbox/${name}` } }]);
    await host.close();
  });

  test("and is no input, is put aside", async () => {
    const world = new HostWorld();
    const { host, store } = await world.open();
    const tick = { id: "d1", input: { type: "tick" } as Input };
    expect(await codeOf(store.inbox.post("r", tick, 0))).toBe("store/bad-input");
    await host.close();
  });

  test("cancels: what is under way is told to stop", async () => {
    const world = new HostWorld();
    let stopped = false;
    const invoke = (_: unknown, signal: { addEventListener: (type: "abort", listener: () => void) => void }) =>
      new Promise<Outcome>((resolve) =>
        signal.addEventListener("abort", () => {
          stopped = true;
          resolve({ kind: "cancelled" });
        }),
      );
    const { host } = await world.open({ executors: { test: { invoke } } });
    const { run, result } = await host.start(loaded(two));
    await settled();
    const other = await world.open();
    await other.store.inbox.post(run, { id: "c", input: { type: "cancelled", why: "wrong host" } }, world.clock.now());
    await world.clock.pass(300);
    expect([(await result).status, stopped]).toEqual(["cancelled", true]);
    await host.close();
    await other.host.close();
  });
});

describe("a resident host", () => {
  const timer = (ms: number): Bundle =>
    bundle(
      [start("s"), wait("c", [{ trigger: { on: "timer", after: { json: ms } } }]), action("b"), end("e")],
      ["s > c", "c > b", "b > e"],
    );

  test("takes up what waits, and keeps its time by the clock, also what passed while nobody was there", async () => {
    const world = new HostWorld();
    const first = await world.open({ resident: true });
    const { run: soon } = await first.host.start(loaded(timer(60_000)));
    const { run: late } = await first.host.start(loaded(timer(120_000)));
    await settled();
    await first.host.close();
    await world.clock.pass(70_000);
    const second = await world.open({ resident: true });
    const { taken, refused } = await second.host.recover();
    expect([[...taken].sort(), refused]).toEqual([[soon, late].sort(), []]);
    await settled();
    expect(second.store.unfinished()).toEqual([late]);
    for (let count = 0; count < 3; count += 1) await world.clock.pass(20_000);
    expect(second.store.unfinished()).toEqual([]);
    await second.host.close();
  });

  test("answers a gate's people and lets go of runs that are over", async () => {
    const world = new HostWorld();
    const gated = bundle([start("s"), gate("g"), end("e")], ["s > g", "g > e"]);
    const { host, store } = await world.open({ resident: true });
    const { run, result } = await host.start(loaded(gated));
    const [waiting] = (await result).waiting;
    if (waiting?.for !== "approval") throw new Error("no approval is waited for");
    const { effect, hash } = waiting.job;
    await host.send(run, {
      input: { type: "reviewed", effect, approval: { by: "user:ann", verdict: "approve", hash } },
    });
    await settled();
    expect(store.head(run).head?.status).toBe("completed");
    const other = await world.open();
    expect((await other.host.resume(run)).status).toBe("completed");
    await host.close();
    await other.host.close();
  });
});

describe("another plan", () => {
  const renamed: Bundle = bundle(
    [start("s"), action("a"), action("m", { executor: "manual" }), action("c"), end("e")],
    ["s > a", "a > m", "m > c", "c > e"],
  );
  const without: Bundle = bundle([start("s"), action("a"), end("e")], ["s > a", "a > e"]);

  test("takes a run over when it has what the run holds on to; the trace tells, and opens again", async () => {
    const world = new HostWorld();
    const { host, store } = await world.open();
    const { run, result } = await host.start(loaded(byHand));
    await result;
    const dry = await host.migrate(run, loaded(renamed), { dry: true });
    expect([dry.result, dry.plan.vanished, dry.plan.continues.map(({ node }) => node)]).toEqual([null, [], ["m"]]);
    expect([...readRun(store.disk, run).lines()].some((line) => line.type === "migrated")).toBe(false);
    const moved = await host.migrate(run, loaded(renamed), { actor: "user:ann" });
    const [waiting] = moved.result?.waiting ?? [];
    await host.close();
    const later = await world.open();
    const effect = waiting?.for === "person" ? waiting.job.effect : "";
    const done = await later.host.resume(run, [{ input: { type: "settled", effect, outcome: ok } }]);
    expect([done.status, world.called]).toEqual(["completed", ["a", "c"]]);
    await later.host.close();
  });

  test("is refused when something that the run holds on to is gone, and the run stays as it was", async () => {
    const world = new HostWorld();
    const { host } = await world.open();
    const { run, result } = await host.start(loaded(byHand));
    await result;
    const dry = await host.migrate(run, loaded(without), { dry: true });
    expect(dry.plan.vanished).toMatchObject([{ what: "node", id: "m" }]);
    expect(await codeOf(host.migrate(run, loaded(without)))).toBe("store/cannot-migrate");
    expect((await host.resume(run)).status).toBe("waiting");
    await host.close();
  });
});

describe("again from a step", () => {
  const long: Bundle = bundle(
    [
      start("s"),
      action("a", { outputs: [{ path: ["x"], from: { result: [] } }] }),
      action("m", { executor: "manual" }),
      wait("c", [{ trigger: { on: "timer", after: { json: 3_600_000 } } }]),
      action("b", { request: { variable: "x" } }),
      end("e"),
    ],
    ["s > a", "a > m", "m > c", "c > b", "b > e"],
    { variables: [{ name: "x", external: true }] },
  );

  async function finished(world: HostWorld): Promise<string> {
    const { host } = await world.open({ resident: true });
    const { run, result } = await host.start(loaded(long), { inputs: { x: 7 }, title: "Long" });
    const [waiting] = (await result).waiting;
    const effect = waiting?.for === "person" ? waiting.job.effect : "";
    await host.send(run, { input: { type: "settled", effect, outcome: ok } });
    await settled();
    for (let count = 0; count < 4; count += 1) await world.clock.pass(1_000_000);
    expect((await host.resume(run)).status).toBe("completed");
    await host.close();
    world.called.length = 0;
    return run;
  }

  test("what the step depends on is not done again, nor waited for, and the inputs are the same", async () => {
    const world = new HostWorld();
    const run = await finished(world);
    const { host, store } = await world.open();
    const { plan, start: begin } = await host.rerun(run, "b");
    expect(plan.reused.map(({ node }) => node)).toEqual(["a", "m", "c"]);
    const again = await begin({ actor: "user:ann" });
    expect([(await again.result).status, world.called]).toEqual(["completed", ["b"]]);
    expect(readRun(store.disk, again.run).header).toMatchObject({ rerun_of: run, rerun_from: "b", title: "Long" });
    const starts = [...readRun(store.disk, again.run).records()].filter(
      (r) => r.type === "received" && r.input.type === "start",
    );
    expect(starts).toMatchObject([{ input: { variables: { x: { json: 7 } } } }]);
    expect(await codeOf(host.rerun(run, "nothing"))).toBe("store/cannot-rerun");
    await host.close();
  });

  test("also when the rerun was interrupted, wherever that was", async () => {
    const world = new HostWorld();
    const run = await finished(world);
    const { host } = await world.open();
    const again = await (await host.rerun(run, "b")).start();
    await again.result;
    await host.close();
    const directory = join(world.directory, "runs", again.run);
    const lines = readFileSync(join(directory, "trace.jsonl"), "utf8").trimEnd().split("\n");
    const ends = lines.flatMap((line, index) => (index > 0 && JSON.parse(line).type === "batch" ? index + 1 : []));
    expect(ends.length).toBeGreaterThan(1);
    for (const end of ends.slice(0, -1)) {
      rmSync(join(directory, "head.json"));
      rmSync(join(directory, "snapshots"), { recursive: true });
      writeFileSync(join(directory, "trace.jsonl"), `${lines.slice(0, end).join("\n")}\n`);
      world.called.length = 0;
      const later = await world.open();
      const { status } = await later.host.resume(again.run);
      expect(
        world.called.filter((node) => node !== "b"),
        `cut after line ${end}`,
      ).toEqual([]);
      expect(["completed", "stuck"], `cut after line ${end}`).toContain(status);
      await later.host.close();
    }
  });
});

test("a rerun takes what a step came to in the end, not what was of no use and was tried again", async () => {
  const world = new HostWorld();
  const more = { expr: { language: "test", text: "result + 1", origin } } as const;
  const counted: Bundle = bundle(
    [
      start("s"),
      action("m", { executor: "manual", outputs: [{ path: ["n"], from: more }] }),
      action("b", { request: { variable: "n" } }),
      end("e"),
    ],
    ["s > m", "m > b", "b > e"],
    { variables: [{ name: "n" }] },
  );
  const { host, store } = await world.open();
  const gives = (rested: RunResult, json: Json): { readonly input: Input } => {
    const [effect = ""] = rested.waiting.flatMap((one) => (one.for === "person" ? one.job.effect : []));
    return { input: { type: "settled", effect, outcome: { kind: "ok", output: { json } } } };
  };
  const { run, result } = await host.start(loaded(counted));
  const stuck = await host.resume(run, [gives(await result, "many")]);
  expect(stuck.incidents[0]?.code).toBe("not-a-number");
  const token = stuck.incidents[0]?.token ?? 0;
  const asked = await host.resume(run, [{ input: { type: "resolved", token, how: { do: "retry" } } }]);
  expect((await host.resume(run, [gives(asked, 119)])).status).toBe("completed");
  const again = await (await host.rerun(run, "b")).start();
  expect((await again.result).status).toBe("completed");
  const staged = [...readRun(store.disk, again.run).records()].filter((record) => record.type === "jobStaged");
  expect(staged.at(-1)).toMatchObject({ job: { node: "b", request: 120 } });
  await host.close();
});

test("what is run is what is read again: a request says the same before and after the graph was stored", async () => {
  const world = new HostWorld();
  const request = {
    object: [
      ["url", { json: "u" }],
      ["body", { json: { zone: 1, area: 2 } }],
    ],
  } as const;
  const { host, store } = await world.open();
  const unsorted = bundle(
    [
      start("s"),
      action("a", { request: { json: { url: "u", body: { zone: 1, area: 2 } } } }),
      action("b", { request }),
      end("e"),
    ],
    ["s > a", "a > b", "b > e"],
  );
  const { run, result } = await host.start(loaded(unsorted));
  expect((await result).status).toBe("completed");
  const load = async (text: string) => {
    const { program } = compile(JSON.parse(text), languages);
    if (program === null) throw new Error("it doesn't compile");
    return { bundle: JSON.parse(text), program };
  };
  const { header, stretches } = await readHistory(store.disk, run, load);
  expect(replay(stretches, { limits: header.limits })).toMatchObject({ equal: true });
  await host.close();
});

test("a run whose host had executors is left alone by one that lacks them", async () => {
  const world = new HostWorld();
  const { host } = await world.open();
  const { run, result } = await host.start(loaded(byHand));
  const [waiting] = (await result).waiting;
  await host.close();
  const other = await world.open({ executors: {} });
  const effect = waiting?.for === "person" ? waiting.job.effect : "";
  const done: Input = { type: "settled", effect, outcome: ok };
  expect(await codeOf(other.host.resume(run, [{ input: done }]))).toBe("store/needs-executors");
  expect(await other.host.recover()).toEqual({ taken: [], elsewhere: [run], refused: [] });
  await other.store.inbox.post(run, { id: "d1", input: done }, world.clock.now());
  await other.host.close();
  const own = await world.open();
  expect((await own.host.resume(run)).status).toBe("completed");
  await own.host.close();
});
