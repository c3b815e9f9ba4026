/** `rb exec` as a user runs it: a process of its own, its exit codes, and the files that it leaves. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunState, TraceLine } from "../src/exec/run-state.js";
import { build, here, type Outcome, rb } from "./rb.js";

const fixture = (name: string): string => join(here, "fixtures", "exec", name);
const runbook = readFileSync(join(here, "../../../fixtures/dialects/runbook-v0/swap-disk.v0.yaml"), "utf8");
const answers = readFileSync(fixture("answers.yaml"), "utf8");
const scenario = readFileSync(fixture("scenario.yaml"), "utf8");
const secret = "hunter2";

beforeAll(build, 60_000);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const runId = /\d{8}T\d{6}-[0-9a-f]{8}/;

/** A directory of its own with the runbook, and what else is given, in it. */
class Place {
  readonly folder: string = mkdtempSync(join(tmpdir(), "rb-exec-"));
  /** The run that was started, or resumed, last. */
  run = "";

  constructor(files: { readonly [name: string]: string } = {}) {
    folders.push(this.folder);
    this.write({
      "runbook.yaml": runbook,
      "answers.yaml": answers,
      "scenario.yaml": scenario,
      "photo.txt": readFileSync(fixture("photo.txt"), "utf8"),
      ...files,
    });
  }

  write(files: { readonly [name: string]: string }): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
  }

  exec(...args: readonly string[]): Outcome {
    const outcome = rb(["exec", "runbook.yaml", "--as", "alice", ...args], { cwd: this.folder });
    this.run = runId.exec(outcome.stdout)?.[0] ?? this.run;
    return outcome;
  }

  file(...path: readonly string[]): string {
    return join(this.folder, ".runbook", "runs", this.run, ...path);
  }

  get results(): readonly TraceLine[] {
    const lines = readFileSync(this.file("trace.jsonl"), "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as TraceLine);
  }

  get statuses(): readonly string[] {
    return this.results.map(({ result }) => `${result.step_id} ${result.status}`);
  }

  state(n: number): RunState {
    return JSON.parse(readFileSync(this.file("snapshots", `step-000${n}.json`), "utf8"));
  }
}

const edited = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

/** What differs from run to run. */
const steady = (text: string): string =>
  text.replaceAll(new RegExp(runId, "g"), "<run>").replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");

describe("what people read", () => {
  it("help", async () => {
    await expect(rb(["help", "exec"]).stdout).toMatchFileSnapshot("transcripts/help-exec.txt");
  });

  it.each([
    ["exec-dry", []],
    ["exec-answers", ["--answers", "answers.yaml"]],
    ["exec-replay", ["--mode", "replay", "--scenario", "scenario.yaml"]],
  ])("%s", async (name, args) => {
    const { code, stdout, stderr } = new Place().exec(...args);
    const transcript = `$ rb exec runbook.yaml ${args.join(" ")}\n${steady(stdout + stderr)}---- exit ${code}\n`;
    await expect(transcript).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

describe("a dry run", () => {
  it("says what would be done, and that nothing was", () => {
    const place = new Place();
    expect(place.exec().code).toBe(0);
    expect(place.statuses).toEqual(["find skipped", "eject skipped", "pull skipped", "sign_off skipped"]);
    expect(place.results[1]?.result.evidence).toMatchObject({ argv: ["diskctl", "eject", "db-1", "4"] });
  });

  it("writes a trace and snapshots member by member, for its owner only", () => {
    const place = new Place();
    expect(place.exec("--answers", "answers.yaml", "-i", "host=db-1").code).toBe(0);
    expect(place.run).toMatch(/^\d{8}T\d{6}-[0-9a-f]+$/);
    expect(place.statuses).toEqual(["find passed", "eject passed", "pull passed", "sign_off passed"]);
    expect(Object.keys(place.results[0] ?? {})).toEqual(["type", "timestamp", "run_id", "result"]);
    expect(Object.keys(place.results[0]?.result ?? {})).toEqual([
      ...["run_id", "step_id", "status", "actor", "started_at", "ended_at", "evidence", "captures", "error"],
    ]);
    expect(place.results.map(({ result }) => result.actor)).toEqual(["engine", "engine", "human", "human"]);
    const state = place.state(2);
    expect(Object.keys(state)).toEqual([
      ...["run_id", "runbook_path", "mode", "started_at", "actor"],
      ...["current_step_index", "vars", "captures", "history"],
    ]);
    // After what the step has captured was taken in.
    expect(state).toMatchObject({
      runbook_path: "runbook.yaml",
      mode: "dry-run",
      actor: "user:alice",
      current_step_index: 1,
      vars: { host: "db-1", bay: "4" },
      captures: { said: "ejected", code: "0" },
    });
    expect(state.history).toHaveLength(2);
    expect(readdirSync(place.file("snapshots"))).toHaveLength(4);
    if (process.platform === "win32") return;
    for (const path of [[], ["snapshots"], ["attachments"]])
      expect(statSync(place.file(...path)).mode & 0o777).toBe(0o700);
    for (const path of [["trace.jsonl"], ["snapshots", "step-0001.json"]])
      expect(statSync(place.file(...path)).mode & 0o777).toBe(0o600);
  });

  it("keeps evidence: what was ticked and said, a copy of the file, and who approved", () => {
    const place = new Place();
    place.exec("--answers", "answers.yaml");
    const evidence = place.results[3]?.result.evidence as { readonly photo: { readonly path: string } };
    const photo = readFileSync(fixture("photo.txt"));
    expect(evidence).toMatchObject({
      lamps: { kind: "checklist", items: { "bay is green": true, "no alarm": true } },
      ticket: { kind: "text", value: "T-1 key=<redacted>" },
      photo: { kind: "attachment", size: photo.length },
      "@approvals": [{ verdict: "approve", roles: ["storage"] }, { verdict: "approve" }],
    });
    expect(readFileSync(place.file(evidence.photo.path))).toEqual(photo);
  });

  it("stores and shows no text that is to be redacted, in no form", () => {
    const place = new Place();
    const { stdout, stderr } = place.exec("--answers", "answers.yaml");
    const files = readdirSync(place.file(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const all = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("");
    expect(all).toContain("key=<redacted>");
    for (const text of [stdout, stderr, all]) expect(text).not.toContain(secret);
  });

  it("keeps of long output the hash and the beginning, unless all of it is asked for", () => {
    const long = `ejected${" ".repeat(5000)}`;
    const place = new Place({ "answers.yaml": edited(answers, "output: ejected", `output: "${long}"`) });
    place.exec("--answers", "answers.yaml");
    expect(place.results[1]?.result.captures.said).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(readFileSync(place.file("trace.jsonl"), "utf8")).not.toContain(" ".repeat(1000));
    place.write({ "runbook.yaml": edited(runbook, "store_full_stdout: false", "store_full_stdout: true") });
    place.exec("--answers", "answers.yaml");
    expect(place.results[1]?.result.captures.said).toBe(long);
    expect(place.results[1]?.result.evidence.stdout).toMatchObject({ size: long.length, text: long });
  });
});

it("says which answers are for nothing", () => {
  const place = new Place({ "answers.yaml": edited(answers, "eject:", "ejct: { output: x }\n  eject:") });
  const { code, stderr } = place.exec("--answers", "answers.yaml");
  expect([code, stderr]).toEqual([0, expect.stringMatching(/'steps: ejct' is for nothing.*'eject'/)]);
});

/** Each ends the run at that step, and the code says that a step failed. */
describe("what fails a step", () => {
  const output = (text: string): string => edited(answers, `{"disks": [{"serial": "x1", "bay": 4}]}`, text);
  it.each([
    ["contains", output('{"disks": [{"bay": 4}]}'), "find", /does not contain "serial"/],
    ["not_contains", output('{"disks": [{"serial": "panic", "bay": 4}]}'), "find", /contains "panic"/],
    ["matches", output('{"disks": [{"serial": 1}]}'), "find", /does not match/],
    ["json_path", output('{"disks": [{"serial": 1, "bay": 5}]}'), "find", /\$\.disks\[0\]\.bay is not/],
    ["exit_code", edited(answers, 'is old"', 'is old", exitCode: 3'), "find", /exit code is not 0/],
    ["equals", edited(answers, "output: ejected", "output: no"), "eject", /is not "ejected"/],
    ["an exit code", edited(answers, "output: ejected", "output: { stdout: ejected, exitCode: 7 }"), "eject", /code 7/],
    ["what the answers say", edited(answers, "output: ejected", "fail: { message: No bay. }"), "eject", /No bay/],
    ["no evidence", edited(answers, "{ evidence: It is out. }", "null"), "pull", /'evidence' is missing/],
    ["empty evidence", edited(answers, "It is out.", '""'), "pull", /'evidence' is missing/],
    ["an open item", edited(answers, "no alarm: true", "no alarm: false"), "sign_off", /'no alarm' open/],
    ["a missing file", edited(answers, ", photo: photo.txt", ""), "sign_off", /needs the evidence 'photo'/],
    [
      "one approval of two",
      edited(answers, "verdict: approve", "verdict: approve\n    by: user:bob"),
      "sign_off",
      /has approved already/,
    ],
    [
      "another role",
      edited(answers, "verdict: approve", "verdict: approve\n    roles: [guest]"),
      "sign_off",
      /roles storage/,
    ],
    ["a rejection", edited(answers, "verdict: approve", "verdict: reject"), "sign_off", /rejected/],
  ])("%s", (_, text, step, words) => {
    const place = new Place({ "answers.yaml": text });
    const { code } = place.exec("--answers", "answers.yaml");
    const last = place.results.at(-1)?.result;
    expect([code, last?.step_id, last?.status]).toEqual([1, step, "failed"]);
    expect(last?.error).toMatch(words);
    expect(place.state(place.results.length).history.at(-1)).toEqual(last);
  });

  it("not_equals", () => {
    const text = edited(runbook, 'not_equals: "{}"', `not_equals: '{"serial": "x1", "bay": 4}'`);
    const place = new Place({ "runbook.yaml": text, "answers.yaml": output('{"serial": "x1", "bay": 4}') });
    expect(place.exec("--answers", "answers.yaml").code).toBe(1);
    expect(place.results.at(-1)?.result.error).toMatch(/^The output is "/);
  });
});

/** Whatever the mode is, nothing of the step is done. */
describe("what governance forbids", () => {
  it.each([
    ["a program that isn't allowed", edited(runbook, "[diskctl, eject", "[ejectctl, eject"), /'ejectctl' is not among/],
    ["one of another path", edited(runbook, "[diskctl, eject", "[/bin/diskctl, eject"), /not among/],
    [
      "a denied one",
      edited(runbook, "denied_commands: [rm]", "denied_commands: [eject]").replace("[diskctl, eject", "[eject, eject"),
      /'eject' is denied/,
    ],
    [
      "a denied name",
      edited(runbook, "VAULT_*", "b?y").replace(
        'path: "$.disks[0].bay", equals: "{{ .bay }}"',
        'path: "$.disks[0].bay", equals: 4',
      ),
      /'bay' is denied by 'b\?y'/,
    ],
  ])("%s", (_, text, words) => {
    for (const mode of [
      ["--answers", "answers.yaml"],
      ["--mode", "replay", "--scenario", "scenario.yaml"],
    ]) {
      const place = new Place({ "runbook.yaml": text });
      expect(place.exec(...mode).code).toBe(2);
      expect(place.statuses).toEqual(["find passed", "eject failed"]);
      expect(place.results[1]?.result.error).toMatch(words);
      expect(place.results[1]?.result.evidence).not.toHaveProperty("stdout");
    }
  });

  it("a program that is only known when the step comes", () => {
    const text = edited(runbook, "[diskctl, eject", '["{{ .complaint }}", eject');
    const place = new Place({ "runbook.yaml": text });
    expect(place.exec("--answers", "answers.yaml").code).toBe(2);
    expect(place.exec().code).toBe(2);
    expect(place.results.at(-1)?.result.error).toMatch(/not known/);
  });
});

describe("a replay", () => {
  it("asks nobody where evidence is reused, and gives the same trace each time", () => {
    const place = new Place();
    const traces = [1, 2].map(() => {
      expect(place.exec("--mode", "replay", "--scenario", "scenario.yaml").code).toBe(0);
      return steady(readFileSync(place.file("trace.jsonl"), "utf8"));
    });
    expect(traces[1]).toBe(traces[0]);
    expect(place.results[3]?.result.evidence["@approvals"]).toMatchObject([{ by: "replay:1" }, { by: "replay:2" }]);
  });

  it("waits for somebody where it isn't", () => {
    const place = new Place({ "runbook.yaml": runbook.replaceAll(/ +replay_mode.*\n/g, "") });
    expect(place.exec("--mode", "replay", "--scenario", "scenario.yaml").code).toBe(1);
    expect(place.results.at(-1)?.result).toMatchObject({
      step_id: "pull",
      error: "Somebody has to do it, and nobody has.",
    });
  });

  it("has no response but those of the scenario, word for word", () => {
    const place = new Place({ "scenario.yaml": edited(scenario, 'db-1, "4"]', 'db-1, "5"]') });
    expect(place.exec("--mode", "replay", "--scenario", "scenario.yaml").code).toBe(1);
    expect(place.results.at(-1)?.result.error).toMatch(/no response .*"eject","db-1","4"/);
  });
});

describe("resuming", () => {
  const failing = edited(answers, "{ evidence: It is out. }", "null");

  it("carries out again what failed, and nothing that passed", () => {
    const place = new Place({ "bad.yaml": failing });
    expect(place.exec("--answers", "bad.yaml").code).toBe(1);
    const { run } = place;
    expect(place.exec("--answers", "answers.yaml", "--resume", run).code).toBe(0);
    expect(place.statuses).toEqual(["find passed", "eject passed", "pull failed", "pull passed", "sign_off passed"]);
    expect(place.state(5)).toMatchObject({
      run_id: run,
      current_step_index: 3,
      captures: { said: "ejected", code: "0" },
    });
    expect(place.state(5).started_at).toBe(place.state(1).started_at);
    expect(place.exec("--resume", run)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("exec/nothing-left"),
    });
  });

  it("goes by the trace where the process had no time for the snapshot, and drops half a line", () => {
    const place = new Place({ "bad.yaml": failing });
    place.exec("--answers", "bad.yaml");
    for (const name of ["step-0002.json", "step-0003.json"]) rmSync(place.file("snapshots", name));
    appendFileSync(place.file("trace.jsonl"), '{"type":"step_res');
    expect(place.exec("--answers", "answers.yaml", "--resume", place.run).code).toBe(0);
    expect(place.statuses.slice(2)).toEqual(["pull failed", "pull passed", "sign_off passed"]);
  });

  it("a replay goes on where the scenario stood", () => {
    const place = new Place({ "bad.yaml": scenario.replace(/ {2}pull: .*\n/, "") });
    expect(place.exec("--mode", "replay", "--scenario", "bad.yaml").code).toBe(1);
    expect(place.exec("--mode", "replay", "--scenario", "scenario.yaml", "--resume", place.run).code).toBe(0);
  });

  it.each([
    ["no-such-run", (_: Place) => ["--resume", "20260101T000000-00000000"]],
    ["no-such-run", (_: Place) => ["--resume", "../.."]],
    ["other-mode", (place: Place) => ["--resume", place.run, "--mode", "replay", "--scenario", "scenario.yaml"]],
    [
      "other-runbook",
      (place: Place) => {
        place.write({ "runbook.yaml": runbook.replaceAll("id: eject", "id: release") });
        return ["--resume", place.run];
      },
    ],
    [
      "not-kept",
      (place: Place) => {
        place.write({ "runbook.yaml": edited(runbook, "it said {{ .said }}", "it said {{ .complaint }}") });
        return ["--resume", place.run];
      },
    ],
    [
      "no-snapshot",
      (place: Place) => {
        rmSync(place.file("snapshots"), { recursive: true });
        return ["--resume", place.run];
      },
    ],
    [
      "damaged-run",
      (place: Place) => {
        writeFileSync(place.file("snapshots", "step-0003.json"), "{}");
        return ["--resume", place.run];
      },
    ],
  ])("%s", (code, args) => {
    const place = new Place({ "bad.yaml": failing });
    place.exec("--answers", "bad.yaml");
    const before = readFileSync(place.file("trace.jsonl"));
    const outcome = place.exec(...args(place));
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining(`exec/${code}`) });
    if (existsSync(place.file("trace.jsonl"))) expect(readFileSync(place.file("trace.jsonl"))).toEqual(before);
  });
});

/** Nothing has happened then, and there is no run. */
describe("what can't be used", () => {
  it.each([
    ["invalid-runbook", { "runbook.yaml": edited(runbook, "id: eject", "id: find") }, []],
    [
      "invalid-runbook",
      { "runbook.yaml": "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\nsteps: [{ id: a, run: [x] }]\n" },
      [],
    ],
    ["no-command-executor", {}, ["--mode", "real"]],
    ["scenario-missing", {}, ["--mode", "replay"]],
    ["scenario-missing", {}, ["--mode", "replay", "--scenario", "nowhere.yaml"]],
    ["bad-scenario", { "s.yaml": "commands: [{ argv: diskctl }]" }, ["--mode", "replay", "--scenario", "s.yaml"]],
    ["bad-scenario", { "photo.txt": "a red lamp.\n" }, ["--mode", "replay", "--scenario", "scenario.yaml"]],
    ["bad-answer", { "answers.yaml": edited(answers, "photo.txt", "nowhere.txt") }, ["--answers", "answers.yaml"]],
    ["bad-answer", {}, ["--mode", "replay", "--scenario", "scenario.yaml", "--answers", "answers.yaml"]],
  ])("%s", (code, files, args) => {
    const place = new Place(files);
    expect(place.exec(...args)).toMatchObject({ code: 3, stderr: expect.stringContaining(`error[exec/${code}]`) });
    expect(existsSync(join(place.folder, ".runbook"))).toBe(false);
    const said = JSON.parse(place.exec(...args, "--json").stdout);
    expect(said).toMatchObject({ version: 1, error: { code: `exec/${code}` } });
  });

  it.each([[["--mode", "wet"]], [["--no-such-option"]], [["--scenario", "scenario.yaml"]], [["-i", "host"]]])(
    "the command line %j",
    (args) => expect(new Place().exec(...args).code).toBe(3),
  );
});

it("programs read the trace between the run and its end", () => {
  const place = new Place();
  const { stdout } = place.exec("--answers", "answers.yaml", "--json");
  const [first, ...lines] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ type: "run", mode: "dry-run", steps: 4, run_id: place.run });
  expect(lines.at(-1)).toEqual({ type: "result", run_id: place.run, status: "passed" });
  expect(lines.slice(0, -1)).toEqual(place.results);
});

it("runs of this form lie beside those of the store, which are another matter", () => {
  const place = new Place();
  place.exec();
  expect(rb(["runs", "--json"], { cwd: place.folder })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/"runs": ?\[\]/),
  });
  expect(relative(place.folder, dirname(place.file()))).toBe(join(".runbook", "runs"));
});
