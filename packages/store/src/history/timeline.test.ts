import type { JournalRecord } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, type History, policy, randomHistory } from "../../test/histories.js";
import { StoreError } from "../store-error.js";
import { timelineOf } from "./timeline.js";
import { preview, timelineLine } from "./timeline-entry.js";

const entriesOf = (run: { readonly history: History }) => [...timelineOf([run.history])];
const typesOf = (run: Driven) => entriesOf(run).map(({ eventType, stepId }) => [eventType, stepId].join(" ").trim());

describe("the timeline", () => {
  test("of a step that was reviewed, done and has ended", () => {
    const run = new Driven(readGraph('start s\naction a name: "Stop it"\nend e\ns > a > e'), (effect) => {
      if (effect.type !== "decide") return undefined;
      const { job, approvals } = effect.request;
      const decision = approvals.length === 0 ? "requireApproval" : "allow";
      return { type: "decided", effect: job.effect, hash: job.hash, verdict: { ...policy, decision } };
    }).start();
    const effect = run.effectOf("a");
    const hash = run.saved.tokens[0]?.job?.request.hash ?? "";
    run.send({ type: "reviewed", effect, approval: { by: "user:bob", verdict: "approve", hash: "another" } });
    run.send({ type: "reviewed", effect, approval: { by: "user:bob", verdict: "approve", hash } });
    expect(typesOf(run)).toEqual([
      "run.started",
      "step.entered a",
      "job.requested a",
      "decision.made a",
      "approval.requested a",
      "approval.ignored a",
      "approval.given a",
      "decision.asked-again a",
      "decision.made a",
      "job.dispatched a",
      "job.settled a",
      "step.completed a",
      "run.completed",
    ]);
    const entries = entriesOf(run);
    const given = entries.find(({ eventType }) => eventType === "approval.given");
    expect(given).toMatchObject({ actor: "user:bob", effect, data: { hash, counts: true } });
    const settled = entries.find(({ eventType }) => eventType === "job.settled");
    expect(settled).toMatchObject({ message: "Stop it: true", at: "1970-01-01T00:00:00.007Z" });
    const { result } = settled ?? {};
    if (result === undefined || !("seq" in result)) throw new Error("no pointer");
    const batch = run.records.findIndex((record) => record.type === "received" && record.seq === result.seq);
    expect(run.records[batch + result.record]?.type).toBe("jobSettled");
  });

  test("of failure, incident and cancellation", () => {
    const failing = new Driven(readGraph("start s\naction a\ns > a"), (effect) =>
      effect.type === "invoke"
        ? { type: "settled", effect: effect.invocation.job.effect, outcome: { kind: "unknown", reason: "cut off" } }
        : undefined,
    ).start();
    expect(typesOf(failing).slice(-3)).toEqual(["job.settled a", "incident.opened a", "run.stuck"]);
    failing.send({ type: "cancelled", why: "enough" });
    expect(typesOf(failing).slice(-3)).toEqual(["run.cancelling", "step.cancelled a", "run.cancelled"]);
  });

  test("names who did something with that alone, not with what followed", () => {
    const manual = new Driven(readGraph("start s\naction a executor: manual\naction b\nend e\ns > a > b > e")).start();
    manual.send(
      { type: "settled", effect: manual.effectOf("a"), outcome: { kind: "ok", output: { json: 1 } } },
      "user:bob",
    );
    const done = (run: Driven) =>
      entriesOf(run).flatMap(({ eventType, actor }) => (actor === undefined ? [] : [[eventType, actor]]));
    expect(done(manual)).toEqual([
      ["run.started", "user:alice"],
      ["job.settled", "user:bob"],
    ]);

    const late = new Driven(readGraph("start s\ngate g expires: =1000\nend e\ns > g > e")).start();
    late.nowMs = 5000;
    late.send({ type: "tick" }, "user:root");
    expect(entriesOf(late).at(-1)).toMatchObject({ eventType: "run.failed" });
    expect(done(late)).toEqual([["run.started", "user:alice"]]);
    late.send({ type: "cancelled" }, "user:bob");
    expect(done(late).slice(1)).toEqual([
      ["run.cancelling", "user:bob"],
      ["input.ignored", "user:bob"],
    ]);

    const stuck = new Driven(readGraph("start s\ngateway w take: first\nend e\ns > w\nw > e if false")).start();
    const [token] = stuck.saved.tokens;
    stuck.send({ type: "resolved", token: token?.id ?? 0, how: { do: "retry" } }, "user:carol");
    expect(done(stuck).slice(1)).toEqual([["incident.resolved", "user:carol"]]);

    const told = new Driven(readGraph("start s\ncatch c\n  arm go on: message, name: =go\ns > c")).start();
    told.send({ type: "delivered", kind: "message", id: "m", name: "go", payload: { json: 1 } }, "service:bank");
    expect(done(told).slice(1)).toEqual([["message.received", "service:bank"]]);
    told.send({ type: "delivered", kind: "signal", id: "m2", name: "go", payload: { json: 1 } }, "service:bank");
    expect(done(told).at(-1)).toEqual(["input.ignored", "service:bank"]);
  });

  test("names whoever handed an executor's outcome in, where that is on record", () => {
    const run = new Driven(readGraph("start s\naction a\ns > a"), (effect) =>
      effect.type === "invoke" ? null : undefined,
    );
    run.start();
    run.send({ type: "settled", effect: run.effectOf("a"), outcome: { kind: "ok", output: { json: 1 } } }, "user:bob");
    const { bundle, records } = run.history;
    const settled = (history: Parameters<typeof timelineOf>[0]) =>
      [...timelineOf(history)].find(({ eventType }) => eventType === "job.settled");
    expect(settled([{ bundle, records }])).not.toHaveProperty("actor");
    const delivered = records.map((record) =>
      record.type === "received" && record.input.type === "settled" ? { ...record, delivery: "d-1" } : record,
    );
    expect(settled([{ bundle, records: delivered }])).toMatchObject({ actor: "user:bob" });
  });

  test("has what people said with their approval", () => {
    const run = new Driven(readGraph("start s\ngate g roles: [ops]\nend e\ns > g > e")).start();
    const { hash = "" } = run.saved.tokens[0]?.job?.request ?? {};
    const evidence = { ticket: "x".repeat(200), ["__proto__"]: { a: 1 } };
    const approval = {
      by: "user:bob",
      verdict: "approve",
      hash,
      roles: ["ops"],
      comment: "looks fine",
      evidence,
    } as const;
    run.send({ type: "reviewed", effect: run.effectOf("g"), approval }, "user:root");
    const given = entriesOf(run).find(({ eventType }) => eventType === "approval.given");
    expect(given).toMatchObject({ actor: "user:bob", message: "user:bob approves g: looks fine" });
    expect(given?.data).toEqual({
      verdict: "approve",
      hash,
      roles: ["ops"],
      comment: "looks fine",
      evidence: { ticket: `"${"x".repeat(78)}…`, ["__proto__"]: '{"a":1}' },
      counts: true,
      handedInBy: "user:root",
    });
    expect(entriesOf(run).at(-1)).toMatchObject({ eventType: "run.completed" });
  });

  test("names the way that a decision took, once for each flow", () => {
    const ways = (graph: string) =>
      entriesOf(new Driven(readGraph(graph)).start())
        .filter(({ eventType }) => eventType === "decision.taken")
        .map(({ stepId, message, data }) => [stepId, message, data?.flow]);
    expect(
      ways('start s\ngateway w take: first\naction a name: "Call"\nend e\ns > w\nw > a if false\nw > e else'),
    ).toEqual([["w", "w: otherwise, on to e", "w>e"]]);
    expect(
      ways("start s\ngateway w copies: 2\nend e\nend f\nend g\ns > w\nw > e if true\nw > f if true\nw > g if false"),
    ).toEqual([
      ["w", "w: if true, on to e", "w>e"],
      ["w", "w: if true, on to f", "w>f"],
    ]);
    expect(ways("start s\ngateway w\nend e\nend f\ns > w\nw > e\nw > f")).toEqual([]);
  });

  test("says where an incident is, and whose results are reused", () => {
    const stuck = new Driven(
      readGraph('start s\ngateway w take: first, name: "Urgent?"\nend e\ns > w > e if false'),
    ).start();
    expect(entriesOf(stuck).find(({ eventType }) => eventType === "incident.opened")).toMatchObject({
      stepId: "w",
      message: expect.stringMatching(/^Urgent\?: No way out/),
    });
    const reused = new Driven(readGraph("start s\naction a\nend e\ns > a > e"), (effect) => {
      if (effect.type !== "decide") return undefined;
      const { effect: id, hash } = effect.request.job;
      return { type: "decided", effect: id, hash, verdict: { ...policy, rule: "stood-in" } };
    }).start();
    const said = entriesOf(reused)
      .filter(({ effect }) => effect !== undefined)
      .map(({ eventType, message }) => [eventType, message]);
    expect(said.slice(1)).toEqual([
      ["decision.made", "a: allow by rule 'stood-in', as its result is reused from the earlier run"],
      ["job.reused", "a: not carried out, its result is reused from the earlier run"],
      ["job.settled", "a: true, reused from the earlier run"],
    ]);
  });

  test("says that a run was moved to another plan", () => {
    const { history } = new Driven(readGraph("start s\naction a executor: manual\ns > a")).start();
    const migration = { nowMs: 5, actor: "user:eve", from: "sha256:a", to: "sha256:b" };
    const entries = [...timelineOf([history, { bundle: history.bundle, records: [], migration }])];
    expect(entries.at(-1)).toMatchObject({ eventType: "run.migrated", actor: "user:eve", runId: "r" });
  });

  test("of random histories is numbered without gaps, in the order of time, and holds no value at length", () => {
    const types = new Set<string>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const history = randomHistory(seed);
      if (history === null) continue;
      let at = "";
      let n = 0;
      for (const entry of timelineOf([history])) {
        n += 1;
        expect(entry.n).toBe(n);
        expect(entry.at >= at).toBe(true);
        at = entry.at;
        types.add(entry.eventType);
        expect(timelineLine(entry)).not.toContain("undefined");
      }
      const status = history.records.filter((record) => record.type === "statusChanged").length;
      const told = [...timelineOf([history])].filter(({ eventType }) => /^run\.(?!start|cancelling)/.test(eventType));
      expect(told.length).toBe(status);
    }
    expect(types.size).toBeGreaterThan(30);
  });

  test("refuses records that aren't what their type says, with their place", () => {
    const { bundle, records } = new Driven(readGraph("start s\naction a executor: manual\ns > a")).start().history;
    const broken = [...records, { type: "waitOpened" } as unknown as JournalRecord];
    expect(() => [...timelineOf([{ bundle, records: broken }])]).toThrow(StoreError);
    const unknown = [...records, { type: "constructor" } as unknown as JournalRecord];
    expect(() => [...timelineOf([{ bundle, records: unknown }])]).toThrow("batch 2 is not of the form");
  });
});

test("a preview is short, cuts no character in two, and never shows what a reference stands for", () => {
  expect(preview({ json: { a: 1 } })).toBe('{"a":1}');
  expect(preview({ secret: "secret://vault/key" })).toBe("secret://vault/key");
  expect(preview({ json: "x".repeat(500) }).length).toBe(80);
  expect(preview({ json: `${"x".repeat(77)}😀😀` })).toBe(`"${"x".repeat(77)}…`);
});
