/**
 * The same procedure, drawn as BPMN, exchanged as CACAO and written as YAML, gives the same trace: the same actions, decisions, waits and
 * human steps by name, in the same partial order, on every way that a run can take.
 */
import { readdirSync, readFileSync } from "node:fs";
import { observableKinds, type RunOptions, restrict, run, traceOf } from "@rb/kernel";
import { load } from "@rb/loader";
import { describe, expect, test } from "vitest";

const folder = new URL("../fixtures/procedures/", import.meta.url);
const files = readdirSync(folder);
const formats = [".bpmn", ".cacao.json", ".runbook.yaml"];
const procedures = [...new Set(files.map((file) => file.slice(0, file.indexOf("."))))];

/** Inputs by the name that each format gives the same thing. */
interface Case {
  readonly inputs?: { readonly [name: string]: string | boolean };
  /** What steps answer, in turn; every format finds its own member. */
  readonly answers?: RunOptions["answers"];
  /** The steps expected, in the order of one of their linearisations. */
  readonly steps: readonly string[];
}

const scan = (...found: boolean[]) => ({
  steps: { "Scan again": found.map((is) => ({ output: { found: is, __found__: is } })) },
});

const cases: { readonly [procedure: string]: readonly Case[] } = {
  branch: [
    { inputs: { severity: "high" }, steps: ["Look at the alert", "Is it severe?", "Page the engineer on call"] },
    { inputs: { severity: "low" }, steps: ["Look at the alert", "Is it severe?", "Log a ticket"] },
  ],
  switch: [
    { inputs: { kind: "address" }, steps: ["What is it?", "Block the address", "Write the report"] },
    { inputs: { kind: "domain" }, steps: ["What is it?", "Block the domain", "Write the report"] },
    { inputs: { kind: "smell" }, steps: ["What is it?", "Ask an expert", "Write the report"] },
  ],
  loop: [
    {
      inputs: { found: true },
      answers: scan(false),
      steps: ["Is something left?", "Isolate what was found", "Scan again", "Is something left?", "Close the case"],
    },
    {
      inputs: { found: true },
      answers: scan(true, true, false),
      steps: [
        ...Array.from({ length: 3 }, () => ["Is something left?", "Isolate what was found", "Scan again"]).flat(),
        "Is something left?",
        "Close the case",
      ],
    },
  ],
  "fan-out": [{ steps: ["Wipe the laptop", "Revoke the certificates", "Call the police", "Tell the owner"] }],
  nested: [
    {
      inputs: { known: true },
      steps: [
        "Is the sender known?",
        "Warn the staff",
        "Block the sender",
        "Remove the mails",
        "File the report",
        "Sign the report",
      ],
    },
    {
      inputs: { known: false },
      steps: [
        "Is the sender known?",
        "Warn the staff",
        "Analyse the sender",
        "Remove the mails",
        "File the report",
        "Sign the report",
      ],
    },
  ],
};

async function loadFile(name: string) {
  const loaded = await load(readFileSync(new URL(name, folder), "utf8"), { uri: name });
  expect(loaded.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  if (loaded.bundle === null) throw new Error(`${name} gave no graph`);
  return { bundle: loaded.bundle, languages: loaded.languages };
}

/** CACAO writes the variable `x` as `__x__`. */
function inputsFor(file: string, inputs: NonNullable<Case["inputs"]>): { readonly [name: string]: string | boolean } {
  const isCacao = file.endsWith(".json");
  const prefix = file.endsWith(".yaml") ? "inputs." : "";
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [isCacao ? `__${name}__` : `${prefix}${name}`, value]),
  );
}

/** Each event with the names of those right before it: the partial order, free of indices. */
async function traceOfFile(file: string, { inputs = {}, answers }: Case): Promise<readonly string[]> {
  const { bundle, languages } = await loadFile(file);
  const result = await run(bundle, {
    languages,
    inputs: inputsFor(file, inputs),
    ...(answers === undefined ? {} : { answers }),
  });
  expect([file, result.status, result.incidents, result.worlds.length]).toEqual([file, "completed", [], 0]);
  const trace = restrict(traceOf(bundle, result.records), observableKinds);
  const occurrence = trace.map((event, index) => {
    const earlier = trace.slice(0, index).filter((other) => other.name === event.name).length;
    return earlier === 0 ? event.name : `${event.name} (${earlier + 1})`;
  });
  return trace
    .map(
      (event, index) =>
        `${event.kind} ${occurrence[index]} after [${event.after
          .map((at) => occurrence[at])
          .sort()
          .join("; ")}]`,
    )
    .sort();
}

test("every procedure is there in every format", () => {
  expect(procedures.length).toBeGreaterThanOrEqual(5);
  expect([...files].sort()).toEqual(procedures.flatMap((name) => formats.map((format) => name + format)).sort());
  expect([...procedures].sort()).toEqual(Object.keys(cases).sort());
});

describe.each(procedures)("%s", (procedure) => {
  test.each(cases[procedure] ?? [])("%j", async (given) => {
    const traces = await Promise.all(formats.map((format) => traceOfFile(procedure + format, given)));
    const [first = []] = traces;
    for (const trace of traces) expect(trace).toEqual(first);
    const names = first.map((line) => line.replace(/^\S+ (.*?)(?: \(\d+\))? after .*$/, "$1"));
    expect([...names].sort()).toEqual([...given.steps].sort());
  });
});
