import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "@rb/ir";
import type { Input, Outcome } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { bundle, end, start, wait } from "../../../kernel/test/build.js";
import { codeOf, message, paid, two } from "../../test/host-samples.js";
import { HostWorld, loaded, settled } from "../../test/host-world.js";
import { readRun } from "../run/read-run.js";

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
