import type { Bundle } from "@rb/ir";
import {
  createState,
  type Effect,
  type Input,
  type JobRequest,
  type JournalRecord,
  type RunOptions,
  resume,
  run,
  transition,
} from "@rb/kernel";
import { randomGraphLimits } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, languages, policy, programOf, randomHistory } from "../../test/histories.js";
import { StoreError } from "../store-error.js";
import type { Precedent } from "./precedent.js";
import { planRerun, type RerunPlan } from "./rerun.js";

const chain = readGraph("start s\naction a outputs: {x: @}\naction b request: $x\naction c\nend e\ns > a > b > c > e");

const settle = (effect: Effect, json: string | number | boolean): Input | undefined =>
  effect.type === "invoke"
    ? { type: "settled", effect: effect.invocation.job.effect, outcome: { kind: "ok", output: { json } } }
    : undefined;

const fail =
  (node: string) =>
  (effect: Effect): Input | undefined =>
    effect.type === "invoke" && effect.invocation.job.node === node
      ? {
          type: "settled",
          effect: effect.invocation.job.effect,
          outcome: { kind: "failed", code: "boom", message: "" },
        }
      : undefined;

const plan = (run: Driven, from: string, newer?: Bundle): RerunPlan =>
  planRerun({ history: [run.history], from, ...(newer === undefined ? {} : { newer }) });

/** What the new run asks the world to do, by node. */
function rerun({ bundle, starts, precedent }: RerunPlan): readonly string[] {
  const done: string[] = [];
  const standIn = precedent();
  const run: Driven = new Driven(bundle, (effect) => stoodIn(standIn, effect, done));
  run.onRecords = (records) => offer(standIn, records);
  const [start] = starts;
  if (start === undefined) throw new Error("no start");
  run.send({ ...start, run: "again" });
  return done;
}

/** As a live driver does it. */
function stoodIn(standIn: Precedent, effect: Effect, done: string[]): Input | null | undefined {
  if (effect.type === "decide") {
    const { job } = effect.request;
    return standIn.covers(job)
      ? { type: "decided", effect: job.effect, hash: job.hash, verdict: { ...policy, rule: "stood-in" } }
      : undefined;
  }
  if (effect.type === "review") {
    const [approval] = standIn.approvals(effect.request.job);
    return approval === undefined ? null : { type: "reviewed", effect: effect.request.job.effect, approval };
  }
  if (effect.type !== "invoke") return undefined;
  const { job } = effect.invocation;
  const outcome = standIn.outcome(job);
  if (outcome !== null) return { type: "settled", effect: job.effect, outcome };
  done.push(job.node);
  return undefined;
}

function offer(standIn: Precedent, records: readonly JournalRecord[]): readonly Input[] {
  for (const record of records) standIn.see(record);
  return records.flatMap((record) => {
    if (record.type !== "waitOpened") return [];
    const payload = standIn.event(record.wait);
    return payload === null ? [] : [{ type: "assumed", wait: record.wait.id, payload } as const];
  });
}

describe("rerun from a step", () => {
  test("what it depends on counts, it and what follows is done", () => {
    const run = new Driven(chain, (effect) => settle(effect, 7)).start();
    const planned = plan(run, "b");
    expect(planned.reused).toEqual([{ graph: "main", node: "a", name: "a", occurrence: 1, what: ["outcome"] }]);
    expect(planned.again.map(({ node, because }) => [node, because])).toEqual([
      ["b", "from"],
      ["c", "after"],
    ]);
    expect(rerun(planned)).toEqual(["b", "c"]);
  });

  test("a failed step can be rerun; what depends on it can't", () => {
    const run = new Driven(chain, fail("b")).start();
    expect(run.state.status).toBe("failed");
    expect(rerun(plan(run, "b"))).toEqual(["b", "c"]);
    expect(() => plan(run, "c")).toThrow("The run never came to 'c'");
    const handled = readGraph("start s\naction a\naction b\nend e\ns > a > b > e\na:failed > b");
    const went = new Driven(handled, fail("a")).start();
    expect(went.state.status).toBe("completed");
    expect(() => plan(went, "b")).toThrow("'b' depends on 'a', which did not succeed: it failed with 'boom'.");
  });

  test("a step is named by its id, or by a name that only one has", () => {
    const run = new Driven(readGraph('start s\naction a name: "Same"\naction b name: "Same"\ns > a > b')).start();
    expect(() => plan(run, "Same")).toThrow("More than one step is called 'Same'");
    expect(() => plan(run, "bb")).toThrow("There is no step 'bb'");
  });

  test("in a loop, the rounds before it was reached count", () => {
    const looping = readGraph(
      "start s\ngateway m\naction a outputs: {n: @}\ngateway d first\naction b\nend e\ns > m > a > d\nd > m if n < 3\nd > b else\nb > e",
    );
    let count = 0;
    const run = new Driven(looping, (effect) => {
      if (effect.type === "invoke") count += 1;
      return settle(effect, count);
    }).start();
    const planned = plan(run, "b");
    expect(planned.reused.map(({ node, occurrence }) => `${node}#${occurrence}`)).toEqual(["a#1", "a#2", "a#3"]);
    expect(rerun(planned)).toEqual(["b"]);
    expect(plan(run, "d").reused.map(({ occurrence }) => occurrence)).toEqual([1]);
  });

  test("what a person settled counts as that person said", () => {
    const run = new Driven(readGraph("start s\naction a\naction b\ns > a > b"), (effect) =>
      effect.type === "invoke" && effect.invocation.job.node === "a"
        ? { type: "settled", effect: effect.invocation.job.effect, outcome: { kind: "unknown", reason: "cut off" } }
        : undefined,
    ).start();
    const token = run.saved.tokens[0]?.id ?? 0;
    run.send({ type: "resolved", token, how: { do: "settle", outcome: { kind: "ok", output: { json: 1 } } } });
    expect(rerun(plan(run, "b"))).toEqual(["b"]);
  });

  test("approvals count for the plan that they were given for", () => {
    const gated = readGraph("start s\ngate g\naction a\naction b\ns > g > a > b");
    const approve = (effect: Effect): Input | undefined =>
      effect.type === "review"
        ? {
            type: "reviewed",
            effect: effect.request.job.effect,
            approval: { by: "user:bob", verdict: "approve", hash: effect.request.job.hash },
          }
        : undefined;
    const run = new Driven(gated, approve).start();
    expect(run.state.status).toBe("completed");
    expect(rerun(plan(run, "b"))).toEqual(["b"]);
    const newer = readGraph('start s\ngate g\naction a\naction b request: ="new"\ns > g > a > b');
    const planned = plan(run, "b", newer);
    expect(planned.notes.join()).toContain("People are asked again about 'g'");
    // Nobody approves anew, so nothing is done.
    expect(rerun(planned)).toEqual([]);
  });

  test("what came from outside counts, what the run throws itself is thrown again", () => {
    const waiting = readGraph(
      "start s\ncatch t on: timer, after: =1000\ncatch m on: message, name: =go\naction a\ns > t > m > a",
    );
    const run = new Driven(waiting).start();
    run.nowMs = 2000;
    run.send({ type: "tick" });
    run.send({ type: "delivered", kind: "message", id: "1", name: "go", payload: { json: "hello" } });
    const planned = plan(run, "a");
    expect(planned.reused.map(({ node, what }) => [node, what])).toEqual([
      ["t", ["event"]],
      ["m", ["event"]],
    ]);
    expect(rerun(planned)).toEqual(["a"]);
  });

  test("what runs beside it and was not finished is done for real", () => {
    const beside = readGraph(
      "start s\ngateway f\naction a executor: manual\naction b\nend e\ns > f\nf > a\nf > b\nb > e\na > e",
    );
    const run = new Driven(beside).start();
    expect(plan(run, "e").notes).toEqual(["Not finished when the run came to the step, and so done for real: 'a'."]);
  });
});

describe("with a newer definition", () => {
  const run = new Driven(chain, (effect) => settle(effect, 7)).start();

  test("what means the same counts, another name and another origin included", () => {
    const newer: Bundle = JSON.parse(
      JSON.stringify(chain).replace('"id":"a"', '"id":"a","name":"First","description":"d"'),
    );
    const planned = plan(run, "c", newer);
    expect(planned.changes?.changed).toEqual([
      { what: "node", graph: "main", id: "a", name: "First", members: ["name"] },
    ]);
    expect(rerun(planned)).toEqual(["c"]);
  });

  test("what has changed is done again, and so is what follows it", () => {
    const newer = readGraph(
      "start s\naction a outputs: {x: @}\naction b request: =8\naction c\nend e\ns > a > b > c > e",
    );
    const planned = plan(run, "c", newer);
    expect(planned.again.map(({ node, because }) => [node, because])).toEqual([
      ["b", "changed"],
      ["c", "from"],
    ]);
    expect(rerun(planned)).toEqual(["b", "c"]);
  });

  test("what is new is done, and so is what follows it", () => {
    const newer = readGraph(
      "start s\naction a outputs: {x: @}\naction n\naction b request: $x\naction c\nend e\ns > a > n > b > c > e",
    );
    expect(rerun(plan(run, "c", newer))).toEqual(["n", "b", "c"]);
  });

  test("a step that asks for something else is done, whatever the graph says", () => {
    const standIn = plan(run, "c").precedent();
    const staged = (effect: string, request: number): JobRequest => {
      const job = {
        effect,
        kind: "invoke",
        graph: "main",
        node: "b",
        executor: "test",
        attempt: 1,
        hash: "",
        request,
      } as const;
      standIn.see({ type: "jobStaged", token: 1, job });
      return job;
    };
    expect(standIn.covers(staged("again.1.1", 8))).toBe(false);
    expect(standIn.covers(staged("again.1.2", 7))).toBe(true);
    expect(standIn.covers(staged("again.1.3", 7))).toBe(false);
  });
});

test("an interrupted rerun is taken up by showing its records to a new stand-in", () => {
  const bundle = readGraph("start s\naction a\naction b\naction c\ns > a > b > c");
  const run = new Driven(bundle).start();
  const planned = plan(run, "c");
  for (let stopAfter = 1; stopAfter < 12; stopAfter += 1) {
    const done: string[] = [];
    const first = planned.precedent();
    let steps = 0;
    const again: Driven = new Driven(bundle, (effect) => {
      steps += 1;
      return steps > stopAfter ? null : stoodIn(first, effect, done);
    });
    again.onRecords = (records) => offer(first, records);
    again.send({ type: "start", run: "again", variables: {} });
    const second = planned.precedent();
    for (const record of again.history.records) second.see(record);
    for (const token of again.saved.tokens) {
      const request = token.job?.request;
      if (request !== undefined)
        expect(second.covers(request), `${stopAfter} ${request.node}`).toBe(request.node !== "c");
    }
    expect(done.filter((node) => node !== "c")).toEqual([]);
  }
});

test("choices that were made before the step are made again, in order", () => {
  const choosing = readGraph(
    "start s\ngateway d first\naction a\naction b\naction c\ns > d\nd > a if ?open\nd > b if ?open\na > c\nb > c",
  );
  const program = programOf(choosing);
  const answers = [{ n: 0, option: ["d>b"] }];
  const input = { type: "start", run: "r", variables: {} } as const;
  const made = transition(program, createState(), { nowMs: 0, actor: "x", input, answers }, randomGraphLimits);
  if (made.kind !== "done") throw new Error("asked");
  const standIn = planRerun({ history: [{ bundle: choosing, records: made.records }], from: "b" }).precedent();
  const asked = transition(program, createState(), { nowMs: 0, actor: "x", input }, randomGraphLimits);
  const [question] = asked.kind === "asks" ? asked.questions : [];
  if (question?.ask !== "choose") throw new Error("not asked");
  expect(standIn.choice(question)).toEqual(["d>b"]);
  for (const record of made.records) standIn.see(record);
  expect(standIn.choice(question)).toBeNull();
});

test("over random histories, a rerun from any step is planned or refused, and what it reuses had happened before", () => {
  let planned = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const history = randomHistory(seed);
    if (history === null) continue;
    for (const { id } of history.bundle.graphs[0]?.nodes ?? []) {
      try {
        const { reused, precedent } = planRerun({ history: [history], from: id });
        planned += 1;
        const standIn = precedent();
        for (const record of history.records) standIn.see(record);
        expect(reused.some(({ node, occurrence }) => node === id && occurrence === 1)).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
      }
    }
  }
  expect(planned).toBeGreaterThan(100);
});

test("a live driver asks the stand-in before it asks anybody else", async () => {
  const bundle = readGraph(
    "start s\naction a outputs: {x: @}\ncatch t on: timer, after: =60000\ngate g\naction b request: $x\ns > a > t > g > b",
  );
  const done: string[] = [];
  const asked: string[] = [];
  let now = 0;
  const live = (more: Partial<RunOptions>): RunOptions => ({
    mode: "live",
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    languages,
    decisionPoint: {
      policy: () => "p",
      decide: ({ job }) => {
        asked.push(job.node);
        return policy;
      },
    },
    executors: {
      test: {
        invoke: ({ job }) => {
          done.push(job.node);
          return { kind: "ok", output: { json: 7 } };
        },
      },
    },
    ...more,
  });
  const waiting = await run(bundle, live({ run: "r" }));
  const [token] = waiting.state.tokens;
  const job = token?.job?.request;
  if (job === undefined) throw new Error("no review");
  const approval = { by: "user:bob", verdict: "approve", hash: job.hash } as const;
  const ended = await resume(bundle, waiting.state, live({ run: "r" }), [
    { type: "reviewed", effect: job.effect, approval },
  ]);
  expect([ended.status, done]).toEqual(["completed", ["a", "b"]]);

  const records = [...waiting.records, ...ended.records];
  const before = now;
  done.length = 0;
  asked.length = 0;
  const standIn = planRerun({ history: [{ bundle, records }], from: "b" }).precedent();
  const again = await run(bundle, live({ run: "again", standIn }));
  expect([again.status, done, now - before]).toEqual(["completed", ["b"], 0]);
  expect(asked).toEqual(["g", "g", "b"]);
});
