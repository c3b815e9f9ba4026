/**
 * The same procedure as a `runbook/v0`, a Task Pack, a workflow and a runbook of our own gives the same trace: the same actions, decisions and
 * human steps by name, in the same partial order, and the same end. So does what each of the others is rewritten as.
 */
import { readdirSync, readFileSync } from "node:fs";
import { observableKinds, type RunOptions, restrict, run, traceOf } from "@rb/kernel";
import { load } from "@rb/loader";
import { rewriteRunbook } from "@rb/parser-runbook/rewrite";
import { describe, expect, test } from "vitest";

const folder = new URL("../fixtures/dialects/procedures/", import.meta.url);
const files = readdirSync(folder);

interface Case {
  readonly what: string;
  readonly procedure: string;
  /** Of those that have this procedure. */
  readonly formats: readonly ("v0" | "pack" | "workflow" | "runbook")[];
  readonly input?: { readonly [name: string]: boolean };
  readonly answers?: RunOptions["answers"];
  readonly status?: "completed" | "failed";
  /** In the order of one of their linearisations. */
  readonly steps: readonly string[];
}

const all = ["v0", "pack", "workflow", "runbook"] as const;
const three = ["pack", "workflow", "runbook"] as const;
const broken = { fail: { code: "broken" } };

const cases: readonly Case[] = [
  {
    what: "one after the other",
    procedure: "change",
    formats: all,
    steps: ["action Export the rules", "human Approve the change", "action Apply the change"],
  },
  {
    what: "rejected",
    procedure: "change",
    formats: all,
    answers: { approvals: { "Approve the change": { verdict: "reject" } } },
    status: "failed",
    steps: ["action Export the rules", "human Approve the change"],
  },
  {
    what: "a step that fails",
    procedure: "change",
    formats: all,
    answers: { steps: { "Export the rules": broken } },
    status: "failed",
    steps: ["action Export the rules"],
  },
  {
    what: "at once",
    procedure: "together",
    formats: three,
    steps: ["action Collect the logs", "action Collect the mails", "action Write the report"],
  },
  {
    what: "a branch that fails",
    procedure: "together",
    formats: three,
    answers: { steps: { "Collect the logs": broken } },
    status: "failed",
    steps: ["action Collect the logs", "action Collect the mails"],
  },
  {
    what: "for each",
    procedure: "each",
    formats: three,
    steps: ["action Patch the host", "action Patch the host", "action Write the report"],
  },
  {
    what: "an item that fails",
    procedure: "each",
    formats: three,
    answers: { steps: { "Patch the host": broken } },
    status: "failed",
    steps: ["action Patch the host"],
  },
  {
    what: "on a condition that holds",
    procedure: "maybe",
    formats: three,
    input: { full: true },
    steps: ["decision Back up?", "action Back up", "action Clean up"],
  },
  {
    what: "on a condition that doesn't",
    procedure: "maybe",
    formats: three,
    input: { full: false },
    steps: ["decision Back up?", "action Clean up"],
  },
  {
    what: "at the third attempt",
    procedure: "retry",
    formats: three,
    answers: { steps: { "Fetch the feed": [broken, broken, { output: 1 }] } },
    steps: ["action Fetch the feed", "action Load the feed"],
  },
  {
    what: "never",
    procedure: "retry",
    formats: three,
    answers: { steps: { "Load the feed": broken } },
    status: "failed",
    steps: ["action Fetch the feed", "action Load the feed"],
  },
];

/** Each event with the names of those right before it: the partial order, free of indices. */
async function traceOfText(text: string, { input, answers, status = "completed" }: Case) {
  const { bundle, languages, diagnostics } = await load(text, { uri: "t" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  const result = await run(bundle, {
    languages,
    ...(input === undefined ? {} : { inputs: { "inputs.input": input } }),
    ...(answers === undefined ? {} : { answers }),
  });
  expect([result.status, result.incidents, result.worlds.length]).toEqual([status, [], 0]);
  const trace = restrict(traceOf(bundle, result.records), observableKinds);
  return trace
    .map(({ kind, name, after }) => ({ step: `${kind} ${name}`, after: after.map((at) => trace[at]?.name).sort() }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

test("every document is of a case", () => {
  const named = new Set(cases.flatMap(({ procedure, formats }) => formats.map((one) => `${procedure}.${one}.yaml`)));
  expect([...named].sort()).toEqual([...files].sort());
});

describe.each(cases)("$procedure, $what", (given) => {
  const { procedure, formats, steps } = given;
  const texts = formats.map((format) => readFileSync(new URL(`${procedure}.${format}.yaml`, folder), "utf8"));

  test("is the same in every format", async () => {
    const traces = await Promise.all(texts.map((text) => traceOfText(text, given)));
    const [first = []] = traces;
    expect(first.map(({ step }) => step).sort()).toEqual([...steps].sort());
    for (const trace of traces) expect(trace).toEqual(first);
  });

  test("is the same when it is rewritten", async () => {
    const own = texts.at(-1) as string;
    const expected = await traceOfText(own, given);
    for (const text of texts.slice(0, -1)) {
      const rewritten = rewriteRunbook(text, { uri: "t" }).text;
      expect(await traceOfText(rewritten as string, given)).toEqual(expected);
    }
  });
});
