/** Scripts of a document: run where they are allowed, in the built command, and nowhere else. */
import { beforeAll, describe, expect, it } from "vitest";
import { build, rb } from "./rb.js";
import { type TestStore, testStore } from "./store.js";

beforeAll(build, 90_000);

const file = "fixtures/scripts.bpmn";
const inputs = ["-i", "severity=4", "-i", 'hosts=["db-1","web-1"]'];
const allowed = "--allow-scripts";

describe("where scripts are allowed", () => {
  const store = testStore();

  it("a live run does them, and what they give goes on with it", () => {
    const run = store.start("scripts.bpmn", allowed, ...inputs);
    const shown = store.json("show", run);
    expect(shown).toMatchObject({
      status: "waiting",
      executors: ["script"],
      waiting: [{ for: "manual", node: "tell", commands: [`rb done ${run} tell ${allowed}`] }],
    });
    expect(shown.steps.map(({ node, status }: { node: string; status: string }) => [node, status])).toEqual([
      ["score-it", "completed"],
      ["judge", "completed"],
    ]);
  });

  it("whoever goes on with the run has to allow them again, and is told so", () => {
    const [run = ""] = store.json("runs").runs.map(({ run }: { run: string }) => run);
    const again = `rb resume ${run} ${allowed}`;
    expect(store.rb("resume", run)).toMatchObject({ code: 2, stderr: expect.stringContaining(again) });
    expect(store.rb("done", run, "tell")).toMatchObject({ code: 1, stderr: expect.stringContaining(again) });
    expect(store.rb("resume", run, allowed).code).toBe(0);
    expect(store.json("show", run)).toMatchObject({ status: "completed", outputs: { verdict: { json: "page" } } });
  });

  it("a replay needs none: what they gave is in the journal", () => {
    expect(store.rb("replay", "last")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Equal byte for byte"),
    });
  });

  it("an error with a code is caught by the boundary event for it", () => {
    const negative = ["-i", "severity=-1", "-i", 'hosts=["db-1"]'];
    const done = rb(["run", file, "--live", allowed, ...negative], { env: { RB_STORE: store.directory } });
    expect(done.stdout).toMatch(
      /✖ Judge it {2}failed \(NEGATIVE\): Error: A score is never negative\. \(line 2, column \d+\)/,
    );
    expect(done.code).toBe(0);
  });

  it("a task without inputs of its own is given the variables that its script mentions", () => {
    const words = ["run", "fixtures/plain-scripts.bpmn", "--live", allowed, "-i", "price=3", "-i", "amount=4"];
    const done = rb(words, { env: { RB_STORE: testStore().directory } });
    expect(done.stdout).toContain('Sum up  script, done: {"total":12,"note":"4 of them"}');
    expect(done.stdout).toContain('Take off  script, done: {"total":11,"mail":"4 of them: 11"}');
    expect(done.stdout).toContain('Set a term  script, done: {"weeks":2,"term":14}');
  });

  it("a script that goes wrong fails its run, which says where", () => {
    const wrong = ["-i", "severity=1", "-i", "hosts=7"];
    const failed = rb(["run", file, "--live", allowed, ...wrong], { env: { RB_STORE: store.directory } });
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/script-error: TypeError: .*\(line 2, /) });
  });
});

describe("where scripts are not allowed", () => {
  const denied = "no executor is installed for 'script', so nothing was done; --allow-scripts allows it";

  it("a live run does none", () => {
    const store: TestStore = testStore();
    const run = store.start("scripts.bpmn", ...inputs);
    expect(store.json("show", run)).toMatchObject({ status: "failed", failure: { code: "denied", message: denied } });
  });

  it("a dry run does none, and takes no such option", () => {
    const dry = rb(["run", file, ...inputs]);
    expect(dry.stdout).toContain("≈ Score it");
    expect(dry.code).toBe(0);
    expect(rb(["run", file, allowed, ...inputs])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'--allow-scripts' is for live runs"),
    });
  });
});
