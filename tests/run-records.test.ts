/** What a live run leaves: a timeline without gaps, times that everyone reads the same, the whole plan, and no secret. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundle, type Json, planHash } from "@rb/ir";
import { compile, standInFor } from "@rb/kernel";
import { load } from "@rb/loader";
import { Host, openStore, readHistory, readRun, stepsOf, systemClock, type TimelineEntry, timelineOf } from "@rb/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const value = `hunter2-${randomBytes(8).toString("hex")}`;
const reference = "secret://vault/registry";
const text = `apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata: { name: checked, version: 1.0.0 }
spec:
  inputs: [{ name: hosts, type: array, required: true }]
  secrets: [{ name: token, scope: registry.read }]
  approvals: [{ name: lead, grants: [lead], message: "Check {{ length(inputs.hosts) }} hosts?" }]
  steps:
    - { id: ask, type: gate.approval, approval: lead }
    - { id: each, type: map, items: inputs.hosts, maxParallel: 1, step: { id: check, type: run, module: check, inputs: { host: "{{ item }}", token: "{{ secrets.token }}" } } }
    - { id: publish, type: run, module: publish, inputs: { about: "{{ steps.each.steps.check.outputs.state }}" }, outputs: { page: page.html } }
  outputs:
    - { name: page, type: file, path: "{{ steps.publish.outputs.page }}" }
    - { name: states, type: object, value: "{{ steps.each.steps.check.outputs.state }}" }
  failure: { retryPolicy: { maxRetries: 1, backoffSeconds: 0 } }
`;

const directory = mkdtempSync(join(tmpdir(), "rb-records-"));
const inputs = { "inputs.hosts": ["north", "south"] };
const secrets = { "secrets.token": reference };
let bundle: Bundle;
let run = "";
let entries: readonly TimelineEntry[] = [];
let history: Awaited<ReturnType<typeof readHistory>>;
let record: Awaited<ReturnType<typeof readRun>>;
const used: Json[] = [];

beforeAll(async () => {
  const loaded = await load(text, { uri: "checked.pack.yaml" });
  bundle = loaded.bundle as Bundle;
  const { languages } = loaded;
  const { program } = compile(bundle, languages);
  if (program === null) throw new Error("It can't be run.");
  const store = await openStore(directory);
  let failures = 0;
  const host = new Host(store, {
    load: async (written) => ({ bundle: JSON.parse(written), languages }),
    clock: systemClock,
    random: () => randomBytes(4).toString("hex"),
    actor: "user:test",
    decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "r", policy: "p" }) },
    executors: {
      pack: {
        invoke: ({ job }) => {
          const { module, inputs: given } = job.request as { module: string; inputs: { readonly host?: string } };
          // As an executor does: the reference becomes the value here, and nowhere else.
          used.push(...(job.secrets ?? []).map((use) => JSON.stringify(use).replace(reference, value)));
          if (given.host === "south" && failures++ === 0) return { kind: "failed", code: "busy", message: "Busy." };
          const output: Json = module === "check" ? { state: `${given.host} is fine` } : {};
          return { kind: "ok", output: { json: output } };
        },
      },
    },
  });
  const answers = { approvals: { ask: { verdict: "approve", by: "user:bob", roles: ["lead"] } } } as const;
  const started = await host.start(
    { bundle, languages },
    { inputs, secrets, tenant: "acme", standIn: standInFor(program, answers) },
  );
  run = started.run;
  expect((await started.result).status).toBe("completed");
  await host.close();
  history = await readHistory(store.disk, run, async () => ({ bundle, program }));
  entries = [...timelineOf(history.stretches)];
  record = readRun(store.disk, run);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const files = (): readonly (readonly [string, string])[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "utf8")] as const);

describe("the timeline", () => {
  test("is numbered from 1 without gaps, each entry with level, type and run", () => {
    expect(entries.map(({ n }) => n)).toEqual(entries.map((_, index) => index + 1));
    for (const entry of entries)
      expect(entry).toMatchObject({
        level: expect.stringMatching(/^(?:info|warning|error)$/),
        eventType: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/),
        runId: run,
      });
  });

  test("tells what happened in order, and at which step", () => {
    const told = entries.map(({ eventType, instance, stepId }) =>
      [eventType, instance ?? stepId ?? ""].join(" ").trim(),
    );
    const wanted = [
      "run.started",
      "approval.requested ask",
      "approval.given ask",
      "job.settled ask",
      "job.dispatched each[0]::check",
      "job.settled each[0]::check",
      "job.dispatched each[1]::check",
      "job.settled each[1]::check",
      "job.dispatched each[1]::check",
      "job.settled each[1]::check",
      "job.settled publish",
      "run.completed",
    ];
    expect(told.filter((one) => wanted.includes(one) && one !== "job.dispatched publish")).toEqual(wanted);
  });
});

test("times are ISO 8601 in UTC, and never go back", () => {
  const times = [...entries.map(({ at }) => at), ...files().flatMap(([, content]) => timesIn(content))];
  expect(times.length).toBeGreaterThan(entries.length);
  for (const time of times) expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  const told = entries.map(({ at }) => at);
  expect(told.toSorted()).toEqual(told);
});

test("inputs of a run are numbered without gaps in its trace", () => {
  const seqs = history.stretches.flatMap(({ records }) =>
    [...records].flatMap((one) => (one.type === "received" ? [one.seq] : [])),
  );
  expect(seqs.length).toBeGreaterThan(3);
  expect(seqs).toEqual(seqs.map((_, index) => index + (seqs[0] as number)));
});

test("the record of a run has its plan with the hash, how failures are met, whose it is, and its steps", () => {
  const slots = { "inputs.hosts": { json: inputs["inputs.hosts"] }, "secrets.token": { secret: reference } };
  expect(record).toMatchObject({
    header: { plan: planHash(bundle, slots), program: planHash(bundle), tenant: "acme" },
  });
  const graph = files().find(([name]) => name === "graph.json")?.[1] ?? "";
  const plan = JSON.parse(graph) as Bundle;
  expect(planHash(plan)).toBe(planHash(bundle));
  const retries = plan.graphs[0]?.nodes.flatMap((node) => ("retry" in node ? [node.retry] : []));
  expect(retries).toEqual([
    { attempts: 2, firstMs: 0 },
    { attempts: 2, firstMs: 0 },
  ]);
  const done = stepsOf(history.stretches).steps.filter(({ status }) => status === "completed");
  expect(done.map(({ node }) => node)).toEqual(expect.arrayContaining(["ask", "each", "check", "publish"]));
});

test("a secret is where its executor is, and nowhere else", () => {
  expect(used.join("")).toContain(value);
  for (const [name, content] of files()) expect([name, content.includes(value)]).toEqual([name, false]);
  expect(JSON.stringify(entries)).not.toContain(value);
  expect(files().some(([, content]) => content.includes(reference))).toBe(true);
});

/** Whatever stands in quotes and looks like a time of these years. */
function timesIn(content: string): readonly string[] {
  return [...content.matchAll(/"(20\d\d-\d\d-\d\d[^"]*)"/g)].map(([, time]) => time as string);
}
