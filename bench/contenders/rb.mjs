/** `run`, live: a decision point is asked about every step, records are kept as objects, the program has been compiled before. */
import { kernel } from "../lib/built.mjs";
import * as graphs from "../lib/graphs.mjs";
import { count, noop } from "./work.mjs";

const { compile, run } = await kernel();

const allowed = { decision: "allow", rule: "bench", policy: "bench" };
const many = 100_000_000;

/** The limits are those of untrusted documents, and have to be raised for what is measured here. */
const options = {
  mode: "live",
  clock: { now: Date.now, sleep: () => Promise.reject(new Error("nothing here waits for a time")) },
  decisionPoint: { policy: () => "bench", decide: () => allowed },
  executors: {
    noop: { invoke: noop },
    count: {
      async invoke({ job }) {
        return { kind: "ok", output: { json: await count(job.request) } };
      },
    },
  },
  limits: { maxRecords: many, maxData: many, maxTokens: many, maxIterations: many },
};

export function program(bundle) {
  const compiled = compile(bundle, { expressions: [graphs.language] }, { maxNodes: many });
  if (compiled.program === null) throw new Error(compiled.diagnostics[0].message);
  return compiled.program;
}

async function complete(compiled, id) {
  const { status } = await run(compiled, { ...options, run: id });
  if (status !== "completed") throw new Error(`The run ended as ${status}.`);
}

const single = (makeGraph) => (size) => {
  const compiled = program(makeGraph(size));
  return () => complete(compiled, "bench");
};

export const shapes = {
  sequence: single(graphs.sequence),
  fanOut: single(graphs.fanOut),
  cycle: single(graphs.cycle),
  repeat: single(graphs.repeat),
  concurrent: (runs, stepsEach) => {
    const compiled = program(graphs.sequence(stepsEach));
    return async () => {
      await Promise.all(Array.from({ length: runs }, (_, index) => complete(compiled, `bench-${index}`)));
    };
  },
};
