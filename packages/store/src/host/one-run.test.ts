import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { byHand, codeOf, two } from "../../test/host-samples.js";
import { HostWorld, loaded } from "../../test/host-world.js";
import type { OpenFile } from "../disk/disk.js";
import { NodeDisk } from "../disk/node-disk.js";

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
