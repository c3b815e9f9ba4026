/** Workflows, played: who is asked for what, in which order, and what comes of it. */
import { readdirSync, readFileSync } from "node:fs";
import type { Json } from "@rb/ir";
import { type AbortSignalLike, type Answers, type Outcome, run } from "@rb/kernel";
import { createLibrary, load } from "@rb/loader";
import { runbookSchema } from "@rb/parser-runbook";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { failed, type Job, type Played, playWorkflow as play, type Worker } from "./lib/play-workflow.js";

const folder = new URL("../fixtures/dialects/workflow/", import.meta.url);
const documents = readdirSync(folder);
const validate = new Ajv2020({ strictTypes: false }).compile(runbookSchema("2020-12", "workflow"));

const topics = ({ jobs }: Played): readonly string[] => jobs.map(({ topic }) => topic);
const fixture = (name: string): string => readFileSync(new URL(name, folder), "utf8");

test.each(documents)("%s is what the schema says", (file) => {
  expect(validate(parse(fixture(file))), JSON.stringify(validate.errors)).toBe(true);
});

describe("a rollout", () => {
  const text = fixture("patch-rollout.workflow.yaml");
  const hosts: Json = { hosts: [{ name: "a" }, { name: "b" }] };
  const input: Json = { hosts: ["a", "b"], wave: "first" };
  const approve: Answers = { approvals: { "sign-off": { verdict: "approve", by: "ann" } } };

  test("goes by what steps depend on", async () => {
    const played = await play(text, input, ({ topic }) => (topic === "job.fleet.inventory" ? hosts : null), approve);
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(played.jobs).toMatchObject([
      { topic: "job.fleet.inventory", input: { hosts: ["a", "b"], note: "wave first of " } },
      { topic: "job.fleet.patch", input: { host: "a" }, item: { name: "a" }, foreach_index: 0 },
      { topic: "job.fleet.patch", input: { host: "b" }, item: { name: "b" }, foreach_index: 1 },
    ]);
    expect(played.most).toBe(1);
    expect(played.took).toBe(60_000);
    expect(played.outputs.ctx).toEqual({ inventory: hosts });
    expect(played.outputs.steps["is-large"]).toBe(true);
    expect(played.alerts).toEqual([{ type: "alert", data: { level: "WARN", message: "Wave first is done." } }]);
  });

  test("a step whose condition doesn't hold counts as done", async () => {
    const played = await play(text, { ...input, wave: "canary" }, ({ topic }) =>
      topic === "job.fleet.inventory" ? hosts : null,
    );
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual(["job.fleet.inventory", "job.fleet.patch", "job.fleet.patch"]);
  });

  test("tries again, then lets the handler stand in", async () => {
    const played = await play(
      text,
      { ...input, wave: "canary" },
      ({ topic }) => (topic === "job.fleet.inventory" ? hosts : topic === "job.fleet.patch" ? failed("E1") : null),
      {},
    );
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual([
      "job.fleet.inventory",
      "job.fleet.patch",
      "job.fleet.patch",
      "job.fleet.quarantine",
    ]);
    expect(played.jobs.at(-1)).toMatchObject({ input: { reason: "E1" }, error: { code: "E1" } });
    expect(played.alerts).toHaveLength(1);
  });
});

describe("a switch", () => {
  const text = fixture("ways.workflow.yaml");

  test.each([
    [{ kind: "spam" }, ["job.mail.drop"], "drop"],
    [{ kind: "mail", score: 9 }, ["job.mail.escalate", "job.mail.page"], "escalate"],
    [{ kind: "mail" }, ["job.mail.file"], "file"],
  ])("given %j", async (input, expected, target) => {
    const played = await play(text, input);
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual(expected);
    expect(played.outputs.steps.route).toEqual({ target_step: target });
  });

  test("compares what its condition gives, as texts, where it has one", async () => {
    const many = `id: t
steps:
  route:
    type: switch
    condition: input.kind
    input:
      cases: [${Array.from({ length: 2000 }, (_, i) => `{ when: kind-${i}, step: a }`).join(", ")}, { value: 7, target: b }, { match: "\${input.own}", next: c }]
      default_step: d
  a: { topic: job.a }
  b: { topic: job.b }
  c: { topic: job.c }
  d: { topic: job.d }
`;
    const chosen = async (kind: Json) => topics(await play(many, { kind, own: "mine" }));
    expect(await chosen("kind-1999")).toEqual(["job.a"]);
    expect(await chosen(7)).toEqual(["job.b"]);
    expect(await chosen("mine")).toEqual(["job.c"]);
    expect(await chosen("kind-2000")).toEqual(["job.d"]);
  });

  test("fails when no case holds and there is no other way", async () => {
    const played = await play(text.replace(/ +default: file\n/, ""), { kind: "mail" });
    expect([played.status, played.failure]).toEqual(["failed", "failed"]);
    expect(played.message).toMatch(/No case of 'route'/);
  });
});

describe("a parallel and a loop", () => {
  const text = fixture("together.workflow.yaml");
  const ready = ({ topic }: Job, count: number): Json => (topic === "job.check.ask" ? { ready: count === 2 } : topic);

  test("are over when enough has succeeded", async () => {
    const played = await play(text, {}, (job, count) =>
      job.topic === "job.check.mail" ? failed("E") : ready(job, count),
    );
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(played.jobs.filter(({ topic }) => topic === "job.check.ask").map(({ input }) => input)).toEqual([
      { round: 1, before: null },
      { round: 2, before: { ready: false } },
    ]);
    expect(played.outputs.steps.poll).toEqual({ iterations: 2, last_output: { ready: true } });
    expect(played.outputs.ctx).toEqual({ report: { rounds: 2, dns: "job.check.dns" } });
    expect(played.jobs.at(-1)?.input).toEqual({ all: { rounds: 2, dns: "job.check.dns" } });
  });

  test("fail when too little has", async () => {
    const played = await play(text, {}, ({ topic }) => (topic === "job.check.dns" ? "up" : failed("E")));
    expect([played.status, played.message]).toEqual([
      "failed",
      "Fewer than 2 of the steps of 'checks' have succeeded.",
    ]);
  });

  test("count a step whose condition doesn't hold as one that has succeeded", async () => {
    const one = `id: t
steps:
  p: { type: parallel, input: { strategy: any, steps: [a, b] } }
  a: { topic: job.a, condition: input.n }
  b: { topic: job.b }
`;
    const played = await play(one, {}, () => failed("E"));
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(played.outputs.steps.p).toMatchObject({ a: { output: null } });
  });

  test("a loop that doesn't end has failed", async () => {
    const played = await play(text, {}, ({ topic }) => topic);
    expect([played.status, played.message]).toEqual(["failed", "'poll' has not ended after 3 rounds."]);
  });
});

test("what is given, and what a worker answers, is held against the schemas", async () => {
  const text = `id: t
input_schema: { type: object, required: [n], properties: { n: { type: integer } } }
steps:
  a: { topic: job.a, output_schema: { type: object, required: [ok] } }
`;
  expect((await play(text, { n: "x" })).failure).toBe("schema-violation");
  expect((await play(text, { n: 1 }, () => ({}))).failure).toBe("schema-violation");
  expect((await play(text, { n: 1 }, () => ({ ok: 1 }))).status).toBe("completed");
});

describe("a step's input", () => {
  const text = `id: t
steps:
  a:
    topic: job.a
    input: { n: "\${input.n}", deep: { list: [1, "\${input.n}"] }, key: "secret://vault/a" }
    input_schema:
      $defs: { count: { type: integer } }
      properties: { n: { type: integer }, deep: { properties: { list: { items: { $ref: "#/$defs/count" } } } } }
      required: [n, key]
    retry: { max_retries: 3 }
    on_error: b
  b: { topic: job.b, input: { why: "\${error.message}" } }
`;

  test("that is as its schema says goes out", async () => {
    const played = await play(text, { n: 1 });
    expect([played.status, topics(played)]).toEqual(["completed", ["job.a"]]);
  });

  test("that is not fails the step before anybody is asked, once, with the path", async () => {
    const played = await play(text, { n: "x" });
    expect([played.status, played.jobs, played.took]).toEqual([
      "completed",
      [
        {
          topic: "job.b",
          input: {
            why: expect.stringMatching(/^The input of 'a' at \/input\/deep\/list\/1 breaks its schema: .*integer/),
          },
          error: expect.objectContaining({ code: "schema-violation", node: "a" }),
        },
      ],
      0,
    ]);
  });

  test("fails the workflow where nothing handles it", async () => {
    const played = await play(text.replace("    on_error: b\n", ""), { n: null });
    expect([played.status, played.failure, played.jobs]).toEqual(["failed", "schema-violation", []]);
  });

  test("is also that of a storage, and what an approval shows", async () => {
    const others = `id: t
steps:
  a: { type: storage, input: { operation: write, key: "\${input.key}", value: 1 }, input_schema: { properties: { key: { maxLength: 3 } } } }
  b: { type: approval, input: { message: "\${input.key}" }, input_schema: { properties: { message: { minLength: 3 } } } }
`;
    const answers: Answers = { approvals: { b: { verdict: "approve", by: "ann" } } };
    const message = async (key: string) => (await play(others, { key }, undefined, answers)).message;
    expect(await message("long")).toMatch(/'a' at \/key breaks/);
    expect(await message("s")).toMatch(/'b' at \/message breaks/);
    expect(await message("abc")).toBeUndefined();
  });
});

describe("a storage", () => {
  const text = `id: t
steps:
  put: { type: storage, input: { operation: write, key: "seen.\${input.id}", value: { at: "\${input.id}" } } }
  drop: { type: storage, depends_on: [put], input: { operation: delete, key: old }, output_path: gone }
  get: { type: storage, depends_on: [drop], input: { operation: read, key: other }, on_error: none }
  none: { type: transform, input: { value: nothing } }
`;

  test("is an executor that a host has", async () => {
    const played = await play(text, { id: 7 });
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(played.stored).toEqual([
      { operation: "write", key: "seen.7", value: { at: 7 } },
      { operation: "delete", key: "old" },
      { operation: "read", key: "other" },
    ]);
    expect(played.outputs).toMatchObject({
      ctx: { gone: { value: null } },
      steps: { put: { value: { at: 7 } }, none: { value: "nothing" } },
    });
  });
});

describe("an expression without a value fails its step", () => {
  const handled = (step: string): string => `id: t
steps:
  a: { ${step}, on_error: b }
  b: { topic: job.b, input: { code: "\${error.code}" } }
  c: { topic: job.c, depends_on: [a] }
  d: { type: transform, depends_on: [], input: {} }
`;
  test.each([
    ["of a transform", 'type: transform, input: { n: "${1 + input.text}" }', "expression-error"],
    ["of a condition", "type: condition, condition: input.text - 1 > 0", "expression-error"],
    ["of a delay", 'type: delay, delay_until: "${input.text}"', "invalid-time"],
    ["of a notification", 'type: notify, input: { message: "${1 + input.text}" }', "expression-error"],
    ["of a job", 'topic: job.a, input: { n: "${1 + input.text}" }', "expression-error"],
    ["of an approval", 'type: approval, input: { n: "${1 + input.text}" }', "expression-error"],
    ["of what a job is done under", "topic: job.a, condition: input.text - 1 > 0", "expression-error"],
    ["of what a loop goes through", "topic: job.a, for_each: input.text", "expression-error"],
    ["of a switch", "type: switch, condition: input.text - 1, input: { cases: {}, default: d }", "expression-error"],
    ["of a loop", "type: loop, input: { body_step: d, until: input.text - 1 }", "expression-error"],
  ])("%s", async (_, step, code) => {
    const text = handled(step);
    const played = await play(text, { text: "x" });
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual(["job.b", "job.c"]);
    expect(played.jobs[0]?.input).toEqual({ code });
    const unhandled = await play(text.replace(", on_error: b", ""), { text: "x" });
    expect([unhandled.status, unhandled.failure]).toEqual(["failed", code]);
  });
});

test("an item at a time, a condition may stand in a loop over items", async () => {
  const text = `id: t
steps:
  sizes: { type: transform, for_each: input.list, input: { double: "\${item * 2}" } }
  all: { topic: job.all, depends_on: [sizes], input: { sizes: "\${steps.sizes.output}" } }
  whole: { topic: job.whole, depends_on: [all] }
`;
  const { jobs } = await play(text, { list: [1, 2] });
  expect(jobs.map(({ input }) => input)).toEqual([{ sizes: [{ double: 2 }, { double: 4 }] }, { list: [1, 2] }]);
});

describe("a schema by its name", () => {
  const text = `id: t
steps:
  a: { topic: job.a, input: { n: "\${input.n}" }, input_schema_id: sre/In, output_schema_id: sre/Out }
`;
  const schemas = {
    "sre/In": { required: ["n"], properties: { n: { type: "integer" } } },
    "sre/Out": { type: "object" },
  };

  test("is checked where whoever loads the document has it", async () => {
    const outcome = async (n: Json, answer: Json) => {
      const { status, message } = await play(text, { n }, () => answer, {}, { schemas });
      return [status, message];
    };
    expect(await outcome(1, {})).toEqual(["completed", undefined]);
    expect(await outcome("x", {})).toEqual(["failed", expect.stringMatching(/input of 'a' at \/input\/n/)]);
    expect(await outcome(1, "x")).toEqual(["failed", expect.stringMatching(/output of 'a'/)]);
  });

  test("is noted where not", async () => {
    const { diagnostics } = await load(text, { uri: "t.yaml", schemas: { "sre/In": schemas["sre/In"] } });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["runbook/schema-not-checked", expect.stringMatching(/output_schema_id/)],
    ]);
  });
});

describe("steps", () => {
  test("may share a handler, whose output is seen by all", async () => {
    const text = `id: t
steps:
  a: { topic: job.a, on_error: sorry }
  b: { topic: job.b, depends_on: [a], on_error: sorry }
  c: { topic: job.c, depends_on: [b], input: { said: "\${steps.sorry.output}" } }
  sorry: { topic: job.sorry, input: { code: "\${error.code}" } }
`;
    const played = await play(text, {}, ({ topic }, count) =>
      topic === "job.a" || topic === "job.b" ? failed(topic) : `${topic} ${count}`,
    );
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(topics(played)).toEqual(["job.a", "job.sorry", "job.b", "job.sorry", "job.c"]);
    expect(played.jobs.at(-1)?.input).toEqual({ said: "job.sorry 2" });
  });

  test("that depend on a failed one don't run, and the workflow has failed", async () => {
    const text = "id: t\nsteps:\n  b: { topic: job.b, depends_on: [a] }\n  a: { topic: job.a }\n";
    const played = await play(text, {}, () => failed("no_pool_mapping"));
    expect([played.status, played.failure, topics(played)]).toEqual(["failed", "no_pool_mapping", ["job.a"]]);
  });

  test("several that can start do so by their ids, since keys have no order", async () => {
    const text =
      'id: t\nsteps:\n  z: { topic: job.z }\n  "2": { topic: job.2 }\n  a: { topic: job.a }\n  "1": { topic: job.1 }\n';
    expect(topics(await play(text, {}))).toEqual(["job.1", "job.2", "job.a", "job.z"]);
  });

  test("wait until a moment, and are tried again after growing waits", async () => {
    const text = `id: t
steps:
  until: { type: delay, delay_until: "1970-01-01T00:01:00Z" }
  a: { topic: job.a, depends_on: [until], retry: { max_retries: 2, initial_backoff_sec: 1, multiplier: 3 } }
`;
    const played = await play(text, {}, (_, count) => (count < 3 ? failed("E") : null));
    expect([played.status, played.took, played.jobs.length]).toEqual(["completed", 64_000, 3]);
  });

  test("are rejected by people", async () => {
    const text = "id: t\nsteps:\n  ok: { type: approval }\n  a: { topic: job.a, depends_on: [ok] }\n";
    const played = await play(text, {}, undefined, { approvals: { ok: { verdict: "reject", by: "ann" } } });
    expect([played.status, played.failure, played.jobs]).toEqual(["failed", "rejected", []]);
  });

  test("for each item run at most so many at once, and for no item not at all", async () => {
    const text = "id: t\nsteps:\n  a: { topic: job.a, for_each: input.list, max_parallel: 2 }\n";
    const many = await play(text, { list: [1, 2, 3, 4, 5] });
    expect([many.jobs.length, many.most, many.outputs.steps.a]).toEqual([5, 2, [null, null, null, null, null]]);
    const items = [0, 1, 2, 3, 4].flatMap((index) => [`a[${index}]`, `a[${index}]/item`]);
    expect([...many.instances].sort()).toEqual(["a", ...items]);
    const none = await play(text, {});
    expect([none.status, none.jobs]).toEqual(["completed", []]);
  });

  test("may be a parallel of which one is enough, for each item", async () => {
    const text = `id: t
steps:
  p: { type: parallel, for_each: input.list, input: { strategy: any, steps: [a, b] } }
  a: { topic: job.a }
  b: { topic: job.b }
`;
    const played = await play(text, { list: [1, 2] }, ({ topic, item = null }) =>
      topic === "job.a" ? failed("E") : [topic, item],
    );
    expect([played.status, played.message]).toEqual(["completed", undefined]);
    expect(played.outputs.steps.p).toEqual([
      { a: { output: null }, b: { output: ["job.b", 1] } },
      { a: { output: null }, b: { output: ["job.b", 2] } },
    ]);
  });
});

/** Serves some topics, as pools do. */
const poolOf =
  (...topics: readonly string[]): Worker =>
  ({ topic }) =>
    topics.includes(topic) ? { served: topic } : failed("no_pool_mapping");

test("a job whose topic nobody serves fails at once, and a handler may look after it", async () => {
  const text = `id: t
steps:
  known: { topic: job.known }
  gone: { topic: job.gone, depends_on: [known], on_error: park }
  park: { topic: job.park, input: { code: "\${error.code}", topic: job.gone } }
  lost: { topic: job.lost, depends_on: [gone] }
  never: { topic: job.known, depends_on: [lost] }
`;
  const played = await play(text, {}, poolOf("job.known", "job.park"));
  expect([played.status, played.failure]).toEqual(["failed", "no_pool_mapping"]);
  expect(topics(played)).toEqual(["job.known", "job.gone", "job.park", "job.lost"]);
  expect(played.jobs[2]?.input).toEqual({ code: "no_pool_mapping", topic: "job.gone" });
});

test("what a step says about itself is there when policy decides and when the job is done", async () => {
  const text = `id: t
steps:
  a:
    topic: job.a
    meta:
      actor_id: "svc:sre"
      actor_type: service
      tenant_id: acme
      idempotency_key: incident-7
      pack_id: sre
      capability: repo.write
      risk_tags: [write, prod]
      requires: [git]
      labels: { env: prod, secrets_present: true }
  b: { topic: job.b }
`;
  expect((await play(text, {})).facts).toEqual([
    {
      node: "a",
      actor: "svc:sre",
      tenant: "acme",
      pack: "sre",
      capability: "repo.write",
      riskTags: ["write", "prod"],
      requires: ["git"],
      labels: { env: "prod", secrets_present: "true" },
      idempotent: true,
      author: { actor_type: "service", idempotency_key: "incident-7" },
    },
    { node: "b" },
  ]);
});

describe("the same", () => {
  const lines = [
    "a: { topic: job.a }",
    "b: { topic: job.b }",
    "c: { topic: job.c, depends_on: [a] }",
    'd: { topic: job.d, depends_on: [a, b], input: { c: "${steps.a.output}" } }',
    'e: { type: switch, condition: input.n, depends_on: [b], input: { cases: { "1": f }, default: g } }',
    "f: { topic: job.f }",
    "g: { topic: job.g }",
    "h: { topic: job.h, depends_on: [c, d], for_each: input.list }",
    "i: { topic: job.i, depends_on: [f], on_error: j }",
    "j: { topic: job.j }",
  ];
  const written = (order: readonly string[]): string => `id: t\nsteps:\n${order.map((line) => `  ${line}\n`).join("")}`;
  const input: Json = { n: 1, list: [1, 2] };
  const worker: Worker = ({ topic, item = null }) => (topic === "job.i" ? failed("E") : [topic, item]);

  test("document and the same answers give the same records", async () => {
    const [one, two] = await Promise.all([play(written(lines), input, worker), play(written(lines), input, worker)]);
    expect(two.records).toEqual(one.records);
  });

  test("steps in any order give the same outputs, each after what it depends on", { timeout: 60_000 }, async () => {
    const first = await play(written(lines), input, worker);
    expect(first.status).toBe("completed");
    for (let seed = 1; seed <= 100; seed++) {
      const played = await play(written(shuffled(lines, seed)), input, worker);
      expect([played.status, played.outputs], `seed ${seed}`).toEqual([first.status, first.outputs]);
      const order = topics(played);
      expect([...order].sort(), `seed ${seed}`).toEqual([...topics(first)].sort());
      const at = (topic: string): number => order.indexOf(topic);
      for (const [before, after] of ["ac", "ad", "bd", "ch", "dh", "bf", "fi", "ij"])
        expect(at(`job.${before}`), `seed ${seed}: ${before} before ${after}`).toBeLessThan(at(`job.${after}`));
    }
  });
});

/** By a generator that is the same everywhere. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const draws = items.map((item) => {
    state = (state * 48_271) % 2_147_483_647;
    return [state, item] as const;
  });
  return draws.sort(([a], [b]) => a - b).map(([, item]) => item);
}

test("what the platform says about a workflow is kept, and a step has its time", async () => {
  const text = `id: t
org_id: acme
team_id: sre
config: { region: eu }
steps:
  a: { topic: job.a, timeout_sec: 3, on_error: b }
  b: { topic: job.b, input: { code: "\${error.code}" } }
`;
  const { bundle } = await load(text, { uri: "t.yaml" });
  expect(bundle?.graphs[0]?.meta?.author).toEqual({ org_id: "acme", team_id: "sre", config: { region: "eu" } });
  const late: Worker = ({ topic }, _, signal) =>
    topic === "job.b"
      ? null
      : new Promise((resolve) => signal.addEventListener("abort", () => resolve({ kind: "cancelled" })));
  const played = await play(text, {}, late);
  expect([played.status, played.took, played.jobs.at(-1)?.input]).toEqual(["completed", 3000, { code: "timeout" }]);
});

describe("a workflow ends", () => {
  const text = `id: t
timeout_sec: 5
steps:
  a: { topic: job.a }
  b: { topic: job.b }
  c: { topic: job.c, depends_on: [b] }
`;
  /** Works until it is told to stop. */
  const busy = (signal: AbortSignalLike): Promise<Outcome> =>
    new Promise((resolve) => signal.addEventListener("abort", () => resolve({ kind: "cancelled" })));

  test("as soon as a step has failed: what is under way beside it is cancelled", async () => {
    const cancelled: string[] = [];
    const played = await play(text, {}, async ({ topic }, _, signal) => {
      if (topic === "job.b") return failed("E");
      const outcome = await busy(signal);
      cancelled.push(topic);
      return outcome;
    });
    expect([played.status, played.failure, cancelled, played.took]).toEqual(["failed", "E", ["job.a"], 0]);
    expect(topics(played)).toEqual(["job.a", "job.b"]);
  });

  test("when its time is over, with the code 'timeout'", async () => {
    const played = await play(text, {}, (_, __, signal) => busy(signal));
    expect([played.status, played.failure, played.took]).toEqual(["failed", "timeout", 5000]);
  });
});

test("a workflow calls another one, and keeps of it what it needs", async () => {
  const callee = 'id: inner\nsteps:\n  a: { topic: job.a, input: { n: "${input.n + 1}" }, output_path: seen }\n';
  const caller = `id: outer
steps:
  call:
    type: subworkflow
    input:
      workflow_id: inner
      input_mapping: { n: "\${input.n}" }
      output_mapping: { a: "\${child.steps.a}", seen: "\${child.ctx.seen}" }
`;
  const resolve = createLibrary([{ uri: "inner.yaml", text: callee }]);
  const played = await play(caller, { n: 1 }, ({ input }) => input, {}, { resolve });
  expect([played.status, played.message]).toEqual(["completed", undefined]);
  expect(played.outputs.steps.call).toEqual({ a: { n: 2 }, seen: { n: 2 } });
});

test.each(documents)("%s runs dry to its end", async (file) => {
  const { bundle, languages } = await load(fixture(file), { uri: file });
  if (bundle === null) throw new Error("There is no graph.");
  const incident = { id: "i", service: "s" };
  const input = { hosts: ["a"], kind: "spam", wave: "first", cluster: "main", reason: "a disk", incident };
  const result = await run(bundle, { languages, inputs: { "inputs.input": input } });
  expect([result.status, result.incidents]).toEqual(["completed", []]);
});
