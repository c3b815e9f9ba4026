/** What can be done with what runs have done. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, here } from "./rb.js";
import { type TestStore, testStore } from "./store.js";

const stores: TestStore[] = [];
const fresh = (): TestStore => {
  const store = testStore();
  stores.push(store);
  return store;
};
/** A newer definition beside the store. */
const edited = (store: TestStore, name: string, edit: (text: string) => string): string => {
  const file = join(dirname(store.directory), name);
  writeFileSync(file, edit(readFileSync(join(here, "fixtures", name), "utf8")));
  return file;
};
/** `release` up to where it waits for the mail. */
const released = (store: TestStore): string => {
  const run = store.start("release.yaml", "-i", "version=1.2");
  store.rb("approve", run, "allow", "--yes", "--role", "on-call");
  store.rb("done", run, "call", "--set", "reached=true");
  return run;
};

beforeAll(build, 120_000);
afterAll(() => {
  for (const { directory } of stores) rmSync(dirname(directory), { recursive: true, force: true });
});

describe("replay", () => {
  it("comes out byte for byte", () => {
    const store = fresh();
    const run = released(store);
    const { code, stdout } = store.rb("replay", run);
    expect(stdout).toMatch(/^✔ Equal byte for byte .*: \d+ inputs, \d+ records\n {2}state sha256:[0-9a-f]{64}/);
    expect(code).toBe(0);
    expect(store.json("replay", "last")).toMatchObject({ run, equal: true, difference: null });
  });
});

describe("verify", () => {
  it("finds what was changed, cut off or taken away, and says which run it is", () => {
    const store = fresh();
    const good = released(store);
    const bad: string[] = [];
    const damaged = (damage: (run: string) => void): void => {
      const run = store.start("release.yaml", "-i", "version=2");
      damage(run);
      bad.push(run);
    };
    damaged((run) => {
      const file = store.file(run, "trace.jsonl");
      writeFileSync(file, readFileSync(file, "utf8").replace('"tokenCreated"', '"tokenCreatef"'));
    });
    damaged((run) => {
      const file = store.file(run, "trace.jsonl");
      const lines = readFileSync(file, "utf8").split("\n");
      writeFileSync(file, `${lines.slice(0, 1).join("\n")}\n`);
    });
    damaged((run) => writeFileSync(store.file(run, "graph.json"), "{}"));
    damaged((run) => rmSync(store.file(run, "graph.json")));
    const { code, stdout } = store.rb("verify", "--all");
    expect(code).toBe(1);
    expect(stdout).toContain(`✔ ${good}`);
    for (const run of bad) expect(stdout).toContain(`✖ ${run}`);
    expect(stdout).toContain("5 runs: 1 verify, 4 don't.");
    const { runs } = store.json("verify", "--all");
    expect(
      runs.map((one: { run: string; error?: { code: string } }) => [one.run, one.error?.code ?? null]).sort(),
    ).toEqual(
      [
        [good, null],
        [bad[0], "store/broken-trace"],
        [bad[1], "store/lost-history"],
        [bad[2], "store/damaged-graph"],
        [bad[3], "store/damaged-graph"],
      ].sort(),
    );
  });

  it("tells a damaged head and a damaged snapshot from a damaged history", () => {
    const store = fresh();
    const run = released(store);
    writeFileSync(store.file(run, "head.json"), "{}");
    mkdirSync(store.file(run, "snapshots"), { recursive: true });
    writeFileSync(store.file(run, "snapshots", "step-0001.json"), "{}");
    const { code, stdout } = store.rb("verify", run);
    expect(stdout).toContain("✖ the head is damaged; rb resume makes it anew from the trace");
    expect(stdout).toContain("✖ step-0001.json is damaged; it is for people only");
    expect(code).toBe(1);
    expect(store.json("verify", run)).toMatchObject({ verified: false, runs: [{ run, verified: false }] });
    expect(store.rb("runs").stdout).toContain("store/damaged-head");
    store.rb("resume", run);
    expect(store.json("runs").runs).toMatchObject([{ status: "waiting" }]);
  });

  it("tells a head that somebody has made up, though its checksum is right", () => {
    const store = fresh();
    const run = released(store);
    const { checksum: _, ...head } = JSON.parse(readFileSync(store.file(run, "head.json"), "utf8"));
    const open = JSON.stringify({ ...head, status: "completed" }).slice(0, -1);
    const checksum = createHash("sha256").update(open).digest("hex");
    writeFileSync(store.file(run, "head.json"), `${open},"checksum":"${checksum}"}\n`);
    expect(store.rb("verify", run)).toMatchObject({ code: 1, stdout: expect.stringContaining("the head is damaged") });
  });

  it("wants to know which", () => {
    const store = fresh();
    released(store);
    expect(store.rb("verify").code).toBe(2);
    expect(store.rb("verify", "last", "--all").code).toBe(2);
  });
});

describe("timeline", () => {
  it("tells who did what, or draws it", () => {
    const store = fresh();
    const run = released(store);
    const { stdout } = store.rb("timeline", run);
    expect(stdout).toMatch(/approval\.given .*approves Allow the release/);
    const { entries } = store.json("timeline", run);
    expect(entries.map(({ n }: { n: number }) => n)).toEqual(entries.map((_: unknown, at: number) => at + 1));
    const file = join(dirname(store.directory), "run.svg");
    expect(store.rb("timeline", run, "-o", file)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(file, "utf8")).toMatch(/^<svg /);
    expect(store.rb("timeline", run, "--svg", "--json").code).toBe(2);
  });
});

describe("diff", () => {
  it("is equal, or says where two runs part", () => {
    const store = fresh();
    const [a, b] = [released(store), store.start("release.yaml", "-i", "version=1.2")];
    store.rb("reject", b, "allow", "--yes", "--role", "on-call", "--comment", "no");
    expect(store.rb("diff", a, a)).toMatchObject({ code: 0, stdout: expect.stringContaining("The runs are equal.") });
    const { code, stdout } = store.rb("diff", a, b);
    expect(stdout).toMatch(/Allow the release/);
    expect(code).toBe(1);
    expect(store.json("diff", a, b)).toMatchObject({ a, b, equal: false });
  });
});

describe("rerun", () => {
  it("takes over what came before the step, and does the rest for real", () => {
    const store = fresh();
    const run = released(store);
    const dry = store.rb("rerun", run, "--from", "call", "--dry");
    expect(dry.stdout).toMatch(/Counts as done\n {2}✔ Allow the release/);
    expect(dry.stdout).toMatch(/Runs again\n {2}↻ Call the customer/);
    expect(store.json("runs").runs).toHaveLength(1);
    expect(store.rb("rerun", run, "--from", "call")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("give --yes"),
    });
    const { code, stdout } = store.rb("rerun", run, "--from", "call", "--yes");
    expect(stdout).toContain("rb done");
    expect(code).toBe(1);
    expect(store.json("show", "last")).toMatchObject({
      status: "waiting",
      rerun_of: run,
      rerun_from: "call",
      waiting: [{ for: "manual", node: "call" }],
    });
    expect(store.rb("replay", "last").code).toBe(0);
  });

  it("says what can't be done", () => {
    const store = fresh();
    const run = store.start("release.yaml", "-i", "version=1");
    expect(store.rb("rerun", run)).toMatchObject({ code: 2, stderr: expect.stringContaining("--from STEP") });
    expect(store.rb("rerun", run, "--from", "cal", "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/error\[store\/cannot-rerun\](.|\n)*Did you mean 'call'/),
    });
  });

  it("with a newer definition says what has changed", () => {
    const store = fresh();
    const run = released(store);
    const newer = edited(store, "release.yaml", (text) => text.replace("Tell them about", "Ring them about"));
    const { stdout } = store.rb("rerun", run, "--from", "paid", "--with", newer, "--dry");
    expect(stdout).toMatch(/Changed since\n {2}~ node 'Call the customer'/);
  });

  it("of a document with several processes runs the one that is named", () => {
    const store = fresh();
    const run = store.start("pools.bpmn", "--process", "Seller");
    store.rb("done", run, "pack");
    const newer = edited(store, "pools.bpmn", (text) => text.replace('name="Ship"', 'name="Ship it"'));
    const again = (...more: readonly string[]) => store.rb("rerun", run, "--from", "ship", ...more, "--dry");
    const { code, stdout } = again("--with", newer, "--process", "Seller");
    expect(stdout).toMatch(/Changed since\n {2}~ node 'Ship it'/);
    expect(code).toBe(0);
    expect(again("--process", "Seller")).toMatchObject({ code: 2, stderr: expect.stringContaining("--with FILE") });
  });
});

describe("migrate", () => {
  it("goes on with the new definition where it stood", () => {
    const store = fresh();
    const run = store.start("release.yaml", "-i", "version=1.2");
    const newer = edited(store, "release.yaml", (text) => text.replace("Tell them about", "Ring them about"));
    const dry = store.rb("migrate", run, newer, "--dry");
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/can go on with this definition(.|\n)*Allow the release/),
    });
    expect(store.rb("migrate", run, newer)).toMatchObject({ code: 2, stderr: expect.stringContaining("give --yes") });
    expect(store.rb("migrate", run, newer, "--yes", "--by", "alice")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("goes on with the new definition"),
    });
    store.rb("approve", run, "allow", "--yes", "--role", "on-call");
    expect(store.rb("show", run).stdout).toContain("Ring them about 1.2.");
    expect(store.rb("replay", run).code).toBe(0);
    expect(store.rb("verify", run).code).toBe(0);
  });

  it("names what the new definition lacks, and changes nothing", () => {
    const store = fresh();
    const run = store.start("release.yaml", "-i", "version=1.2");
    const newer = edited(store, "release.yaml", (text) => text.replace("id: allow", "id: permit"));
    const before = readFileSync(store.file(run, "trace.jsonl"), "utf8");
    const refused = store.rb("migrate", run, newer, "--yes");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("✖ node 'allow'") });
    expect(readFileSync(store.file(run, "trace.jsonl"), "utf8")).toBe(before);
    expect(store.json("migrate", run, newer, "--dry")).toMatchObject({ possible: false });
  });
});
