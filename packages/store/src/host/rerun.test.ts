import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Json } from "@rb/ir";
import type { Input, RunResult } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { action, bundle, end, origin, start, wait } from "../../../kernel/test/build.js";
import { codeOf } from "../../test/host-samples.js";
import { HostWorld, loaded, ok, settled } from "../../test/host-world.js";
import { readRun } from "../run/read-run.js";

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
