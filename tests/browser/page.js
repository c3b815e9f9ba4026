// Runs a small graph in the page; `scripts/browser.mjs` reads what becomes of it from `globalThis.outcome`.
import { run } from "@rb/kernel";

const origin = { kind: "source", uri: "page.js", pointer: "", start: { line: 1, column: 1 } };
const flow = (id, from, to) => ({ id, from, to, origin });

/** @type {import("@rb/ir").Bundle} */
const bundle = {
  version: 1,
  main: "greet",
  graphs: [
    {
      id: "greet",
      region: { entries: ["start"], variables: [{ name: "greeting", init: { json: "hello" } }] },
      nodes: [
        { kind: "start", id: "start", origin },
        { kind: "action", id: "say", executor: "noop", request: { variable: "greeting" }, origin },
        { kind: "end", id: "end", origin },
      ],
      flows: [flow("a", "start", "say"), flow("b", "say", "end")],
      outputs: [{ path: ["greeting"], from: { variable: "greeting" } }],
      origin,
    },
  ],
};

const { status, outputs } = await run(bundle);
globalThis.outcome = { status, outputs };
