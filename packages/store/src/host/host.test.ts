import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "@rb/ir";
import { compile, type Input, type Outcome } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { action, bundle, end, gate, start, wait } from "../../../kernel/test/build.js";
import { byHand, codeOf, two } from "../../test/host-samples.js";
import { HostWorld, languages, loaded, ok, settled } from "../../test/host-world.js";
import { replay } from "../history/replay.js";
import { readRun } from "../run/read-run.js";
import { readHistory } from "../run/stored-history.js";

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
