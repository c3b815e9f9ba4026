/** The dry-run driver: nothing leaves, every way is shown once, and every run comes to an end. */
import { check } from "@rb/ir";
import { randomBundle } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { type Input, type JournalRecord, type RunOptions, type RunResult, resume, run } from "../src/index.js";
import { testLanguage } from "./build.js";
import { readGraph } from "./scenario/graph.js";

const languages = { expressions: [testLanguage("test"), testLanguage("asking", true)] };

const dry = (text: string, options: RunOptions = {}): Promise<RunResult> =>
  run(readGraph(text), { languages, ...options });

/** The nodes whose jobs were staged, in order. */
function steps(records: readonly JournalRecord[]): string[] {
  return records.flatMap((record) => (record.type === "jobStaged" ? record.job.node : []));
}

/** What each way shows: the main line first. */
function ways(result: RunResult): string[] {
  return [result.records, ...result.worlds.map((world) => world.records)].map((records) => steps(records).join(" "));
}

const choice =
  "var x external\nstart s\ngateway d first\naction a\naction b\naction c\ns > d\nd > a if x = 1\nd > b if x = 2\nd > c else";

describe("ways that depend on what is not known", () => {
  test("are each shown once, and say why", async () => {
    const result = await dry(choice);
    expect(ways(result)).toEqual(["a", "b", "c"]);
    expect(result.worlds.map((world) => [world.parent, world.choice.option, world.status])).toEqual([
      [0, ["d>b"], "completed"],
      [0, ["d>c"], "completed"],
    ]);
    expect(result.worlds[0]?.choice.because.join()).toContain("input 'x' was not given");
  });

  test("are not asked about when the inputs tell", async () => {
    expect(ways(await dry(choice, { inputs: { x: 2 } }))).toEqual(["b"]);
  });

  test("records after the choice are marked as conditional, those before are not", async () => {
    const marks = new Map<string, boolean>();
    await dry(choice.replace("s > d", "action before\ns > before > d"), {
      onRecord: (record, place) => {
        if (record.type === "jobStaged") marks.set(record.job.node, place.conditional);
      },
    });
    expect([...marks]).toEqual([
      ["before", false],
      ["a", true],
      ["b", true],
      ["c", true],
    ]);
  });

  test("an unknown loop test: one round, then out", async () => {
    const result = await dry(
      "var x external\nstart s\naction a loop: {kind: repeat, while: `x = 1`}\naction b\ns > a > b",
    );
    expect([result.status, ways(result)]).toEqual(["completed", ["a b"]]);
  });

  test("a loop drawn with a gateway is walked, and left", async () => {
    const result = await dry(
      "start s\naction a\ngateway d first\naction b\ns > a > d\nd > a if ?again\nd > b if ?done",
    );
    expect([result.status, ways(result)]).toEqual(["completed", ["a a b"]]);
  });

  test("a loop over an unknown list is walked once, with an unknown item", async () => {
    const result = await dry(
      "var list external\nstart s\naction a loop: {kind: each, items: $list, item: it}, request: $it\ns > a",
    );
    expect(ways(result)).toEqual(["a"]);
    const staged = result.records.find((record) => record.type === "jobStaged");
    expect(staged?.type === "jobStaged" && staged.job.unknowns).toHaveLength(1);
  });

  test("choices in parallel branches: each way of each once, not every combination", async () => {
    const branch = (n: number) =>
      `gateway d${n} first\naction a${n}\naction b${n}\nfork > d${n}\nd${n} > a${n} if ?why\nd${n} > b${n} if ?why\na${n} > join slot ${n}\nb${n} > join slot ${n}`;
    const result = await dry(
      `start s\ngateway fork\ngateway join all\naction after\ns > fork\njoin > after\n${[1, 2, 3].map(branch).join("\n")}`,
    );
    const all = [result.records, ...result.worlds.map((world) => world.records)].flatMap(steps);
    expect(new Set(all)).toEqual(new Set(["a1", "b1", "a2", "b2", "a3", "b3", "after"]));
    // The second world takes the way left over of each of the three.
    expect(result.worlds).toHaveLength(1);
    expect(result.worlds.every((world) => world.status === "completed")).toBe(true);
  });

  test("nested choices: a world branches off from another world", async () => {
    const result = await dry(
      "start s\ngateway d first\naction a\ngateway e first\naction b\naction c\ns > d\nd > a if ?why\nd > e if ?why\ne > b if ?why\ne > c if ?why",
    );
    expect(ways(result)).toEqual(["a", "b", "c"]);
    expect(result.worlds.map((world) => world.parent)).toEqual([0, 1]);
  });

  test("several conditions that may all hold: each alone, all together, none", async () => {
    const result = await dry(
      "var x external\nstart s\ngateway d\naction a\naction b\naction c\ns > d\nd > a if x = 1\nd > b if x = 2\nd > c else",
    );
    expect(ways(result)).toEqual(["a", "b", "a b", "c"]);
  });

  test("which of several events comes first is not known: each is shown", async () => {
    const result = await dry(
      "start s\ncatch c\n  arm m on: message, name: =m\n  arm t on: timer, after: =60000\naction a\naction b\ns > c\nc:m > a\nc:t > b",
    );
    expect(ways(result)).toEqual(["a", "b"]);
  });

  test("ways beyond the limit are counted, not shown", async () => {
    const result = await dry(choice, { limits: { maxWorlds: 1 } });
    expect([result.worlds.length, result.unexplored]).toEqual([1, 1]);
  });
});

describe("answers", () => {
  test("pin steps: outputs, failures, one after the other", async () => {
    const text = "start s\naction a retry: {attempts: 3, firstMs: 10}, outputs: {out: @}\ns > a\noutputs out: $out";
    const steps = { a: [{ fail: { code: "busy" } }, { output: 5 }] };
    const result = await dry(text, { answers: { steps } });
    expect([result.status, result.outputs]).toEqual(["completed", { out: { json: 5 } }]);
  });

  test("pin approvals, choices and events", async () => {
    const text =
      "var got\nstart s\ngate g\ncatch c on: message, name: =m, into: {got: @}\ngateway d first\naction a\naction b\nend no\ns > g > c > d\ng:rejected > no\nd > a if ?why\nd > b if ?why\noutputs got: $got";
    const answers = { choices: { d: "b" }, events: { m: 7 } };
    const result = await dry(text, { answers });
    expect([ways(result), result.outputs]).toEqual([["g b"], { got: { json: 7 } }]);
    const rejected = await dry(text, { answers: { ...answers, approvals: { g: { verdict: "reject" } } } });
    expect([rejected.status, ways(rejected)]).toEqual(["completed", ["g"]]);
  });

  test("pin what an event brings, by its name or by the step that waits for it", async () => {
    const text = "var got\nstart s\ncatch c on: message, name: =m, into: {got: @}\ns > c\noutputs got: $got";
    for (const name of ["m", "c"]) {
      const { outputs } = await dry(text, { answers: { events: { [name]: 7 } } });
      expect(outputs).toEqual({ got: { json: 7 } });
    }
    expect((await dry(text, { answers: { events: { m: 1, c: 2 } } })).outputs).toEqual({ got: { json: 1 } });
  });

  test("pin what a gate's policy says; without, it is assumed to allow", async () => {
    const text = "start s\ngate g by: policy, policy: may\naction a\nend no\ns > g > a\ng:rejected > no";
    const said = async (verdict?: "approve" | "reject") =>
      ways(await dry(text, verdict === undefined ? {} : { answers: { approvals: { g: { verdict } } } }));
    expect([await said(), await said("approve"), await said("reject")]).toEqual([["g a"], ["g a"], ["g"]]);
    const failed = await dry("start s\ngate g by: policy\ns > g", {
      answers: { approvals: { g: { verdict: "reject", comment: "not at night" } } },
    });
    expect(failed.failure).toMatchObject({ code: "denied", message: "not at night" });
  });

  test("are found by name, and never in a prototype", async () => {
    const bundle = readGraph("start s\naction constructor outputs: {out: @}\ns > constructor\noutputs out: $out");
    const result = await run(bundle, { languages, answers: { steps: {} } });
    expect(result.outputs.out).toMatchObject({ unknown: expect.stringContaining("was not run") });
  });
});

describe("what a dry run assumes", () => {
  test("time is virtual: waits elapse at once, in order", async () => {
    const times: number[] = [];
    const result = await dry("start s\naction a\ncatch c on: timer, after: =P30D\naction b\ns > a > c > b", {
      nowMs: 1000,
      onRecord: (record) => {
        if (record.type === "received") times.push(record.nowMs);
      },
    });
    expect([result.status, times[0], times.at(-1)]).toEqual(["completed", 1000, 1000 + 30 * 86_400_000]);
  });

  test("people agree, with what the gate asks for", async () => {
    const result = await dry(
      "start s\ngate g count: 2, roles: [lead], grants: [prod], evidence: [{name: why, kind: text}, {name: list, kind: checklist, items: [one]}]\nend e\ns > g > e",
    );
    const reviews = result.records.flatMap((record) => (record.type === "jobReviewed" ? record.counts : []));
    expect([result.status, reviews]).toEqual(["completed", [true, true]]);
  });

  test("an ad-hoc subprocess for people: each entry once", async () => {
    expect(ways(await dry("start s\nscope box [a, b] manual: true\naction a\naction b\ns > box"))).toEqual(["a b"]);
  });

  test("an event subprocess that nothing else leads to is shown when all else is quiet", async () => {
    const result = await dry(
      "start s\nscope box [i]\n  handler h [k] on: message, name: =m\nstart i\ncatch c on: signal, name: =never\naction k\ns > box\ni > c",
    );
    expect(result.status).toBe("completed");
  });

  test("no executor is called, and secrets stay references", async () => {
    let called = 0;
    const invoke = () => {
      called += 1;
      return { kind: "cancelled" } as const;
    };
    const result = await dry("var token external secret\nstart s\naction a request: $token\ns > a", {
      executors: { test: { invoke } },
      secrets: { token: "secret://vault/key" },
    });
    expect([result.status, called]).toEqual(["completed", 0]);
    const staged = result.records.find((record) => record.type === "jobStaged");
    expect(staged?.type === "jobStaged" && [staged.job.request, staged.job.secrets?.[0]?.pointer]).toEqual([null, ""]);
  });

  test("a decision point that is given is asked, and its denial shown", async () => {
    const decide = () => ({ decision: "deny", rule: "night", policy: "p" }) as const;
    const result = await dry("start s\naction a\ns > a", { decisionPoint: { policy: () => "p", decide } });
    expect(result.failure?.code).toBe("denied");
  });

  test("a signal that has been given ends it", async () => {
    expect((await dry("start s\naction a\ns > a", { signal: AbortSignal.abort() })).status).toBe("cancelled");
  });
});

describe("going on from a saved state", () => {
  const bundle = readGraph("start s\naction a executor: manual\naction b\ns > a > b");

  test("with inputs, or with nothing but assumptions", async () => {
    const clock = { now: () => 0, sleep: async () => {} };
    const decide = () => ({ decision: "allow", rule: "r", policy: "p" }) as const;
    const live = { mode: "live", run: "r", languages, clock, decisionPoint: { policy: () => "p", decide } } as const;
    const waiting = await run(bundle, live);
    const settled: Input = { type: "settled", effect: "r.2.1", outcome: { kind: "ok", output: { json: 1 } } };
    expect((await resume(bundle, waiting.state, { languages }, [settled])).status).toBe("completed");
    expect((await resume(bundle, waiting.state, { languages })).status).toBe("completed");
  });
});

describe("random graphs", () => {
  const seeds = Number(process.env.RB_SEEDS ?? 300);
  const limits = { maxRecords: 2000, maxIterations: 20, maxTokens: 100, maxWorlds: 10 };

  test(`every dry run comes to an end, and calls nobody (${seeds} seeds)`, async () => {
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const bundle = randomBundle(seed, seed % 3 === 0 ? "asking" : "test");
      if (check(bundle).some((diagnostic) => diagnostic.severity === "error")) continue;
      const invoke = () => expect.unreachable(`seed ${seed} called an executor`);
      const result = await run(bundle, { languages, limits, executors: { test: { invoke }, message: { invoke } } });
      for (const { status, incidents } of [result, ...result.worlds]) {
        ends.set(status, (ends.get(status) ?? 0) + 1);
        expect(["completed", "failed", "stuck", "waiting", "cancelled"], `seed ${seed}`).toContain(status);
        if (status === "stuck") expect(incidents.length, `seed ${seed} is stuck for a reason`).toBeGreaterThan(0);
      }
    }
    expect([...ends.keys()].sort(), "ends are of every kind").toEqual(
      expect.arrayContaining(["completed", "failed", "stuck"]),
    );
  });
});
