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
