/** Task packs, played: which modules are run with what, in which order, and what comes of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type Bundle, type Json, planHash } from "@rb/ir";
import { type Outcome, run, traceOf } from "@rb/kernel";
import { load } from "@rb/loader";
import { runbookSchema } from "@rb/parser-runbook";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { virtualLife } from "./lib/virtual-time.js";

const folder = new URL("../fixtures/dialects/task-pack/", import.meta.url);
const texts = new Map(
  ["", "semantics/"].flatMap((inner) =>
    readdirSync(new URL(`./${inner}`, folder))
      .filter((file) => file.endsWith(".pack.yaml"))
      .map((file) => [file, readFileSync(new URL(inner + file, folder), "utf8")] as const),
  ),
);
const fixture = (name: string): string => texts.get(`${name}.pack.yaml`) as string;

async function bundleOf(text: string): Promise<Bundle> {
  const { bundle, diagnostics, format } = await load(text, { uri: "t.yaml" });
  expect(format).toBe("runbook");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  return bundle;
}

interface Asked {
  readonly module: string;
  readonly inputs: { readonly [name: string]: Json };
}
type Module = (asked: Asked) => Json | Outcome;

/** Lives in virtual time. */
async function play(
  text: string,
  inputs: { readonly [name: string]: Json },
  module: Module,
  secrets: { readonly [name: string]: string } = {},
) {
  const { languages } = await load(text, { uri: "t.yaml" });
  const asked: Asked[] = [];
  const life = virtualLife();
  let atOnce = 0;
  let most = 0;
  const result = await run(await bundleOf(text), {
    ...life.options,
    languages,
    inputs,
    secrets,
    executors: {
      pack: {
        invoke: async ({ job: { request } }) => {
          const one = request as unknown as Asked;
          asked.push(one);
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setTimeout(resolve, 1));
          atOnce -= 1;
          const answer = module(one);
          const isOutcome = typeof answer === "object" && answer !== null && "kind" in answer;
          return isOutcome ? (answer as Outcome) : { kind: "ok", output: { json: answer as Json } };
        },
      },
    },
  });
  const outputs = Object.entries(result.outputs ?? {}).map(([name, slot]) => [name, (slot as { json: Json }).json]);
  return {
    status: result.status,
    why: result.failure?.code ?? result.incidents[0]?.message,
    asked,
    modules: asked.map((one) => one.module),
    outputs: Object.fromEntries(outputs),
    most,
  };
}

describe("a report", () => {
  const inputs = { "inputs.image-ref": "web:1.2" };
  const secrets = { "secrets.log-token": "secret://vault/logs" };
  const module: Module = ({ module: name, inputs: given }) => {
    if (name === "export/pdf") return { file: "a.pdf" };
    if (name === "logs") return { lines: 3 };
    if (name === "ping") return { ms: String(given.text).startsWith("0") ? 4 : 9 };
    if (name === "count") return { n: given.n as Json };
    return { text: "few" };
  };

  test("what is inside of steps is seen outside by way of them", async () => {
    const played = await play(fixture("weekly-report"), inputs, module, secrets);
    expect([played.status, played.why]).toEqual(["completed", undefined]);
    expect(played.outputs).toEqual({
      report: "a.pdf",
      log: "logs/b.log",
      slowest: { ms: 9 },
      chosen: "few",
      address: "https://reports.example/none",
    });
  });

  test("what is done for each item, or in each round, is told apart by its number", async () => {
    const text = fixture("weekly-report");
    const bundle = await bundleOf(text);
    const { languages } = await load(text, { uri: "t.yaml" });
    const { records } = await run(bundle, { languages, inputs, secrets });
    const names = traceOf(bundle, records).flatMap(({ kind, instance }) => (kind === "action" ? [instance] : []));
    expect(names.slice(3, 8)).toEqual([
      "measure[0]::ping",
      "measure[1]::ping",
      "rounds[0]::count",
      "rounds[1]::count",
      "rounds[2]::count",
    ]);
  });

  test("modules are given what templates say, with its type", async () => {
    const { asked, most } = await play(fixture("weekly-report"), inputs, module, secrets);
    const given = (name: string): readonly Json[] =>
      asked.filter((one) => one.module === name).map((one) => one.inputs as Json);
    expect(given("export/pdf")).toEqual([{ image: "web:1.2" }]);
    expect(given("sums")).toEqual([{ of: "b.log" }]);
    expect(given("ping")).toEqual([{ text: "0: north" }, { text: "1: south" }]);
    expect(given("count")).toEqual([{ n: 1 }, { n: 3 }, { n: 5 }]);
    expect(given("write")).toEqual([{ hosts: ["north"] }]);
    expect(most).toBe(2);
  });

  test("an input of another form is refused, and a loop with too many items fails", async () => {
    const wrong = await play(fixture("weekly-report"), { "inputs.image-ref": "Web" }, module, secrets);
    expect([wrong.status, wrong.why, wrong.asked]).toEqual(["failed", "schema-violation", []]);
    const text = fixture("weekly-report").replace(
      "{ range: { start: 1, end: 6, step: 2 } }",
      "{ expression: inputs.hosts }",
    );
    const hosts = { ...inputs, "inputs.hosts": ["a", "b", "c", "d"] };
    const many = await play(text, hosts, module, secrets);
    expect([many.status, many.why]).toEqual([expect.not.stringMatching("completed"), expect.stringMatching(/4 items/)]);
  });
});

test("rounds: a map goes past an item that fails where it says so, a range ends before its end, and what a module doesn't tell is the file that was declared", async () => {
  const module: Module = ({ module: name, inputs: { host } }) => {
    if (host === "down") return { kind: "failed", code: "down", message: "No answer." };
    return name === "ping" ? { ms: host === "north" ? 4 : 7 } : name === "tell" ? { text: "fine.txt" } : null;
  };
  const played = await play(fixture("rounds"), {}, module);
  expect([played.status, played.most]).toEqual(["completed", 1]);
  expect(played.modules).toEqual(["ping", "ping", "ping", "say", "say", "last", "tell"]);
  expect(played.asked.slice(3, 5).map(({ inputs }) => inputs.n)).toEqual([3, 1]);
  expect(played.outputs).toEqual({ times: [4, 7], text: "fine.txt", page: "https://pages.example/page.html" });
});

test("what is done for each item of each item is seen as a list of lists", async () => {
  const text = `apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata: { name: t }
spec:
  inputs: [{ name: sites, type: array, default: [[1, 2], [3]] }]
  steps:
    - { id: site, type: map, items: inputs.sites, step: { id: host, type: map, items: item, step: { id: ping, type: run, module: ping, inputs: { n: "{{ item }}" } } } }
  outputs: [{ name: found, type: object, value: "{{ steps.site.steps.host.steps.ping.outputs.ms }}" }]
`;
  const played = await play(text, {}, ({ inputs: { n } }) => ({ ms: Number(n) * 10 }));
  expect([played.status, played.why, played.outputs]).toEqual(["completed", undefined, { found: [[10, 20], [30]] }]);
});

test.each([
  [9, ["high", "left", "right", "other", "last"]],
  [3, ["middle", "left", "right", "last"]],
  [1, ["low", "left", "right", "other", "last"]],
])(
  "ways for level %i: the first branch that holds; in a parallel that goes on, what depends on a failure is done",
  async (level, done) => {
    const text = fixture("ways");
    const bundle = await bundleOf(text);
    const { languages } = await load(text, { uri: "t.yaml" });
    const answers = { steps: { left: { fail: { code: "broken" } } } };
    const { status, records } = await run(bundle, { languages, inputs: { "inputs.level": level }, answers });
    const steps = traceOf(bundle, records).flatMap(({ kind, node }) => (kind === "action" ? [node] : []));
    expect([status, steps.toSorted()]).toEqual(["completed", done.toSorted()]);
    expect([steps[0], steps.at(-1)]).toEqual([done[0], "last"]);
  },
);

describe("an input with a schema", () => {
  const text = `apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata: { name: t }
spec:
  inputs:
    - name: target
      type: object
      required: true
      schema:
        $defs: { port: { type: integer, exclusiveMinimum: 0, not: { const: 22 } } }
        required: [host]
        properties: { host: { type: string, minLength: 2 }, ports: { type: array, uniqueItems: true, items: { $ref: "#/$defs/port" } } }
        additionalProperties: false
    - { name: either, type: string, schema: { type: [string, "null"], oneOf: [{ pattern: ^a }, { pattern: b$ }] } }
  steps: [{ id: a, type: run, module: m, inputs: { t: "{{ inputs.target }}", e: "{{ inputs.either }}" } }]
`;

  test.each([
    [{ host: "ab", ports: [80, 443] }, "a", null],
    [{ host: "ab", ports: [80, 22] }, "a", "/ports/1"],
    [{ host: "ab", ports: [80, 80] }, "a", "/ports"],
    [{ host: "a" }, "a", "/host"],
    [{ ports: [] }, "a", "host"],
    [{ host: "ab", user: "c" }, "a", "user"],
    [{ host: "ab" }, "ab", "inputs.either"],
    [{ host: "ab" }, 3, "inputs.either"],
  ] as const)("is refused where it is wrong: %j, %j", async (target, either, place) => {
    const { languages } = await load(text, { uri: "t.yaml" });
    const inputs = { "inputs.target": target as never, "inputs.either": either };
    const { status, failure } = await run(await bundleOf(text), { languages, inputs });
    if (place === null) expect(status).toBe("completed");
    else expect(failure).toMatchObject({ code: "schema-violation", message: expect.stringContaining(place) });
  });
});

test("a schema of the library is part of the plan that names it", async () => {
  const text = `apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata: { name: t }
spec:
  inputs:
    - { name: port, type: integer, required: true, schema: { $ref: schemas/port.json } }
    - { name: hosts, type: array, schema: schemas/hosts.json }
  steps: [{ id: a, type: run, module: m, inputs: { p: "{{ inputs.port }}", h: "{{ inputs.hosts }}" } }]
`;
  const { diagnostics: missing } = await load(text, { uri: "t.yaml" });
  expect(missing.map(({ code }) => code)).toEqual(["runbook/schema-elsewhere", "runbook/schema-elsewhere"]);
  const loaded = async (minimum: number) => {
    const schemas = { "schemas/port.json": { minimum }, "schemas/hosts.json": { minItems: 1 } };
    const { bundle, languages, diagnostics } = await load(text, { uri: "t.yaml", schemas });
    expect(diagnostics).toEqual([]);
    return { bundle: bundle as Bundle, languages };
  };
  const { bundle, languages } = await loaded(1024);
  const given = async (port: number, hosts: Json) => {
    const { status } = await run(bundle, { languages, inputs: { "inputs.port": port, "inputs.hosts": hosts } });
    return status;
  };
  expect([await given(8080, ["a"]), await given(80, ["a"]), await given(8080, [])]).toEqual([
    "completed",
    "failed",
    "failed",
  ]);
  expect(planHash((await loaded(1)).bundle)).not.toBe(planHash(bundle));
});

describe("a rollout", () => {
  const text = fixture("rollout");

  test("asks nobody where its gate isn't needed", async () => {
    const played = await play(text, { "inputs.env": "test" }, () => null);
    expect([played.status, played.modules]).toEqual(["completed", ["rollout"]]);
  });

  test.each([
    ["approve", "completed"],
    ["reject", "failed"],
  ] as const)("when people %s it, it has %s", async (verdict, status) => {
    const { languages } = await load(text, { uri: "t.yaml" });
    const answers = { approvals: { ask: { verdict } } };
    const result = await run(await bundleOf(text), { languages, inputs: { "inputs.env": "live" }, answers });
    expect([result.status, result.failure?.code]).toEqual([status, verdict === "reject" ? "rejected" : undefined]);
  });

  test("needs that many different people, each with one of the grants", async () => {
    const gate = (await bundleOf(text)).graphs[0]?.nodes.find(({ id }) => id === "ask");
    expect(gate).toMatchObject({
      kind: "gate",
      by: "people",
      count: 2,
      roles: ["owner"],
      expires: { json: 5_400_000 },
    });
  });
});

const validate = new Ajv2020({ strictTypes: false }).compile(runbookSchema("2020-12", "stellaops.io/pack.v1"));

test.each([...texts])("%s is what the schema says", (_, text) => {
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

test.each([...texts])("%s: the hash of its plan is the same for shuffled keys and other comments", async (_, text) => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffled(inner)]),
    );
  };
  const hash = planHash(await bundleOf(text));
  expect(planHash(await bundleOf(`# said beside it\n${text}`))).toBe(hash);
  expect(planHash(await bundleOf(stringify(shuffled(parse(text)))))).toBe(hash);
});

test.each([
  ["a module", "export/pdf", "export/html"],
  ["an input of a module", "{{ index }}: ", "{{ index }}; "],
  ["a condition", "> 5", "> 6"],
  ["how many at once", "maxParallel: 2", "maxParallel: 1"],
  ["who may approve", "grants: [owner]", "grants: [other]"],
  ["how long an approval is waited for", "ttlHours: 1.5", "ttlHours: 2"],
  ["a pattern", "^[a-z]+:", "^[a-z0-9]+:"],
  ["the scope of a secret", "logs.read", "logs.write"],
  ["how often is tried", "maxRetries: 1", "maxRetries: 2"],
])("the hash of a plan is another when %s is", async (_, before, after) => {
  const text = [...texts.values()].find((one) => one.includes(before)) as string;
  const changed = text.replace(before, after);
  expect(planHash(await bundleOf(changed))).not.toBe(planHash(await bundleOf(text)));
});

const seed = new URL("../../shared/examples/seeds/pack.from-seed-004.yaml", import.meta.url);
test.runIf(existsSync(seed))("a published pack runs dry to its end", async () => {
  const text = readFileSync(seed, "utf8");
  const { languages } = await load(text, { uri: "t.yaml" });
  const bundle = await bundleOf(text);
  const result = await run(bundle, {
    languages,
    inputs: { "inputs.imageRef": "web:1.2" },
    secrets: { "secrets.registryCredentials": "secret://vault/registry" },
  });
  expect(result.status).toBe("completed");
  const done = traceOf(bundle, result.records).filter(({ kind }) => kind === "action" || kind === "human");
  expect(done.map(({ node }) => node)).toEqual(["scan", "review-gate", "policy-eval", "pdf-report", "json-report"]);
});
