import type { Bundle } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { action, bundle, end, start } from "../../../kernel/test/build.js";
import { byHand, codeOf } from "../../test/host-samples.js";
import { HostWorld, loaded, ok } from "../../test/host-world.js";
import { readRun } from "../run/read-run.js";

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
