/** The workflows of our own that are like real ones, played. */
import { readFileSync } from "node:fs";
import type { Json } from "@rb/ir";
import type { Answers } from "@rb/kernel";
import { createLibrary } from "@rb/loader";
import { describe, expect, test } from "vitest";
import { failed, type Job, type Played, playWorkflow, type Worker } from "./lib/play-workflow.js";

const folder = new URL("../fixtures/dialects/workflow/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(`${name}.workflow.yaml`, folder), "utf8");
const topics = ({ jobs }: Played): readonly string[] => jobs.map(({ topic }) => topic);
const ending = ({ status, failure }: Played): readonly (string | undefined)[] => [status, failure];

describe("an incident is enriched", () => {
  const incident: Json = { incident: { id: "inc-7", service: "shop", severity: "high" } };
  const worker: Worker = ({ topic }) =>
    topic === "job.sre.deploys"
      ? { deploys: [{ version: "1.2" }] }
      : topic === "job.sre.logs"
        ? { lines: ["x"] }
        : null;

  test("from what runs beside each other", async () => {
    const played = await playWorkflow(fixture("incident-enrichment"), incident, worker);
    expect(ending(played)).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual(["job.sre.deploys", "job.sre.logs", "job.sre.summary"]);
    expect(played.alerts).toEqual([
      { type: "alert", data: { level: "CRITICAL", code: "incident", message: "INC-7: 1.2" } },
    ]);
    expect(played.jobs.at(-1)).toMatchObject({
      type: "llm",
      input: { evidence: { logs: { lines: ["x"] }, deploys: { deploys: [{ version: "1.2" }] } }, is_urgent: true },
    });
  });

  test("also without its logs, which are asked for three times", async () => {
    const played = await playWorkflow(fixture("incident-enrichment"), incident, (job, count, signal) =>
      job.topic === "job.sre.logs" ? failed("E_LOGS") : worker(job, count, signal),
    );
    expect(ending(played)).toEqual(["completed", undefined]);
    expect(topics(played).filter((topic) => topic === "job.sre.logs")).toHaveLength(3);
    expect(played.took).toBe(5000);
    expect(played.jobs.at(-1)?.input).toMatchObject({ evidence: { logs: { lines: [], why: "E_LOGS" } } });
  });

  test("only if it is one", async () => {
    const wrong = await playWorkflow(fixture("incident-enrichment"), { incident: { id: "x" } }, worker);
    expect([...ending(wrong), wrong.jobs]).toEqual(["failed", "schema-violation", []]);
    expect(wrong.message).toMatch(/at \/incident/);
    const answer = await playWorkflow(fixture("incident-enrichment"), incident, () => ({ deploys: "none" }));
    expect(ending(answer)).toEqual(["failed", "schema-violation"]);
    expect(answer.message).toMatch(/'deploys' at \/deploys/);
  });
});

describe("a failover", () => {
  const input: Json = { cluster: "main", reason: "a disk" };
  const lag =
    (seconds: number): Worker =>
    ({ topic }) =>
      topic === "job.db.lag" ? { seconds } : { moved: true };
  const verdict = (word: "approve" | "reject"): Answers => ({ approvals: { "may-we": { verdict: word, by: "ann" } } });

  test("asks nobody where all is well", async () => {
    const played = await playWorkflow(fixture("failover"), input, lag(1));
    expect([ending(played), topics(played)]).toEqual([
      ["completed", undefined],
      ["job.db.lag", "job.db.promote"],
    ]);
    expect(played.stored).toEqual([{ operation: "write", key: "failover.main", value: { moved: true } }]);
    expect(played.facts.at(1)).toMatchObject({ node: "promote", riskTags: ["prod", "write"], requires: ["psql"] });
  });

  test("goes on when it is approved", async () => {
    const played = await playWorkflow(fixture("failover"), input, lag(9), verdict("approve"));
    expect([ending(played), topics(played)]).toEqual([
      ["completed", undefined],
      ["job.db.lag", "job.db.promote"],
    ]);
  });

  test("is called off when it is rejected", async () => {
    const played = await playWorkflow(fixture("failover"), input, lag(9), verdict("reject"));
    expect([ending(played), topics(played)]).toEqual([["completed", undefined], ["job.db.lag"]]);
    expect(played.alerts).toEqual([{ type: "alert", data: { level: "WARN", message: "Not failed over: rejected" } }]);
  });

  test("fails without a reason, before anything is promoted", async () => {
    const played = await playWorkflow(fixture("failover"), { cluster: "main" }, lag(1));
    expect([ending(played), topics(played)]).toEqual([["failed", "schema-violation"], ["job.db.lag"]]);
    expect(played.message).toMatch(/'promote' at \/input\/reason/);
  });
});

describe("a scan", () => {
  const hosts: Json = { hosts: ["a", "b", "c", "d", "e"].map((name) => ({ name })) };
  const scanned: Worker = ({ topic, item = null }) => (topic === "job.sec.hosts" ? hosts : { score: item });

  test("takes two hosts at a time", async () => {
    const played = await playWorkflow(fixture("bulk-scan"), {}, scanned);
    expect([ending(played), played.most]).toEqual([["completed", undefined], 2]);
    expect(played.jobs.slice(1).map(({ input }) => input)).toEqual(
      ["a", "b", "c", "d", "e"].map((host, index) => ({ host, number: index + 1 })),
    );
    expect(played.outputs.steps.worst).toEqual({ first: { name: "a" }, count: 5 });
  });

  test("of nothing is done at once", async () => {
    const played = await playWorkflow(fixture("bulk-scan"), {}, () => ({ hosts: [] }));
    expect([ending(played), topics(played)]).toEqual([["completed", undefined], ["job.sec.hosts"]]);
    expect(played.outputs.steps.worst).toEqual({ first: 0, count: 0 });
  });

  test("fails with one host, after it was tried again", async () => {
    const played = await playWorkflow(fixture("bulk-scan"), {}, (job, count, signal) =>
      job.foreach_index === 1 ? failed("E_HOST") : scanned(job, count, signal),
    );
    expect(ending(played)).toEqual(["failed", "E_HOST"]);
    expect(played.jobs.filter(({ foreach_index: index }) => index === 1)).toHaveLength(2);
  });
});

describe("a check of health", () => {
  const worker =
    (upAt: number, down: readonly string[] = []): Worker =>
    ({ topic, input }: Job, count) => {
      if (topic === "job.ops.probe") return { status: count >= upAt ? "up" : "down" };
      const { region } = input as { readonly region: string };
      return down.includes(region) ? failed("E_REGION") : region;
    };

  test("asks until it is up, then in all places", async () => {
    const played = await playWorkflow(fixture("health-check"), {}, worker(3, ["us"]));
    expect(ending(played)).toEqual(["completed", undefined]);
    expect(played.jobs.slice(0, 3).map(({ input }) => input)).toEqual([
      { attempt: 1, last: null },
      { attempt: 2, last: "down" },
      { attempt: 3, last: "down" },
    ]);
    expect(played.outputs.steps.report).toEqual({ attempts: 3, eu: "eu", us: "none" });
  });

  test("gives up in the end", async () => {
    const never = await playWorkflow(fixture("health-check"), {}, worker(9));
    expect([never.status, never.jobs.length]).toEqual(["failed", 5]);
    const alone = await playWorkflow(fixture("health-check"), {}, worker(1, ["us", "ap"]));
    expect([alone.status, alone.message]).toEqual(["failed", "Fewer than 2 of the steps of 'regions' have succeeded."]);
  });
});

describe("whoever is on call", () => {
  const library = createLibrary([{ uri: "enrichment.yaml", text: fixture("incident-enrichment") }]);
  const input: Json = { id: "inc-7", service: "shop" };

  test("gets what another workflow has found", async () => {
    const worker: Worker = ({ topic }) => (topic === "job.sre.deploys" ? { deploys: [] } : { lines: [1] });
    const played = await playWorkflow(fixture("on-call"), input, worker, {}, { resolve: library });
    expect(ending(played)).toEqual(["completed", undefined]);
    expect(played.jobs.at(-1)?.input).toEqual({ urgent: false, logs: { lines: [1] } });
  });

  test("hears that it has failed", async () => {
    const worker: Worker = ({ topic }) => (topic === "job.sre.deploys" ? failed("E") : null);
    const played = await playWorkflow(fixture("on-call"), input, worker, {}, { resolve: library });
    expect(ending(played)).toEqual(["completed", undefined]);
    expect(played.jobs.at(-1)).toMatchObject({ topic: "job.ops.hand-over", input: { urgent: true, logs: null } });
    expect(played.outputs.steps.alone).toEqual({ urgent: true, why: "E" });
  });
});
