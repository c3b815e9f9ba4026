/** Live runs as their users see them: every command is a process of its own, and all that they share is the store. */
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, here, rb, start } from "./rb.js";
import { killedWhileWorking, resumedByItsProgram, type TestStore, testStore } from "./store.js";

const stores: TestStore[] = [];
const fresh = (): TestStore => {
  const store = testStore();
  stores.push(store);
  return store;
};

/** `release`, changed, beside the store. */
const edited = (store: TestStore, edit: (text: string) => string): string => {
  const file = join(dirname(store.directory), "release.yaml");
  writeFileSync(file, edit(readFileSync(join(here, "fixtures/release.yaml"), "utf8")));
  return file;
};

beforeAll(build, 120_000);
afterAll(() => {
  for (const { directory } of stores) rmSync(dirname(directory), { recursive: true, force: true });
});

describe("a run from start to end", () => {
  const store = fresh();
  let run = "";

  it("says its id first, and what leads on last", () => {
    const { code, stdout } = store.rb(
      "run",
      "--live",
      "fixtures/release.yaml",
      "-i",
      "version=1.2",
      "--tenant",
      "acme",
      "--label",
      "team=web",
    );
    run = /live run (\S+)/.exec(stdout.split("\n")[0] ?? "")?.[1] ?? "";
    expect(run).toMatch(/^\d{8}T\d{6}-[0-9a-f]{8,}$/);
    expect(stdout).toMatch(
      new RegExp(`Next\\n {2}rb approve ${run} allow --role on-call\\n {2}rb reject ${run} allow`),
    );
    expect(code).toBe(1);
  });

  it("is listed and shown", () => {
    expect(store.rb("runs").stdout).toMatch(new RegExp(`◎ waiting +${run} +Release the fix .*approval of allow`));
    const shown = store.json("show", "last");
    expect(shown).toMatchObject({
      run,
      status: "waiting",
      tenant: "acme",
      labels: { team: "web" },
      driven_by: null,
      stands_at: [{ node: "allow", title: "Allow the release" }],
      waiting: [{ for: "approval", node: "allow", roles: ["on-call"], count: 1, have: 0 }],
      proof: { inputs: 2, torn: null, head: "agrees" },
    });
    expect(shown.waiting[0].commands[0]).toBe(`rb approve ${run} allow --role on-call`);
    expect(store.rb("show", run.slice(-8)).stdout).toContain("approval of 'Allow the release', 0 of 1, by on-call");
  });

  it("takes an approval only from a person, or by --yes", () => {
    const piped = rb(["approve", run, "allow", "--role", "on-call"], {
      stdin: "y\n",
      env: { RB_STORE: store.directory },
    });
    expect(piped).toMatchObject({ code: 2, stderr: expect.stringContaining("what is piped in doesn't count") });
    expect(store.json("show", run).at.input).toBe(2);
  });

  it("says so when an approval doesn't count", () => {
    const { code, stderr } = store.rb("approve", run, "allow", "--yes", "--by", "mallory");
    expect(stderr).toContain("needs one of the roles on-call");
    expect(code).toBe(1);
    const other = store.rb("approve", run, "allow", "--yes", "--role", "on-call", "--hash", "0123456789");
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("does not begin with '0123456789'") });
  });

  it("goes on when it is approved, by the name of who did", () => {
    const { hash } = store.json("show", run).waiting[0];
    const args = ["--yes", "--role", "on-call", "--by", "alice", "--comment", "go", "--hash", hash.slice(0, 8)];
    const { code, stdout } = store.rb("approve", run, "Allow the release", ...args);
    expect(stdout).toContain(`✔ 'Allow the release' is approved by user:alice.`);
    expect(stdout).toContain(`rb done ${run} call`);
    expect(code).toBe(0);
    expect(readFileSync(store.file(run, "trace.jsonl"), "utf8")).toContain('"by":"user:alice","verdict":"approve"');
  });

  it("takes the outcome of a person's step", () => {
    expect(store.rb("done", run, "cal")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean 'call'?"),
    });
    expect(store.rb("done", run, "call", "--output", "{oops")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs JSON"),
    });
    expect(store.rb("done", run, "call", "--set", "reached=true").code).toBe(0);
  });

  it("takes a message with the right key, once", () => {
    expect(store.rb("message", "mail")).toMatchObject({ code: 1, stderr: expect.stringContaining("with another key") });
    expect(store.rb("message", "post", "--key", '"1.2"')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No run waits"),
    });
    const { code, stdout } = store.rb("message", "mail", "--key", '"1.2"', "--data", '{"from":"bob"}', "--id", "m-1");
    expect(stdout).toContain(`Run ${run} is completed.`);
    expect(code).toBe(0);
    const again = store.rb("message", "mail", "--run", run, "--key", '"1.2"', "--id", "m-1");
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("had taken this before") });
  });

  it("shows what came of it, and what was at any moment", () => {
    const shown = store.json("show", run);
    expect(shown).toMatchObject({ status: "completed", outputs: { reached: { json: true } }, waiting: [], next: [] });
    expect(shown.steps.map(({ node }: { node: string }) => node)).toEqual(["allow", "call", "pause", "paid"]);
    const then = store.json("show", run, "--at", "2");
    expect(then).toMatchObject({ status: "waiting", at: { input: 2, goes_on: true }, next: [] });
    expect(store.json("show", run, "--at", "2001-01-01T00:00:00Z")).toMatchObject({ at: { input: 0 }, steps: [] });
    expect(store.rb("show", run, "--at", "0").stdout).toContain("as it was before its first input");
    expect(store.rb("show", run, "--at", "2").stdout).toContain("as it was after input 2");
    expect(store.rb("show", run, "--at", "999").stdout).toMatch(/as it is now: it has had \d+ inputs only/);
    expect(store.rb("show", run, "--at", "yesterday")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("neither a number"),
    });
  });

  it("takes nothing more when it is over", () => {
    expect(store.rb("cancel", run)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("error[store/run-over]"),
    });
    expect(store.json("cancel", run)).toMatchObject({ error: { code: "store/run-over", help: expect.any(String) } });
  });
});

describe("starting", () => {
  it("twice with the same key starts one run", () => {
    const store = fresh();
    const args = ["run", "--live", "fixtures/release.yaml", "--idempotency-key", "INC-7", "--json"];
    const first = store.rb(...args, "-i", "version=1");
    const second = store.rb(...args, "-i", "version=1");
    const run = JSON.parse(first.stdout.split("\n")[0] ?? "").run;
    expect(JSON.parse(second.stdout.split("\n")[0] ?? "").run).toBe(run);
    expect(second.stderr).toContain(`nothing was started: it stands for run ${run}`);
    expect(store.json("runs").runs).toHaveLength(1);
    const other = store.rb(...args, "-i", "version=2");
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("error[store/other-plan]") });
  });

  it("dry leaves nothing behind, and refuses what only a live run has", () => {
    const store = fresh();
    expect(store.rb("run", "fixtures/release.yaml", "-i", "version=1").code).toBe(0);
    expect(existsSync(store.directory)).toBe(false);
    const refused = store.rb("run", "fixtures/release.yaml", "-i", "version=1", "--idempotency-key", "x");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("give --live as well") });
    expect(store.rb("runs")).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no store at") });
    mkdirSync(store.directory);
    expect(store.rb("runs"), "another directory is left as it is").toMatchObject({ code: 2 });
    expect(readdirSync(store.directory)).toEqual([]);
  });
});

describe("the list", () => {
  it("filters, and leaves no damaged run out", () => {
    const store = fresh();
    const waiting = store.start("release.yaml", "-i", "version=1", "--tenant", "acme", "--run-title", "First");
    const stuck = store.start("which-way.bpmn");
    const broken = store.start("release.yaml", "-i", "version=2");
    const short = store.start("release.yaml", "-i", "version=3");
    writeFileSync(store.file(broken, "trace.jsonl"), "no trace\n");
    truncateSync(store.file(short, "trace.jsonl"), 900);
    const [traceless, headOnly] = [store.start("which-way.bpmn"), store.start("which-way.bpmn")];
    rmSync(store.file(traceless, "trace.jsonl"));
    rmSync(store.file(headOnly, "trace.jsonl"));
    writeFileSync(store.file(headOnly, "head.json"), "{}");
    const listed = (...args: string[]): string[] =>
      store.json("runs", ...args).runs.map((one: { run: string }) => one.run);
    expect(listed()).toEqual([waiting, stuck, broken, short, traceless, headOnly].sort().reverse());
    expect(listed("--status", "stuck")).toEqual([stuck]);
    expect(listed("--tenant", "acme")).toEqual([waiting]);
    expect(listed("--runbook", "FIRST")).toEqual([waiting]);
    expect(listed("--since", "2099-01-01")).toEqual([]);
    expect(listed("--since", "1h", "--limit", "2")).toHaveLength(2);
    const damaged = store.json("runs", "--status", "damaged").runs;
    expect(
      Object.fromEntries(damaged.map((one: { run: string; error: { code: string } }) => [one.run, one.error.code])),
    ).toEqual({
      [broken]: "store/broken-trace",
      [short]: "store/lost-history",
      [traceless]: "store/lost-history",
      [headOnly]: "store/damaged-head",
    });
    expect(store.rb("runs").stdout).toMatch(/✖ damaged .*store\/lost-history/);
    expect(store.rb("show", broken)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/error\[store\/broken-trace\].*\n --> runs\/.*trace\.jsonl:1/),
    });
  });

  it("finds a run by its beginning or end, and asks when several are meant", () => {
    const store = fresh();
    const a = store.start("which-way.bpmn");
    const b = store.start("which-way.bpmn");
    expect(store.json("show", a.slice(-8)).run).toBe(a);
    expect(store.json("show", "last").run).toBe([a, b].sort().at(-1));
    expect(store.rb("show", "20")).toMatchObject({ code: 2, stderr: expect.stringContaining("'20' could be 2 runs") });
    for (const wrong of ["../../etc", "\u001b[2J", ""]) {
      const { code, stderr } = store.rb("show", wrong);
      expect({ code, stderr: stderr.split("\n")[0] }).toEqual({
        code: 2,
        stderr: expect.stringContaining("error[store/no-such-run]"),
      });
      expect(stderr).not.toContain("\u001b");
    }
  });
});

describe("incidents", () => {
  it("are listed with what can be done, and resolved by a way", () => {
    const store = fresh();
    const run = store.start("which-way.bpmn");
    expect(store.rb("resolve", run).stdout).toContain(`rb resolve ${run} check --way left`);
    expect(store.json("resolve", run).incidents).toMatchObject([{ node: "check", code: "unanswered" }]);
    expect(store.rb("resolve", run, "--skip")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("say which by --way: 'left'"),
    });
    expect(store.rb("resolve", run, "--way", "Lefft")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean 'left'"),
    });
    expect(store.rb("resolve", run, "--done", "--retry")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Only one of"),
    });
    expect(store.rb("resolve", run, "check", "--way", "Left").code).toBe(0);
    expect(store.json("show", run)).toMatchObject({
      status: "waiting",
      incidents: [],
      waiting: [{ for: "manual", node: "l" }],
    });
  });

  it("of an unknown outcome say what may have happened, and by which key to look for it", async () => {
    const store = fresh();
    const run = await killedWhileWorking(store.directory, "post.yaml", ["http"]);
    await resumedByItsProgram(store.directory, "post.yaml", ["http"], run);
    expect(store.rb("show", run).stdout).toContain(`rb resolve ${run} post --done`);
    const { stdout } = store.rb("resolve", run);
    expect(stdout).toContain("it may have happened, wholly, in part or not at all");
    expect(stdout).toContain(`its idempotency key: ${run}.`);
    expect(store.rb("resolve", run, "--retry")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("give --yes"),
    });
    const resolved = store.rb("resolve", run, "--done", "--output", '{"status":201}');
    expect(resolved).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("when the program that started the run"),
    });
    await resumedByItsProgram(store.directory, "post.yaml", ["http"], run);
    expect(store.json("show", run)).toMatchObject({ status: "waiting", waiting: [{ for: "manual", node: "tell" }] });
  });

  it("of a step are skipped where one way leads around it", async () => {
    const store = fresh();
    const run = await killedWhileWorking(store.directory, "post.yaml", ["http"]);
    await resumedByItsProgram(store.directory, "post.yaml", ["http"], run);
    expect(store.json("resolve", run, "post", "--skip")).toMatchObject({ how: "on-its-way", effect: null });
    await resumedByItsProgram(store.directory, "post.yaml", ["http"], run);
    expect(store.json("show", run).waiting).toMatchObject([{ for: "manual", node: "tell" }]);
  });
});

describe("a run of a program with executors", () => {
  it("is left to that program", async () => {
    const store = fresh();
    const run = await killedWhileWorking(store.directory, "post.yaml", ["http"]);
    const left = "its process ended: resume it with the program that started it";
    expect(store.rb("runs").stdout).toContain(left);
    const shown = store.rb("show", run).stdout;
    expect(shown).toContain(left);
    expect(shown).not.toContain("rb resume");
    const refused = expect.stringContaining("error[store/needs-executors]");
    expect(store.rb("resume", run)).toMatchObject({ code: 2, stderr: refused });
    expect(store.rb("resume", "--all").stdout).toMatch(new RegExp(`^· left alone {2}${run} {2}store/needs-executors`));
    expect(store.rb("cancel", run)).toMatchObject({ code: 1, stderr: expect.stringContaining("Not taken yet") });
    await resumedByItsProgram(store.directory, "post.yaml", ["http"], run);
    expect(store.json("show", run).status).toBe("cancelled");
    expect(store.rb("cancel", run)).toMatchObject({ code: 0, stdout: `✔ Run ${run} was cancelled before.\n` });
  });
});

describe("what a person's step gives", () => {
  const store = fresh();
  let run = "";

  it("is said where the step is waited for", () => {
    run = store.start("../../../../fixtures/cacao/phishing.json");
    expect(store.rb("show", run).stdout).toMatch(/Triage the mail'\n {4}gives verdict\n/);
    const [triage] = store.json("show", run).waiting;
    expect(triage).toMatchObject({ gives: ["__verdict__"], commands: [expect.stringContaining("--set 'verdict=…'")] });
  });

  it.each([
    [["--set", "verdikt=phishing"], "Did you mean 'verdict'?"],
    [["--set", "verdict=phishing", "--set", "sure=true"], "Not sure."],
    [["--output", '"phishing"'], "has no names"],
    [["--output", "{}"], "Nothing was given"],
    [[], "say --output null"],
  ])("is refused under another name: %j", (given, why) => {
    const refused = store.rb("done", run, "Triage the mail", ...given);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect(refused.stderr).toContain("verdict=…");
  });

  it("has to be of its type, or the step waits on", () => {
    const typed = store.start("../../../../fixtures/cacao/semantics/wrong-types.json");
    expect(store.rb("done", typed, "count", "--set", "n=a dozen")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is wrong at /__n__: is not a whole number. The step still waits."),
    });
    expect(store.rb("done", typed, "count", "--set", "n=12").code).toBe(0);
  });

  it("is taken by its short name", () => {
    expect(store.rb("done", run, "Triage the mail", "--set", "verdict=harmless").code).toBe(0);
    expect(store.json("show", run).waiting).toMatchObject([{ title: "Thank the reporter", gives: [] }]);
    // A step that gives nothing needs no options.
    expect(store.rb("done", run, "Thank the reporter").code).toBe(0);
  });
});

describe("what isn't waited for", () => {
  it("is told from what is, and from a run that is over", () => {
    const store = fresh();
    const run = store.start("release.yaml", "-i", "version=1");
    const early = store.rb("done", run, "call", "--set", "reached=true");
    expect(early).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("approval of 'Allow the release', 0 of 1"),
    });
    const wrong = store.rb("done", run, "allow");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining(`rb approve ${run} allow`) });
    expect(store.rb("cancel", run).code).toBe(0);
    for (const args of [
      ["approve", run, "allow", "--yes"],
      ["done", run, "call"],
    ])
      expect(store.rb(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining("error[store/run-over]") });
  });
});

describe("approvals", () => {
  it("say how many have come, and what for", () => {
    const store = fresh();
    const file = edited(store, (text) => text.replace("roles: [on-call]", "count: 2"));
    const { stdout } = store.rb("run", "--live", file, "-i", "version=1");
    expect(stdout).toMatch(/2 approvals of 'Allow the release'\n.*Release 1\?/);
    const first = store.rb("approve", "last", "allow", "--yes", "--by", "ann");
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("by user:ann counts; it has 1 of 2") });
    const second = store.rb("approve", "last", "allow", "--yes", "--by", "bob");
    expect(second.stdout).toContain("✔ 'Allow the release' is approved by user:bob.");
  });

  it("have no effect once their time is over", async () => {
    const store = fresh();
    const file = edited(store, (text) => text.replace("roles: [on-call]", "expires: 1s"));
    expect(store.rb("run", "--live", file, "-i", "version=1").stdout).toContain("approval of 'Allow the release'");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const late = store.rb("approve", "last", "allow", "--yes");
    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining("no effect") });
    expect(late.stdout).not.toContain("✔");
    const again = store.rb("run", "--live", file, "-i", "version=2");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(store.rb("resume", "--all")).toMatchObject({ code: 1, stdout: expect.stringContaining("✖ failed  2") });
    expect(again.code).toBe(1);
  });
});

describe("what a policy should decide", () => {
  it("is denied where that policy isn't installed", () => {
    const store = fresh();
    const file = join(dirname(store.directory), "policy.yaml");
    writeFileSync(
      file,
      "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: p }\nsteps: [{ id: may, policy: change-window }, { id: act, manual: Act }]\n",
    );
    const { code, stdout } = store.rb("run", "--live", file);
    expect(code).toBe(1);
    expect(stdout).toContain("the policy 'change-window' is not installed");
    expect(store.json("show", "last")).toMatchObject({ status: "failed", waiting: [] });
  });
});

describe("a step that runs several times at once", () => {
  it("is named by the effect, as long as that is needed", () => {
    const store = fresh();
    const run = store.start("look-at-all.yaml");
    expect(store.rb("done", run, "look")).toMatchObject({ code: 2, stderr: expect.stringContaining("could be 2 of") });
    const [first] = store.json("show", run).waiting;
    expect(first.commands).toEqual([`rb done ${run} ${first.effect}`]);
    expect(store.rb("done", run, first.effect).stdout).toContain(`rb done ${run} look`);
    const failed = store.rb("done", run, "look", "--fail", "unreachable", "--message", "No answer");
    // The code is about what was handed over; what became of the run is told.
    const why = `Run ${run} is failed.\n  unreachable: No answer\n`;
    expect(failed).toMatchObject({ code: 0, stdout: expect.stringContaining(why) });
    expect(store.json("show", run)).toMatchObject({
      status: "failed",
      failure: { code: "unreachable", message: "No answer" },
    });
    expect(store.rb("runs").stdout).toContain("unreachable: No answer");
  });
});

describe("signals", () => {
  it("go to every run that waits for them, and to no other", () => {
    const store = fresh();
    const runs = [store.start("announce.yaml"), store.start("announce.yaml")];
    const other = store.start("which-way.bpmn");
    const { code, stdout } = store.rb("signal", "all-clear");
    expect(code).toBe(0);
    for (const run of runs) expect(stdout).toContain(`Run ${run} has got the signal 'all-clear'`);
    expect(stdout).not.toContain(other);
    // Nobody is there to post it, and that is said, not passed over.
    expect(store.json("runs", "--status", "failed").runs).toHaveLength(2);
    expect(store.rb("signal", "all-clear")).toMatchObject({ code: 1, stderr: expect.stringContaining("No run waits") });
  });
});

describe("two processes", () => {
  /** One that drives a run until somebody stops it. */
  const driven = async (
    store: TestStore,
  ): Promise<{ run: string; exit: Promise<unknown[]>; pid: number | undefined }> => {
    const child = start(["run", "--live", "fixtures/pause.bpmn", "--json"], { RB_STORE: store.directory });
    const exit = once(child, "exit");
    const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, "data")) as [Buffer];
    return { run: JSON.parse(line.toString().split("\n")[0] ?? "").run, exit, pid: child.pid };
  };

  it("cancel: the one that drives it is told, and takes it down", async () => {
    const store = fresh();
    const { run, exit, pid } = await driven(store);
    expect(store.json("show", run).driven_by).toMatchObject({ pid });
    expect(store.rb("runs").stdout).toContain(`driven by process ${pid}`);
    expect(store.rb("resume", run)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("error[store/run-locked]"),
    });
    expect(store.rb("cancel", run, "--why", "enough")).toMatchObject({
      code: 0,
      stdout: `✔ Run ${run} is cancelled.\n`,
    });
    expect((await exit)[0]).toBe(1);
    expect(store.json("show", run)).toMatchObject({
      status: "cancelled",
      failure: { message: "enough" },
      driven_by: null,
    });
  });

  it("what the other one does not take in time is kept, and taken later", async () => {
    const store = fresh();
    const { run, exit, pid = 0 } = await driven(store);
    process.kill(pid, "SIGSTOP");
    const early = store.rb("cancel", run, "--wait", "1");
    process.kill(pid, "SIGCONT");
    expect(early).toMatchObject({ code: 1, stderr: expect.stringMatching(/Not taken yet: .*driven by process/) });
    expect((await exit)[0]).toBe(1);
    expect(store.json("show", run)).toMatchObject({ status: "cancelled" });
  });

  it("a killed one leaves a run that another takes up", async () => {
    const store = fresh();
    const { run, exit, pid } = await driven(store);
    process.kill(pid ?? 0, "SIGKILL");
    await exit;
    expect(store.json("runs").runs).toMatchObject([{ run, status: "interrupted", driven_by: null }]);
    expect(store.rb("runs").stdout).toContain(`its process ended: rb resume ${run}`);
    expect(store.rb("show", run).stdout).toMatch(
      new RegExp(`↯ interrupted {2}its process ended: rb resume ${run}\\n[^]*Waits for\\n {2}time, until`),
    );
    expect(store.rb("cancel", run).code).toBe(0);
    expect(store.json("verify", run)).toMatchObject({ verified: true });
  });

  it("a resumed run is left as it is by Ctrl-C", async () => {
    const store = fresh();
    const first = await driven(store);
    process.kill(first.pid ?? 0, "SIGKILL");
    await first.exit;
    const child = start(["resume", first.run], { RB_STORE: store.directory });
    const exit = once(child, "exit");
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    await once(child.stdout as NonNullable<typeof child.stdout>, "data");
    child.kill("SIGINT");
    expect((await exit)[0]).toBe(130);
    expect(stderr).toContain(`rb resume ${first.run}`);
    expect(store.json("show", first.run)).toMatchObject({ status: "interrupted", driven_by: null });
  });

  it("one that is asked to resume all passes over what is driven elsewhere", async () => {
    const store = fresh();
    const { run, exit } = await driven(store);
    const waiting = store.start("which-way.bpmn");
    expect(store.json("resume", "--all").runs).toMatchObject(
      [
        { run, status: null, error: { code: "store/run-locked" } },
        { run: waiting, status: "stuck" },
      ].sort((a, b) => (a.run < b.run ? -1 : 1)),
    );
    expect(store.rb("cancel", run).code).toBe(0);
    await exit;
  });

  it("one that stays with a run tells at once what it waits for", async () => {
    const store = fresh();
    const child = start(["run", "--live", "fixtures/pause.bpmn"], { RB_STORE: store.directory });
    const exit = once(child, "exit");
    let told = "";
    for await (const chunk of child.stdout as NonNullable<typeof child.stdout>) {
      told += chunk;
      if (told.includes("A month'")) break;
    }
    expect(told).toMatch(/\nWaits for\n {2}time, until \S+: leads on from 'A month'\n/);
    child.kill("SIGINT");
    expect((await exit)[0]).toBe(130);
  });

  it("a message that is known already is told to be", async () => {
    const store = fresh();
    const { run, exit } = await driven(store);
    const first = store.rb("message", "hello", "--run", run, "--id", "m-1");
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("has got the message") });
    const second = store.rb("message", "hello", "--run", run, "--id", "m-1");
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining("had taken this before") });
    expect(store.rb("cancel", run).code).toBe(0);
    await exit;
  });

  it("Ctrl-C cancels a run of one's own in good order", async () => {
    const store = fresh();
    const { run, exit, pid } = await driven(store);
    process.kill(pid ?? 0, "SIGINT");
    expect((await exit)[0]).toBe(130);
    expect(store.json("show", run)).toMatchObject({ status: "cancelled", failure: { message: "interrupted" } });
  });
});

describe("what documents say", () => {
  it("reaches no terminal as a control", () => {
    const store = fresh();
    const hostile = "\u001b]0;owned\u0007\u001b[2J\u202egnp\u0085";
    const text = readFileSync(join(here, "fixtures/release.yaml"), "utf8")
      .replaceAll("Allow the release", JSON.stringify(hostile))
      .replace("Release the fix", JSON.stringify(hostile));
    const file = join(dirname(store.directory), "hostile.yaml");
    writeFileSync(file, text);
    store.rb("run", "--live", file, "-i", `version=${hostile}`);
    const outcomes = [
      store.rb("runs"),
      store.rb("show", "last"),
      store.rb("show", "last", "--json"),
      store.rb("approve", "last", "allow", "--yes"),
      store.rb("approve", "last", "allow", "--yes", "--role", "on-call", "--by", hostile),
      store.rb("timeline", "last"),
      store.rb("timeline", "last", "--json"),
      store.rb("message", hostile),
      store.rb("verify", "--all"),
      store.rb("replay", "last"),
      store.rb("diff", "last", "last"),
      store.rb("rerun", "last", "--from", "allow", "--dry"),
      store.rb("migrate", "last", file, "--dry"),
    ];
    for (const { stdout, stderr } of outcomes) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});
